import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { TableDefinition } from '../../../shared/aws/tables.ts';
import { type Partition, partitionOf, type Stored } from './partition.ts';
import { conditionOf, projectionOf, type Row, type Terms, updateOf } from './expressions.ts';

/** DynamoDB's limits: of a page, a row, and the units it counts in. */
const pageBytes = 1_048_576;
const rowBytes = 409_600;
const writeBytes = 1_024;
const readBytes = 4_096;

export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / readBytes)) * (consistent ? 1 : 0.5);
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / writeBytes));

/** A copy as the document client makes it, what is undefined left out, and its size. */
function copied(value: unknown, counted: { bytes: number }): unknown {
  if (typeof value === 'string') counted.bytes += Buffer.byteLength(value);
  else if (value instanceof Uint8Array) counted.bytes += value.length;
  else if (typeof value !== 'object' || value === null) counted.bytes += 8;
  else if (Array.isArray(value)) return value.map((each) => copied(each, counted));
  else {
    const copy: Row = {};
    for (const name in value) {
      const each = (value as Row)[name];
      if (each === undefined) continue;
      counted.bytes += name.length + 3;
      copy[name] = copied(each, counted);
    }
    return copy;
  }
  return value;
}

/** Keys are strings. */
const text = (key: unknown): string => (typeof key === 'string' ? key : '');

const copyOf = (row: Row): Row => copied(row, { bytes: 0 }) as Row;

type Index = TableDefinition['indexes'][number];

export interface Page {
  rows: Row[];
  bytes: number;
  last: Row | undefined;
}

/** A table in memory, with the indexes of its definition. Rows never expire by themselves. */
export class MemoryTable {
  bytes = 0;
  private readonly partitions = new Map<string, Partition>();
  private readonly indexes: { index: Index; partitions: Map<string, Partition> }[];
  /** In the order of a scan. */
  private readonly all = new Map<string, Stored>();

  private readonly definition: TableDefinition;

  constructor(definition: TableDefinition) {
    this.definition = definition;
    this.indexes = definition.indexes.map((index) => ({ index, partitions: new Map<string, Partition>() }));
  }

  get size(): number {
    return this.all.size;
  }

  get(key: Row): Stored | undefined {
    return this.all.get(this.placeOf(key));
  }

  /** @returns the row's bytes before and after @throws ConditionalCheckFailedException */
  put(row: Row, condition: string | undefined, terms: Terms): { before: number; after: number } {
    const before = this.get(row);
    this.check(before?.row ?? {}, condition, terms);
    return { before: before?.size ?? 0, after: this.store(row) };
  }

  /** @throws ConditionalCheckFailedException */
  update(
    key: Row,
    change: string,
    condition: string | undefined,
    terms: Terms,
  ): { before: number; after: number } {
    const before = this.get(key);
    this.check(before?.row ?? {}, condition, terms);
    const row = copyOf(before?.row ?? key);
    updateOf(change)(row, terms);
    return { before: before?.size ?? 0, after: this.store(row) };
  }

  /** @throws ConditionalCheckFailedException */
  delete(key: Row, condition: string | undefined, terms: Terms): { before: number; after: number } {
    const before = this.get(key);
    this.check(before?.row ?? {}, condition, terms);
    if (before !== undefined) this.forget(before);
    return { before: before?.size ?? 0, after: 0 };
  }

  query(asked: {
    index?: string | undefined;
    condition: string;
    terms: Terms;
    after?: Row | undefined;
    backwards?: boolean | undefined;
    limit?: number | undefined;
  }): Page {
    const { index, partition, hash } = this.partitionFor(asked);
    const places =
      asked.backwards === true ? (partition?.places() ?? []).toReversed() : (partition?.places() ?? []);
    const from = asked.after === undefined ? 0 : places.indexOf(this.placeIn(asked.after, index)) + 1;
    const fits = conditionOf(asked.condition);
    const page: Page = { rows: [], bytes: 0, last: undefined };
    for (let at = from; at < places.length; at++) {
      const stored = partition?.at(places[at] ?? '');
      if (stored === undefined || !fits(stored.row, asked.terms)) continue;
      const row = index === undefined ? copyOf(stored.row) : this.projected(stored.row, index);
      page.rows.push(row);
      page.bytes += index === undefined ? stored.size : sizeOf(row);
      if (page.bytes >= pageBytes || page.rows.length === asked.limit) {
        page.last = this.keyOf(stored.row, [hash, index?.sortKey]);
        break;
      }
    }
    return page;
  }

