import { separator, skipped, table } from './folding-table.at-build.ts';

/** Armenian և, եւ and եվ (as in ԵՐԵՎԱՆ) are one thing written three ways. */
const ligatures = (text: string): string =>
  /[\u0587\u057e\u054e]/.test(text) ? text.replace(/և|[եԵ][վՎ]/gu, 'եւ') : text;

const buffer = new Uint16Array(65_536);
const pieces = (length: number): string => {
  let text = '';
  for (let at = 0; at < length; at += 8_192)
    text += String.fromCharCode(...buffer.subarray(at, Math.min(at + 8_192, length)));
  return text;
};

/** The letters and digits of a text, case folded, everything between them one space; at most 65,536 units. */
export function fold(text: string): string {
  const source = ligatures(text);
  let length = 0;
  let gap = false;
  for (let at = 0; at < source.length && length < buffer.length - 2; at++) {
    const code = table[source.charCodeAt(at)] ?? separator;
    if (code === skipped) continue;
    if (code === separator) {
      gap = length > 0;
      continue;
    }
    if (gap) buffer[length++] = 32;
    gap = false;
    buffer[length++] = code;
  }
  return pieces(length);
}

/** 32-bit finaliser (MurmurHash3): every input bit reaches every output bit. */
export function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * The hashes of a text's words, in order, in one pass over the characters and without making a string.
 * @param into filled from 0; words beyond its length are dropped
 * @returns how many words
 */
export function hashWords(text: string, into: Uint32Array): number {
  const source = ligatures(text);
  let words = 0;
  let hash = 0;
  for (let at = 0; at < source.length; at++) {
    const code = table[source.charCodeAt(at)] ?? separator;
    if (code === skipped) continue;
    if (code !== separator) {
      hash = (Math.imul(hash ^ code, 0x01000193) + 0x9e3779b9) | 0;
    } else if (hash !== 0) {
      if (words === into.length) return words;
      into[words++] = hash;
      hash = 0;
    }
  }
  if (hash !== 0 && words < into.length) into[words++] = hash;
  return words;
}
