import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  type EditionOutcome,
  type EditionRow,
  editionRowSchema,
  type MoveEdition,
} from '../domain/digest/edition.ts';
import {
  type ChangeSubscriber,
  expiryOf,
  type Subscriber,
  subscriberSchema,
} from '../domain/subscriber/subscriber.ts';
import { dynamo } from './clients.ts';
import { dueKey, editionKey, editionPrefix, subscriberKey } from './keys.ts';
import { conditionHolds, queryAll, type Row } from './rows.ts';
import { type MailLimits, mailLimits } from './mail-limits.ts';

const notThere = 'attribute_not_exists(pk)';
const asRead = 'revision = :read';
const stillIn = '#state IN (:from0, :from1)';
const stillClaimedByUs = '#state = :claimed AND claim = :claim';

/** Tries of a read-change-write before another writer is called a storm. */
const conflictTries = 8;
/** Edition rows are feedback data: kept 90 days. */
const editionDays = 90;
const epoch = (instant: string, days: number): number =>
  Math.floor(Date.parse(instant) / 1000) + days * 86_400;

/** The place in the sparse index: a confirmed reader by the next edition, all others only by a mail that waits. */
function duePlace(subscriber: Subscriber): Row {
  if (subscriber.state === 'confirmed' && subscriber.dueAt !== undefined)
    return { duePk: dueKey(subscriber.preferences?.frequency === 'breaking' ? 'breaking' : 'regular') };
  const waits = [
    subscriber.letter?.state === 'due' ? subscriber.letter.retryAt : undefined,
    subscriber.recovery?.dueAt,
  ].filter((at) => at !== undefined);
  const [first] = waits.sort();
  return first === undefined ? {} : { duePk: dueKey('letters'), dueAt: first };
}

function toRow(subscriber: Subscriber): Row {
  const expiry = expiryOf(subscriber);
  return {
    ...subscriberKey(subscriber.id),
    ...subscriber,
    ...duePlace(subscriber),
    ...(expiry !== null && { expiresAt: Math.floor(expiry.getTime() / 1000) }),
  };
}

export function subscriberOf(row: Row): Subscriber {
  const { pk: _pk, sk: _sk, duePk, dueAt, expiresAt: _expiresAt, ...rest } = row;
  return subscriberSchema.parse({
    ...rest,
    ...(dueAt !== undefined && duePk !== dueKey('letters') && { dueAt }),
  });
}

function editionOf(row: Row): EditionRow {
  const { pk: _pk, sk: _sk, expiresAt: _expiresAt, ...rest } = row;
  return editionRowSchema.parse(rest);
}

/** The Subscribers table: people, their editions, counters. The stages' ports name what each of them needs of it. */
export interface SubscribersTable extends MailLimits {
  /** Reads what was last written (strongly consistent). */
  readSubscriber(id: string): Promise<Subscriber | null>;
  changeSubscriber: ChangeSubscriber;
  /** Ids of all confirmed subscribers due at or before the instant, or of those whose letter waits since then; the longest waiting first. */
  due(rhythm: 'regular' | 'breaking' | 'letters', at: string): Promise<string[]>;
  /** Editions from a local date on, oldest first. */
  readEditions(subscriberId: string, fromDate: string): Promise<EditionRow[]>;
  readEdition(subscriberId: string, editionId: string): Promise<EditionRow | null>;
  /** @returns false when the edition is there already: the first content stays */
  putEdition(row: EditionRow): Promise<boolean>;
  /** planned → claimed by us. @returns false when another has it */
  claimEdition(row: EditionRow, claim: string, at: string): Promise<boolean>;
  /** claimed by us → sent, refused, lost, skipped, or planned again after a refusal that certainly sent nothing */
  settleClaim(row: EditionRow, claim: string, outcome: EditionOutcome): Promise<boolean>;
  moveEdition: MoveEdition;
  eraseEditions(subscriberId: string): Promise<void>;
}

export function subscribersTable(table: string): SubscribersTable {
  return { ...subscriberMethods(table), ...editionMethods(table), ...mailLimits(table) };
}

