import { decodeHTML } from 'entities';

/** The events of a scan, in document order. Text still contains its references, unless it is `cdata`; names are in lower case, since feeds close <Item> with </item>. */
export interface XmlEvents {
  /** The consumer wants no more: the scan ends. */
  readonly full: boolean;
  open(name: string, attributes: ReadonlyMap<string, string>, selfClosing: boolean): void;
  close(name: string): void;
  text(text: string, cdata: boolean): void;
  doctype(): void;
}

/** More attributes on one tag are dropped (requirement: ≤ 256). */
const maxAttributes = 256;
const maxAttributeLength = 65_536;

/** HTML reads &#128;–&#159; as windows-1252, and feeds are written by HTML people. */
const windows1252 =
  '\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178';

const xmlEntities = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
/** `&`, 32 letters; no name in HTML is longer. */
const longestReference = 33;

/** Two references of a surrogate pair, as programs write that count in UTF-16, escaped once or twice. */
const surrogates =
  /&(?:amp;)?#(?:x(d[89ab][\da-f]{2})|(5[56]\d{3}));&(?:amp;)?#(?:x(d[c-f][\da-f]{2})|(5[67]\d{3}));/gi;

/** Surrogate pairs of references as the characters they mean. */
export const joinedSurrogates = (text: string): string =>
  text.replace(surrogates, (whole, ...groups: (string | undefined)[]) => {
    const [highHex, high, lowHex, low] = groups;
    const units = [
      Number.parseInt(highHex ?? high ?? '', highHex === undefined ? 10 : 16),
      Number.parseInt(lowHex ?? low ?? '', lowHex === undefined ? 10 : 16),
    ];
    const sign = String.fromCharCode(...units);
    return /^\p{Cs}|^.$/su.test(sign) && sign.codePointAt(0) !== units[0] ? sign : whole;
  });

/** C1 controls in text are windows-1252 signs that somebody encoded byte by byte. */
export const withoutC1 = (text: string): string =>
  text.replace(/[\u0080-\u009F]/g, (sign) => windows1252[sign.charCodeAt(0) - 128] ?? '');

function textOfCodePoint(code: number): string {
  if (code >= 128 && code <= 159) return windows1252[code - 128] ?? '';
  const allowed =
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 32 && code < 0xd800) ||
    (code >= 0xe000 && code < 0xfffe) ||
    (code >= 0x10000 && code <= 0x10ffff);
  return allowed ? String.fromCodePoint(code) : '';
}

/**
 * Decodes character references once. Unknown names stay as written: entities that a DTD declares are never expanded.
 */
export function decodeReferences(text: string): string {
  // not `+=`: the tree keeps these texts, and the collector walks a string of a thousand joints slowly
  const out: string[] = [];
  let done = 0;
  let end = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    if (end <= at) end = text.indexOf(';', at);
    if (end < 0) break;
    if (end - at > longestReference) continue;
    const decoded = xmlEntities.get(text.slice(at + 1, end)) ?? decodedReference(text.slice(at, end + 1));
    if (decoded === null) continue;
    out.push(text.slice(done, at), decoded);
    done = end + 1;
    at = end;
  }
  return done === 0 ? text : out.join('') + text.slice(done);
}

/** @param written with its `&` and `;` */
function decodedReference(written: string): string | null {
  const [, decimal, hex, name] =
    /^&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z][\da-zA-Z]{1,31}));$/.exec(written) ?? [];
  if (decimal !== undefined) return textOfCodePoint(Number.parseInt(decimal, 10));
  if (hex !== undefined) return textOfCodePoint(Number.parseInt(hex, 16));
  return name === undefined ? null : decodeHTML(written);
}

const isNameStart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 58 || code >= 0xc0;
const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 9 || code === 13;

/** Where a name that starts at `at` ends. */
function nameEnd(text: string, at: number): number {
  let end = at;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (isSpace(code) || code === 62 || code === 47 || code === 61 || code === 60) break;
  }
  return end;
}

interface Tag {
  attributes: ReadonlyMap<string, string>;
  selfClosing: boolean;
  /** After the `>`; -1 when the document ends inside the tag. */
  end: number;
}

/** Reads one attribute value at `at`; returns it with the place after it. */
function attributeValue(text: string, at: number): [string, number] {
  const quote = text[at];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, at + 1);
    return end < 0 ? ['', -1] : [text.slice(at + 1, end), end + 1];
  }
  let end = at;
  while (end < text.length && !isSpace(text.charCodeAt(end)) && text[end] !== '>') end++;
  return [text.slice(at, end), end];
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

