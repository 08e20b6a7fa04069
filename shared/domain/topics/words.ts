import { longestOpenEnding } from './inflection.ts';
import { hashStart, hashStep, openEnding, noStem, wholeStem, type StemTable } from './table.ts';
import type { PhraseTree } from './tree.ts';

/** What a word may be, whatever is beside it. */
export interface WordHits {
  /** The (stem, ending) pairs it fits, shorter stems first. */
  patterns: readonly number[];
  /** Nodes of the phrase tree that it leads to as a first word. */
  starts: readonly number[];
}

export const noHits: WordHits = { patterns: [], starts: [] };

/** Words remembered, a power of two; a later word takes the place of an older one of the same slot. */
const cacheSlots = 32_768;
/** Units of a slot: 32 bytes, half a line of the processor's cache. */
const slotUnits = 16;
/** Longer words are rare and looked up each time. */
const longestCached = slotUnits - 1;

/**
 * From a folded word to its hits: every beginning of the word is probed in the stem table until no stem begins so, and the
 * rest must be an ending. News repeats its words, so the answers for the latest ones are kept; a memory of another
 * article's words changes no answer.
 */
export class WordTable {
  readonly stems: StemTable;
  private readonly tree: PhraseTree;
  /** Language bits by the hash of the ending: 32 bits over some thousand endings, so no text is cut out of a word to look it up. */
  private readonly endings: ReadonlyMap<number, number>;
  /** Per slot: how many letters, then the letters. */
  private readonly words = new Uint16Array(cacheSlots * slotUnits);
  private readonly hits: WordHits[] = Array.from({ length: cacheSlots }, () => noHits);

  constructor(stems: StemTable, tree: PhraseTree, endings: ReadonlyMap<number, number>) {
    this.stems = stems;
    this.tree = tree;
    this.endings = endings;
  }

  /** @param word folded letters, the first `length` count @param hash of those letters */
  find(word: Uint16Array, length: number, hash: number): WordHits {
    if (length > longestCached) return this.lookUp(word, length);
    const slot = (hash ^ (hash >>> 15)) & (cacheSlots - 1);
    if (this.holds(slot, word, length)) return this.hits[slot] ?? noHits;
    const hits = this.lookUp(word, length);
    this.words[slot * slotUnits] = length;
    for (let index = 0; index < length; index += 1)
      this.words[slot * slotUnits + 1 + index] = word[index] ?? 0;
    this.hits[slot] = hits;
    return hits;
  }

  private holds(slot: number, word: Uint16Array, length: number): boolean {
    const { words } = this;
    const from = slot * slotUnits;
    if (words[from] !== length) return false;
    for (let index = 0; index < length; index += 1) if (words[from + 1 + index] !== word[index]) return false;
    return true;
  }

  private lookUp(word: Uint16Array, length: number): WordHits {
    const { stems } = this;
    const patterns: number[] = [];
    let hash = hashStart;
    for (let letters = 1; letters <= length; letters += 1) {
      hash = hashStep(hash, word[letters - 1] ?? 0);
      const known = stems.probe(hash);
      if (known === noStem) break;
      if (known < wholeStem) continue;
      const stem = stems.stemOf(word, letters, hash);
      if (stem >= 0)
        stems.addPatterns(stem, letters === length ? -1 : this.endingBits(word, letters, length), patterns);
    }
    return patterns.length === 0 ? noHits : { patterns, starts: this.startsOf(patterns) };
  }

  private startsOf(patterns: readonly number[]): number[] {
    const starts: number[] = [];
    for (const pattern of patterns) {
      const node = this.tree.root(pattern);
      if (node >= 0) starts.push(node);
    }
    return starts;
  }

  /** The kinds of ending that the letters `from` to `to` can be. */
  private endingBits(word: Uint16Array, from: number, to: number): number {
    let hash = hashStart;
    for (let index = from; index < to; index += 1) hash = hashStep(hash, word[index] ?? 0);
    return (to - from <= longestOpenEnding ? openEnding : 0) | (this.endings.get(hash) ?? 0);
  }
}
