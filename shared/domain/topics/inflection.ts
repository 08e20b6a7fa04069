import { foldedWords } from './fold.ts';
import { wireLanguages, type WireLanguage } from '../language.ts';
import type { Inflection } from './pack.ts';

/** Shorter stems take no endings: `ab`, `բն` would match half the dictionary. */
const shortestStem = 3;
/** The longest ending a `stem*` may have. */
export const longestOpenEnding = 16;

/** What may stand before an alias: see the schema of packs. */
export const marks = /^[=~^]+/;

/** How a word of an alias may end: exactly so, in anything, or in the endings of a language (bit of `endingBits`). */
export interface WordForm {
  stem: string;
  ending: 'none' | 'any' | WireLanguage;
}

/** Every ending of every language, and in which languages (bits, in the order of `wireLanguages`) it is one. */
export function endingBits(inflections: Partial<Record<WireLanguage, Inflection>>): Map<string, number> {
  const bits = new Map<string, number>();
  for (const [index, language] of wireLanguages.entries()) {
    for (const ending of endingsOf(inflections[language]))
      bits.set(ending, (bits.get(ending) ?? 0) | (1 << index));
  }
  return bits;
}

function endingsOf(inflection: Inflection | undefined): Set<string> {
  const endings = new Set<string>();
  for (const slots of inflection?.slots ?? []) {
    let sofar = [''];
    for (const slot of slots) sofar = sofar.flatMap((start) => slot.map((choice) => start + choice));
    for (const ending of sofar) endings.add(ending);
  }
  return endings;
}

function stripped(word: string, inflection: Inflection): string {
  for (const rule of inflection.strip) {
    const [ending = '', replacement = ''] = rule.split('>');
    if (!word.endsWith(ending)) continue;
    const stem = word.slice(0, word.length - ending.length) + replacement;
    if (stem.length >= shortestStem) return stem;
  }
  return word;
}

function wordForm(word: string, language: WireLanguage, inflection: Inflection | undefined): WordForm {
  if (inflection === undefined) return { stem: word, ending: 'none' };
  const stem = stripped(word, inflection);
  return stem.length < shortestStem ? { stem: word, ending: 'none' } : { stem, ending: language };
}

/** The word forms of one alias. `=` before it: exact, `*` after a word: any ending, otherwise the language's endings. */
export function wordForms(
  alias: string,
  language: WireLanguage,
  inflection: Inflection | undefined,
): WordForm[] {
  const exact = marks.exec(alias)?.[0].includes('=') === true;
  return alias
    .replace(marks, '')
    .split(/\s+/)
    .flatMap((part) => {
      const words = foldedWords(part);
      return words.map((word, index): WordForm => {
        if (part.endsWith('*') && index === words.length - 1) return { stem: word, ending: 'any' };
        if (!exact) return wordForm(word, language, inflection);
        return {
          stem: word,
          ending: inflection?.gluedAcronyms === true && word.length >= shortestStem ? language : 'none',
        };
      });
    });
}
