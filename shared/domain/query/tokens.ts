import { type FilterQuery, type QueryFault, type QueryField, queryFields } from './query.ts';
import { entryOf } from '../text/entry-of.ts';

/** A piece of a query. `at`: where it begins, in UTF-16 units. */
export type Token = { at: number; text: string } & (
  | { kind: 'open' | 'close' | 'and' | 'or' | 'not' }
  | { kind: 'word' | 'phrase' }
  | { kind: 'filter'; field: QueryField; values: FilterQuery['values'] }
);

/** Quotation marks of the six languages, and what closes each. */
const closing: Record<string, string> = { '"': '"', '“': '”“', '”': '”', '«': '»', '„': '“”"' };
const operators: Record<string, 'and' | 'or' | 'not'> = { AND: 'and', OR: 'or', NOT: 'not' };
const filterForm = /^([a-z]+):(?=[^\s/:])/;
const aliases: Record<string, QueryField> = { lang: 'language' };

class Tokenizer {
  readonly tokens: Token[] = [];
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  read(): QueryFault | null {
    while (this.#at < this.#text.length) {
      const fault = this.#next();
      if (fault !== null) return fault;
    }
    return null;
  }

  #next(): QueryFault | null {
    const at = this.#at;
    const sign = this.#text[at] ?? '';
    if (/\s/u.test(sign)) this.#at += 1;
    else if (sign === '(') this.#sign('open');
    else if (sign === ')') this.#sign('close');
    else if (sign === '-' && /[^\s\-)]/u.test(this.#text[at + 1] ?? ' ')) this.#sign('not');
    else if (closing[sign] !== undefined) return this.#phrase(sign);
    else return this.#word();
    return null;
  }

  #sign(kind: 'open' | 'close' | 'not'): void {
    this.tokens.push({ kind, at: this.#at, text: this.#text[this.#at] ?? '' });
    this.#at += 1;
  }

  #phrase(sign: string): QueryFault | null {
    const at = this.#at;
    const inside = this.#quoted(at, sign);
    if (inside === null) return { fault: 'unclosedQuote', at, text: this.#text.slice(at) };
    this.tokens.push({ kind: 'phrase', at, text: inside });
    return null;
  }

  /** What stands in the quotation marks that open at `from`; then reading goes on behind them. */
  #quoted(from: number, sign: string): string | null {
    const ends = closing[sign] ?? sign;
    for (let end = from + 1; end < this.#text.length; end += 1) {
      if (!ends.includes(this.#text[end] ?? ' ')) continue;
      this.#at = end + 1;
      return this.#text.slice(from + 1, end);
    }
    return null;
  }

  #word(): QueryFault | null {
    const at = this.#at;
    const field = filterForm.exec(this.#text.slice(at))?.[1];
    if (field !== undefined) return this.#filter(field);
    const text = /^[^\s()"«»“”„]+/u.exec(this.#text.slice(at))?.[0] ?? this.#text.slice(at, at + 1);
    this.#at += text.length;
    this.tokens.push({ kind: entryOf(operators, text) ?? 'word', at, text });
    return null;
  }

  #filter(name: string): QueryFault | null {
    const at = this.#at;
    const field = entryOf(aliases, name) ?? queryFields.find((known) => known === name);
    if (field === undefined) return { fault: 'unknownFilter', at, text: `${name}:` };
    const from = at + name.length + 1;
    const sign = this.#text[from] ?? '';
    const quoted = closing[sign] === undefined ? undefined : this.#quoted(from, sign);
    if (quoted === null) return { fault: 'unclosedQuote', at: from, text: this.#text.slice(from) };
    const value = quoted ?? /^[^\s()]*/u.exec(this.#text.slice(from))?.[0] ?? '';
    if (quoted === undefined) this.#at = from + value.length;
    const values = value
      .toLowerCase()
      .split(',')
      .filter((each) => each !== '');
    if (values.length === 0) return { fault: 'badValue', at, text: this.#text.slice(at, this.#at) };
    this.tokens.push({ kind: 'filter', at, text: this.#text.slice(at, this.#at), field, values });
    return null;
  }
}

/** The pieces of a query in order, or what is wrong with them. */
export function tokensOf(text: string): Token[] | QueryFault {
  const tokenizer = new Tokenizer(text);
  return tokenizer.read() ?? tokenizer.tokens;
}
