import { wireLanguages } from './language.ts';
import { armenianEv, armenianEvParts, beginsName, folding, gap, unseen } from './topics-fold.ts';
import { longestOpenEnding } from './topics-inflection.ts';
import { hashOf, hashSlot, hashStart, hashStep, type Stem, type StemTable, type StemUse } from './topics-table.ts';

/** Longer words (URLs, base64) are cut: no name is so long. */
const longestWord = 64;
/** More of an article than this is not read: titles and summaries are ≤ 2,000 units, headlines shorter. */
const mostUnits = 16_384;

/** The words of a text that some pattern matched, and where sentences end. Reused from article to article. */
export interface Scan {
  /** Number of words seen. */
  words: number;
  /** UTF-16 offsets into the field, per word. */
  start: Int32Array;
  end: Int32Array;
  /** 0 = title, 1… = the sentences of the summary, per word. */
  sentence: Uint16Array;
  /** Patterns of word w: `patterns[from[w]] … patterns[from[w + 1] - 1]`. */
  from: Int32Array;
  patterns: number[];
}

const languageBit: Record<string, number> = Object.fromEntries(wireLanguages.map((language, index) => [language, 1 << index]));

/** Reads text once, letter by letter: folds, splits words, finds stems at the letter where they end, checks endings. */
export class Scanner {
  readonly scan: Scan = {
    words: 0, patterns: [],
    start: new Int32Array(mostUnits), end: new Int32Array(mostUnits),
    sentence: new Uint16Array(mostUnits), from: new Int32Array(mostUnits + 1),
  };
  private readonly table: StemTable;
  /** Language bits by the hash of the ending: 32 bits over some thousand endings, so no text is cut out of a word to look it up. */
  private readonly endings = new Map<number, number>();
  private readonly word = new Uint16Array(longestWord);
  private length = 0;
  private readonly found: Stem[] = [];

  constructor(table: StemTable, endings: ReadonlyMap<string, number>) {
    this.table = table;
    for (const [ending, bits] of endings) this.endings.set(hashOf(ending), bits);
  }

  /** Forgets the last article. */
  reset(): void {
    this.scan.words = 0;
    this.scan.patterns.length = 0;
    this.scan.from[0] = 0;
  }

  /** Adds the words of a title: one sentence, number 0, whatever its points. */
  readTitle(title: string): void {
    this.read(title, false);
  }

  /** Adds the words of a summary: sentences 1, 2, … */
  readSummary(summary: string): void {
    this.read(summary, true);
  }

  private read(text: string, inSentences: boolean): void {
    const limit = Math.min(text.length, mostUnits);
    let sentence = inSentences ? 1 : 0;
    let stopped = false;
    let index = 0;
    while (index < limit) {
      const unit = text.charCodeAt(index);
      if ((folding[unit] ?? gap) <= unseen) {
        if (inSentences && endsSentence(unit, 0)) stopped = true;
        index += 1;
        continue;
      }
      if (stopped && beginsName[unit] === 1) sentence += 1;
      const end = this.readWord(text, index, limit);
      this.finish(index, end, sentence);
      stopped = inSentences && end < limit && end - index > 1 && endsSentence(text.charCodeAt(end), text.charCodeAt(end - 1));
      index = end;
    }
  }

  /** Folds one word and collects every stem it begins with. @returns where the word ends */
  private readWord(text: string, start: number, limit: number): number {
    const { taken } = this.table;
    let hash = hashStart;
    let length = 0;
    let index = start;
    for (; index < limit; index += 1) {
      const unit = text.charCodeAt(index);
      let folded = folding[unit] ?? gap;
      if (folded === gap) break;
      if (folded === unseen || length >= longestWord - 1) continue;
      if (unit === armenianEv) {
        hash = hashStep(hash, armenianEvParts[0]);
        this.word[length++] = armenianEvParts[0];
        folded = armenianEvParts[1];
      }
      hash = hashStep(hash, folded);
      this.word[length++] = folded;
      const slot = hashSlot(hash);
      if (((taken[slot >>> 5] ?? 0) & (1 << (slot & 31))) !== 0) this.collect(hash, length);
    }
    this.length = length;
    return index;
  }

  private collect(hash: number, length: number): void {
    const stems = this.table.at(hash);
    if (stems === undefined) return;
    for (const stem of stems) if (stem.text.length === length && this.spells(stem.text)) this.found.push(stem);
  }

  private spells(text: string): boolean {
    for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) !== this.word[index]) return false;
    return true;
  }

  private finish(start: number, end: number, sentence: number): void {
    const { scan } = this;
    if (scan.words < mostUnits) {
      scan.start[scan.words] = start;
      scan.end[scan.words] = end;
      scan.sentence[scan.words] = sentence;
      if (this.found.length > 0) this.keepFitting();
      scan.words += 1;
      scan.from[scan.words] = scan.patterns.length;
    }
    this.found.length = 0;
  }

  private keepFitting(): void {
    for (const stem of this.found) {
      const rest = this.length - stem.text.length;
      const bits = rest === 0 ? -1 : this.endingBits(stem.text.length);
      for (const use of stem.uses) if (fits(use, rest, bits)) this.scan.patterns.push(use.pattern);
    }
  }

  private endingBits(from: number): number {
    let hash = hashStart;
    for (let index = from; index < this.length; index += 1) hash = hashStep(hash, this.word[index] ?? 0);
    return this.endings.get(hash) ?? 0;
  }
}

function fits(use: StemUse, rest: number, bits: number): boolean {
  if (rest === 0) return true;
  if (use.ending === 'any') return rest <= longestOpenEnding;
  return use.ending !== 'none' && (bits & (languageBit[use.ending] ?? 0)) !== 0;
}

/** . ! ? … newline, the Armenian full stop ։, its old code ․ and, after an Armenian letter, the colon typed for it. */
function endsSentence(unit: number, before: number): boolean {
  if (unit === 0x3a) return before > 0x530 && before < 0x588;
  return unit === 0x2e || unit === 0x21 || unit === 0x3f || unit === 0x2026 || unit === 0x0a || unit === 0x589 || unit === 0x2024;
}
