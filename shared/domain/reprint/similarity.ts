import { fold, hashWords, mix } from '../text/folding.ts';

/** The distinct hashed character 4-grams of a folded text, ascending. Comparable in time linear in their lengths. */
export type Grams = Uint32Array;

export function gramsOf(text: string): Grams {
  const folded = fold(text);
  const count = Math.max(0, folded.length - 3);
  const hashes = new Uint32Array(count);
  for (let at = 0; at < count; at++) {
    const head = (folded.charCodeAt(at) << 16) ^ folded.charCodeAt(at + 1);
    const tail = (folded.charCodeAt(at + 2) << 16) ^ folded.charCodeAt(at + 3);
    hashes[at] = mix(Math.imul(head, 0x9e3779b1) ^ mix(tail));
  }
  return sortedUnique(hashes);
}

function sortedUnique(hashes: Uint32Array): Grams {
  hashes.sort();
  let kept = 0;
  for (let at = 0; at < hashes.length; at++)
    if (at === 0 || hashes[at] !== hashes[at - 1]) hashes[kept++] = hashes[at] ?? 0;
  return hashes.slice(0, kept);
}

const wordHashes = new Uint32Array(1_024);

/** The distinct hashed runs of three words, ascending: what copies share and reports on one event in the same words do not. */
export function wordRunsOf(text: string): Grams {
  const count = Math.max(0, hashWords(text, wordHashes) - 2);
  const runs = new Uint32Array(count);
  for (let at = 0; at < count; at++)
    runs[at] = mix((wordHashes[at] ?? 0) ^ mix((wordHashes[at + 1] ?? 0) ^ mix(wordHashes[at + 2] ?? 0)));
  return sortedUnique(runs);
}

function countShared(a: Grams, b: Grams): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const left = a[i] ?? 0;
    const right = b[j] ?? 0;
    if (left === right) common++;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return common;
}

/** Shared part of all 4-grams: 0 unlike, 1 the same. Two empty texts are unlike. */
export function jaccard(a: Grams, b: Grams): number {
  const common = countShared(a, b);
  return common === 0 ? 0 : common / (a.length + b.length - common);
}

/** How much of the shorter text the longer one holds. */
export function containment(a: Grams, b: Grams): number {
  const shorter = Math.min(a.length, b.length);
  return shorter === 0 ? 0 : countShared(a, b) / shorter;
}
