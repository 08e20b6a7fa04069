import { isWireLanguage } from '../language.ts';
import { isFiller, queryWords } from './plain-words.ts';
import {
  type FilterQuery,
  type Query,
  type QueryFault,
  queryLimit,
  type Vocabulary,
  type WordsQuery,
} from './query.ts';
import { skeletonWords } from './fold.ts';
import { type Token, tokensOf } from './tokens.ts';

/** A query that can be asked, or why it cannot. */
export type ParsedQuery = { query: Query } | QueryFault;

/** Thrown inside the parser only: the first fault ends it. */
class Faulty extends Error {
  readonly found: QueryFault;
  constructor(found: QueryFault) {
    super(found.fault);
    this.found = found;
  }
}

const isDay = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
const isAge = (value: string): boolean => /^[1-9]\d{0,2}[hdw]$/.test(value);

function isGood({ field, values }: FilterQuery, known: Vocabulary): boolean {
  return values.every((value) => {
    if (field === 'since') return isDay(value) || isAge(value);
    if (field === 'until') return isDay(value);
    if (field === 'language') return isWireLanguage(value);
    return known[field]?.has(value) ?? true;
  });
}

/** One level of parentheses is read by one call of `any`; the grammar: any = all (OR all)*, all = term+, term = [-|NOT] atom. */
class Parser {
  readonly #tokens: Token[];
  readonly #known: Vocabulary;
  readonly #length: number;
  #next = 0;

  constructor(tokens: Token[], known: Vocabulary, length: number) {
    this.#tokens = tokens;
    this.#known = known;
    this.#length = length;
  }

  whole(): Query {
    const query = this.#any();
    const rest = this.#tokens[this.#next];
    if (rest !== undefined) throw new Faulty({ fault: 'strayParenthesis', at: rest.at, text: rest.text });
    return query;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #any(): Query {
    const parts = [this.#all()];
    while (this.#peek()?.kind === 'or') {
      this.#next += 1;
      parts.push(this.#all());
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'any', parts };
  }

  #all(): Query {
    const from = this.#next;
    const parts: (Query & { filler?: boolean })[] = [];
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.kind === 'or' || token.kind === 'close') break;
      if (token.kind === 'and') this.#between(token, parts.length);
      else parts.push(...this.#term());
    }
    // Function words and initials count only where nothing else was typed.
    const telling = parts.filter(({ filler }) => filler !== true);
    const kept = telling.length > 0 ? telling : parts;
    if (kept.length === 0) throw this.#missing(from);
    const clean = kept.map(({ filler: _filler, ...query }): Query => query);
    const [only] = clean;
    return clean.length === 1 && only !== undefined ? only : { kind: 'all', parts: clean };
  }

  /** AND stands between two terms; between any two it may be left out. */
  #between(token: Token, before: number): void {
    this.#next += 1;
    const next = this.#peek()?.kind;
    if (before === 0 || next === undefined || next === 'or' || next === 'close' || next === 'and')
      throw new Faulty({ fault: 'missingTerm', at: token.at, text: token.text });
  }

  #term(): (Query & { filler?: boolean })[] {
    const token = this.#peek();
    if (token?.kind !== 'not') return this.#atom();
    this.#next += 1;
    const next = this.#peek()?.kind;
    if (next === undefined || next === 'close' || next === 'and' || next === 'or')
      throw new Faulty({ fault: 'missingTerm', at: token.at, text: token.text });
    return this.#term().map((part) => ({ kind: 'not', part }));
  }

  #atom(): (Query & { filler?: boolean })[] {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw this.#missing(this.#next);
    if (token.kind === 'open') return [this.#group(token)];
    if (token.kind === 'filter') {
      const { kind, field, values } = token;
      if (!isGood({ kind, field, values }, this.#known))
        throw new Faulty({ fault: 'badValue', at: token.at, text: token.text });
      return [{ kind, field, values }];
    }
    const phrase = token.kind === 'phrase';
    const words = phrase ? skeletonWords(token.text) : queryWords(token.text);
    if (words.length === 0) return [];
    return [
      {
        kind: 'words',
        text: token.text,
        words,
        phrase,
        ...(!phrase && isFiller(token.text) && { filler: true }),
      },
    ];
  }

  #group(open: Token): Query {
    const inside = this.#any();
    if (this.#peek()?.kind !== 'close')
      throw new Faulty({ fault: 'unclosedParenthesis', at: open.at, text: open.text });
    this.#next += 1;
    return inside;
  }

  #missing(index: number): Faulty {
    const { at, text } = this.#tokens[index] ?? this.#tokens.at(-1) ?? { at: this.#length, text: '' };
    const nothing = this.#tokens.every(({ kind }) => kind === 'word' || kind === 'phrase');
    return new Faulty({ fault: nothing ? 'empty' : 'missingTerm', at, text });
  }
}

/** Whether every story but few would fit: a query must say what it is for, not only what it is not for. */
function onlyExcludes(query: Query): boolean {
  if (query.kind === 'not') return true;
  if (query.kind === 'all') return query.parts.every(onlyExcludes);
  return query.kind === 'any' && query.parts.some(onlyExcludes);
}

/**
 * Reads a query: words (all of them), "phrases", AND OR NOT or `-` and parentheses, and the filters `side:` `language:`
 * `outlet:` `topic:` `subtopic:` `since:`. Total: any text gives a query or one fault.
 * @param known the values of filters, where the caller knows them
 */
export function parseQuery(text: string, known: Vocabulary = {}): ParsedQuery {
  if (text.length > queryLimit) return { fault: 'tooLong', at: queryLimit, text: text.slice(queryLimit) };
  const tokens = tokensOf(text);
  if (!Array.isArray(tokens)) return tokens;
  if (tokens.length === 0) return { fault: 'empty', at: 0, text: '' };
  try {
    const query = new Parser(tokens, known, text.length).whole();
    return onlyExcludes(query) ? { fault: 'onlyExclusions', at: 0, text } : { query };
  } catch (error) {
    if (error instanceof Faulty) return error.found;
    throw error;
  }
}

const isPlain = (part: Query): part is WordsQuery => part.kind === 'words' && !part.phrase;

/** The bare words that all must be there, folded, and what is asked beside them; null where nothing is. */
export function wordsAndRest(query: Query): { words: string[]; rest: Query | null } {
  const parts = query.kind === 'all' ? query.parts : [query];
  const rest = parts.filter((part) => !isPlain(part));
  const words = parts.filter(isPlain).flatMap((part) => part.words);
  return { words: [...new Set(words)], rest: rest.length === 0 ? null : { kind: 'all', parts: rest } };
}

/** The folded words that a text is wanted for: those of a query but not behind NOT. */
export function soughtWords(query: Query): string[] {
  if (query.kind === 'words') return query.words;
  return query.kind === 'all' || query.kind === 'any' ? query.parts.flatMap(soughtWords) : [];
}
