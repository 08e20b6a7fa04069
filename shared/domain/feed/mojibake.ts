import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** The encodings that UTF-8 is mistaken for before it is encoded a second time: by servers' defaults here and in the West. */
const detours = ['windows-1252', 'windows-1254', 'windows-1251'] as const;

/** The byte of each character; the C1 controls stand for themselves, as in Latin-1. */
function bytesByCharacter(encoding: string): ReadonlyMap<number, number> {
  const bytes = new Map<number, number>();
  for (let byte = 0x80; byte <= 0xff; byte++) {
    if (byte < 0xa0) bytes.set(byte, byte);
    bytes.set(iconv.decode(Buffer.from([byte]), encoding).charCodeAt(0), byte);
  }
  bytes.delete(0xfffd);
  return bytes;
}

interface Detour {
  table: ReadonlyMap<number, number>;
  /** The bytes of a letter, as their characters: where none stand together nothing was encoded twice. */
  letter: RegExp;
}

/** In a class of a regular expression. */
const charactersOf = (table: ReadonlyMap<number, number>, from: number, to: number): string =>
  [...table]
    .filter(([, byte]) => byte >= from && byte <= to)
    .map(([code]) => `\\u${code.toString(16).padStart(4, '0')}`)
    .join('');

const tables = detours.map((encoding): Detour => {
  const table = bytesByCharacter(encoding);
  const of = (from: number, to: number): string => `[${charactersOf(table, from, to)}]`;
  const rest = of(0x80, 0xbf);
  return {
    table,
    letter: new RegExp(`${of(0xc2, 0xdf)}${rest}|${of(0xe0, 0xef)}${rest}{2}|${of(0xf0, 0xf4)}${rest}{3}`),
  };
});

/** Where letters and signs of news in our languages lie; what else a lucky pair might decode to is no repair («CAFÉ»). */
const plausible =
  // oxlint-disable-next-line no-control-regex -- all of ASCII is meant
  /^[\u0000-\u007F\u00A0-\u017F\u018F\u0192\u0259\u02BB\u02BC\u0386-\u03CE\u0401-\u045F\u0490\u0491\u0531-\u0589\u058F\u0600-\u06FF\u10A0-\u10FF\u1C90-\u1CBF\u1E00-\u1EFF\u2010-\u205E\u20A0-\u20CF\u2116\u2122\u{1F000}-\u{1FAFF}]*$/u;

/** A text between markup that is UTF-8 twice, read once. @returns null where it is something else */
function readOnce(text: string, table: ReadonlyMap<number, number>): string | null {
  const bytes = Buffer.allocUnsafe(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const byte = code < 0x80 ? code : table.get(code);
    if (byte === undefined) return null;
    bytes[at] = byte;
  }
  if (!isUtf8(bytes)) return null;
  const read = bytes.toString('utf8');
  return plausible.test(read) ? read : null;
}

/** Texts are told apart by the signs of markup and of JSON. */
const stretch = /[^<>"]+/g;
// oxlint-disable-next-line no-control-regex -- all of ASCII is meant
const onlyAscii = /^[\u0000-\u007F]*$/;
/** Characters that encoding twice added: one pair may be an accident, and neighbours that are not doubled speak against it. */
const leastProof = 2;

// oxlint-disable-next-line no-control-regex -- all of ASCII is meant
const highs = (text: string): number => text.replace(/[\u0000-\u007F]+/g, '').length;

/** Replaces what one detour doubled; the text as it is where too little shows that. */
function repairedBy(text: string, { table, letter }: Detour): string {
  if (!letter.test(text)) return text;
  let proof = 0;
  let against = 0;
  const repaired = text.replace(stretch, (part) => {
    if (onlyAscii.test(part)) return part;
    const read = readOnce(part, table);
    if (read === null) {
      if (!Array.from(part).some((sign) => sign > '\u007F' && !table.has(sign.charCodeAt(0)))) against++;
      return part;
    }
    proof += highs(part) - highs(read);
    return read;
  });
  return proof >= leastProof && proof > against ? repaired : text;
}

/** Repairs text that was encoded in UTF-8 twice («Ð“Ð¾Ñ€Ð¸» for «Гори»), text by text; good ones beside it stay. */
export function repairDoubleUtf8(text: string): string {
  if (onlyAscii.test(text)) return text;
  return tables.reduce((best, detour) => repairedBy(best, detour), text);
}
