import { opposites } from './grouping-data.ts';
import type { Side, Silence, StoryArticle } from './story.ts';

/** So many outlets of one side make its silence on the other telling, after so many hours. */
const outletsThatMatter = 3;
const patienceMs = 12 * 3_600_000;

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

/** The sides that say nothing, twelve hours and more after three outlets of the other side did. @param now ISO 8601 UTC */
export function silencesIn(articles: StoryArticle[], now: string): Silence[] {
  const topics = new Set(articles.flatMap((article) => article.topics));
  const pairs = opposites.filter(({ topic }) => topics.has(topic)).flatMap(({ sides: [one, other] }) => [[one, other], [other, one]] as const);
  const found = new Map<string, Silence>();
  for (const [coveredBy, silent] of pairs) {
    const since = coveredSince(articles, coveredBy);
    if (since === null || articles.some((article) => article.side === silent)) continue;
    if (Date.parse(now) - Date.parse(since) >= patienceMs) found.set(`${coveredBy} ${silent}`, { coveredBy, silent, since });
  }
  return [...found.values()];
}
