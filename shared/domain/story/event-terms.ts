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

interface Stems {
  byBeginning: Map<string, Stem[]>;
  longest: number;
}

function addStem(stems: Stems, term: string, written: string): void {
  const [first = '', next] = fold(written).split(' ');
  const { byBeginning } = stems;
  byBeginning.set(first, [
    ...(byBeginning.get(first) ?? []),
    { term, next: next ?? null, length: first.length + (next?.length ?? 0) },
  ]);
  stems.longest = Math.max(stems.longest, first.length);
}

const noTerm = 'none';

/** Finds event terms among the folded words of a text. */
export class EventTermFinder {
  readonly #terms: readonly EventTerm[];
  readonly #byLanguage = new Map<string, Stems>();

  constructor(terms: readonly EventTerm[]) {
    this.#terms = terms;
  }

  /** Made when the first text of the language comes: a start waits for none. */
  #stemsIn(language: string): Stems {
    const known = this.#byLanguage.get(language);
    if (known !== undefined) return known;
    const made: Stems = { byBeginning: new Map(), longest: 0 };
    for (const { id, stems } of this.#terms)
      for (const stem of stems[language] ?? []) addStem(made, id, stem);
    this.#byLanguage.set(language, made);
    return made;
  }

  /** The terms named, each once. The longest stem decides: ceasefire is not fire. @param words folded */
  find(words: readonly string[], language: string): Set<string> {
    const found = new Set<string>();
    const stems = this.#stemsIn(language);
    for (const [at, word] of words.entries()) {
      const named = this.#stemsOf(word, words[at + 1], stems);
      const longest = Math.max(...named.map((stem) => stem.length));
      for (const { term, length } of named) if (length === longest && term !== noTerm) found.add(term);
    }
    return found;
  }

  #stemsOf(word: string, following: string | undefined, { byBeginning, longest }: Stems): Stem[] {
    const named: Stem[] = [];
    for (let length = 2; length <= Math.min(word.length, longest); length++) {
      const ending = word.length - length;
      if (ending > (length <= shortStem ? longestEndingOfShort : longestEnding)) continue;
      for (const stem of byBeginning.get(word.slice(0, length)) ?? [])
        if (stem.next === null || following?.startsWith(stem.next) === true) named.push(stem);
    }
    return named;
  }
}
