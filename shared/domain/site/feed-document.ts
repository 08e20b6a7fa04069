import { escapeHtml } from '../text/html.ts';

/** A list of stories as a feed reader sees it. Addresses are whole. */
export interface FeedDocument {
  title: string;
  description: string;
  /** Where the feed itself is. */
  self: string;
  /** The page of the list. */
  page: string;
  /** Of the feed's own words. */
  language: string;
  author: { name: string; url: string };
  /** Newest activity first; only the first forty are told. */
  entries: readonly FeedEntry[];
}

/** One story. Its address is also its id: it never changes. */
export interface FeedEntry {
  url: string;
  language: string;
  title: string;
  /** ISO 8601 UTC; absent where only the last change is known. */
  published?: string;
  updated: string;
  tags: readonly string[];
  /** What happened, in an outlet's words. */
  lead?: { language: string; text: string } | undefined;
  /** What stands in place of a lead. */
  counts: string;
  /** Safe HTML. */
  html: string;
}

/** A feed holds so many stories. */
export const feedStories = 40;

const notInXml =
  // oxlint-disable-next-line no-control-regex -- exactly these are forbidden in XML 1.0 (production 2, Char)
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text for XML: escaped, without the characters XML 1.0 forbids. */
export const xml = (text: string): string => escapeHtml(text.replace(notInXml, ''));

const newest = (entries: readonly FeedEntry[]): string =>
  entries
    .map(({ updated }) => updated)
    .sort()
    .at(-1) ?? '1970-01-01T00:00:00.000Z';

function atomEntry({ url, language, title, published, updated, tags, lead, html }: FeedEntry): string {
  return `<entry xml:lang="${xml(language)}">
<title>${xml(title)}</title>
<link rel="alternate" type="text/html" href="${xml(url)}"/>
<id>${xml(url)}</id>
${published === undefined ? '' : `<published>${xml(published)}</published>\n`}<updated>${xml(updated)}</updated>
${tags.map((term) => `<category term="${xml(term)}"/>`).join('')}
${lead === undefined ? '' : `<summary type="text" xml:lang="${xml(lead.language)}">${xml(lead.text)}</summary>\n`}<content type="html">${xml(html)}</content>
</entry>`;
}

/** Atom 1.0 (RFC 4287). An entry's id is its permalink and never changes; `updated` is when the story last changed. */
export function atomDocument(feed: FeedDocument): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(feed.language)}">
<title>${xml(feed.title)}</title>
<subtitle>${xml(feed.description)}</subtitle>
<link rel="self" type="application/atom+xml" href="${xml(feed.self)}"/>
<link rel="alternate" type="text/html" href="${xml(feed.page)}"/>
<id>${xml(feed.self)}</id>
<updated>${xml(newest(feed.entries))}</updated>
<author><name>${xml(feed.author.name)}</name><uri>${xml(feed.author.url)}</uri></author>
<generator>${xml(feed.author.name)}</generator>
${feed.entries.slice(0, feedStories).map(atomEntry).join('\n')}
</feed>
`;
}

/** JSON Feed 1.1 (jsonfeed.org/version/1.1). */
export function jsonFeedDocument(feed: FeedDocument): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    description: feed.description,
    home_page_url: feed.page,
    feed_url: feed.self,
    language: feed.language,
    authors: [feed.author],
    items: feed.entries.slice(0, feedStories).map((entry) => ({
      id: entry.url,
      url: entry.url,
      title: entry.title,
      language: entry.language,
      content_html: entry.html,
      summary: entry.lead?.text ?? entry.counts,
      ...(entry.published !== undefined && { date_published: entry.published }),
      date_modified: entry.updated,
      tags: entry.tags,
    })),
  });
}
