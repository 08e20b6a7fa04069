import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

import {
  type Breaker,
  type CountedEvent,
  gateHours,
  type MailCounts,
  type MailStream,
  type Reputation,
  reputationDays,
  type SignUpGate,
} from '../domain/subscriber/suppression-breaker.ts';
import { dynamo } from './clients.ts';
import { breakerKey, countedKey, reputationKey, signUpGateKey } from './keys.ts';
import { conditionHolds } from './conditional.ts';
import { batchGet } from './rows.ts';
import { addDays, dayOf, hourMs } from '../domain/text/time.ts';

const notThere = 'attribute_not_exists(pk)';
const keptDays = 90;

/** Counters of what became of our mails, and the breaker. In the Subscribers table; no row names a person. */
export interface ReputationTable {
  /** Counts an event of a mail once. @returns false when it was counted before */
  countEvent(event: CountedEvent): Promise<boolean>;
  /** Sums of the last days. */
  readReputation(now: Date): Promise<Reputation>;
  readBreaker(): Promise<Breaker | null>;
  /** @returns false when it was open already */
  openBreaker(breaker: Breaker): Promise<boolean>;
  closeBreaker(): Promise<void>;
  /** How sign-ups are tightened now; null when they are not. */
  readGate(now: Date): Promise<SignUpGate | null>;
  /** Tightens sign-ups for a day from now. */
  setGate(gate: SignUpGate, now: Date): Promise<void>;
  openGate(): Promise<void>;
}

const counter: Record<MailStream, Record<keyof MailCounts, string>> = {
  editions: { sends: 'sends', bounces: 'bounces', complaints: 'complaints' },
  letters: { sends: 'letterSends', bounces: 'letterBounces', complaints: 'letterComplaints' },
};
const expiry = (instant: string): number => Math.floor(Date.parse(instant) / 1000) + keptDays * 86_400;

function putNew(table: string, item: Record<string, unknown>): Promise<boolean> {
  const put = new PutCommand({ TableName: table, Item: item, ConditionExpression: notThere });
  return conditionHolds(() => dynamo().send(put));
}

export function reputationTable(table: string): ReputationTable {
  return {
    countEvent: async ({ stream, kind, messageId, at }) => {
      if (!(await putNew(table, { ...countedKey(messageId, kind), expiresAt: expiry(at) }))) return false;
      await dynamo().send(
        new UpdateCommand({
          TableName: table,
          Key: reputationKey(dayOf(at)),
          UpdateExpression: 'SET expiresAt = :expires ADD #kind :one',
          ExpressionAttributeNames: { '#kind': counter[stream][kind] },
          ExpressionAttributeValues: { ':one': 1, ':expires': expiry(at) },
        }),
      );
      return true;
    },
    readReputation: (now) => readReputation(table, now),
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
    ...gateMethods(table),
  };
}

async function readReputation(table: string, now: Date): Promise<Reputation> {
  const today = dayOf(now.toISOString());
  const rows = await batchGet(
    table,
    Array.from({ length: reputationDays }, (_, back) => reputationKey(addDays(today, -back))),
  );
  return sumsOf(rows);
}

/** Counts of one UTC day, yyyy-mm-dd. */
export const mailsOfDay = async (table: string, day: string): Promise<Reputation> =>
  sumsOf(await batchGet(table, [reputationKey(day)]));

function sumsOf(rows: readonly Record<string, unknown>[]): Reputation {
  const sum = (name: string): number => rows.reduce((total, row) => total + Number(row[name] ?? 0), 0);
  const counts = (stream: MailStream): MailCounts => ({
    sends: sum(counter[stream].sends),
    bounces: sum(counter[stream].bounces),
    complaints: sum(counter[stream].complaints),
  });
  return { editions: counts('editions'), letters: counts('letters') };
}

function gateMethods(table: string): Pick<ReputationTable, 'readGate' | 'setGate' | 'openGate'> {
  return {
    readGate: async (now) => {
      const { Item } = await dynamo().send(new GetCommand({ TableName: table, Key: signUpGateKey() }));
      if (Item === undefined || Number(Item.expiresAt) * 1000 <= now.getTime()) return null;
      return { level: Item.level === 'closed' ? 'closed' : 'challenge', reason: String(Item.reason) };
    },
    setGate: async (gate, now) => {
      const expiresAt = Math.floor((now.getTime() + gateHours * hourMs) / 1000);
      await dynamo().send(
        new PutCommand({
          TableName: table,
          Item: { ...signUpGateKey(), ...gate, at: now.toISOString(), expiresAt },
        }),
      );
    },
    openGate: async () => {
      await dynamo().send(new DeleteCommand({ TableName: table, Key: signUpGateKey() }));
    },
  };
}
