import { armenianEvParts, beginsName, folding, gap, twoLetters, unseen } from './topics-fold.ts';
import { hashStart, hashStep } from './topics-table.ts';
import { noHits, type WordHits, type WordTable } from './topics-words.ts';

/** Longer words (URLs, base64) are no names. */
const longestWord = 64;
/** More of a title or summary than this is not read: both are ≤ 2,000 units when stored. */
const mostUnits = 16_384;

/** One-letter words with a space between, in both fields. */
const mostWords = mostUnits;

/** The words of a text, what each may be, and where sentences end. Reused from article to article. */
export interface Scan {
  /** Number of words seen. */
  words: number;
  /** UTF-16 offsets into the field, per word. */
  start: Int32Array;
  end: Int32Array;
  /** 0 = title, 1… = the sentences of the summary, per word. */
  sentence: Uint16Array;
  /** Per word; what stands beyond `words` is of an older article. */
  hits: WordHits[];
}

/** Reads text once, letter by letter: folds, splits words and sentences, and has each word looked up. */
export class Scanner {
  readonly scan: Scan = {
    words: 0, start: new Int32Array(mostWords), end: new Int32Array(mostWords), sentence: new Uint16Array(mostWords),
    hits: Array.from({ length: mostWords }, () => noHits),
  };
  private readonly table: WordTable;
  /** The last word read, folded; և takes two. */
  private readonly word = new Uint16Array(2 * mostUnits);

  constructor(table: WordTable) {
    this.table = table;
  }

  /** Forgets the last article. */
  reset(): void {
    this.scan.words = 0;
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
    const { scan } = this;
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
      scan.sentence[scan.words] = sentence;
      const end = this.readWord(text, index, limit);
      stopped = inSentences && end < limit && end - index > 1 && endsSentence(text.charCodeAt(end), text.charCodeAt(end - 1));
      index = end;
    }
  }

  /** Folds one word, and adds it to the scan. @returns where it ends */
  private readWord(text: string, start: number, limit: number): number {
    const { word, scan } = this;
    const table = folding;
    let hash = hashStart;
    let length = 0;
    let index = start;
    for (; index < limit; index += 1) {
      const unit = text.charCodeAt(index);
      const folded = table[unit] ?? gap;
      if (folded > twoLetters) {
        hash = hashStep(hash, folded);
        word[length++] = folded;
      } else if (folded === gap) {
        break;
      } else if (folded === twoLetters) {
        for (const part of armenianEvParts) {
          hash = hashStep(hash, part);
          word[length++] = part;
        }
      }
    }
    scan.start[scan.words] = start;
    scan.end[scan.words] = index;
    scan.hits[scan.words] = length > longestWord ? noHits : this.table.find(word, length, hash);
    scan.words += 1;
    return index;
  }
}

const space = 0x20;

/** . ! ? … newline, the Armenian full stop ։, its old code ․ and, after an Armenian letter, the colon typed for it. */
function endsSentence(unit: number, before: number): boolean {
  if (unit === space) return false;
  if (unit === 0x3a) return before > 0x530 && before < 0x588;
  return unit === 0x2e || unit === 0x21 || unit === 0x3f || unit === 0x2026 || unit === 0x0a || unit === 0x589 || unit === 0x2024;
}
