import type { WordForm } from './topics-inflection.ts';

/** FNV-1a over folded units, one step. */
export const hashStart = 0x811c9dc5 | 0;
export const hashStep = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);
export const hashSlot = (hash: number): number => (hash ^ (hash >>> 15)) & slotMask;

const slotMask = 0xffff;

/** One way a stem may go on; `pattern` is its number in the phrase tree. */
export interface StemUse {
  ending: WordForm['ending'];
  pattern: number;
}

export interface Stem {
  text: string;
  hash: number;
  uses: StemUse[];
}

/**
 * Stems by the hash of all their letters: the scanner probes it at every letter of a word, so a word finds
 * its stem at the very letter the stem ends, whatever follows. Patterns number the distinct (stem, ending) pairs.
 */
export class StemTable {
  /** 1 where some stem has this slot: one byte read rules out almost every prefix. */
  readonly taken = new Uint8Array(slotMask + 1);
  private readonly bySlot = new Map<number, Stem[]>();
  private readonly patterns = new Map<string, number>();

  get size(): number {
    return this.patterns.size;
  }

  /** @returns the number of the pattern, the same for the same form */
  add(form: WordForm): number {
    const key = `${form.stem} ${form.ending}`;
    const known = this.patterns.get(key);
    if (known !== undefined) return known;
    const pattern = this.patterns.size;
    this.patterns.set(key, pattern);
    this.stemFor(form.stem).uses.push({ ending: form.ending, pattern });
    return pattern;
  }

  /** The stems in a slot, to be compared by hash and letters. */
  at(slot: number): readonly Stem[] {
    return this.bySlot.get(slot) ?? [];
  }

  private stemFor(text: string): Stem {
    let hash = hashStart;
    for (let index = 0; index < text.length; index += 1) hash = hashStep(hash, text.charCodeAt(index));
    const slot = hashSlot(hash);
    const inSlot = this.bySlot.get(slot) ?? [];
    const known = inSlot.find((stem) => stem.text === text);
    if (known !== undefined) return known;
    const stem: Stem = { text, hash, uses: [] };
    this.taken[slot] = 1;
    this.bySlot.set(slot, [...inSlot, stem]);
    return stem;
  }
}

/** Phrases as a tree of patterns; a node may end any number of aliases. */
export class PhraseTree {
  private readonly children = new Map<number, number>();
  private readonly ends: number[][] = [[]];
  private readonly roots: number[] = [];

  add(patterns: readonly number[], alias: number): void {
    let node = 0;
    for (const pattern of patterns) node = this.grow(node, pattern);
    this.ends[node]?.push(alias);
  }

  /** @returns the node after `pattern`, or -1 */
  child(node: number, pattern: number): number {
    if (node === 0) return this.roots[pattern] ?? -1;
    return this.children.get(node * patternLimit + pattern) ?? -1;
  }

  endsAt(node: number): readonly number[] {
    return this.ends[node] ?? [];
  }

  /** Ends of the walk: true where no phrase goes on, so the next word need not be looked at. */
  private readonly inner = new Set<number>();
  goesOn(node: number): boolean {
    return this.inner.has(node);
  }

  private grow(node: number, pattern: number): number {
    const known = this.child(node, pattern);
    if (known >= 0) return known;
    const next = this.ends.push([]) - 1;
    if (node === 0) this.roots[pattern] = next;
    else {
      this.children.set(node * patternLimit + pattern, next);
      this.inner.add(node);
    }
    return next;
  }
}

/** More patterns than any catalogue has; node × this stays a safe integer. */
const patternLimit = 1_048_576;
