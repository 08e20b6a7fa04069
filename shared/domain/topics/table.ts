import { wireLanguages } from '../language.ts';
import type { WordForm } from './inflection.ts';

/** FNV-1a over folded units, one step. */
export const hashStart = 0x811c9dc5 | 0;
export const hashStep = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);
const spreadBits = (hash: number): number => hash ^ (hash >>> 13);

/** FNV-1a of a folded text. */
export function hashOf(text: string): number {
  let hash = hashStart;
  for (let index = 0; index < text.length; index += 1) hash = hashStep(hash, text.charCodeAt(index));
  return hash;
}

/** Bits of endings: the languages, in the order of `wireLanguages`, and one for `stem*`. */
export const openEnding = 1 << 30;
const languageBits: Record<string, number> = Object.fromEntries(
  wireLanguages.map((language, index) => [language, 1 << index]),
);

function bitsOf(ending: WordForm['ending']): number {
  if (ending === 'any') return openEnding;
  return ending === 'none' ? 0 : (languageBits[ending] ?? 0);
}

/** One way a stem may go on; `pattern` is its number in the phrase tree. */
interface StemUse {
  /** `openEnding`, or the language whose endings it takes, or 0: only the stem itself. */
  endings: number;
  pattern: number;
}

/** Collects stems; patterns number the distinct (stem, ending) pairs. */
export class StemCollection {
  private readonly stems = new Map<string, StemUse[]>();
  private readonly patterns = new Map<string, number>();

  /** @returns the number of the pattern, the same for the same form */
  add(form: WordForm): number {
    const key = `${form.stem} ${form.ending}`;
    const known = this.patterns.get(key);
    if (known !== undefined) return known;
    const pattern = this.patterns.size;
    this.patterns.set(key, pattern);
    const uses = this.stems.get(form.stem) ?? [];
    this.stems.set(form.stem, [...uses, { endings: bitsOf(form.ending), pattern }]);
    return pattern;
  }

  table(): StemTableData {
    return stemTable([...this.stems]);
  }
}

/** What is known of a word's first letters: no stem begins so, some stem does, or they are a stem. */
export const noStem = 0;
const stemPrefix = 1;
export const wholeStem = 2;

/** The least power of two that is not below. */
const roomFor = (count: number): number => 2 ** Math.ceil(Math.log2(Math.max(count, 64)));

/** What a stem table holds, as flat arrays: made once (at build for the packs we watch by), then only read. */
export interface StemTableData {
  /** Two bits a slot, `stemPrefix` and `wholeStem`; sparse, so that one read rules out most words after two or three letters. */
  marks: Uint32Array;
  /** Pairs of hash and stem number + 1, found by linear probing; 0 is an empty slot. */
  slots: Int32Array;
  /** Pairs: where a stem begins in `letters` and in `uses`; those of the next stem follow. */
  rows: Int32Array;
  letters: Uint16Array;
  /** Pairs of endings and pattern. */
  uses: Int32Array;
}

function stemTable(stems: readonly (readonly [string, readonly StemUse[]])[]): StemTableData {
  const beginnings = new Set(
    stems.flatMap(([text]) => Array.from(text, (_, index) => text.slice(0, index + 1))),
  );
  const data: StemTableData = {
    marks: new Uint32Array(roomFor(8 * beginnings.size) >>> 4),
    slots: new Int32Array(2 * roomFor(2 * stems.length)),
    rows: new Int32Array(2 * (stems.length + 1)),
    letters: Uint16Array.from(
      stems.flatMap(([text]) => text.split('')),
      (letter) => letter.charCodeAt(0),
    ),
    uses: Int32Array.from(
      stems.flatMap(([, uses]) => uses).flatMap(({ endings, pattern }) => [endings, pattern]),
    ),
  };
  for (const text of beginnings) mark(data, hashOf(text), stemPrefix);
  for (const [number, [text, uses]] of stems.entries()) {
    mark(data, hashOf(text), wholeStem);
    place(data, hashOf(text), number);
    data.rows[2 * number + 2] = (data.rows[2 * number] ?? 0) + text.length;
    data.rows[2 * number + 3] = (data.rows[2 * number + 1] ?? 0) + 2 * uses.length;
  }
  return data;
}

const markMaskOf = ({ marks }: StemTableData): number => 16 * marks.length - 1;
const slotMaskOf = ({ slots }: StemTableData): number => slots.length / 2 - 1;

function mark(data: StemTableData, hash: number, as: number): void {
  const slot = spreadBits(hash) & markMaskOf(data);
  data.marks[slot >>> 4] = (data.marks[slot >>> 4] ?? 0) | (as << ((slot & 15) << 1));
}

function place(data: StemTableData, hash: number, stem: number): void {
  const mask = slotMaskOf(data);
  let slot = spreadBits(hash) & mask;
  while (data.slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
  data.slots[2 * slot] = hash;
  data.slots[2 * slot + 1] = stem + 1;
}

/**
 * Stems by the hash of all their letters: probed at every letter of a word, so a word finds its stem at the letter where
 * the stem ends, whatever follows. Flat arrays: the stems of a text are spread out, so what counts is how many lines of
 * memory one of them touches.
 */
export class StemTable {
  private readonly marks: Uint32Array;
  private readonly markMask: number;
  private readonly slots: Int32Array;
  private readonly slotMask: number;
  private readonly rows: Int32Array;
  private readonly letters: Uint16Array;
  private readonly uses: Int32Array;

  constructor(data: StemTableData) {
    this.marks = data.marks;
    this.markMask = markMaskOf(data);
    this.slots = data.slots;
    this.slotMask = slotMaskOf(data);
    this.rows = data.rows;
    this.letters = data.letters;
    this.uses = data.uses;
  }

  /** @returns `noStem` for most letters that no stem begins with, at least `wholeStem` where they are a stem */
  probe(hash: number): number {
    const slot = spreadBits(hash) & this.markMask;
    return ((this.marks[slot >>> 4] ?? 0) >>> ((slot & 15) << 1)) & (stemPrefix | wholeStem);
  }

  /** @returns the number of the stem that is the first `length` letters of a word, or -1 */
  stemOf(word: Uint16Array, length: number, hash: number): number {
    for (let slot = spreadBits(hash) & this.slotMask; ; slot = (slot + 1) & this.slotMask) {
      const stem = (this.slots[2 * slot + 1] ?? 0) - 1;
      if (stem < 0) return -1;
      if (this.slots[2 * slot] === hash && this.spells(stem, word, length)) return stem;
    }
  }

  /** Appends the patterns of a stem that take one of these endings; all of them where `endings` is -1. */
  addPatterns(stem: number, endings: number, patterns: number[]): void {
    const to = this.rows[2 * stem + 3] ?? 0;
    for (let use = this.rows[2 * stem + 1] ?? 0; use < to; use += 2) {
      if (endings === -1 || ((this.uses[use] ?? 0) & endings) !== 0) patterns.push(this.uses[use + 1] ?? 0);
    }
  }

  private spells(stem: number, word: Uint16Array, length: number): boolean {
    const from = this.rows[2 * stem] ?? 0;
    if ((this.rows[2 * stem + 2] ?? 0) - from !== length) return false;
    for (let index = 0; index < length; index += 1)
      if (this.letters[from + index] !== word[index]) return false;
    return true;
  }
}
