import type { FeedProblem, FeedSource, RawFeed } from '../document.ts';
import { readListPage } from './page.ts';
import { newestPart, readNewsSitemap } from './sitemap.ts';
import { readChannelPage } from './telegram.ts';

/** What a body of another kind than feed is read with; `at` absent = dates in words stay unread. */
interface ListSource extends Pick<FeedSource, 'select' | 'zone' | 'at'> {
  kind: Exclude<NonNullable<FeedSource['kind']>, 'feed'>;
  url: string | null;
  maxItems: number;
}

/** @returns `reason` where the body is no list of its kind, in one line for the operator */
export function readList(
  text: string,
  { kind, select, zone = 'UTC', at, url, maxItems }: ListSource,
): { feed: RawFeed; problems: FeedProblem[] } | { reason: string } {
  if (kind === 'sitemap') {
    const read = readNewsSitemap(text, maxItems);
    if (read !== null) return read;
    const part = newestPart(text, url ?? '');
    return { reason: part === null ? 'no sitemap' : `an index of sitemaps; its newest part is ${part}` };
  }
  if (kind === 'telegram') {
    const feed = readChannelPage(text, url, maxItems);
    return feed === null
      ? { reason: 'a Telegram page without messages: the channel shows no preview, or is gone' }
      : { feed, problems: [] };
  }
  const clock = { zone, at: at ?? new Date(0).toISOString() };
  return { feed: readListPage(text, { url, select, clock, maxItems }), problems: [] };
}