function subscriberMethods(
  table: string,
): Pick<SubscribersTable, 'readSubscriber' | 'changeSubscriber' | 'due'> {
  const readSubscriber: SubscribersTable['readSubscriber'] = async (id) => {
    const { Item } = await dynamo().send(
      new GetCommand({ TableName: table, Key: subscriberKey(id), ConsistentRead: true }),
    );
    return Item === undefined ? null : subscriberOf(Item);
  };
  const write = (next: Subscriber, current: Subscriber | null) =>
    conditionHolds(() =>
      dynamo().send(
        new PutCommand({
          TableName: table,
          Item: toRow({ ...next, revision: (current?.revision ?? 0) + 1 }),
          ...(current === null
            ? { ConditionExpression: notThere }
            : { ConditionExpression: asRead, ExpressionAttributeValues: { ':read': current.revision } }),
        }),
      ),
    );
  return {
    readSubscriber,
    changeSubscriber: async (id, change) => {
      for (let tries = 0; tries < conflictTries; tries++) {
        const current = await readSubscriber(id);
        const next = change(current);
        if (next === null || next === current) return next;
        if (await write(next, current)) return { ...next, revision: (current?.revision ?? 0) + 1 };
      }
      throw new Error(`subscriber ${id} was written by others ${conflictTries} times in a row`);
    },
    due: async (rhythm, at) => {
      const rows = await queryAll({
        TableName: table,
        IndexName: 'byDue',
        KeyConditionExpression: 'duePk = :due AND dueAt <= :at',
        ExpressionAttributeValues: { ':due': dueKey(rhythm), ':at': at },
      });
      return rows.map((row) => String(row.pk).slice('SUBSCRIBER#'.length));
    },
  };
}

type EditionMethods =
  | 'readEditions'
  | 'readEdition'
  | 'putEdition'
  | 'claimEdition'
  | 'settleClaim'
  | 'moveEdition'
  | 'eraseEditions';

function editionMethods(table: string): Pick<SubscribersTable, EditionMethods> {
  const queryEditions = (subscriberId: string, from: string) =>
    queryAll({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': subscriberKey(subscriberId).pk,
        ':from': `${editionPrefix}${from}`,
        ':to': `${editionPrefix}~`,
      },
    });
  const update = (
    row: Pick<EditionRow, 'subscriberId' | 'editionId'>,
    { set, when, values }: { set: string; when: string; values: Row },
  ) =>
    conditionHolds(() =>
      dynamo().send(
        new UpdateCommand({
          TableName: table,
          Key: editionKey(row.subscriberId, row.editionId),
          UpdateExpression: set,
          ConditionExpression: when,
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: values,
        }),
      ),
    );
  const settle = (outcome: EditionOutcome) =>
    `SET #state = :state, settledAt = :at${outcome.messageId === undefined ? '' : ', messageId = :message'}`;
  const settleValues = ({ state, at, messageId }: EditionOutcome): Row => ({
    ':state': state,
    ':at': at,
    ...(messageId !== undefined && { ':message': messageId }),
  });
  return {
    readEditions: async (subscriberId, fromDate) =>
      (await queryEditions(subscriberId, fromDate)).map(editionOf),
    readEdition: async (subscriberId, editionId) => {
      const { Item } = await dynamo().send(
        new GetCommand({ TableName: table, Key: editionKey(subscriberId, editionId), ConsistentRead: true }),
      );
      return Item === undefined ? null : editionOf(Item);
    },
    putEdition: (row) =>
      conditionHolds(() =>
        dynamo().send(
          new PutCommand({
            TableName: table,
            Item: {
              ...editionKey(row.subscriberId, row.editionId),
              ...row,
              expiresAt: epoch(row.plannedAt, editionDays),
            },
            ConditionExpression: notThere,
          }),
        ),
      ),
    claimEdition: (row, claim, at) =>
      update(row, {
        set: 'SET #state = :claimed, claim = :claim, claimedAt = :at',
        when: '#state = :planned',
        values: { ':planned': 'planned', ':claimed': 'claimed', ':claim': claim, ':at': at },
      }),
    settleClaim: (row, claim, outcome) =>
      update(row, {
        set: settle(outcome),
        when: stillClaimedByUs,
        values: { ...settleValues(outcome), ':claimed': 'claimed', ':claim': claim },
      }),
    moveEdition: (row, [from0, from1], outcome) =>
      update(row, {
        set: settle(outcome),
        when: stillIn,
        values: { ...settleValues(outcome), ':from0': from0, ':from1': from1 },
      }),
    eraseEditions: async (subscriberId) => {
      for (const { pk, sk } of await queryEditions(subscriberId, ''))
        await dynamo().send(new DeleteCommand({ TableName: table, Key: { pk, sk } }));
    },
  };
}
