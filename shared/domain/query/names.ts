import data from '../../catalogue/search-words.json' with { type: 'json' };
import { skeletonWords } from './fold.ts';
import { type SearchName, subtopicName } from './searchable.ts';

/** @param spellings all names, in any script; those that differ only in script fall together */
export function searchNameOf(id: string, name: string, spellings: readonly string[]): SearchName {
  const folded = [name, ...spellings].map((each) => skeletonWords(each).join(' '));
  return [id, name, [...new Set(folded)].filter((each) => each !== '')];
}

const otherNames: Readonly<Record<string, Readonly<Record<string, string>>>> = data.subtopics;

/** A subtopic by its own names and by the other words for it in the six languages. @param names its names by language */
export function searchNameOfSubtopic(id: string, names: Readonly<Record<string, string>>): SearchName {
  const others = Object.values(otherNames[id] ?? {}).flatMap((words) => words.split(' '));
  return searchNameOf(subtopicName(id), names.en ?? id, [...Object.values(names), ...others]);
}

/** At most this many entities of one query: more would be noise. */
const namesLimit = 8;

/** Whether a word of a name is meant by a typed word: the same, its beginning, or a slip of one letter in a long one. */
function meant(typed: string, word: string): boolean {
  if (typed === word) return true;
  if (
    typed.length >= 4 &&
    (word.startsWith(typed) ||
      (word.length >= 4 && typed.startsWith(word) && typed.length - word.length <= 3))
  )
    return true;
  return typed.length >= 5 && word.length >= 5 && oneSlip(typed, word);
}

/** At most one letter replaced, left out, added, or swapped with its neighbour. */
export function oneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let [endA, endB] = [a.length, b.length];
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  const [left, right] = [a.slice(from, endA), b.slice(from, endB)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}

/**
 * Entities whose name is typed: one of its names contains every typed word.
 * @param words folded (see search-fold)
 */
export function namedIn(words: string[], names: SearchName[]): string[] {
  const found = names.filter(([, , folded]) =>
    folded.some((name) => {
      const parts = name.split(' ');
      return words.every((typed) => parts.some((part) => meant(typed, part)));
    }),
  );
  return found.slice(0, namesLimit).map(([id]) => id);
}
