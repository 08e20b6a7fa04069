import { opposites } from './grouping-data.ts';
import type { Side } from '../outlet.ts';
import type { CoverageGap, StoryArticle } from './story.ts';
import { hourMs } from '../text/time.ts';

/** Outlets of this many owners on one side without any of the other make a coverage gap, after this many hours. */
const ownersThatMatter = 3;
const patienceMs = 12 * hourMs;

/** When the outlet of a third owner on a side carried the story, or null. Articles in the order we saw them. */
function coveredSince(articles: StoryArticle[], side: Side): string | null {
  const owners = new Set<string>();
  for (const article of articles) {
    if (article.side !== side) continue;
    owners.add(article.owner ?? article.outletId);
    if (owners.size === ownersThatMatter) return article.seenAt;
  }
  return null;
}

/** Each side that alone covers the story so far, whether or not twelve hours are over. */
function possibleGaps(articles: StoryArticle[]): CoverageGap[] {
  const topics = new Set(articles.flatMap((article) => article.topics));
  const pairs = opposites
    .filter(({ topic }) => topics.has(topic))
    .flatMap(
      ({ sides: [one, other] }) =>
        [
          [one, other],
          [other, one],
        ] as const,
    );
  const found = new Map<string, CoverageGap>();
  for (const [coveredBy, silent] of pairs) {
    const since = coveredSince(articles, coveredBy);
    if (since === null || articles.some((article) => article.side === silent)) continue;
    found.set(`${coveredBy} ${silent}`, { coveredBy, silent, since });
  }
  return [...found.values()];
}

const gapDueAt = ({ since }: CoverageGap): number => Date.parse(since) + patienceMs;

/** The sides without a report twelve hours after outlets of three owners on the other side had one. @param now ISO 8601 UTC */
export function coverageGapsIn(articles: StoryArticle[], now: string): CoverageGap[] {
  return possibleGaps(articles).filter((gap) => gapDueAt(gap) <= Date.parse(now));
}

/** When the next coverage gap falls due if nobody reports until then; null when none can. Times are ISO 8601 UTC; articles in the order we saw them. */
export function nextCoverageGapAt(articles: StoryArticle[], now: string): string | null {
  const later = possibleGaps(articles)
    .map(gapDueAt)
    .filter((at) => at > Date.parse(now));
  return later.length === 0 ? null : new Date(Math.min(...later)).toISOString();
}
