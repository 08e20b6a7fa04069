import { expect, test } from 'vitest';
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
import { looksLikeFeed } from '../../shared/domain/visit/looks-like-feed.ts';
import { pageLinks } from '../../shared/domain/visit/page-links.ts';

/** What is quadratic in this is quadratic in a document that anybody may serve. */
const small = 24_000;
const factor = 4;
const steepest = 1.2;
/** CPU milliseconds below which a measurement is noise. */
const noise = 60;
const tries = 5;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const rss = (inner: string, attributes = ''): string =>
  `<rss version="2.0"${attributes}><channel><title>t</title><item>${inner}</item></channel></rss>`;
const parsed = (wrap: (text: string) => string) => (text: string) =>
  parseFeed(bytes(wrap(text)), { url: 'https://news.example/rss' });

/** Every way that text from outside takes into the rooms of text, articles, visits and feeds. */
const ways: Readonly<Record<string, (text: string) => unknown>> = {
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
  cleanUrl: (text) => cleanUrl(`https://news.example/${text}`),
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
};

/** Each is repeated to its length; a last sign lets what was matched fail. */
const repeated = [
  'a',
  ' ',
  '/',
  '#',
  '<',
  '>',
  '&',
  '"',
  "'",
  '=',
  '-',
  '.',
  ',',
  ':',
  ';',
  '(',
  '[',
  ']',
  '{',
  '1',
  '\n',
  '\u00a0',
  'é',
  'ж',
  'ա',
  '<a ',
  '<a>',
  '</a>',
  '<!--',
  '<![CDATA[',
  ']]>',
  '&amp;',
  '&#',
  '&#x1F600;',
  'http://',
  'www.',
  'a=',
  'a="',
  '<img ',
  '<img src=x ',
  '\u00c3\u00a9',
  'Далее ',
  'continue reading ',
  'a. ',
  '1:1 ',
  '</p',
  '<time ',
  '//',
  'a:b ',
];

const texts = (length: number): string[] =>
  repeated.map((piece) => `${piece.repeat(Math.ceil(length / piece.length)).slice(0, length)}!`);

/** CPU milliseconds of this process. */
async function cost(work: (text: string) => unknown, text: string): Promise<number> {
  const before = process.cpuUsage();
  await work(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** The exponent of growth, the smallest of several measurements; 0 where the work is too short to tell. */
async function exponentOf(work: (text: string) => unknown, shorter: string, longer: string): Promise<number> {
  let least = Infinity;
  for (let at = 0; at < tries && least > steepest; at++) {
    const long = await cost(work, longer);
    if (long < noise) return 0;
    const short = Math.max(1, await cost(work, shorter));
    least = Math.min(least, Math.log(long / short) / Math.log(factor));
  }
  return least;
}

async function steep(work: (text: string) => unknown): Promise<string[]> {
  const found: string[] = [];
  const [shorter, longer] = [texts(small), texts(factor * small)];
  for (const [at, piece] of repeated.entries()) {
    const exponent = await exponentOf(work, shorter[at] ?? '', longer[at] ?? '');
    if (exponent > steepest) found.push(`${JSON.stringify(piece)}: exponent ${exponent.toFixed(2)}`);
  }
  return found;
}

test.each(Object.entries(ways))(
  '%s takes time in proportion to its length',
  { timeout: 240_000 },
  async (_name, work) => {
    expect(await steep(work)).toEqual([]);
  },
);

test('sees growth that is quadratic', { timeout: 240_000 }, async () => {
  expect(await steep((text) => text.replace(/[/#]+$/, ''))).toContainEqual(
    expect.stringMatching(/^"\/": exponent (?:1\.[5-9]|2)/),
  );
});
