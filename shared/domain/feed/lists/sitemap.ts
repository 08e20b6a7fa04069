import { Parser } from 'htmlparser2';
import { escapeHtml } from '../../text/html.ts';
import { parsedUrl } from '../../text/parsed-url.ts';
import { readDate } from '../dates.ts';
import { bareFeed, bareItem, type FeedProblem, noHtml, type RawFeed, type RawItem } from '../document.ts';
import { maxItemsRead, newestItems, tooManyItems } from '../newest-items.ts';

/** Fields of one `url` or `sitemap` element by local name, the first of each. */
type Entry = Map<string, string>;

interface Sitemap {
  isIndex: boolean;
  entries: Entry[];
}

const fields = new Set([
  'loc',
  'lastmod',
  'title',
  'publication_date',
  'language',
  'name',
  'keywords',
  'image:loc',
]);
const longestField = 4_000;
/** A sitemap has five; the parser's time grows with the square of the depth. */
const maxDepth = 64;

/** Reads both forms of sitemaps.org 0.9 with Google's news and image extensions; null where the root is another. */
function readSitemap(xml: string): Sitemap | null {
  const entries: Entry[] = [];
  let root: string | undefined;
  let entry: Entry | null = null;
  let field: string | null = null;
  let text: string[] = [];
  let depth = 0;
  const local = (name: string): string => (name.startsWith('image:') ? name : name.replace(/^[^:]*:/, ''));
  const parser = new Parser(
    {
      onopentagname: (written) => {
        if (++depth > maxDepth) parser.pause();
        const name = local(written.toLowerCase());
        root ??= name;
        if (name === 'url' || name === 'sitemap') entry = new Map();
        field = fields.has(name) ? name : null;
        text = [];
      },
      ontext: (part) => {
        if (field !== null && text.length < longestField) text.push(part);
      },
      onclosetag: (written) => {
        depth--;
        const name = local(written.toLowerCase());
        if (field === name && entry !== null && !entry.has(name))
          entry.set(name, text.join('').trim().slice(0, longestField));
        if (name === field) field = null;
        if (name !== 'url' && name !== 'sitemap') return;
        if (entry?.has('loc') === true && entries.length < maxItemsRead) entries.push(entry);
        entry = null;
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return root === 'urlset' || root === 'sitemapindex' ? { isIndex: root === 'sitemapindex', entries } : null;
}

/** Parts that list no articles. Source: what WordPress (Yoast, core, Rank Math), Drupal and Bitrix call theirs. */
const otherPart = /(?:categor|tag|author|user|page|taxonom|image|video|static|section|rubric|menu|product)/i;
const newsPart = /(?:news|latest|recent|google|article|post|publication|material)/i;

/** Numbers in a name, so that `sitemap-10` comes after `sitemap-9` and 2026-11 after 2026-10. */
const numbersOf = (loc: string): string =>
  (loc.match(/\d+/g) ?? []).map((digits) => digits.padStart(12, '0')).join('.');

/** The part of an index in which the newest articles are; null where the text is no index. */
export function newestPart(xml: string, url: string): string | null {
  if (!/<(?:\w+:)?sitemapindex[\s>]/i.test(xml.slice(0, 2_000))) return null;
  const parts = (readSitemap(xml)?.entries ?? []).flatMap((entry) => {
    const to = parsedUrl(entry.get('loc') ?? '', url);
    if (to === null || !/^https?:$/.test(to.protocol)) return [];
    return [{ url: to.href, name: to.pathname, at: readDate(entry.get('lastmod') ?? '') ?? '' }];
  });
  const articles = parts.filter(({ name }) => !otherPart.test(name) || newsPart.test(name));
  const named = articles.filter(({ name }) => /news|latest|recent/i.test(name));
  const [chosen] = [named, articles, parts].filter((some) => some.length > 0);
  return (
    chosen?.toSorted(
      (a, b) => b.at.localeCompare(a.at) || numbersOf(b.name).localeCompare(numbersOf(a.name)),
    )[0]?.url ?? null
  );
}

const leastWords = 4;

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // written by no browser: its letters stay as they are
    return path;
  }
}

/** The words of an address, where it has a headline in it. */
function titleOfAddress(loc: string): string {
  const path = unescaped(parsedUrl(loc)?.pathname ?? '');
  const slug = path
    .split('/')
    .findLast((part) => part.split(/[-_]/).filter((word) => /\p{L}{2,}/u.test(word)).length >= leastWords);
  if (slug === undefined) return '';
  const title = slug
    .replace(/\.\w{2,5}$/, '')
    .split(/[-_]+/)
    .filter((word) => word !== '' && !/^\d{4,}$/.test(word))
    .join(' ');
  return title.charAt(0).toUpperCase() + title.slice(1);
}

const dateOf = (entry: Entry): string =>
  readDate(entry.get('publication_date') ?? entry.get('lastmod') ?? '') ?? '';

function itemOf(entry: Entry): RawItem | null {
  const loc = entry.get('loc') ?? '';
  const title = entry.get('title') || titleOfAddress(loc);
  if (title === '') return null;
  return {
    ...bareItem,
    link: loc,
    title: { html: title, base: null },
    summary: noHtml,
    published: entry.get('publication_date') ?? null,
    updated: entry.get('lastmod') ?? null,
    categories: (entry.get('keywords') ?? '')
      .split(',')
      .map((word) => escapeHtml(word.trim()))
      .filter((word) => word !== ''),
    image: entry.get('image:loc') ?? null,
    language: entry.get('language') ?? null,
  };
}

/**
 * Reads a sitemap as a feed: title, date and address from Google's news extension; where a sitemap has none, the title is what
 * the address says of it.
 * @returns null where it is no sitemap, and for an index, whose parts are other documents
 */
export function readNewsSitemap(
  xml: string,
  maxItems: number,
): { feed: RawFeed; problems: FeedProblem[] } | null {
  const read = readSitemap(xml);
  if (read === null || read.isIndex) return null;
  const { entries } = read;
  const problems: FeedProblem[] =
    entries.length > maxItems
      ? [{ code: 'too-many-items', message: tooManyItems(entries.length, maxItems) }]
      : [];
  if (entries.length > 0 && entries.every((entry) => !entry.has('title')))
    problems.push({
      code: 'no-titles',
      message: 'the sitemap gives no titles; they are read from the addresses',
    });
  const items = newestItems(entries, maxItems, dateOf).flatMap((entry) => itemOf(entry) ?? []);
  const name = entries.find((entry) => entry.has('name'))?.get('name') ?? '';
  return { feed: { ...bareFeed('sitemap', items), title: { html: escapeHtml(name), base: null } }, problems };
}
