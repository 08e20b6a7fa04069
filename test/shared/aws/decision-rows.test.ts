import { DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import { putDecision, readDecisions } from '../../../shared/aws/decision-rows.ts';
import type { Decision } from '../../../shared/domain/story/decisions.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
beforeEach(() => dynamo.reset());
const decision = { id: '2026-11-24-1', at: '2026-11-24T00:00:00.000Z', kind: 'merge' } as unknown as Decision;

it('a decision is a row of its own id, read whole and as it is now, over all pages', async () => {
  dynamo.on(PutCommand).resolves({});
  await putDecision('Stories', decision);
  const row = dynamo.commandCalls(PutCommand)[0]?.args[0].input.Item;
  expect(row).toMatchObject({ pk: 'DECISIONS', sk: 'DECISION#2026-11-24-1' });
  const last = { pk: 'DECISIONS', sk: 'x' };
  dynamo
    .on(QueryCommand)
    .resolves({ Items: row === undefined ? [] : [row], LastEvaluatedKey: last })
    .on(QueryCommand, { ExclusiveStartKey: last })
    .resolves({ Items: row === undefined ? [] : [row] });
  expect(await readDecisions('Stories')).toEqual([decision, decision]);
  expect(dynamo).toHaveReceivedCommandWith(QueryCommand, {
    TableName: 'Stories',
    ConsistentRead: true,
    ExpressionAttributeValues: { ':pk': 'DECISIONS' },
  });
});
