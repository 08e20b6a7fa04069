import { Parser } from 'htmlparser2';
import { parsedUrl } from '../text/parsed-url.ts';

/** Where an HTML page sends its reader, and the feeds that it names. Absolute http(s) URLs. */
export interface PageLinks {
  /** `<meta http-equiv=refresh>` within a few seconds. */
  refresh: string | null;
  feeds: string[];
}

const looked = 100_000;
const longestDelay = 10;
const maxFeeds = 20;
const feedTypes = /^(?:application|text)\/(?:rss|atom|rdf|feed)\+(?:xml|json)/i;

/** Where «0; url=/feed» sends at once, as a meta element or the Refresh header says it. */
export function refreshTarget(content: string): string | null {
  const [, delay = '', url] =
    /^\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"'>]+)/i.exec(content) ?? [];
  return url === undefined || Number(delay) > longestDelay ? null : url.trim();
}

/** @param url of the page, the base of its links */
export function pageLinks(html: string, url: string): PageLinks {
  let refresh: string | null = null;
  const feeds = new Set<string>();
  const absolute = (link: string | null | undefined): string | null => {
    const found = link == null ? null : parsedUrl(link, url);
    return found !== null && /^https?:$/.test(found.protocol) ? found.href : null;
  };
  const parser = new Parser({
    onopentag: (name, { rel = '', type = '', href, content = '', ...rest }) => {
      if (name === 'meta' && rest['http-equiv']?.toLowerCase() === 'refresh')
        refresh ??= absolute(refreshTarget(content));
      if (name !== 'link' || !/(?:^|\s)alternate(?:\s|$)/i.test(rel) || !feedTypes.test(type)) return;
      const feed = absolute(href);
      if (feed !== null && feeds.size < maxFeeds) feeds.add(feed);
    },
  });
  parser.end(html.slice(0, looked));
  return { refresh, feeds: [...feeds] };
}
