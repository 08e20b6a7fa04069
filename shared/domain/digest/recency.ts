import { publicationOf } from '../article/published.ts';
import type { StoryArticle } from '../story/story.ts';
import type { Frequency } from '../subscriber/subscriber.ts';
import { hourMs } from '../text/time.ts';

/**
 * How long before our first sight an outlet may have published what is still news to a reader. A feed that was read
 * before may be three days in arrears over a weekend; what a feed holds at its first visit is older stock.
 */
const windowHours: Record<Frequency, { known: number; baseline: number }> = {
  daily: { known: 72, baseline: 48 },
  weekdays: { known: 96, baseline: 48 },
  weekly: { known: 192, baseline: 192 },
  breaking: { known: 24, baseline: 24 },
};

/** What gained its topic or its story later than this after its publication is on the site only. Memory reaches further back. */
export const lateDays = 14;

/** Past this after our first sight an article is «added later»: grouped after an outage, or given its topic by newer rules. */
const lateMs = 12 * hourMs;

export type Dated = Pick<StoryArticle, 'publishedAt' | 'seenAt' | 'visibleAt' | 'dateFlag' | 'baseline'>;

/** When an article became visible to digests; rows that do not say were grouped when they were stored. */
export const visibleAtOf = ({ visibleAt, seenAt }: Dated): string => visibleAt ?? seenAt;

export const wasAddedLater = (article: Dated): boolean =>
  Date.parse(visibleAtOf(article)) - Date.parse(article.seenAt) > lateMs;

/** Whether the date is our own clock's: the outlet gave none that can be read. */
export const isUndated = ({ dateFlag }: Pick<Dated, 'dateFlag'>): boolean =>
  dateFlag === 'missing' || dateFlag === 'unreadable';

/**
 * Whether an article is news to a reader by its outlet's date: published within the window when first seen, or after the
 * reader's last edition (our own outage makes nothing old). Without a date only in a feed that was read before.
 */
export function isNews(article: Dated, frequency: Frequency, lastEdition: string): boolean {
  if (isUndated(article)) return article.baseline !== true;
  const published = Date.parse(publicationOf(article));
  const { known, baseline } = windowHours[frequency];
  const window = (article.baseline === true ? baseline : known) * hourMs;
  const oldest = Math.min(Date.parse(article.seenAt) - window, Date.parse(lastEdition));
  return published >= oldest && published >= Date.parse(visibleAtOf(article)) - lateDays * 24 * hourMs;
}
