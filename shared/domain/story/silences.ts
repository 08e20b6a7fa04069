import { opposites } from './grouping-data.ts';
import type { Side, Silence, StoryArticle } from './story.ts';
import { hourMs } from '../text/time.ts';

/** So many outlets of one side make its silence on the other telling, after so many hours. */
const outletsThatMatter = 3;
const patienceMs = 12 * hourMs;

/** When the third outlet of a side carried the story, or null. Articles in the order we saw them. */
function coveredSince(articles: StoryArticle[], side: Side): string | null {
  const outlets = new Set<string>();
  for (const article of articles) {
    if (article.side !== side) continue;
    outlets.add(article.outletId);
    if (outlets.size === outletsThatMatter) return article.seenAt;
  }
  return null;
}

/** Each side that is alone with the story so far, whether or not twelve hours are over. */
function possibleSilences(articles: StoryArticle[]): Silence[] {
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
  const found = new Map<string, Silence>();
  for (const [coveredBy, silent] of pairs) {
    const since = coveredSince(articles, coveredBy);
    if (since === null || articles.some((article) => article.side === silent)) continue;
    found.set(`${coveredBy} ${silent}`, { coveredBy, silent, since });
  }
  return [...found.values()];
}

const dueAt = ({ since }: Silence): number => Date.parse(since) + patienceMs;

/** The sides that say nothing, twelve hours and more after three outlets of the other side did. @param now ISO 8601 UTC */
export function silencesIn(articles: StoryArticle[], now: string): Silence[] {
  return possibleSilences(articles).filter((silence) => dueAt(silence) <= Date.parse(now));
}

/** When the next silence falls due if nobody speaks until then; null where none can. Times are ISO 8601 UTC; articles in the order we saw them. */
export function nextSilenceAt(articles: StoryArticle[], now: string): string | null {
  const later = possibleSilences(articles)
    .map(dueAt)
    .filter((at) => at > Date.parse(now));
  return later.length === 0 ? null : new Date(Math.min(...later)).toISOString();
}
