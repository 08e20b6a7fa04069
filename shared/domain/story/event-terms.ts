import { fold } from '../text/folding.ts';

/** A kind of event and the word stems that name it, by language; `none` has stems that only begin like another's. */
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
  /** Letters of both. */
  length: number;
}

const noTerm = 'none';

/** Finds event terms among the folded words of a text. */
export class EventTermFinder {
  readonly #byLanguage = new Map<string, Map<string, Stem[]>>();
  #longest = 0;

  constructor(terms: readonly EventTerm[]) {
    for (const { id, stems } of terms) {
      for (const [language, list] of Object.entries(stems))
        for (const stem of list) this.#add(language, id, stem);
    }
  }

  #add(language: string, term: string, written: string): void {
    const [first = '', next] = fold(written).split(' ');
    const stems = this.#byLanguage.get(language) ?? new Map<string, Stem[]>();
    this.#byLanguage.set(language, stems);
    stems.set(first, [
      ...(stems.get(first) ?? []),
      { term, next: next ?? null, length: first.length + (next?.length ?? 0) },
    ]);
    this.#longest = Math.max(this.#longest, first.length);
  }

  /** The terms named, each once. The longest stem decides: ceasefire is not fire. @param words folded */
  find(words: readonly string[], language: string): Set<string> {
    const found = new Set<string>();
    const stems = this.#byLanguage.get(language);
    if (stems === undefined) return found;
    for (const [at, word] of words.entries()) {
      const named = this.#stemsOf(word, words[at + 1], stems);
      const longest = Math.max(...named.map((stem) => stem.length));
      for (const { term, length } of named) if (length === longest && term !== noTerm) found.add(term);
    }
    return found;
  }

  #stemsOf(word: string, following: string | undefined, stems: ReadonlyMap<string, Stem[]>): Stem[] {
    const named: Stem[] = [];
    for (let length = 2; length <= Math.min(word.length, this.#longest); length++) {
      const ending = word.length - length;
      if (ending > (length <= shortStem ? longestEndingOfShort : longestEnding)) continue;
      for (const stem of stems.get(word.slice(0, length)) ?? [])
        if (stem.next === null || following?.startsWith(stem.next) === true) named.push(stem);
    }
    return named;
  }
}
