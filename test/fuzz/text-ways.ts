import { loadTagger } from '../../infra/local/load-tagger.ts';
import { notAFeed } from '../../shared/domain/feed/not-a-feed.ts';
import { parsePage } from '../../shared/domain/feed/lists/dom.ts';
import { siteLinks } from '../../shared/domain/feed/lists/site-links.ts';
import { readListDate } from '../../shared/domain/feed/lists/list-dates.ts';
import { fingerprintOf } from '../../shared/domain/reprint/fingerprint.ts';
import { leadText } from '../../shared/domain/story/lead-text.ts';
import { hashWords } from '../../shared/domain/text/folding.ts';
import { sentencesOf } from '../../shared/domain/text/sentences.ts';
import { wordDiff } from '../../shared/domain/text/word-diff.ts';
import { cleanUrl, urlIdentity } from '../../shared/domain/article/canonical-url.ts';
import { articleLanguage } from '../../shared/domain/article/detect-language.ts';
import { pageText } from '../../shared/domain/article/page-text.ts';
import { damagedUtf8 } from '../../shared/domain/feed/damaged-utf8.ts';
import { readDate } from '../../shared/domain/feed/dates.ts';
import { decodeBytes } from '../../shared/domain/feed/decode-bytes.ts';
import { htmlOfPlain } from '../../shared/domain/feed/html.ts';
import { personName } from '../../shared/domain/feed/items.ts';
import { readJsonText } from '../../shared/domain/feed/json-text.ts';
import { mendedLink, safeLink } from '../../shared/domain/feed/links.ts';
import { repairDoubleUtf8 } from '../../shared/domain/feed/mojibake.ts';
import { parseFeed } from '../../shared/domain/feed/parse.ts';
import { firstPictureOf } from '../../shared/domain/feed/pictures.ts';
import { safeHtml } from '../../shared/domain/feed/safe-html.ts';
import { withoutTails } from '../../shared/domain/feed/tails.ts';
import { decodeReferences, joinedSurrogates } from '../../shared/domain/feed/xml-scan.ts';
import { cleanLine, textOfHtml } from '../../shared/domain/text/clean-text.ts';
import { fold } from '../../shared/domain/text/folding.ts';
import { contrast } from '../../shared/domain/text/look.ts';
import { searchNameOfSubtopic } from '../../shared/domain/query/names.ts';
import { looksLikeFeed } from '../../shared/domain/visit/looks-like-feed.ts';
import { pageLinks } from '../../shared/domain/visit/page-links.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const rss = (inner: string, attributes = ''): string =>
  `<rss version="2.0"${attributes}><channel><title>t</title><item>${inner}</item></channel></rss>`;
const parsed = (wrap: (text: string) => string) => (text: string) =>
  parseFeed(bytes(wrap(text)), { url: 'https://news.example/rss' });

const tagger = await loadTagger();
const list = (text: string, kind: 'page' | 'sitemap' | 'telegram') =>
  parseFeed(bytes(text), { kind, url: 'https://news.example/', at: '2026-11-24T06:00:00.000Z' });

/** Every way that text from outside takes into the rooms of text, articles, visits and feeds. */
export const ways: Readonly<Record<string, (text: string) => unknown>> = {
  'a document': parsed((text) => text),
  'a namespace': parsed((text) => rss('<a:b/>', ` xmlns:a="${text.replaceAll('"', '')}x"`)),
  'a default namespace': parsed((text) => rss('', ` xmlns="${text.replaceAll('"', '')}x"`)),
  'an element': parsed((text) => rss(`<x>${text}</x>`)),
  'a title': parsed((text) => rss(`<title>${text}</title>`)),
  'a description': parsed((text) => rss(`<description><![CDATA[${text}]]></description>`)),
  'a full text': parsed((text) => rss(`<content:encoded><![CDATA[${text}]]></content:encoded>`)),
  'a link': parsed((text) => rss(`<link>${text}</link><guid>${text}</guid>`)),
  'a date': parsed((text) => rss(`<pubDate>${text}</pubDate><author>${text}</author><tags>${text}</tags>`)),
  'a JSON title': parsed((text) => JSON.stringify({ version: '1.1', title: text, items: [{ title: text }] })),
  articleLanguage: (text) => articleLanguage(text, null),
  cleanLine,
  contrast: (text) => contrast(text, text),
  cleanUrl: (text) => cleanUrl(`https://news.example/${text}`),
  searchNameOfSubtopic: (text) => searchNameOfSubtopic(text, { en: text }),
  damagedUtf8: (text) => damagedUtf8(bytes(`\u00e9${text}`)),
  decodeBytes: (text) => decodeBytes(Buffer.from(`\u00ff${text}`, 'latin1'), 'text/xml; charset=utf-8'),
  decodeReferences,
  firstPictureOf,
  fold,
  htmlOfPlain,
  joinedSurrogates,
  looksLikeFeed: (text) => looksLikeFeed(bytes(text), text),
  mendedLink: (text) => mendedLink(text, 'https://news.example/'),
  pageLinks: (text) => pageLinks(text, 'https://news.example/'),
  pageText,
  personName,
  readDate,
  readJsonText: (text) => readJsonText(`{${text}`),
  repairDoubleUtf8: (text) => repairDoubleUtf8(`\u00c3\u00a9${text}`),
  safeHtml: (text) => safeHtml(text, 'https://news.example/'),
  safeLink: (text) => safeLink(text, 'https://news.example/'),
  textOfHtml,
  urlIdentity: (text) => urlIdentity(`https://news.example/${text}`),
  withoutTails: (text) => withoutTails(text, 'title'),
  fingerprintOf: (text) => fingerprintOf(text, text),
  hashWords: (text) => hashWords(text, new Uint32Array(64)),
  leadText: (text) => leadText({ title: text, summary: text, language: 'en' }),
  notAFeed: (text) => notAFeed(bytes(text), text),
  sentencesOf: (text) => sentencesOf(text, new Set()),
  siteLinks: (text) => siteLinks(text, parsePage(text), 'https://news.example/'),
  readListDate: (text) => readListDate(text, { zone: 'Asia/Yerevan', at: '2026-11-24T06:00:00.000Z' }),
  'a channel': (text) => list(`<div class="tgme_widget_message_text">${text}</div>`, 'telegram'),
  'a list page': (text) =>
    list(`<ul><li><a href="/1">${text}</a></li><li><a href="/2">${text}</a></li></ul>`, 'page'),
  'a sitemap': (text) =>
    list(`<urlset><url><loc>${text}</loc><news:title>${text}</news:title></url></urlset>`, 'sitemap'),
  wordDiff: (text) => wordDiff(text, `${text.slice(1)}x`),
  tag: (text) => tagger.tag({ title: text, summary: text, language: 'und' }),
};

/** Their text comes through one of the ways, or is our own. */
export const throughOthers: ReadonlySet<string> = new Set([
  'canonicalName',
  'challengeFor',
  'dueLetter',
  'elementOf',
  'hashedBody',
  'isSameWord',
  'keyedName',
  'namedIn',
  'oneLinerBlock',
  'oneSlip',
  'parseFeed',
  'parseNodes',
  'readList',
  'readListPage',
  'readXml',
  'readXmlFeed',
  'scanXml',
  'searchNameOf',
  'sectionHtml',
  'shardOf',
  'storyHref',
  'subscriberIdsOf',
  'writeDocument',
  'writeOpml',
]);
