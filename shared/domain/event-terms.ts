import { fold } from './folding.ts';

/** A kind of happening and the word stems that name it, by language. */
export interface EventTerm {
  id: string;
  stems: Record<string, string[]>;
}

/** How much longer than its stem a word may be: six languages that inflect by endings, but «su» does not start «summit». */
const longestEnding = 7;
const longestEndingOfShort = 3;
const shortStem = 3;

interface Stem {
  term: string;
  /** A second word that must follow, as a prefix. */
  next: string | null;
}

/** Finds event terms among the folded words of a text. */
export class EventTermFinder {
  readonly #byLanguage = new Map<string, Map<string, Stem[]>>();
  #longest = 0;

  constructor(terms: readonly EventTerm[]) {
    for (const { id, stems } of terms) {
      for (const [language, list] of Object.entries(stems)) for (const stem of list) this.#add(language, id, stem);
    }
  }

  #add(language: string, term: string, written: string): void {
    const [first = '', next] = fold(written).split(' ');
    const stems = this.#byLanguage.get(language) ?? new Map<string, Stem[]>();
    this.#byLanguage.set(language, stems);
    stems.set(first, [...(stems.get(first) ?? []), { term, next: next ?? null }]);
    this.#longest = Math.max(this.#longest, first.length);
  }

  /** The terms named, each once. @param words folded */
  find(words: readonly string[], language: string): Set<string> {
    const found = new Set<string>();
    const stems = this.#byLanguage.get(language);
    if (stems === undefined) return found;
    for (const [at, word] of words.entries()) {
      for (let length = 2; length <= Math.min(word.length, this.#longest); length++) {
        const ending = word.length - length;
        if (ending > (length <= shortStem ? longestEndingOfShort : longestEnding)) continue;
        for (const stem of stems.get(word.slice(0, length)) ?? []) {
          if (stem.next === null || words[at + 1]?.startsWith(stem.next)) found.add(stem.term);
        }
      }
    }
    return found;
  }
}
