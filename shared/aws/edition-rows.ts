import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  type EditionOutcome,
  type EditionRow,
  editionRowSchema,
  type MoveEdition,
} from '../domain/digest/edition.ts';
import { dynamo } from './clients.ts';
import { editionKey, editionPrefix, subscriberKey } from './keys.ts';
import { knownFormat, withLaterAttributes } from './row-format.ts';
import { conditionHolds } from './conditional.ts';
import { batchGet, queryAll, type Row } from './rows.ts';

const notThere = 'attribute_not_exists(pk)';
const stillPlanned = '#state = :planned';
const stillIn = '#state IN (:from0, :from1)';
const stillClaimedByUs = '#state = :claimed AND claim = :claim';

/** Edition rows are feedback data: kept 90 days. */
const editionDays = 90;
const epoch = (instant: string, days: number): number =>
  Math.floor(Date.parse(instant) / 1000) + days * 86_400;

type EditionName = Pick<EditionRow, 'subscriberId' | 'editionId'>;

/** Editions in the Subscribers table, beside their reader. */
export interface EditionMethods {
  /** Editions from a local date on, oldest first. */
  readEditions(subscriberId: string, fromDate: string): Promise<EditionRow[]>;
  readEdition(subscriberId: string, editionId: string): Promise<EditionRow | null>;
  /** The same of many, a hundred a call. @returns looks one up; throws where that one's row cannot be read */
  readEditionsNamed(names: readonly EditionName[]): Promise<(name: EditionName) => EditionRow | null>;
  /** @returns false when the edition is there already: the first content stays */
  putEdition(row: EditionRow): Promise<boolean>;
  /** planned → claimed by us. @returns false when another has it */
  claimEdition(row: EditionRow, claim: string, at: string): Promise<boolean>;
  /** claimed by us → sent, refused, lost, skipped, or planned again after a refusal that certainly sent nothing */
  settleClaim(row: EditionRow, claim: string, outcome: EditionOutcome): Promise<boolean>;
  moveEdition: MoveEdition;
  eraseEditions(subscriberId: string): Promise<void>;
}

function editionOf(row: Row): EditionRow {
  const { pk: _pk, sk: _sk, expiresAt: _expiresAt, ...rest } = knownFormat(row);
  return withLaterAttributes(editionRowSchema, rest);
}

export function editionMethods(table: string): EditionMethods {
  return {
    ...claimMethods(table),
    readEditions: async (subscriberId, fromDate) =>
      (await queryEditions(table, subscriberId, fromDate)).map(editionOf),
    readEdition: async (subscriberId, editionId) => {
      const { Item } = await dynamo().send(
        new GetCommand({ TableName: table, Key: editionKey(subscriberId, editionId), ConsistentRead: true }),
      );
      return Item === undefined ? null : editionOf(Item);
    },
    readEditionsNamed: (names) => readNamed(table, names),
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
    eraseEditions: async (subscriberId) => {
      for (const { pk, sk } of await queryEditions(table, subscriberId, ''))
        await dynamo().send(new DeleteCommand({ TableName: table, Key: { pk, sk } }));
    },
  };
}

async function readNamed(
  table: string,
  names: Parameters<EditionMethods['readEditionsNamed']>[0],
): ReturnType<EditionMethods['readEditionsNamed']> {
  const keys = names.map(({ subscriberId, editionId }) => editionKey(subscriberId, editionId));
  const rows = await batchGet(table, keys, { consistent: true });
  const byKey = new Map(rows.map((row) => [`${String(row.pk)} ${String(row.sk)}`, row]));
  return ({ subscriberId, editionId }) => {
    const { pk, sk } = editionKey(subscriberId, editionId);
    const row = byKey.get(`${pk} ${sk}`);
    return row === undefined ? null : editionOf(row);
  };
}

const queryEditions = (table: string, subscriberId: string, from: string): Promise<Row[]> =>
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

const settle = ({ messageId }: EditionOutcome): string =>
  `SET #state = :state, settledAt = :at${messageId === undefined ? '' : ', messageId = :message'}`;
const settleValues = ({ state, at, messageId }: EditionOutcome): Row => ({
  ':state': state,
  ':at': at,
  ...(messageId !== undefined && { ':message': messageId }),
});

function claimMethods(table: string): Pick<EditionMethods, 'claimEdition' | 'settleClaim' | 'moveEdition'> {
  const update = (row: EditionName, { set, when, values }: { set: string; when: string; values: Row }) =>
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
  return {
    claimEdition: (row, claim, at) =>
      update(row, {
        set: 'SET #state = :claimed, claim = :claim, claimedAt = :at',
        when: stillPlanned,
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
  };
}
