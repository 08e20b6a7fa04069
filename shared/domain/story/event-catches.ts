import { fold } from '../text/folding.ts';
import { type EventTerm, EventTermFinder } from './event-terms.ts';

/** Longer words are compounds and forms; what only begins like a stem is short: ական and ականջ. */
const longest = 9;

/** Per kind of happening, the words of a dictionary that name it: `event mine`. */
export function eventCatches(
  terms: readonly EventTerm[],
  language: string,
  dictionary: Iterable<string>,
): Record<string, string[]> {
  const finder = new EventTermFinder(terms);
  const caught = new Map<string, Set<string>>();
  for (const word of dictionary) {
    const folded = fold(word);
    if (folded.length > longest || folded.includes(' ')) continue;
    for (const term of finder.find([folded], language)) {
      const key = `event ${term}`;
      caught.set(key, (caught.get(key) ?? new Set()).add(folded));
    }
  }
  return Object.fromEntries(
    [...caught].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, words]) => [key, [...words].toSorted()]),
  );
}