const none: ReadonlyMap<string, string> = new Map();

/** Reads the rest of a start tag from after its name. A `<` before the `>` ends it: the `>` was forgotten. */
function readTag(text: string, from: number): Tag {
  if (text[from] === '>') return { attributes: none, selfClosing: false, end: from + 1 };
  if (text.startsWith('/>', from)) return { attributes: none, selfClosing: true, end: from + 2 };
  const attributes = new Map<string, string>();
  let at = from;
  for (;;) {
    at = skipSpace(text, at);
    if (at >= text.length) return { attributes, selfClosing: false, end: -1 };
    const sign = text[at];
    if (sign === '>') return { attributes, selfClosing: false, end: at + 1 };
    if (sign === '<') return { attributes, selfClosing: false, end: at };
    if (sign === '/') {
      if (text[at + 1] === '>') return { attributes, selfClosing: true, end: at + 2 };
      at++;
      continue;
    }
    const end = Math.max(nameEnd(text, at), at + 1);
    const name = text.slice(at, end).toLowerCase();
    at = skipSpace(text, end);
    if (text[at] !== '=') continue;
    const [value, after] = attributeValue(text, skipSpace(text, at + 1));
    if (after < 0) return { attributes, selfClosing: false, end: -1 };
    if (attributes.size < maxAttributes && !attributes.has(name))
      attributes.set(name, decodeReferences(value.slice(0, maxAttributeLength)));
    at = after;
  }
}

/** After a DOCTYPE with its internal subset, or the end of the text. */
function doctypeEnd(text: string, from: number): number {
  const plain = text.indexOf('>', from);
  if (plain < 0) return text.length;
  if (!text.slice(from, plain).includes('[')) return plain + 1;
  const close = /\]\s{0,64}>/g;
  close.lastIndex = from;
  const found = close.exec(text);
  return found === null ? text.length : close.lastIndex;
}

/** Handles what starts with `<!` or `<?`; returns the place after it. */
function readSpecial(text: string, at: number, events: XmlEvents): number {
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('-->', at + 4);
    return end < 0 ? text.length : end + 3;
  }
  if (text.startsWith('<![CDATA[', at)) {
    const end = text.indexOf(']]>', at + 9);
    events.text(text.slice(at + 9, end < 0 ? text.length : end), true);
    return end < 0 ? text.length : end + 3;
  }
  if (/^<!doctype/i.test(text.slice(at, at + 9))) {
    events.doctype();
    return doctypeEnd(text, at);
  }
  const end = text.indexOf('>', at);
  return end < 0 ? text.length : end + 1;
}

function readElement(text: string, at: number, events: XmlEvents): number {
  if (text[at + 1] === '/') {
    const end = nameEnd(text, at + 2);
    let stop = end;
    while (stop < text.length && text[stop] !== '>' && text[stop] !== '<') stop++;
    if (stop === text.length) return stop;
    events.close(text.slice(at + 2, end).toLowerCase());
    return text[stop] === '<' ? stop : stop + 1;
  }
  const nameStop = nameEnd(text, at + 1);
  const tag = readTag(text, nameStop);
  if (tag.end < 0) return text.length;
  events.open(text.slice(at + 1, nameStop).toLowerCase(), tag.attributes, tag.selfClosing);
  return tag.end;
}

/**
 * Walks through XML as it is found in the wild, in one pass and linear time; never throws, never expands or fetches a DTD.
 * A `<` that starts no tag and a `&` that starts no reference are text. rss-parser's own tokeniser (sax, strict) loses the
 * whole feed at the first of these, and everything of a document that was cut.
 */
export function scanXml(text: string, events: XmlEvents): void {
  let at = 0;
  let search = 0;
  while (at < text.length && !events.full) {
    const open = text.indexOf('<', search);
    const next = open < 0 ? 0 : text.charCodeAt(open + 1);
    const special = next === 33 || next === 63;
    if (open >= 0 && !special && next !== 47 && !isNameStart(next)) {
      search = open + 1;
      continue;
    }
    const end = open < 0 ? text.length : open;
    if (end > at) events.text(text.slice(at, end), false);
    if (open < 0) return;
    at = special ? readSpecial(text, open, events) : readElement(text, open, events);
    search = at;
  }
}
