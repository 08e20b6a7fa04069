import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { decodeArmscii8 } from './armscii-8.ts';
import { damagedUtf8 } from './damaged-utf8.ts';
import { detectSingleByte } from './detect-charset.ts';
import type { FeedProblem } from './document.ts';
import { entryOf } from '../text/entry-of.ts';

export interface DecodedText {
  text: string;
  /** Lower-case name of the encoding that was used. */
  encoding: string;
  problems: FeedProblem[];
}

/** Byte order marks; the longer ones first, since UTF-32LE begins like UTF-16LE. */
const marks: [number[], string][] = [
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32le'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0xff, 0xfe], 'utf-16le'],
];

/** Names that servers write and iconv-lite does not know, or that mean more than they say (WHATWG Encoding, "Names and labels"). */
const otherNames: Record<string, string> = {
  armscii8: 'armscii-8',
  armscii: 'armscii-8',
  'us-ascii': 'windows-1252',
  ascii: 'windows-1252',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'utf-16': 'utf-16le',
  utf16: 'utf-16le',
  'ucs-2': 'utf-16le',
  utf8: 'utf-8',
  unicode: 'utf-16le',
  'iso-8859-9': 'windows-1254',
  'tis-620': 'windows-874',
  'iso-8859-11': 'windows-874',
  gb2312: 'gbk',
  'x-sjis': 'shift_jis',
  'ks_c_5601-1987': 'euc-kr',
  'cp-1251': 'windows-1251',
  koi8_r: 'koi8-r',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
  'dos-866': 'ibm866',
  cp866: 'ibm866',
  'x-mac-cyrillic': 'maccyrillic',
  'mac-cyrillic': 'maccyrillic',
  'x-mac-ukrainian': 'maccyrillic',
};

/** 7-bit with escapes, so it looks like valid UTF-8; of this kind only it is still met, and iconv-lite lacks it. */
const japaneseMail = 'iso-2022-jp';

/** EBCDIC and UTF-7 can hide markup from every check; nobody serves feeds in them. */
const isDecodable = (name: string): boolean =>
  name === 'armscii-8' || name === japaneseMail || (!/^utf-?7/.test(name) && iconv.encodingExists(name));

function encodingName(label: string | null | undefined): string | null {
  const name =
    label
      ?.trim()
      .toLowerCase()
      .replace(/^["']|["']$/g, '') ?? '';
  const normal = entryOf(otherNames, name) ?? name;
  return normal !== '' && isDecodable(normal) ? normal : null;
}

function decodeWith(body: Uint8Array, encoding: string): string {
  if (encoding === 'armscii-8') return decodeArmscii8(body);
  if (encoding === japaneseMail) return new TextDecoder(encoding).decode(body);
  return iconv.decode(Buffer.from(body.buffer, body.byteOffset, body.byteLength), encoding, {
    stripBOM: true,
  });
}

function markOf(body: Uint8Array): string | null {
  return marks.find(([bytes]) => bytes.every((byte, at) => body[at] === byte))?.[1] ?? null;
}

/** UTF-16 and UTF-32 without a mark: by the position of the zero bytes in the first, ASCII, characters (XML 1.0 appendix F.1). */
function wideWithoutMark(body: Uint8Array): string | null {
  const pattern = [...body.subarray(0, 4)]
    .map((byte) => (byte === 0 ? '0' : byte < 0x80 ? 'a' : 'x'))
    .join('');
  return { '000a': 'utf-32be', a000: 'utf-32le', '0a0a': 'utf-16be', a0a0: 'utf-16le' }[pattern] ?? null;
}

/** Valid UTF-8, if need be after a cut inside its last character. */
function asUtf8(body: Uint8Array): string | null {
  for (let cut = 0; cut <= 3 && cut <= body.length; cut++) {
    const part = Buffer.from(body.buffer, body.byteOffset, body.byteLength - cut);
    if (isUtf8(part)) return part.toString('utf8');
    if ((part.at(-1) ?? 0) < 0x80) return null;
  }
  return null;
}

const ascii = (body: Uint8Array, length: number): string =>
  Buffer.from(body.subarray(0, length)).toString('latin1');

const charsetOf = (contentType: string | null | undefined): string | null =>
  encodingName(/charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType ?? '')?.[1]);

/** The label in the XML declaration, or in an HTML meta element. */
function declaredEncoding(head: string): string | null {
  const declared =
    /<\?xml[^>]{0,200}?encoding\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1] ??
    /<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]+)/i.exec(head)?.[1];
  return encodingName(declared);
}

