import type { Article, ParsedArticle } from './article.ts';
import { dayMs, minuteMs } from '../text/time.ts';
import { urlIdentity } from './canonical-url.ts';

export interface IdentityScope {
  /** Whose articles these are: guids and titles mean something only within one outlet. */
  outletId: string;
  /** The feed's home page, which is never an article's address. */
  homepage: string | null;
}

const normalTitle = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** A guid says nothing when it is repeated, or is a digest of the content and so changes with every correction. */
const looksHashed = (guid: string): boolean => /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/i.test(guid);

const countsOf = (keys: (string | null)[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

/**
 * Whether this feed's guids tell its items apart: each item has one, no two share one, and they are not hashes.
 * (A feed that gives every item the same guid is on record: qafqazinfo.az.)
 */
export function guidsAreTrustworthy(articles: readonly Pick<ParsedArticle, 'guid'>[]): boolean {
  const guids = articles.map((article) => article.guid?.trim() ?? '');
  return (
    guids.length > 0 &&
    guids.every((guid) => guid !== '' && !looksHashed(guid)) &&
    new Set(guids).size === guids.length
  );
}

/** What a guid says of its outlet's article beside the page's address: headline and address may change under it. */
export const guidIdentity = (outletId: string, guid: string): string => `guid:${outletId}:${guid}`;

/** Guids that name one thing for good by their form; a plain number may be a place in a list. */
const namesForGood = (guid: string): boolean => /^(?:https?:|tag:|urn:)/i.test(guid);
const longestRename = 2 * dayMs;

/** Whether an item under a known article's guid is that article, renamed: of the same time or headline, or soon after under a guid that names one thing for good. */
export function isRenamed(
  known: Pick<Article, 'title' | 'publishedAt'>,
  item: Pick<ParsedArticle, 'guid' | 'title' | 'published'>,
): boolean {
  if (normalTitle(known.title) === normalTitle(item.title)) return true;
  if (item.published === null) return false;
  const apart = Math.abs(Date.parse(item.published) - Date.parse(known.publishedAt));
  return apart < minuteMs || (namesForGood(item.guid ?? '') && apart < longestRename);
}

/** A page that lists articles: the site's root, or the feed's own home. */
const isHome = (identity: string, home: string | null): boolean =>
  !/[/?]/.test(identity) || identity === home;

/**
 * The identity of each article, in the articles' order; null when an item has nothing to identify it. The same page in two
 * feeds has one identity, whatever its tracking parameters, scheme or guid. Order of trust: the page's own address; then the
 * guid of a feed whose guids are trustworthy; then the title. An address shared by several different items identifies none of them.
 */
export function identify(articles: readonly ParsedArticle[], scope: IdentityScope): (string | null)[] {
  const home = scope.homepage === null ? null : urlIdentity(scope.homepage);
  const urls = articles.map((article) =>
    article.url === null ? null : urlIdentity(article.originalUrl ?? article.url),
  );
  const titlesOfUrl = new Map<string, Set<string>>();
  articles.forEach((article, at) => {
    const url = urls[at];
    if (url !== null && url !== undefined)
      titlesOfUrl.set(url, (titlesOfUrl.get(url) ?? new Set()).add(normalTitle(article.title)));
  });
  const guidCounts = countsOf(articles.map((article) => article.guid));
  const trusted = guidsAreTrustworthy(articles);
  return articles.map((article, at) => {
    const url = urls[at] ?? null;
    const ownUrl = url !== null && !isHome(url, home) && (titlesOfUrl.get(url)?.size ?? 0) <= 1;
    if (ownUrl) return `url:${url}`;
    if (article.guid !== null && trusted && guidCounts.get(article.guid) === 1)
      return guidIdentity(scope.outletId, article.guid);
    const title = normalTitle(article.title);
    if (title !== '') return `title:${scope.outletId}:${title}`;
    const text = normalTitle(article.summary).slice(0, 300);
    return text === '' ? null : `text:${scope.outletId}:${text}`;
  });
}
