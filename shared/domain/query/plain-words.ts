import data from '../../catalogue/search-words.json' with { type: 'json' };
import { skeletonWords } from './fold.ts';

const foldedSet = (texts: Record<string, string>): ReadonlySet<string> =>
  new Set(Object.values(texts).flatMap(skeletonWords));

const lowered = (text: string): string => text.normalize('NFC').toLowerCase();
const stopWords = new Set(Object.values(data.stopWords).flatMap((words) => words.split(' ').map(lowered)));
/** Endings are compared folded: a reader may write -ի, -i or -и. */
const endings = foldedSet(data.endings);

const isTelling = (part: string): boolean => part.length > 1 && !stopWords.has(lowered(part));

/** Of one word in two cases so much is the same: a shorter stem would take every ending for its own. */
const shortestStem = 4;
/** So much two words that are one word share at their beginning (`isSameWord`), or all of a shorter one. */
export const sameBeginning = shortestStem - 1;
/** Two cases of one word may each end otherwise; endings may follow each other (-lar-ın, -ներ-ի). */
const longestEnding = 6;

/** Whether a folded piece is one ending, or two that follow each other. */
function isEnding(piece: string): boolean {
  if (piece === '' || endings.has(piece)) return true;
  if (piece.length > longestEnding) return false;
  for (let cut = 1; cut < piece.length; cut += 1)
    if (endings.has(piece.slice(0, cut)) && endings.has(piece.slice(cut))) return true;
  return false;
}

/** Whether two folded words are one word, in whatever case and number: what follows their common beginning are endings. */
export function isSameWord(a: string, b: string): boolean {
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  if (shorter < sameBeginning) return false;
  let common = 0;
  while (common < shorter && a[common] === b[common]) common += 1;
  if (common < shortestStem && common < shorter) return false;
  // The last letter of the stem may belong to an ending: Арме-ния, Арме-нии.
  for (let stem = common; stem >= Math.max(sameBeginning, common - 1); stem -= 1)
    if (isEnding(a.slice(stem)) && isEnding(b.slice(stem))) return true;
  return false;
}

/** Signs that outlets write between an acronym or a name and its ending: hyphens and apostrophes. */
const joiner = /[-\u2010\u2011'\u2019\u02bc\u055a\u2018`\u00b4]/u;
const joined = /[\p{L}\p{M}\p{N}]+(?:[-\u2010\u2011'\u2019\u02bc\u055a\u2018`\u00b4][\p{L}\p{M}\p{N}]+)*/gu;

/** Two letters or more, all of them capitals; never true in Georgian, which has no capitals. */
const isAcronym = (text: string): boolean => /^\p{Lu}[\p{Lu}\p{N}]+$/u.test(text);

/** `KTMT-nin`, `ՀԱՊԿ-ի`, `ОДКБ-шный`, `Bakı'da` → the word itself; `Armenia-Azerbaijan` stays two words. */
function withoutEnding(text: string): string[] {
  const [head = '', ...rest] = text.split(joiner);
  const isItsEnding = (part: string): boolean =>
    (isAcronym(head) && /^\p{Ll}+$/u.test(part)) ||
    (head.length > 1 && skeletonWords(part).every((word) => endings.has(word)));
  return [head, ...rest.filter((part) => !isItsEnding(part))];
}

/** The words of a query that count: no endings, no stop words, no initials, as long as anything else is left. */
export function queryWords(query: string): string[] {
  const parts = (query.normalize('NFC').match(joined) ?? []).flatMap(withoutEnding);
  const telling = parts.filter(isTelling);
  return [...new Set((telling.length > 0 ? telling : parts).flatMap(skeletonWords))];
}

/** A function word of one of the six languages or an initial: it counts only where nothing else was typed. */
export const isFiller = (text: string): boolean =>
  !(text.normalize('NFC').match(joined) ?? []).some(isTelling);