const mismatch = (said: string | null, used: string): FeedProblem[] =>
  said === null || said === used || (said.slice(0, 6) === used.slice(0, 6) && said.startsWith('utf-16'))
    ? []
    : [{ code: 'encoding-mismatch', message: `labelled ${said} but encoded in ${used}` }];

/** Text that came out wrong: replacement characters, C1 controls; of Cyrillic also box drawing (windows-1251 read as KOI8-R), which no news holds. */
const suspect = (text: string, label: string): boolean =>
  (detectable.has(label)
    ? /[\uFFFD\u0080-\u0084\u0086-\u009F\u2500-\u259F]/
    : /[\uFFFD\u0080-\u0084\u0086-\u009F]/
  ).test(text.slice(0, 200_000));

/** Picks among single-byte labels: the first that yields clean, plausible text; else what the letters look like. */
function decodeSingleByte(body: Uint8Array, labels: (string | null)[]): DecodedText {
  const said = labels.find((label) => label !== null) ?? null;
  const guess = detectSingleByte(body);
  for (const label of labels) {
    if (label === null || label.startsWith('utf-')) continue;
    const text = decodeWith(body, label);
    const overruled = detectable.has(label) && guess?.beats(label) === true;
    if (!suspect(text, label) && !overruled && !mixesScripts(text)) {
      return { text, encoding: label, problems: mismatch(said, label) };
    }
  }
  // a few bad bytes prove nothing against a label that the letters cannot judge (Greek, Chinese …)
  const single = labels.find((label) => label !== null && !label.startsWith('utf-')) ?? null;
  const encoding =
    single !== null && !detectable.has(single) ? single : (guess?.encoding ?? single ?? 'windows-1252');
  const text = decodeWith(body, encoding);
  const broken: FeedProblem[] = text.includes('\uFFFD')
    ? [{ code: 'undecodable-bytes', message: `bytes that ${encoding} does not have` }]
    : [];
  return { text, encoding, problems: [...mismatch(said, encoding), ...broken] };
}

/** A Cyrillic label on Latin text gives words of two scripts. */
function mixesScripts(text: string): boolean {
  const cyrillic = count(text, /\p{Script=Cyrillic}/gu);
  return cyrillic > 0 && count(text, /[a-z]\p{Script=Cyrillic}|\p{Script=Cyrillic}[a-z]/giu) * 5 > cyrillic;
}

const count = (text: string, pattern: RegExp): number => text.slice(0, 100_000).match(pattern)?.length ?? 0;

/** Encodings between which a wrong label is common, so that the letters may overrule it. */
const detectable = new Set([
  'windows-1251',
  'koi8-r',
  'koi8-u',
  'ibm866',
  'iso-8859-5',
  'maccyrillic',
  'windows-1252',
  'windows-1254',
]);

/**
 * Decodes a feed body: BOM > valid UTF-8 > HTTP charset > XML declaration > detection
 * (RFC 7303 §3 puts the BOM first; valid UTF-8 beats every label because other text is next to never valid UTF-8).
 * @param contentType the HTTP header, where there is one
 */
export function decodeBytes(body: Uint8Array, contentType?: string | null): DecodedText {
  const http = charsetOf(contentType);
  const mark = markOf(body) ?? wideWithoutMark(body);
  if (mark !== null)
    return {
      text: decodeWith(body, mark),
      encoding: mark,
      problems: mismatch(http ?? declaredEncoding(ascii(body, 200)), mark),
    };
  const declared = declaredEncoding(ascii(body, 1024));
  const utf8 = [http, declared].includes(japaneseMail) ? null : asUtf8(body);
  if (utf8 !== null)
    return {
      text: utf8,
      encoding: 'utf-8',
      problems: /[\u0080-\uFFFF]/.test(utf8) ? mismatch(http ?? declared, 'utf-8') : [],
    };
  const nearly =
    [http, declared].some((label) => label === 'utf-8') || (http === null && declared === null)
      ? damagedUtf8(body)
      : null;
  if (nearly !== null)
    return {
      text: nearly,
      encoding: 'utf-8',
      problems: [{ code: 'undecodable-bytes', message: 'some bytes are not UTF-8' }],
    };
  return decodeSingleByte(body, [http, declared]);
}
