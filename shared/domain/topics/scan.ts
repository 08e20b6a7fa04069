import {
  armenianEvParts,
  behind,
  beginsName,
  folding,
  notInWord,
  twoLetters,
  unseen,
  capitalI,
  dotlessI,
  dotlessLanguages,
} from './fold.ts';
import { hashStart, hashStep, noStem, wholeStem } from './table.ts';
import { noHits, type WordHits, type WordTable } from './words.ts';

/** Longer words (URLs, base64) are not names. */
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
  /** Per word; entries beyond `words` are from an older article. */
  hits: WordHits[];
}

/** Reads text once, letter by letter: folds, splits words and sentences, and has each word looked up. */
export class Scanner {
  readonly scan: Scan = {
    words: 0,
    start: new Int32Array(mostWords),
    end: new Int32Array(mostWords),
    sentence: new Uint16Array(mostWords),
    hits: Array.from<WordHits>({ length: mostWords }).fill(noHits),
  };
  private readonly table: WordTable;
  /** The last word read, folded; և takes two. */
  private readonly word = new Uint16Array(2 * mostUnits);

  constructor(table: WordTable) {
    this.table = table;
  }

  /** Whether the article's language writes ı for a small I. */
  private dotless = false;

  /** Forgets the last article. @param language of the next one */
  reset(language: string): void {
    this.scan.words = 0;
    this.dotless = dotlessLanguages.has(language);
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
      if ((folding[unit] ?? notInWord) <= unseen) {
        if (inSentences && endsSentence(unit, 0)) stopped = true;
        index += 1;
        continue;
      }
      if (stopped && beginsName[unit] === 1) sentence += 1;
      scan.sentence[scan.words] = sentence;
      const end = this.readWord(text, index, limit);
      const atStop =
        inSentences && end < limit && endsSentence(text.charCodeAt(end), text.charCodeAt(end - 1));
      // The point after an initial ends no sentence.
      stopped = atStop && end - index > 1;
      index = atStop ? end + 1 : end;
    }
  }

  /** Folds one word, only as far as some stem begins so or was passed, and adds it to the scan. @returns where it ends */
  private readWord(text: string, start: number, limit: number, dotless = this.dotless): number {
    const { word, scan, table } = this;
    const [first, second] = armenianEvParts;
    let hash = hashStart;
    let length = 0;
    let known = wholeStem;
    let holdsStem = false;
    let index = start;
    let changed = false;
    for (; index < limit; index += 1) {
      let folded = folding[text.charCodeAt(index)] ?? notInWord;
      if (folded === notInWord) break;
      if (folded === unseen) continue;
      if (dotless && dotlessIn(text, index)) {
        folded = dotlessI;
        changed = true;
      }
      if (folded === twoLetters) {
        hash = hashStep(hash, first);
        word[length++] = first;
        folded = second;
        if (table.stems.probe(hash) >= wholeStem) holdsStem = true;
      } else if (length > 0) folded = behind(folded, word[length - 1]);
      hash = hashStep(hash, folded);
      word[length++] = folded;
      if (known === noStem) continue;
      known = table.stems.probe(hash);
      if (known >= wholeStem) holdsStem = true;
      else if (known === noStem && !holdsStem) break;
    }
    const end = endOfWord(text, index, limit);
    const hits = holdsStem && length <= longestWord ? table.find(word, length, hash) : noHits;
    // TRIPP and WASHINGTON stand in Turkish texts too.
    if (changed && hits === noHits) return this.readWord(text, start, limit, false);
    scan.start[scan.words] = start;
    scan.end[scan.words] = end;
    scan.hits[scan.words] = hits;
    scan.words += 1;
    return end;
  }
}

/** SINIR: an I behind another capital. The first letter of a name is compared as i, however the name goes on. */
const dotlessIn = (text: string, index: number): boolean =>
  text.charCodeAt(index) === capitalI && index > 0 && /\p{Lu}/u.test(text.charAt(index - 1));

function endOfWord(text: string, from: number, limit: number): number {
  let index = from;
  while (index < limit && folding[text.charCodeAt(index)] !== notInWord) index += 1;
  return index;
}

const space = 0x20;

/** . ! ? … newline, the Armenian full stop ։, its old code ․ and, after an Armenian letter, the colon typed for it. */
function endsSentence(unit: number, before: number): boolean {
  if (unit === space) return false;
  if (unit === 0x3a) return before > 0x530 && before < 0x588;
  return (
    unit === 0x2e ||
    unit === 0x21 ||
    unit === 0x3f ||
    unit === 0x2026 ||
    unit === 0x0a ||
    unit === 0x589 ||
    unit === 0x2024
  );
}
