import data from '../../catalogue/search-words.json' with { type: 'json' };
import { skeletonWords } from './search-fold.ts';

const foldedSet = (texts: Record<string, string>): ReadonlySet<string> =>
  new Set(Object.values(texts).flatMap(skeletonWords));

const lowered = (text: string): string => text.normalize('NFC').toLowerCase();
const stopWords = new Set(Object.values(data.stopWords).flatMap((words) => words.split(' ').map(lowered)));
/** Endings are compared folded: a reader may write -ի, -i or -и. */
const endings = foldedSet(data.endings);

/** Signs that outlets write between an acronym or a name and its ending: hyphens and apostrophes. */
const joiner = /[-\u2010\u2011'\u2019\u02bc\u055a\u2018`\u00b4]/u;
const joined = /[\p{L}\p{M}\p{N}]+(?:[-\u2010\u2011'\u2019\u02bc\u055a\u2018`\u00b4][\p{L}\p{M}\p{N}]+)*/gu;

/** Two letters or more, all of them capitals; never true in Georgian, which has no capitals. */
const isAcronym = (text: string): boolean => /^\p{Lu}[\p{Lu}\p{N}]+$/u.test(text);

/** `KTMT-nin`, `ՀԱՊԿ-ի`, `ОДКБ-шный`, `Bakı'da` → the word itself; `Armenia-Azerbaijan` stays two words. */
function withoutEnding(text: string): string[] {
  const [head = '', ...rest] = text.split(joiner);
  const isEnding = (part: string): boolean =>
    (isAcronym(head) && /^\p{Ll}+$/u.test(part)) ||
    (head.length > 1 && skeletonWords(part).every((word) => endings.has(word)));
  return [head, ...rest.filter((part) => !isEnding(part))];
}

/** The words of a query that count: no endings, no stop words, no initials, as long as anything else is left. */
export function queryWords(query: string): string[] {
  const parts = (query.normalize('NFC').match(joined) ?? []).flatMap(withoutEnding);
  const telling = parts.filter((part) => part.length > 1 && !stopWords.has(lowered(part)));
  return [...new Set((telling.length > 0 ? telling : parts).flatMap(skeletonWords))];
}
