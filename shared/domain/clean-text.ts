import { decodeHTML } from 'entities';

/** Elements whose text is not for reading. */
const silent = new Set(['script', 'style', 'template', 'noscript', 'head', 'title', 'textarea', 'select', 'svg', 'math']);
/** Elements that part words. */
const parting = new Set(['p', 'br', 'div', 'li', 'ul', 'ol', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'tr', 'td', 'th', 'table', 'blockquote', 'section', 'article', 'figure', 'figcaption', 'hr', 'pre', 'dd', 'dt', 'dl', 'img']);

/**
 * Not for any reader: C0, C1, noncharacters, lone surrogates, bidi controls (they can show a text that differs from what is
 * stored, CVE-2021-42574), zero-width spaces and joins that only split words. ZWNJ and ZWJ stay: Persian needs them.
 */
const unwanted = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFF]/gu;

/** One line of clean text in NFC. */
export function cleanLine(text: string): string {
  return text.replace(unwanted, '').replace(/[\s\u00A0\u2028\u2029]+/g, ' ').trim().normalize('NFC');
}

/** Where the tag at `at` ends; -1 where no tag starts there (a lone `<` is text). */
function tagEnd(html: string, at: number, lastClose: number): number {
  const next = html[at + 1] ?? '';
  if (at >= lastClose || !/[a-zA-Z/!?]/.test(next)) return -1;
  if (html.startsWith('<!--', at)) {
    const end = html.indexOf('-->', at + 4);
    return end < 0 ? html.length : end + 3;
  }
  if (html.startsWith('<![CDATA[', at)) return at + 9;
  return html.indexOf('>', at) + 1;
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
  if (!html.includes('<')) return cleanLine(html.includes('&') ? decodeHTML(html) : html);
  const lastClose = html.lastIndexOf('>');
  const parts: string[] = [];
  const unclosed = new Set<string>();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) { parts.push(html.slice(at)); break; }
    parts.push(html.slice(at, open));
    const end = tagEnd(html, open, lastClose);
    if (end < 0) { parts.push('&lt;'); at = open + 1; continue; }
    const name = /^<\/?([a-zA-Z][a-zA-Z\d]*)/.exec(html.slice(open, open + 20))?.[1]?.toLowerCase() ?? '';
    if (parting.has(name)) parts.push(' ');
    at = end;
    if (silent.has(name) && html[open + 1] !== '/' && html[end - 2] !== '/' && !unclosed.has(name)) {
      const close = afterSilent(html, end, name);
      if (close < 0) unclosed.add(name);
      else at = close;
    }
  }
  return cleanLine(decodeHTML(parts.join('')));
}

/** Cuts to at most `limit` UTF-16 units, not inside a character, if possible after a word. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '');
  const space = cut.lastIndexOf(' ');
  return `${space > limit * 0.8 ? cut.slice(0, space) : cut}…`;
}
