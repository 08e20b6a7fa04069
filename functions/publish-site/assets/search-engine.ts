import MiniSearch from 'minisearch';
import { skeletonWords } from '../../../shared/domain/query/fold.ts';
import { matcherOf, type Matcher } from '../../../shared/domain/query/matcher.ts';
import { type NameIndex, nameIndexOf } from '../../../shared/domain/query/named.ts';
import { namedIn } from '../../../shared/domain/query/names.ts';
import { parseQuery, soughtWords, wordsAndRest } from '../../../shared/domain/query/parse.ts';
import type { Query, QueryFault, Vocabulary } from '../../../shared/domain/query/query.ts';
import {
  namesOfRow,
  newestFirst,
  type SearchName,
  type SearchRow,
} from '../../../shared/domain/query/searchable.ts';

/** A story in the index: its titles as folded words, its entities and subtopics as `@id`, between spaces. */
interface Indexed {
  id: string;
  text: string;
  more: string;
  names: string;
}

/** Stories that answer a query, best first. */
export interface Found {
  /** With all its words. */
  whole: string[];
  /** With at least half of them; only looked for where few have all. */
  partial: string[];
  /** Folded words to show in what is found. */
  sought: string[];
  /** Why the query cannot be asked. */
  fault?: QueryFault;
}

export interface Asked {
  text: string;
  /** Which stories may be found at all. */
  fits?: Matcher;
  /** The values that filters may have. */
  known?: Vocabulary;
  now?: Date;
}

/** So many whole answers are enough. */
const enough = 5;

/** The search over the rows that have arrived so far; without a page, so that it runs in tests too. */
export class SearchEngine {
  readonly rows = new Map<string, SearchRow>();
  #names: SearchName[] = [];
  #nameIndex: NameIndex = nameIndexOf([]);
  readonly #index = new MiniSearch<Indexed>({
    fields: ['text', 'more', 'names'],
    // Words are folded before they come here.
    tokenize: (text) => text.split(' '),
    processTerm: (term) => (term === '' ? null : term),
    searchOptions: {
      boost: { text: 2 },
      prefix: (term) => term.length > 1,
      fuzzy: (term) => (term.length > 7 ? 2 : term.length > 3 ? 1 : false),
    },
  });

  knowNames(names: SearchName[]): void {
    this.#names = names;
    this.#nameIndex = nameIndexOf(names);
  }

  add(rows: SearchRow[]): void {
    const fresh = rows.filter((row) => !this.rows.has(row.id));
    for (const row of fresh) this.rows.set(row.id, row);
    this.#index.addAll(
      fresh.map((row) => ({
        id: row.id,
        text: Object.values(row.h).flatMap(skeletonWords).join(' '),
        more: [row.w ?? '', ...(row.l ?? []).flatMap(([, , text]) => skeletonWords(text))].join(' '),
        names: namesOfRow(row)
          .map((id) => `@${id}`)
          .join(' '),
      })),
    );
  }

  /** Without a query every story, the newest first. */
  find({ text, fits = () => true, known, now = new Date() }: Asked): Found {
    const nothing = { whole: [], partial: [], sought: [] };
    if (text.trim() === '') return { ...nothing, whole: this.#newest(fits) };
    const parsed = parseQuery(text, known);
    if ('fault' in parsed) return parsed.fault === 'empty' ? nothing : { ...nothing, fault: parsed };
    const { words, rest } = wordsAndRest(parsed.query);
    const beside = rest === null ? fits : this.#both(fits, rest, now);
    const sought = soughtWords(parsed.query);
    if (words.length === 0) return { ...nothing, whole: this.#newest(beside), sought };
    return { ...this.#withWords(words, beside), sought };
  }

  #both(fits: Matcher, rest: Query, now: Date): Matcher {
    const matches = matcherOf(rest, this.#nameIndex, now);
    return (row) => fits(row) && matches(row);
  }

  #newest(fits: Matcher): string[] {
    const rows = [...this.rows.values()].filter(fits);
    return rows.sort(newestFirst).map(({ id }) => id);
  }

  #withWords(words: string[], fits: Matcher): Omit<Found, 'sought'> {
    const ranked = this.#ranked(words).filter(({ id }) => {
      const row = this.rows.get(id);
      return row !== undefined && fits(row);
    });
    const whole = ranked.filter(({ held }) => held === words.length);
    const partial = ranked.filter(({ held }) => held < words.length && held * 2 >= words.length);
    return {
      whole: whole.map(({ id }) => id),
      partial: whole.length >= enough ? [] : partial.map(({ id }) => id),
    };
  }

  /** Stories by how many of the words they hold, then by score. */
  #ranked(words: string[]): { id: string; held: number; score: number }[] {
    const totals = new Map<string, { held: number; score: number }>();
    // Of a full name each word is looked for as well; that the name fits as a whole lifts a story.
    const wholeName = this.#withNames(namedIn(words, this.#names));
    for (const word of words) {
      for (const [id, score] of this.#holding(word)) {
        const { held, score: sum } = totals.get(id) ?? { held: 0, score: wholeName.get(id) ?? 0 };
        totals.set(id, { held: held + 1, score: sum + score });
      }
    }
    for (const [id, score] of wholeName)
      totals.set(id, { held: words.length, score: totals.get(id)?.score ?? score });
    return [...totals]
      .map(([id, total]) => ({ id, ...total }))
      .sort((a, b) => b.held - a.held || b.score - a.score || (a.id < b.id ? -1 : 1));
  }

  /** Stories that hold a word in a title, or somebody or something of that name. */
  #holding(word: string): Map<string, number> {
    const found = this.#withNames(namedIn([word], this.#names));
    for (const { id, score } of this.#index.search(word, { fields: ['text', 'more'] }))
      found.set(String(id), (found.get(String(id)) ?? 0) + score);
    return found;
  }

  #withNames(ids: string[]): Map<string, number> {
    const found = new Map<string, number>();
    for (const name of ids)
      for (const { id, score } of this.#index.search(`@${name}`, { prefix: false, fuzzy: false }))
        found.set(String(id), Math.max(found.get(String(id)) ?? 0, score) + 1);
    return found;
  }
}
