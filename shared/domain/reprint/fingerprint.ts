import { hashWords, mix } from '../text/folding.ts';

/** Eight bands of two rows: two texts that share the part J of their shingles share a band with p = 1 − (1 − J²)⁸. */
const bands = 8;
const rows = 2;
const bins = bands * rows;
/** Words in a shingle. */
const shingle = 3;
/** Below this a text has too few shingles for chance to even out: it is keyed whole. */
const shortWords = 12;

const wordHashes = new Uint32Array(4_096);
const empty = 0xffffffff;

/** What texts are found by: a handful of keys, equal where texts are nearly equal. */
export interface Fingerprint {
  /** Whether the text was too short for bands and has one key for the whole of it. */
  short: boolean;
  /** `band` is 0–7, or 8 for the whole of a short text; hashes are base 36. */
  keys: { band: number; hash: string }[];
}

/**
 * One-permutation MinHash over three-word shingles: each shingle falls into one of 16 bins, each bin keeps its least
 * hash, an empty bin borrows from the next full one.
 */
function signatureOf(words: Uint32Array, count: number): Uint32Array {
  const least = new Uint32Array(bins).fill(empty);
  for (let at = 0; at + shingle <= count; at++) {
    const hash = mix(
      Math.imul(words[at] ?? 0, 0x2545f491) ^
        Math.imul(words[at + 1] ?? 0, 0x27d4eb2f) ^
        Math.imul(words[at + 2] ?? 0, 0x165667b1),
    );
    const bin = hash & (bins - 1);
    const value = hash >>> 4;
    if (value < (least[bin] ?? 0)) least[bin] = value;
  }
  return least;
}

function borrow(least: Uint32Array, bin: number): number {
  for (let step = 0; step < bins; step++) {
    const value = least[(bin + step) & (bins - 1)] ?? empty;
    // The distance is part of a borrowed value, so that neighbours do not look alike by borrowing from one bin.
    if (value !== empty) return step === 0 ? value : mix(value + step);
  }
  return empty;
}

/** The keys of title and summary together; the same words in the same order give the same keys in any letter case. */
export function fingerprintOf(title: string, summary: string): Fingerprint {
  const titleWords = hashWords(title, wordHashes);
  const count = titleWords + hashWords(summary, wordHashes.subarray(titleWords));
  if (count < shortWords) {
    let whole = count;
    for (let at = 0; at < count; at++) whole = mix(whole ^ (wordHashes[at] ?? 0));
    return { short: true, keys: count === 0 ? [] : [{ band: bands, hash: whole.toString(36) }] };
  }
  const least = signatureOf(wordHashes, count);
  const keys: Fingerprint['keys'] = [];
  for (let band = 0; band < bands; band++) {
    const first = borrow(least, band * rows);
    const second = borrow(least, band * rows + 1);
    // Two 28-bit minima in one safe integer: a band of unlike texts is equal by chance with p < 10⁻¹⁶.
    keys.push({ band, hash: ((first & 0xfffffff) * 0x400000 + (second & 0x3fffff)).toString(36) });
  }
  return { short: false, keys };
}
