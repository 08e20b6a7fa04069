import { dayMs, hourMs } from '../text/time.ts';
import { skeletonWords } from './fold.ts';
import { calledSo, type NameIndex } from './named.ts';
import { isSameWord, sameBeginning } from './plain-words.ts';
import type { FilterQuery, Query, QueryField, WordsQuery } from './query.ts';
import { namesOfRow, type SearchRow } from './searchable.ts';

/** Whether a story answers a query. */
export type Matcher = (row: SearchRow) => boolean;

interface RowTexts {
  /** Headlines and leads as folded words. */
  texts: string[][];
  /** Every word once, in order of UTF-16 units. */
  all: string[];
  names: ReadonlySet<string>;
}

const known = new WeakMap<SearchRow, RowTexts>();

/** Read once for all queries. */
function textsOf(row: SearchRow): RowTexts {
  const before = known.get(row);
  if (before !== undefined) return before;
  const texts = [...Object.values(row.h), ...(row.l ?? []).map(([, , text]) => text)].map(skeletonWords);
  const all = [...new Set([...texts.flat(), ...(row.w ?? '').split(' ')])].sort();
  const made = { texts, all, names: new Set(namesOfRow(row)) };
  known.set(row, made);
  return made;
}

/** A name of at most so many words. */
const longestName = 5;

/**
 * A query made ready to be asked of many stories.
 * @param names those that stories may have; a word that is one is found by it, in every script
 * @param now what `since:7d` counts from
 */
export function matcherOf(query: Query, names: NameIndex, now: Date): Matcher {
  if (query.kind === 'words') return wordsMatcher(query, names);
  if (query.kind === 'filter') return filterMatcher(query, now);
  if (query.kind === 'not') {
    const inner = matcherOf(query.part, names, now);
    return (row) => !inner(row);
  }
  const parts =
    query.kind === 'all'
      ? allOf(query.parts, names, now)
      : query.parts.map((part) => matcherOf(part, names, now));
  return query.kind === 'all'
    ? (row) => parts.every((fits) => fits(row))
    : (row) => parts.some((fits) => fits(row));
}

/** Words beside each other may be one name: «European Union» is found where a text says Евросоюз. */
function allOf(parts: readonly Query[], names: NameIndex, now: Date): Matcher[] {
  const matchers: Matcher[] = [];
  for (let at = 0; at < parts.length;) {
    const run = nameAt(parts, at, names);
    const part = parts[at];
    if (run !== null) {
      const words = parts.slice(at, at + run.parts).map((each) => matcherOf(each, names, now));
      matchers.push((row) => hasName(row, run.ids) || words.every((fits) => fits(row)));
      at += run.parts;
    } else {
      if (part !== undefined) matchers.push(matcherOf(part, names, now));
      at += 1;
    }
  }
  return matchers;
}

/** The longest name of several words that begins at a part of the query. */
function nameAt(
  parts: readonly Query[],
  at: number,
  names: NameIndex,
): { parts: number; ids: Set<string> } | null {
  const run: string[][] = [];
  for (const part of parts.slice(at, at + longestName)) {
    if (part.kind !== 'words' || part.phrase) break;
    run.push(part.words);
  }
  for (let length = run.length; length > 1; length -= 1) {
    const ids = calledSo(run.slice(0, length).flat(), names);
    if (ids.size > 0) return { parts: length, ids };
  }
  return null;
}

function hasName(row: SearchRow, ids: ReadonlySet<string>): boolean {
  if (ids.size === 0) return false;
  const own = textsOf(row).names;
  for (const id of ids) if (own.has(id)) return true;
  return false;
}

function wordsMatcher({ words, phrase }: WordsQuery, names: NameIndex): Matcher {
  const ids = calledSo(words, names);
  const single = phrase || words.length === 1 ? [] : words.map((word) => calledSo([word], names));
  return (row) => {
    if (hasName(row, ids)) return true;
    const { texts, all } = textsOf(row);
    if (phrase) return texts.some((text) => holdsPhrase(text, words));
    return words.every((word, at) => hasName(row, single[at] ?? ids) || hasWord(all, word));
  };
}

/** Two words that are one begin with the same letters: only those are compared, found by halving. @param all in order */
function hasWord(all: readonly string[], word: string): boolean {
  const start = word.slice(0, sameBeginning);
  let [from, to] = [0, all.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((all[middle] ?? '') < start) from = middle + 1;
    else to = middle;
  }
  for (let at = from; at < all.length; at += 1) {
    const other = all[at] ?? '';
    if (!other.startsWith(start)) return false;
    if (isSameWord(word, other)) return true;
  }
  return false;
}

/** The words side by side, in order, each in whatever case. */
function holdsPhrase(text: readonly string[], words: readonly string[]): boolean {
  for (let from = 0; from + words.length <= text.length; from += 1)
    if (words.every((word, at) => isSameWord(word, text[from + at] ?? ''))) return true;
  return false;
}

const units = { h: hourMs, d: dayMs, w: 7 * dayMs };

/** `2026-11-01`, or `12h`, `7d`, `2w` before now; to the minute, as rows have it. */
function sinceOf(value: string, now: Date): string {
  const [, count, unit] = /^(\d{1,3})([hdw])$/.exec(value) ?? [];
  if (unit !== 'h' && unit !== 'd' && unit !== 'w') return value;
  return new Date(now.getTime() - Number(count) * units[unit]).toISOString().slice(0, 16);
}

/** What a story has of a field. */
const valuesOf: Record<Exclude<QueryField, 'since' | 'until'>, (row: SearchRow) => readonly string[]> = {
  side: (row) => row.d,
  language: (row) => Object.keys(row.h),
  outlet: (row) => row.o ?? [],
  topic: (row) => row.t,
  subtopic: (row) => row.s,
};

function filterMatcher({ field, values }: FilterQuery, now: Date): Matcher {
  if (field === 'until') return (row) => values.some((value) => row.at.slice(0, 10) <= value);
  if (field === 'since') {
    const first = values.map((value) => sinceOf(value, now)).sort()[0] ?? '';
    return (row) => row.at >= first;
  }
  const own = valuesOf[field];
  return (row) => values.some((value) => own(row).includes(value));
}
