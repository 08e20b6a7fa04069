import type { Row } from './expressions.ts';
import { KeysInOrder } from './keys-in-order.ts';

export interface Stored {
  row: Row;
  /** Bytes, about as DynamoDB counts them. */
  size: number;
}

/** Rows of one partition key, in order of their sort key. */
export class Partition {
  private readonly rows = new Map<string, Stored>();
  private readonly order = new KeysInOrder();

  put(place: string, stored: Stored): void {
    if (!this.rows.has(place)) this.order.add(place);
    this.rows.set(place, stored);
  }

  delete(place: string): void {
    if (this.rows.delete(place)) this.order.delete(place);
  }

  places(): readonly string[] {
    return this.order.keys;
  }

  at(place: string): Stored | undefined {
    return this.rows.get(place);
  }
}

/** The partition of a key; made where it is new. */
export function partitionOf(partitions: Map<string, Partition>, key: string): Partition {
  const known = partitions.get(key);
  if (known !== undefined) return known;
  const fresh = new Partition();
  partitions.set(key, fresh);
  return fresh;
}
