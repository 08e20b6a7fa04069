export type Row = Record<string, unknown>;

/** What an expression's placeholders stand for. */
export interface Terms {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Row;
}

type Read = (row: Row, terms: Terms) => unknown;
type Holds = (row: Row, terms: Terms) => boolean;
type Change = (row: Row, terms: Terms) => void;

const token = /\s*(<=|>=|<>|[=<>(),.+-]|[#:]?\w+)/y;

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  for (let found = token.exec(expression); found !== null; found = token.exec(expression))
    tokens.push(found[1] ?? '');
  if (tokens.join('') !== expression.replace(/\s/g, ''))
    throw new Error(`the memory cloud cannot read the expression «${expression}»`);
  return tokens;
}

/** Order of two values as DynamoDB has it of keys and numbers; null where they are of different types. */
function order(one: unknown, other: unknown): number | null {
  const isOrdered = typeof one === 'string' || typeof one === 'number';
  if (!isOrdered || typeof one !== typeof other) return null;
  return one < (other as typeof one) ? -1 : one > (other as typeof one) ? 1 : 0;
}

const same = (one: unknown, other: unknown): boolean =>
  one === other ||
  (typeof one === 'object' &&
    typeof other === 'object' &&
    one !== null &&
    other !== null &&
    JSON.stringify(one) === JSON.stringify(other));

const comparisons: Record<string, (one: unknown, other: unknown) => boolean> = {
  '=': same,
  '<>': (one, other) => !same(one, other),
  '<': (one, other) => order(one, other) === -1,
  '>': (one, other) => order(one, other) === 1,
  '<=': (one, other) => (order(one, other) ?? 1) <= 0,
  '>=': (one, other) => (order(one, other) ?? -1) >= 0,
};

/** Reads the expressions that the stores of this project write. Any other is an error, not a guess. */
class Parser {
  private readonly tokens: string[];
  private at = 0;

  private readonly expression: string;

  constructor(expression: string) {
    this.expression = expression;
    this.tokens = tokensOf(expression);
  }

  condition(): Holds {
    const holds = this.either();
    this.end();
    return holds;
  }

  update(): Change {
    const changes: Change[] = [];
    while (this.at < this.tokens.length) {
      const [verb, part] = [this.next(), this.at];
      const one = { SET: () => this.set(), REMOVE: () => this.remove(), ADD: () => this.add() }[verb];
      if (one === undefined) throw this.odd(part - 1);
      do changes.push(one());
      while (this.takes(','));
    }
    return (row, terms) => {
      for (const change of changes) change(row, terms);
    };
  }

  private either(): Holds {
    const parts = [this.all()];
    while (this.takes('OR')) parts.push(this.all());
    return (row, terms) => parts.some((holds) => holds(row, terms));
  }

  private all(): Holds {
    const parts = [this.one()];
    while (this.takes('AND')) parts.push(this.one());
    return (row, terms) => parts.every((holds) => holds(row, terms));
  }

  private one(): Holds {
    if (this.takes('(')) {
      const holds = this.either();
      this.expect(')');
      return holds;
    }
    if (this.tokens[this.at + 1] === '(') return this.call();
    const left = this.operand();
    if (this.takes('BETWEEN')) {
      const from = this.operand();
      this.expect('AND');
      const to = this.operand();
      return (row, terms) => {
        const value = left(row, terms);
        return (order(value, from(row, terms)) ?? -1) >= 0 && (order(value, to(row, terms)) ?? 1) <= 0;
      };
    }
    if (this.takes('IN')) {
      this.expect('(');
      const among = [this.operand()];
      while (this.takes(',')) among.push(this.operand());
      this.expect(')');
      return (row, terms) => among.some((each) => same(each(row, terms), left(row, terms)));
    }
    const compare = comparisons[this.next()];
    if (compare === undefined) throw this.odd(this.at - 1);
    const right = this.operand();
    return (row, terms) => compare(left(row, terms), right(row, terms));
  }

  private call(): Holds {
    const name = this.next();
    this.expect('(');
    const value = this.operand();
    if (name === 'begins_with') {
      this.expect(',');
      const beginning = this.operand();
      this.expect(')');
      return (row, terms) => {
        const [whole, start] = [value(row, terms), beginning(row, terms)];
        return typeof whole === 'string' && typeof start === 'string' && whole.startsWith(start);
      };
    }
    this.expect(')');
    if (name === 'attribute_exists') return (row, terms) => value(row, terms) !== undefined;
    if (name === 'attribute_not_exists') return (row, terms) => value(row, terms) === undefined;
    throw this.odd(this.at - 1);
  }

  private set(): Change {
    const path = this.path();
    this.expect('=');
    const value = this.operand();
    return (row, terms) => {
      const { within, name } = placeOf(row, path, terms);
      within[name] = value(row, terms);
    };
  }

  private remove(): Change {
    const path = this.path();
    return (row, terms) => {
      const { within, name } = placeOf(row, path, terms);
      delete within[name];
    };
  }

  private add(): Change {
    const path = this.path();
    const value = this.operand();
    return (row, terms) => {
      const { within, name } = placeOf(row, path, terms);
      within[name] = Number(within[name] ?? 0) + Number(value(row, terms));
    };
  }

  private operand(): Read {
    if (this.tokens[this.at]?.startsWith(':') === true) {
      const name = this.next();
      return (_row, { ExpressionAttributeValues }) => ExpressionAttributeValues?.[name];
    }
    const path = this.path();
    return (row, terms) =>
      path.reduce<unknown>((value, part) => (value as Row | undefined)?.[nameOf(part, terms)], row);
  }

  private path(): string[] {
    const parts = [this.next()];
    while (this.takes('.')) parts.push(this.next());
    return parts;
  }

  private next(): string {
    const each = this.tokens[this.at];
    if (each === undefined) throw this.odd(this.at);
    this.at++;
    return each;
  }

  private takes(wanted: string): boolean {
    if (this.tokens[this.at] !== wanted) return false;
    this.at++;
    return true;
  }

  private expect(wanted: string): void {
    if (!this.takes(wanted)) throw this.odd(this.at);
  }

  private end(): void {
    if (this.at < this.tokens.length) throw this.odd(this.at);
  }

  private odd(at: number): Error {
    return new Error(
      `the memory cloud does not know «${this.tokens[at] ?? 'the end'}» in «${this.expression}»`,
    );
  }
}

const nameOf = (part: string, { ExpressionAttributeNames }: Terms): string =>
  part.startsWith('#') ? (ExpressionAttributeNames?.[part] ?? part) : part;

/** Where in a row a path leads. @throws where it leads through what is not there, as DynamoDB does */
function placeOf(row: Row, path: readonly string[], terms: Terms): { within: Row; name: string } {
  const names = path.map((part) => nameOf(part, terms));
  let within = row;
  for (const name of names.slice(0, -1)) {
    const next = within[name];
    if (typeof next !== 'object' || next === null)
      throw Object.assign(new Error('The document path is not there'), { name: 'ValidationException' });
    within = next as Row;
  }
  return { within, name: names.at(-1) ?? '' };
}

const kept =
  <T>(make: (expression: string) => T) =>
  (expression: string): T => {
    const known = made.get(make)?.get(expression);
    if (known !== undefined) return known as T;
    const fresh = make(expression);
    made.set(make, (made.get(make) ?? new Map<string, unknown>()).set(expression, fresh));
    return fresh;
  };
const made = new Map<unknown, Map<string, unknown>>();

/** A condition, filter or key condition. */
export const conditionOf = kept((expression) => new Parser(expression).condition());
/** What an update does to a row. */
export const updateOf = kept((expression) => new Parser(expression).update());
/** The attributes a projection names. */
export const projectionOf = (expression: string, terms: Terms): string[] =>
  expression.split(',').map((name) => nameOf(name.trim(), terms));
