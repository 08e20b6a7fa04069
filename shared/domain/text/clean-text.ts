import { decodeHTML } from 'entities';

/** Elements whose text is not for reading. */
const silent = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'head',
  'title',
  'textarea',
  'select',
  'svg',
  'math',
]);
/** Elements that separate words. */
const parting = new Set([
  'p',
  'br',
  'div',
  'li',
  'ul',
  'ol',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'tr',
  'td',
  'th',
  'table',
  'blockquote',
  'section',
  'article',
  'figure',
  'figcaption',
  'hr',
  'pre',
  'dd',
  'dt',
  'dl',
  'img',
]);

/**
 * Not for any reader: C0, C1, noncharacters, lone surrogates, bidi controls (they can show a text that differs from what is
 * stored, CVE-2021-42574), zero-width spaces and joins that only split words. ZWNJ and ZWJ stay: Persian needs them.
 */
const unwanted =
  /(?![\t\n\r])\p{Cc}|\p{Cs}|[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFF]/gu;

/** More than 30 marks on one letter are not real text (UAX #15 §13, Stream-Safe Text); NFC sorts them in quadratic time. */
const tooManyMarks = /(\p{M}{30})\p{M}+/gu;

/** One line of clean text in NFC. */
export function cleanLine(text: string): string {
  return text
    .replace(unwanted, '')
    .replace(/[\s\u00A0\u2028\u2029]+/g, ' ')
    .replace(tooManyMarks, '$1')
    .trim()
    .normalize('NFC');
}

/** Where the tag at `at` ends; -1 where no tag starts there (a lone `<` is text). There is a `>` after it. */
function tagEnd(html: string, at: number): number {
  const next = html[at + 1] ?? '';
  if (!/[a-zA-Z/!?]/.test(next)) return -1;
  if (html.startsWith('<!--', at)) {
    const end = html.indexOf('-->', at + 4);
    return end < 0 ? html.length : end + 3;
  }
  if (html.startsWith('<![CDATA[', at)) return at + 9;
  return afterTag(html, at);
}

/** A longer tag has a quote that was never closed. */
const longestTag = 4_000;

/** After the `>` of the tag at `at`, skipping quoted values; when quotes do not match, after the first `>`. */
function afterTag(html: string, at: number): number {
  let quote = '';
  let before = '';
  for (let end = at; end < html.length && end < at + longestTag; end++) {
    const sign = html.charAt(end);
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === '>') return end + 1;
    else if (before === '=' && (sign === '"' || sign === "'")) quote = sign;
    if (sign !== ' ') before = sign;
  }
  return html.indexOf('>', at) + 1;
}

const longestName = 16;
const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** The name of the tag at `at`, in lower case; '' for a comment and the like. */
function tagName(html: string, at: number): string {
  const start = html[at + 1] === '/' ? at + 2 : at + 1;
  let end = start;
  while (
    end - start < longestName &&
    (isLetter(html.charCodeAt(end)) || (end > start && isDigit(html.charCodeAt(end))))
  )
    end++;
  return html.slice(start, end).toLowerCase();
}

function afterSilent(html: string, from: number, name: string): number {
  const end = new RegExp(`</${name}[\\s>/]`, 'gi');
  end.lastIndex = from;
  const found = end.exec(html);
  return found === null ? -1 : found.index;
}

/**
 * The text a reader would see, on one line: markup removed, references decoded once. Linear in the length
 * (rss-parser's own snippet is quadratic).
 */
export function textOfHtml(html: string): string {
  const lastClose = html.lastIndexOf('>');
  let text = '';
  const unclosed = new Set<string>();
  let at = 0;
  for (let open = html.indexOf('<'); open >= 0 && open < lastClose; open = html.indexOf('<', at)) {
    text += html.slice(at, open);
    const end = tagEnd(html, open);
    if (end < 0) {
      text += '&lt;';
      at = open + 1;
      continue;
    }
    const name = tagName(html, open);
    if (parting.has(name)) text += ' ';
    at = end;
    if (silent.has(name) && html[open + 1] !== '/' && html[end - 2] !== '/' && !unclosed.has(name)) {
      const close = afterSilent(html, end, name);
      if (close < 0) unclosed.add(name);
      else at = close;
    }
  }
  text += html.slice(at);
  return cleanLine(text.includes('&') ? decodeHTML(text) : text);
}

/** Cuts to at most `limit` UTF-16 units, not inside a character, if possible after a word. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '');
  const space = cut.lastIndexOf(' ');
  return `${space > limit * 0.8 ? cut.slice(0, space) : cut}…`;
}
