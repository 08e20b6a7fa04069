import { z } from 'zod';
import { parsedUrl } from '../text/parsed-url.ts';
import { hourMs } from '../text/time.ts';

/** An article's page that is to be read for its text, because the feed gave only a title. */
export const wantedPageSchema = z.strictObject({
  articleId: z.string(),
  url: z.string(),
  /** When it was wanted, ISO 8601 UTC. */
  at: z.string(),
});
export type WantedPage = z.output<typeof wantedPageSchema>;

/** Pages are read on the way of a visit to their host, not for themselves; after a day nobody needs the text any more. */
export const wantedForMs = 24 * hourMs;
/** A visit reads the newest; the rest waits for the next visit. */
export const pagesAVisit = 5;

/** The wanted pages of the feeds that a visit of the host may read, the newest first. */
export const pagesToRead = (
  feedIds: readonly string[],
  wanted: ReadonlyMap<string, readonly WantedPage[]>,
  { host, now }: { host: string; now: Date },
): { feedId: string; page: WantedPage }[] =>
  feedIds
    .flatMap((feedId) => (wanted.get(feedId) ?? []).map((page) => ({ feedId, page })))
    .filter(({ page }) => isOnHost(page.url, host) && now.getTime() - Date.parse(page.at) < wantedForMs)
    .toSorted((a, b) => (a.page.at + a.page.articleId < b.page.at + b.page.articleId ? 1 : -1))
    .slice(0, pagesAVisit);

/** A page on another host than its source has another robots.txt and another gap: it is not read. */
export const isOnHost = (url: string, host: string): boolean => parsedUrl(url)?.host === host;
