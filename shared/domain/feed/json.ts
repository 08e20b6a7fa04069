import { z } from 'zod';
import { readDate } from './dates.ts';
import {
  bareFeed,
  bareItem,
  noHtml,
  type FeedProblem,
  type RawFeed,
  type RawHtml,
  type RawItem,
} from './document.ts';
import { htmlOfPlain } from './html.ts';
import { maxItemsRead, newestItems, tooManyItems } from './newest-items.ts';

/** Feeds in the wild put numbers where the specification wants strings, and null where it wants nothing. */
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);
const maxList = 50;
const list = <T extends z.ZodType>(schema: T) =>
  z
    .array(z.unknown())
    .transform((all) =>
      all.slice(0, maxList).flatMap((one) => {
        const read = schema.safeParse(one);
        return read.success ? [read.data] : [];
      }),
    )
    .nullish()
    .catch(null);
const author = z.object({ name: text, url: text });
const attachment = z.object({
  url: z.string(),
  mime_type: text,
  size_in_bytes: z.number().nullish().catch(null),
});

const item = z.object({
  id: text,
  url: text,
  external_url: text,
  title: text,
  content_html: text,
  content_text: text,
  summary: text,
  image: text,
  banner_image: text,
  date_published: text,
  date_modified: text,
  author: author.nullish().catch(null),
  authors: list(author),
  tags: list(z.string()),
  language: text,
  attachments: list(attachment),
});

const dated = z.object({ date_published: text, date_modified: text });

const feed = z.object({
  version: text,
  title: text,
  home_page_url: text,
  description: text,
  icon: text,
  favicon: text,
  language: text,
  author: author.nullish().catch(null),
  authors: list(author),
  items: z.array(z.unknown()),
});

const plain = (value: string | null | undefined, base: string | null): RawHtml =>
  value === null || value === undefined || value === '' ? noHtml : { html: htmlOfPlain(value), base };

function jsonAuthorsOf(one: {
  author?: z.output<typeof author> | null | undefined;
  authors?: z.output<typeof author>[] | null | undefined;
}): string[] {
  const all = [...(one.authors ?? []), ...(one.author ? [one.author] : [])]
    .map((person) => person.name ?? '')
    .filter((name) => name !== '');
  return [...new Set(all)];
}

/** @param owners the feed's authors, who are those of an item without any (JSON Feed 1.1, "authors") */
function jsonItemOf(one: z.output<typeof item>, base: string | null, owners: string[]): RawItem {
  const own = jsonAuthorsOf(one);
  return {
    ...bareItem,
    guid: one.id ?? null,
    link: one.url ?? one.external_url ?? null,
    title: plain(one.title, base),
    summary: plain(one.summary, base),
    content: one.content_html ? { html: one.content_html, base } : plain(one.content_text, base),
    published: one.date_published ?? null,
    updated: one.date_modified ?? null,
    authors: own.length > 0 ? own : owners,
    categories: one.tags ?? [],
    enclosures: (one.attachments ?? []).map((file) => ({
      url: file.url,
      ...(file.mime_type && { type: file.mime_type }),
      ...(typeof file.size_in_bytes === 'number' && { length: file.size_in_bytes }),
    })),
    image: one.image ?? one.banner_image ?? null,
    language: one.language ?? null,
  };
}

function jsonItemDate(one: unknown): string {
  const { data } = dated.safeParse(one);
  return readDate(data?.date_published ?? data?.date_modified ?? '') ?? '';
}

const isObject = (one: unknown): boolean => typeof one === 'object' && one !== null && !Array.isArray(one);

/**
 * Reads JSON Feed 1.0 and 1.1 (jsonfeed.org); rss-parser reads XML only.
 * @returns null when the JSON is something else; items that are not objects are left out
 */
export function readJsonFeed(
  value: unknown,
  url: string | null,
  maxItems: number,
): { feed: RawFeed; problems: FeedProblem[] } | null {
  const read = feed.safeParse(value);
  if (!read.success) return null;
  const { data } = read;
  // the version is a URL of jsonfeed.org, but feeds also write `1.1`; any other JSON with items must at least have a title
  if (!/jsonfeed|^1(\.\d)?$/.test(data.version ?? '') && !data.title) return null;
  const base = data.home_page_url ?? url;
  const owners = jsonAuthorsOf(data);
  const seen = data.items.slice(0, maxItemsRead).filter(isObject);
  const problems: FeedProblem[] =
    seen.length > maxItems ? [{ code: 'too-many-items', message: tooManyItems(seen.length, maxItems) }] : [];
  const items = newestItems(seen, maxItems, jsonItemDate).flatMap((one) => {
    const parsed = item.safeParse(one);
    return parsed.success ? [jsonItemOf(parsed.data, parsed.data.url ?? base, owners)] : [];
  });
  const raw: RawFeed = {
    ...bareFeed('json', items),
    id: url,
    title: plain(data.title, base),
    link: data.home_page_url ?? null,
    description: plain(data.description, base),
    language: data.language ?? null,
    image: data.icon ?? data.favicon ?? null,
    authors: owners,
  };
  return { feed: raw, problems };
}
