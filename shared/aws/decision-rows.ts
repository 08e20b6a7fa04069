import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Decision } from '../domain/story/decisions.ts';
import { dynamo } from './clients.ts';
import { decisionKey, decisionsKey } from './keys.ts';
import { packBody, unpackBody } from './packed.ts';
import { decisionBody } from './row-bodies.ts';
import { queryAll } from './rows.ts';

/** Idempotent; an undone decision is put again with `undone`. */
export async function putDecision(table: string, decision: Decision): Promise<void> {
  await dynamo().send(
    new PutCommand({ TableName: table, Item: { ...decisionKey(decision.id), body: packBody(decision) } }),
  );
}

/** All decisions in the order they were made: their ids sort by time. */
export async function readDecisions(table: string): Promise<Decision[]> {
  const rows = await queryAll({
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': decisionsKey.pk },
  });
  return rows.map((row) => unpackBody(row, decisionBody));
}
