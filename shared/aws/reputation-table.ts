import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

import { type Reputation, reputationDays } from '../domain/subscriber/suppression-breaker.ts';
import { dynamo } from './clients.ts';
import { breakerKey, countedKey, reputationKey } from './keys.ts';
import { batchGet } from './rows.ts';
import { addDays } from '../domain/text/time.ts';

const notThere = 'attribute_not_exists(pk)';
const keptDays = 90;

export interface Breaker {
  at: string;
  reason: string;
}

/** Counters of what became of our mails, and the breaker. In the Subscribers table; no row names a person. */
export interface ReputationTable {
  /** Counts an event of a mail once. @returns false when it was counted before */
  countEvent(event: { kind: keyof Reputation; messageId: string; at: string }): Promise<boolean>;
  /** Sums of the last days. */
  readReputation(now: Date): Promise<Reputation>;
  readBreaker(): Promise<Breaker | null>;
  /** @returns false when it was open already */
  openBreaker(breaker: Breaker): Promise<boolean>;
  closeBreaker(): Promise<void>;
}

const dayOf = (instant: string): string => instant.slice(0, 10);
const expiry = (instant: string): number => Math.floor(Date.parse(instant) / 1000) + keptDays * 86_400;

async function putNew(table: string, item: Record<string, unknown>): Promise<boolean> {
  try {
    await dynamo().send(new PutCommand({ TableName: table, Item: item, ConditionExpression: notThere }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

export function reputationTable(table: string): ReputationTable {
  return {
    countEvent: async ({ kind, messageId, at }) => {
      if (!(await putNew(table, { ...countedKey(messageId, kind), expiresAt: expiry(at) }))) return false;
      await dynamo().send(
        new UpdateCommand({
          TableName: table,
          Key: reputationKey(dayOf(at)),
          UpdateExpression: 'SET expiresAt = :expires ADD #kind :one',
          ExpressionAttributeNames: { '#kind': kind },
          ExpressionAttributeValues: { ':one': 1, ':expires': expiry(at) },
        }),
      );
      return true;
    },
    readReputation: async (now) => {
      const today = dayOf(now.toISOString());
      const rows = await batchGet(
        table,
        Array.from({ length: reputationDays }, (_, back) => reputationKey(addDays(today, -back))),
      );
      const sum = (kind: keyof Reputation): number =>
        rows.reduce((total, row) => total + Number(row[kind] ?? 0), 0);
      return { sends: sum('sends'), bounces: sum('bounces'), complaints: sum('complaints') };
    },
    readBreaker: async () => {
      const { Item } = await dynamo().send(
        new GetCommand({ TableName: table, Key: breakerKey(), ConsistentRead: true }),
      );
      return Item === undefined ? null : { at: String(Item.at), reason: String(Item.reason) };
    },
    openBreaker: (breaker) => putNew(table, { ...breakerKey(), ...breaker }),
    closeBreaker: async () => {
      await dynamo().send(new DeleteCommand({ TableName: table, Key: breakerKey() }));
    },
  };
}