  scan(after: Row | undefined, limit = Infinity): Page {
    const page: Page = { rows: [], bytes: 0, last: undefined };
    const place = after && this.placeOf(after);
    let isBehind = after === undefined;
    for (const [each, { row, size }] of this.all) {
      if (isBehind) {
        page.rows.push(copyOf(row));
        page.bytes += size;
        if (page.bytes >= pageBytes || page.rows.length >= limit) {
          page.last = this.keyOf(row, []);
          break;
        }
      }
      isBehind ||= each === place;
    }
    return page;
  }

  private check(row: Row, condition: string | undefined, terms: Terms): void {
    if (condition === undefined || conditionOf(condition)(row, terms)) return;
    throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
  }

  private store(given: Row): number {
    const counted = { bytes: 0 };
    const row = copied(given, counted) as Row;
    if (counted.bytes > rowBytes)
      throw new Error(`a row of ${this.definition.name} has ${counted.bytes} bytes: ${this.placeOf(row)}`);
    const before = this.get(row);
    if (before !== undefined) this.forget(before, true);
    const stored = { row, size: counted.bytes };
    this.bytes += stored.size;
    this.all.set(this.placeOf(row), stored);
    partitionOf(this.partitions, text(row[this.definition.partitionKey])).put(this.placeIn(row), stored);
    for (const { index, partitions } of this.indexes)
      if (row[index.partitionKey] !== undefined && row[index.sortKey] !== undefined)
        partitionOf(partitions, text(row[index.partitionKey])).put(this.placeIn(row, index), stored);
    return stored.size;
  }

  /** @param again it is put again at once: its place among all stays */
  private forget(stored: Stored, again = false): void {
    const { row, size } = stored;
    this.bytes -= size;
    if (!again) {
      this.all.delete(this.placeOf(row));
      this.partitions.get(text(row[this.definition.partitionKey]))?.delete(this.placeIn(row));
    }
    for (const { index, partitions } of this.indexes)
      partitions.get(text(row[index.partitionKey]))?.delete(this.placeIn(row, index));
  }

  private partitionFor({
    index: name,
    condition,
    terms,
  }: {
    index?: string | undefined;
    condition: string;
    terms: Terms;
  }) {
    const found = this.indexes.find(({ index }) => index.name === name);
    if (name !== undefined && found === undefined) throw new Error(`there is no index ${name}`);
    const hash = found?.index.partitionKey ?? this.definition.partitionKey;
    const [, own, value = ''] = /(?:^|AND )(#?\w+) = (:\w+)/.exec(condition) ?? [];
    const isHash = own === hash || terms.ExpressionAttributeNames?.[own ?? ''] === hash;
    if (!isHash) throw new Error(`«${condition}» does not begin with ${hash}`);
    const partition = (found?.partitions ?? this.partitions).get(
      String(terms.ExpressionAttributeValues?.[value]),
    );
    return { index: found?.index, partition, hash };
  }

  private projected(row: Row, { projection, partitionKey, sortKey }: Index): Row {
    if (projection === 'ALL') return copyOf(row);
    const names = typeof projection === 'string' ? [] : projection;
    return copyOf(this.keyOf(row, [partitionKey, sortKey, ...names]));
  }

  private keyOf(row: Row, more: readonly (string | undefined)[]): Row {
    const { partitionKey, sortKey } = this.definition;
    const names = [partitionKey, sortKey, ...more].filter((name) => name !== undefined);
    return Object.fromEntries(
      names.filter((name) => row[name] !== undefined).map((name) => [name, row[name]]),
    );
  }

  private placeOf(row: Row): string {
    const { partitionKey, sortKey } = this.definition;
    return sortKey === undefined
      ? text(row[partitionKey])
      : `${text(row[partitionKey])}\0${text(row[sortKey])}`;
  }

  /** Where a row stands in its partition. */
  private placeIn(row: Row, index?: Index): string {
    return index === undefined
      ? text(row[this.definition.sortKey ?? ''])
      : `${text(row[index.sortKey])}\0${this.placeOf(row)}`;
  }
}

const sizeOf = (row: Row): number => {
  const counted = { bytes: 0 };
  copied(row, counted);
  return counted.bytes;
};

/** A stored row as it is handed out. */
export function answered({ row }: Stored, projection: string | undefined, terms: Terms): Row {
  if (projection === undefined) return copyOf(row);
  const names = projectionOf(projection, terms).filter((name) => row[name] !== undefined);
  return copyOf(Object.fromEntries(names.map((name) => [name, row[name]])));
}
