import { wireLanguages } from './language.ts';
import type { WordForm } from './topics-inflection.ts';

/** FNV-1a over folded units, one step. */
export const hashStart = 0x811c9dc5 | 0;
export const hashStep = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);
/** 2²⁰ bits for some 60,000 beginnings of 12,000 stems: nineteen of twenty strange beginnings are told by one read. */
const slotMask = 0xfffff;
const hashSlot = (hash: number): number => (hash ^ (hash >>> 13)) & slotMask;

/** Bits of endings: the languages, in the order of `wireLanguages`, and one for `stem*`. */
export const openEnding = 1 << 30;
const languageBits: Record<string, number> = Object.fromEntries(wireLanguages.map((language, index) => [language, 1 << index]));

function bitsOf(ending: WordForm['ending']): number {
  if (ending === 'any') return openEnding;
  return ending === 'none' ? 0 : (languageBits[ending] ?? 0);
}

/** One way a stem may go on; `pattern` is its number in the phrase tree. */
export interface StemUse {
  /** `openEnding`, or the language whose endings it takes, or 0: only the stem itself. */
  endings: number;
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

/** What is known of the letters a word begins with: no stem begins so, some does, some is just that. */
export const strange = 0;
const beginning = 1;
export const whole = 2;

/**
 * Stems by the hash of all their letters: probed at every letter of a word, so a word finds its stem at the very letter
 * the stem ends, whatever follows. Patterns number the distinct (stem, ending) pairs.
 */
export class StemTable {
  /** Two bits a slot, `beginning` and `whole`: one read rules out almost every word after two or three letters. */
  private readonly seen = new Uint32Array((slotMask + 1) >>> 4);
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
    this.stemFor(form.stem).uses.push({ endings: bitsOf(form.ending), pattern });
    return pattern;
  }

  /** @returns `strange` for most hashes that no stem begins with, `whole` or more for all that are a stem's */
  probe(hash: number): number {
    const slot = hashSlot(hash);
    return ((this.seen[slot >>> 4] ?? 0) >>> ((slot & 15) << 1)) & (beginning | whole);
  }

  /** The stems of a hash, to be compared by letters. */
  at(hash: number): readonly Stem[] {
    return this.byHash.get(hash) ?? [];
  }

  private mark(hash: number, as: number): void {
    const slot = hashSlot(hash);
    this.seen[slot >>> 4] = (this.seen[slot >>> 4] ?? 0) | (as << ((slot & 15) << 1));
  }

  private stemFor(text: string): Stem {
    const hash = hashOf(text);
    const ofHash = this.byHash.get(hash) ?? [];
    const known = ofHash.find((stem) => stem.text === text);
    if (known !== undefined) return known;
    const stem: Stem = { text, uses: [] };
    for (let length = 1; length <= text.length; length += 1) this.mark(hashOf(text.slice(0, length)), beginning);
    this.mark(hash, whole);
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
    const ends = this.ends[node];
    if (ends?.includes(alias) === false) ends.push(alias);
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
