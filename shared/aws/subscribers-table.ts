import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Alerting, alertKeysSchema, alertsIn, followKey } from '../domain/subscriber/follow.ts';
import { duePlaceOf, type Rhythm } from '../domain/subscriber/due-place.ts';
import {
  type ChangeSubscriber,
  expiryOf,
  type Subscriber,
  subscriberSchema,
} from '../domain/subscriber/subscriber.ts';
import { dynamo } from './clients.ts';
import { type EditionMethods, editionMethods } from './edition-rows.ts';
import { alertsKey, dueKey, subscriberKey } from './keys.ts';
import { knownFormat, withLaterAttributes } from './row-format.ts';
import { conditionHolds } from './conditional.ts';
import { batchGet, queryAll, type Row } from './rows.ts';
import { type MailLimits, mailLimits } from './mail-limits.ts';

const notThere = 'attribute_not_exists(pk)';
const asRead = 'revision = :read';

/** Tries of a read-change-write before another writer is called a storm. */
const conflictTries = 8;

/** The place in the sparse index, whose sort key is the attribute `dueAt`: while a letter waits first, the edition's moment stands beside it. */
function duePlace(subscriber: Subscriber): Row {
  const place = duePlaceOf(subscriber);
  if (place === null) return {};
  const { dueAt: editionAt } = subscriber;
  return {
    duePk: dueKey(place.rhythm),
    dueAt: place.at,
    ...(place.rhythm === 'letters' && editionAt !== undefined && { editionAt }),
  };
}

/** The place in the sparse index of those who want alerts. */
function alertPlace({ state, preferences }: Subscriber): Row {
  const alerts = state === 'confirmed' ? alertsIn(preferences?.follows) : [];
  return alerts.length === 0 ? {} : { alertPk: alertsKey, alerts: alerts.map(followKey) };
}

function toRow(subscriber: Subscriber): Row {
  const expiry = expiryOf(subscriber);
  return {
    ...subscriberKey(subscriber.id),
    ...subscriber,
    ...duePlace(subscriber),
    ...alertPlace(subscriber),
    ...(expiry !== null && { expiresAt: Math.floor(expiry.getTime() / 1000) }),
  };
}

export function subscriberOf(row: Row): Subscriber {
  const { pk: _pk, sk: _sk, alertPk: _alertPk, alerts: _alerts, ...own } = knownFormat(row);
  const { duePk, dueAt, editionAt, expiresAt: _expiresAt, ...rest } = own;
  const edition = duePk === dueKey('letters') ? editionAt : dueAt;
  return withLaterAttributes(subscriberSchema, {
    ...rest,
    ...(edition !== undefined && { dueAt: edition }),
  });
}

/** The Subscribers table: people, their editions, counters. The stages' ports name what each of them needs of it. */
export interface SubscribersTable extends MailLimits, EditionMethods {
  /** Reads what was last written (strongly consistent). */
  readSubscriber(id: string): Promise<Subscriber | null>;
  /** The same of many, a hundred a call. @returns looks one up; throws where that one's row cannot be read */
  readSubscribers(ids: readonly string[]): Promise<(id: string) => Subscriber | null>;
  changeSubscriber: ChangeSubscriber;
  /** Ids of all confirmed subscribers due at or before the instant, or of those whose letter waits since then; the longest waiting first. */
  due(rhythm: Rhythm, at: string): Promise<string[]>;
  /** Confirmed subscribers who want alerts, with the keys of what they follow so. */
  alerting(): Promise<Alerting[]>;
}

export function subscribersTable(table: string): SubscribersTable {
  return {
    ...subscriberMethods(table),
    ...indexMethods(table),
    ...editionMethods(table),
    ...mailLimits(table),
  };
}

/** @returns false when another wrote meanwhile */
const write = (table: string, next: Subscriber, current: Subscriber | null): Promise<boolean> =>
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

const idOf = (row: Row): string => String(row.pk).slice('SUBSCRIBER#'.length);

function indexMethods(table: string): Pick<SubscribersTable, 'due' | 'alerting'> {
  return {
    due: async (rhythm, at) => {
      const rows = await queryAll({
        TableName: table,
        IndexName: 'byDue',
        KeyConditionExpression: 'duePk = :due AND dueAt <= :at',
        ExpressionAttributeValues: { ':due': dueKey(rhythm), ':at': at },
      });
      return rows.map(idOf);
    },
    alerting: async () => {
      const rows = await queryAll({
        TableName: table,
        IndexName: 'byAlert',
        KeyConditionExpression: 'alertPk = :alerts',
        ExpressionAttributeValues: { ':alerts': alertsKey },
      });
      return rows.map((row) => ({ id: idOf(row), alerts: alertKeysSchema.parse(row.alerts) }));
    },
  };
}

function subscriberMethods(
  table: string,
): Pick<SubscribersTable, 'readSubscriber' | 'readSubscribers' | 'changeSubscriber'> {
  const readSubscriber: SubscribersTable['readSubscriber'] = async (id) => {
    const { Item } = await dynamo().send(
      new GetCommand({ TableName: table, Key: subscriberKey(id), ConsistentRead: true }),
    );
    return Item === undefined ? null : subscriberOf(Item);
  };
  return {
    readSubscriber,
    readSubscribers: async (ids) => {
      const rows = await batchGet(table, ids.map(subscriberKey), { consistent: true });
      const byId = new Map(rows.map((row) => [idOf(row), row]));
      return (id) => {
        const row = byId.get(id);
        return row === undefined ? null : subscriberOf(row);
      };
    },
    changeSubscriber: async (id, change, known) => {
      for (let tries = 0; tries < conflictTries; tries++) {
        const current = tries === 0 && known !== undefined ? known : await readSubscriber(id);
        const next = change(current);
        if (next === null || next === current) return next;
        if (await write(table, next, current)) return { ...next, revision: (current?.revision ?? 0) + 1 };
      }
      throw new Error(`subscriber ${id} was written by others ${conflictTries} times in a row`);
    },
  };
}
