import { type BatchGetCommandOutput, paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { atMost } from '../at-most.ts';
import { dynamo } from './clients.ts';
import { BatchGetCommand } from './table-commands.ts';

export type Row = Record<string, unknown>;
export interface RowKey {
  pk: string;
  sk: string;
}

/** BatchGetItem takes a hundred keys a call. */
const keysPerCall = 100;

const callsAtOnce = 8;

export interface BatchRead {
  /** Those read; all where absent. */
  attributes?: readonly string[];
  /** What was last written, at twice the price. */
  consistent?: boolean;
}

/** Reads rows by key, in no order; missing rows are left out. */
export async function batchGet(table: string, keys: RowKey[], read: BatchRead = {}): Promise<Row[]> {
  const distinct = [...new Map(keys.map((key) => [`${key.pk}\n${key.sk}`, key])).values()];
  const calls: RowKey[][] = [];
  for (let at = 0; at < distinct.length; at += keysPerCall) calls.push(distinct.slice(at, at + keysPerCall));
  return (await atMost(calls, callsAtOnce, (some) => getAll(table, some, read))).flat();
}

/** One call's worth. Asks again for what DynamoDB left unprocessed. */
async function getAll(table: string, keys: RowKey[], { attributes, consistent }: BatchRead): Promise<Row[]> {
  const how = {
    ...(attributes && {
      ProjectionExpression: attributes.map((_, at) => `#a${at}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(attributes.map((name, at) => [`#a${at}`, name])),
    }),
    ...(consistent === true && { ConsistentRead: true }),
  };
  const rows: Row[] = [];
  let wanted: Row[] = keys.map((key) => ({ ...key }));
  for (let attempt = 1; wanted.length > 0; attempt++) {
    const answer: BatchGetCommandOutput = await dynamo().send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: wanted, ...how } } }),
    );
    rows.push(...(answer.Responses?.[table] ?? []));
    wanted = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    if (wanted.length > 0 && attempt === 8)
      throw new Error(`DynamoDB left ${wanted.length} keys unread eight times`);
    if (wanted.length > 0) await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt));
  }
  return rows;
}

/** All pages of a query. */
export async function queryAll(input: QueryCommandInput): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of paginateQuery({ client: dynamo() }, input)) rows.push(...(page.Items ?? []));
  return rows;
}
