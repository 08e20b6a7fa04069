import { isChallenge } from './challenge.ts';

/** What a body is when it is not a feed. */
export const nonFeeds = ['empty', 'html', 'challenge', 'json', 'image', 'other'] as const;
export type NonFeed = (typeof nonFeeds)[number];

/** How far from the start a root element may be: some feeds open with long comments or stylesheets. */
const looked = 16_384;

/** Magic numbers of the formats that captive portals and broken CDNs send (file(1) magic, WHATWG MIME Sniffing §6). */
const magic: readonly { bytes: readonly number[]; what: NonFeed }[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'image' },
  { bytes: [0xff, 0xd8, 0xff], what: 'image' },
  { bytes: [0x47, 0x49, 0x46, 0x38], what: 'image' },
  { bytes: [0x52, 0x49, 0x46, 0x46], what: 'image' },
  { bytes: [0x00, 0x00, 0x01, 0x00], what: 'image' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'other' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'other' },
  { bytes: [0x1f, 0x8b], what: 'other' },
];

const feedRoot = /<(?:[a-z_][\w.-]*:)?(?:rss|feed|rdf|channel|item|entry|urlset|sitemapindex)(?=[\s>/])/i;
/** Roots that no page carries by chance: a feed behind a server's printed warnings is still a feed. */
const namedRoot = /<rss\s[^<>]*version|<(?:\w{1,20}:)?rdf\s[^<>]*xmlns|<feed\s[^<>]*xmlns/i;
const pageStart = /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)[\s>]/i;
const htmlStart = /<(?:!doctype\s+html|html|head|body|script|meta|title|div|p|h1|iframe|form)(?=[\s>/])/i;

/** The first characters, read so that ASCII shows: UTF-16 by its BOM or its zero bytes, all else byte by byte. */
function asciiView(bytes: Uint8Array): string {
  const head = bytes.subarray(0, looked * 2);
  const [first = 1, second = 1] = head;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0))
    return new TextDecoder('utf-16le').decode(head.subarray(0, head.length & ~1));
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0))
    return new TextDecoder('utf-16be').decode(head.subarray(0, head.length & ~1));
  return Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, looked)).toString('latin1');
}

/** One pass; an open comment hides the rest. */
function withoutComments(text: string): string {
  let bare = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('<!--', at);
    if (open < 0) return bare + text.slice(at);
    bare += text.slice(at, open);
    const close = text.indexOf('-->', open);
    if (close < 0) return bare;
    at = close + '-->'.length;
  }
}

/**
 * A cheap look at whether a body can be a feed at all; parsing is another stage's work, and what is in doubt passes.
 * @returns 'feed', or what it plainly is instead
 */
export function looksLikeFeed(bytes: Uint8Array, contentType: string | null): 'feed' | NonFeed {
  const found = magic.find(({ bytes: start }) => start.every((byte, at) => bytes[at] === byte));
  if (found) return found.what;
  const text = asciiView(bytes)
    .replace(/^(?:\u00ef\u00bb\u00bf|\ufeff)/, '')
    .trim();
  if (text.replaceAll('\0', '') === '') return 'empty';
  if (/^[[{]/.test(text)) return jsonKind(text);
  const bare = withoutComments(text);
  const root = bare.search(feedRoot);
  const page = bare.search(htmlStart);
  if (root >= 0 && (page < 0 || root < page)) return 'feed';
  if (!pageStart.test(bare) && namedRoot.test(bare)) return 'feed';
  if (page >= 0) return isChallenge(text) ? 'challenge' : 'html';
  if (/^<(?:\?xml|!doctype)/i.test(bare)) return 'feed';
  return /^\s*image\//i.test(contentType ?? '') ? 'image' : 'other';
}

/** RSS in JSON keeps its root. JSON Feed names its version (jsonfeed.org/version/1.1: `version`, then `items`). */
function jsonKind(text: string): 'feed' | 'json' {
  return /"version"\s*:\s*"https?:\\?\/\\?\/(?:www\.)?jsonfeed\.org/i.test(text) ||
    /"items"\s*:\s*\[|^\{\s*"(?:\?xml"[^{}]*\},?\s*")?(?:rss|channel)"\s*:/.test(text)
    ? 'feed'
    : 'json';
}
