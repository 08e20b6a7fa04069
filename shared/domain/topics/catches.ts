import type { WireLanguage } from '../language.ts';
import { wireLanguages } from '../language.ts';
import { foldedWords } from './fold.ts';
import { endingBits, longestOpenEnding, type WordForm, wordForms } from './inflection.ts';
import type { PackSet } from './pack.ts';

/** The words of a dictionary that each one-word term finds: how a stem that means «session» is seen to catch «Sofia». */
export type Catches = Record<string, string[]>;

const isOneWord = (term: string): boolean => !/\s/.test(term.trim());

/** Terms of one word of every group, in one language; phrases have their company. */
function oneWordTerms({ contexts, packs }: PackSet, language: WireLanguage): string[] {
  const groups = [contexts, ...packs].flatMap(({ groups: of }) => Object.values(of));
  return [...new Set(groups.flatMap(({ terms }) => terms?.[language] ?? []))].filter(isOneWord);
}

function fits({ stem, ending }: WordForm, word: string, isEnding: (ending: string) => boolean): boolean {
  if (!word.startsWith(stem)) return false;
  const rest = word.slice(stem.length);
  if (ending === 'any') return rest.length <= longestOpenEnding;
  return rest === '' || (ending !== 'none' && isEnding(rest));
}

/** The first and the last place of a sorted list whose words begin with a stem. */
function beginning(words: readonly string[], stem: string): readonly string[] {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] ?? '') < stem) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (words[end]?.startsWith(stem) === true) end += 1;
  return words.slice(low, end);
}

/** @param dictionary words of the language as they are written @returns per term what it catches, but for what a single word hides */
export function catchesOf(set: PackSet, language: WireLanguage, dictionary: Iterable<string>): Catches {
  const words = [...new Set([...dictionary].flatMap((word) => foldedWords(word)))].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
  const bits = endingBits(set.inflections);
  const own = 1 << wireLanguages.indexOf(language);
  const isEnding = (ending: string): boolean => ((bits.get(ending) ?? 0) & own) !== 0;
  const caught = (term: string): string[] => {
    const [form, ...others] = wordForms(term, language, set.inflections[language]);
    if (form === undefined || others.length > 0) return [];
    return beginning(words, form.stem).filter((word) => fits(form, word, isEnding));
  };
  const hidden = new Set((set.contexts.hide[language] ?? []).filter(isOneWord).flatMap(caught));
  return Object.fromEntries(
    oneWordTerms(set, language).map(
      (term) => [term, caught(term).filter((word) => !hidden.has(word))] as const,
    ),
  );
}

/** What a term catches that nobody has seen yet: `term: word`. */
export function unseenCatches(now: Catches, reviewed: Catches): string[] {
  return Object.entries(now).flatMap(([term, words]) => {
    const known = new Set(reviewed[term]);
    return words.filter((word) => !known.has(word)).map((word) => `${term}: ${word}`);
  });
}
