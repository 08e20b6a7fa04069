import type { WordForm } from './topics-inflection.ts';

/** FNV-1a over folded units, one step. */
export const hashStart = 0x811c9dc5 | 0;
export const hashStep = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);
/** 2¹⁹ bits for some 12,000 stems: of a hundred prefixes that are no stem, two are looked up. */
const slotMask = 0x7ffff;
export const hashSlot = (hash: number): number => (hash ^ (hash >>> 13)) & slotMask;

/** One way a stem may go on; `pattern` is its number in the phrase tree. */
export interface StemUse {
  ending: WordForm['ending'];
  pattern: number;
}

export interface Stem {
  text: string;
  uses: StemUse[];
}

/** FNV-1a of a folded text. */
export function hashOf(text: string): number {
  let hash = hashStart;
  for (let index = 0; index < text.length; index += 1) hash = hashStep(hash, text.charCodeAt(index));
  return hash;
}

/**
 * Stems by the hash of all their letters: the scanner probes it at every letter of a word, so a word finds
 * its stem at the very letter the stem ends, whatever follows. Patterns number the distinct (stem, ending) pairs.
 */
export class StemTable {
  /** One bit per slot, set where some stem has it: one read rules out almost every prefix. */
  readonly taken = new Uint32Array((slotMask + 1) >>> 5);
  private readonly byHash = new Map<number, Stem[]>();
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

  /** The stems of a hash, to be compared by letters; undefined for most. */
  at(hash: number): readonly Stem[] | undefined {
    return this.byHash.get(hash);
  }

  private stemFor(text: string): Stem {
    const hash = hashOf(text);
    const ofHash = this.byHash.get(hash) ?? [];
    const known = ofHash.find((stem) => stem.text === text);
    if (known !== undefined) return known;
    const stem: Stem = { text, uses: [] };
    const slot = hashSlot(hash);
    this.taken[slot >>> 5] = (this.taken[slot >>> 5] ?? 0) | (1 << (slot & 31));
    this.byHash.set(hash, [...ofHash, stem]);
    return stem;
  }
}

/** Phrases as a tree of patterns; a node may end any number of aliases. Node 0 is the root. */
export class PhraseTree {
  private readonly children: (Map<number, number> | undefined)[] = [undefined];
  /** The root's children by pattern, -1 for none: every hit of a text asks here first. */
  private readonly roots: number[] = [];
  private readonly ends: number[][] = [[]];

  add(patterns: readonly number[], alias: number): void {
    let node = 0;
    for (const pattern of patterns) node = this.grow(node, pattern);
    this.ends[node]?.push(alias);
  }

  /** @returns the node after `pattern`, or -1 */
  child(node: number, pattern: number): number {
    if (node === 0) return this.roots[pattern] ?? -1;
    return this.children[node]?.get(pattern) ?? -1;
  }

  endsAt(node: number): readonly number[] {
    return this.ends[node] ?? [];
  }

  /** False where no phrase goes on, so the next word need not be looked at. */
  goesOn(node: number): boolean {
    return this.children[node] !== undefined;
  }

  private grow(node: number, pattern: number): number {
    const known = this.child(node, pattern);
    if (known >= 0) return known;
    const next = this.ends.push([]) - 1;
    this.children.push(undefined);
    if (node === 0) {
      while (this.roots.length <= pattern) this.roots.push(-1);
      this.roots[pattern] = next;
      return next;
    }
    const ofNode = this.children[node] ?? new Map<number, number>();
    this.children[node] = ofNode.set(pattern, next);
    return next;
  }
}
