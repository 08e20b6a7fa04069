import type { ParsedArticle } from '../../shared/domain/article/article.ts';
import { parsedUrl } from '../../shared/domain/text/parsed-url.ts';
import type { FeedDocument, NotAFeed } from '../../shared/domain/feed/document.ts';

/** C0 and C1 controls, noncharacters, lone surrogates, bidi controls: in no text that leaves the parser. */
const forbidden = /(?![\t\n\r])\p{Cc}|[\p{Cs}\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/u;
const isoUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const harmfulTag = /^<(script|style|iframe|object|embed|form|svg|math|meta|link|base)\b/i;

/** Only tags are looked at, and in them attributes as they are written by the sanitiser: quoted text cannot be markup. */
function unsafeTags(html: string): string[] {
  return (html.match(/<[^>]*>/g) ?? []).filter(
    (tag) =>
      harmfulTag.test(tag) ||
      [...tag.matchAll(/\s([^\s="<>]+)(?:="([^"]*)")?/g)].some(
        ([, name = '', value = '']) =>
          /^(on|style$)/i.test(name) || (/^(href|src)$/i.test(name) && !/^https?:\/\//i.test(value)),
      ),
  );
}

const textsOf = (article: ParsedArticle): string[] => [
  article.guid ?? '',
  article.title,
  article.summary,
  ...article.authors,
  ...article.categories,
];
const linksOf = (article: ParsedArticle): string[] =>
  [
    article.url,
    article.originalUrl ?? null,
    article.image,
    ...article.enclosures.map((one) => one.url),
  ].filter((link) => link !== null);

function faultsOfArticle(article: ParsedArticle): string[] {
  const faults: string[] = [];
  if (textsOf(article).some((text) => forbidden.test(text))) faults.push('a forbidden character in a text');
  if (/[\n\t]/.test(article.title) || article.title.length > 300)
    faults.push('the title is not one short line');
  for (const link of linksOf(article))
    if (!/^https?:\/\//i.test(link) || parsedUrl(link) === null || link.length > 4_096)
      faults.push(`not a web link: ${link.slice(0, 80)}`);
  for (const date of [article.published, article.updated])
    if (date !== null && !isoUtc.test(date)) faults.push(`not a date: ${date}`);
  for (const tag of unsafeTags(article.content)) faults.push(`unsafe markup: ${tag.slice(0, 80)}`);
  return faults;
}

const inherited = (): [string, unknown][] =>
  Object.getOwnPropertyNames(Object.prototype).map((name) => [name, Reflect.get(Object.prototype, name)]);
const pristine = new Map(inherited());

/** Whether a document added to or wrote over what every object inherits. */
const polluted = (): boolean => {
  const now = inherited();
  return now.length !== pristine.size || now.some(([name, value]) => pristine.get(name) !== value);
};

/** What no stage after the parser may ever see. */
export function faultsOf(parsed: FeedDocument | NotAFeed): string[] {
  if (polluted()) return ['Object.prototype was polluted'];
  if (parsed.kind === 'not-feed') return parsed.reason.includes('\n') ? ['the reason is not one line'] : [];
  return parsed.articles.flatMap(faultsOfArticle);
}
