import { isSameWord, sameBeginning } from './plain-words.ts';
import type { SearchName } from './searchable.ts';

/** A name that words may be: its own words, folded, and whose it is. */
interface KnownName {
  id: string;
  words: string[];
}

/** Names by the beginnings of their words: a query's word is compared with those alone that begin like it. */
export interface NameIndex {
  readonly byBeginning: ReadonlyMap<string, readonly KnownName[]>;
}

export function nameIndexOf(names: readonly SearchName[]): NameIndex {
  const byBeginning = new Map<string, KnownName[]>();
  for (const [id, , folded] of names)
    for (const name of folded) {
      const words = name.split(' ');
      for (const start of new Set(words.map((word) => word.slice(0, sameBeginning)))) {
        const held = byBeginning.get(start);
        if (held === undefined) byBeginning.set(start, [{ id, words }]);
        else held.push({ id, words });
      }
    }
  return { byBeginning };
}

const none: readonly KnownName[] = [];

/**
 * Who or what is called so: one of its names is these words and no others, in whatever case.
 * @param words folded, in order
 */
export function calledSo(words: readonly string[], { byBeginning }: NameIndex): Set<string> {
  const [first = ''] = words;
  const found = (byBeginning.get(first.slice(0, sameBeginning)) ?? none).filter(
    (name) =>
      name.words.length === words.length && name.words.every((word, at) => isSameWord(words[at] ?? '', word)),
  );
  return new Set(found.map(({ id }) => id));
}
