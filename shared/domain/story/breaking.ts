import { publicationOf } from '../article/published.ts';
import { dayMs, hourMs } from '../text/time.ts';
import type { Story, StoryArticle } from './story.ts';

/** The one meaning of «breaking», on the site, in mails and in preferences: so many independent outlets, on so many sides, within so many hours. */
const rule = { outlets: 3, sides: 2, hours: 6 };

/** The rule in words, for `explain`. */
export const breakingText = `a story breaks with independent reports of ${rule.outlets} outlets on ${rule.sides} sides within ${rule.hours} hours of the first, and is breaking for ${rule.hours} hours`;

type Report = Pick<
  StoryArticle,
  'outletId' | 'owner' | 'side' | 'publishedAt' | 'seenAt' | 'dateFlag' | 'baseline' | 'reprintOf'
>;

/** Published within a day of our seeing it; without a date only in a feed that was read before. */
function isTimely(article: Report): boolean {
  if (article.dateFlag === 'missing' || article.dateFlag === 'unreadable') return article.baseline !== true;
  return Date.parse(article.seenAt) - Date.parse(publicationOf(article)) <= dayMs;
}

/** When a story broke, by the outlets' own dates; null where it did not. ISO 8601 UTC */
export function brokeAt(articles: readonly Report[]): string | null {
  const reports = articles
    .filter((article) => article.reprintOf === undefined && isTimely(article))
    .map((article) => ({ ...article, at: publicationOf(article) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const [first] = reports;
  if (first === undefined) return null;
  const outlets = new Set<string>();
  const sides = new Set<string>();
  for (const { at, outletId, owner, side } of reports) {
    if (Date.parse(at) - Date.parse(first.at) > rule.hours * hourMs) return null;
    outlets.add(owner ?? outletId);
    sides.add(side);
    if (outlets.size >= rule.outlets && sides.size >= rule.sides) return at;
  }
  return null;
}

/** Whether a story is breaking at an instant (ISO 8601 UTC). */
export function isBreaking({ brokeAt: at }: Pick<Story, 'brokeAt'>, now: string): boolean {
  return at !== undefined && Date.parse(now) - Date.parse(at) < rule.hours * hourMs;
}

/** Stories that changed no longer ago may be breaking. */
export const breakingMs = rule.hours * hourMs;
