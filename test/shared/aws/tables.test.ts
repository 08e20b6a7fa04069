import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ensureTable, tables } from '../../../shared/aws/tables.ts';

const dynamo = mockClient(DynamoDBClient);
const client = new DynamoDBClient({});
const [feeds, stories] = tables;
const answer = { message: 'no', $metadata: {} };
beforeEach(() => {
  vi.useFakeTimers();
  dynamo.reset();
});
afterEach(() => vi.useRealTimers());

it('makes a table with its keys and index, paid by request, and waits until it is active', async () => {
  dynamo
    .on(CreateTableCommand)
    .resolves({})
    .on(DescribeTableCommand)
    .rejectsOnce(new ResourceNotFoundException(answer))
    .resolvesOnce({ Table: { TableStatus: 'CREATING' } })
    .resolves({ Table: { TableStatus: 'ACTIVE' } });
  const made = ensureTable(client, stories, 'Stories-1');
  await vi.runAllTimersAsync();
  await made;
  expect(dynamo).toHaveReceivedCommandTimes(DescribeTableCommand, 3);
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
  expect(dynamo.commandCalls(CreateTableCommand).map(({ args }) => args[0].input)).toEqual([
    {
      TableName: 'Stories-1',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'dayPk', 'daySk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byDay',
          KeySchema: keys('dayPk', 'daySk'),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    },
  ]);
});

it('takes a table that is there, with one key and no index', async () => {
  dynamo
    .on(CreateTableCommand)
    .rejects(new ResourceInUseException(answer))
    .on(DescribeTableCommand)
    .resolves({ Table: { TableStatus: 'ACTIVE' } });
  await ensureTable(client, feeds, 'Feeds-1');
  const [input] = dynamo.commandCalls(CreateTableCommand).map(({ args }) => args[0].input);
  expect(input?.KeySchema).toEqual([{ AttributeName: 'pk', KeyType: 'HASH' }]);
  expect(input).not.toHaveProperty('GlobalSecondaryIndexes');
});

it.each([CreateTableCommand, DescribeTableCommand])('hides no other failure: %o', async (command) => {
  dynamo.on(CreateTableCommand).resolves({}).on(DescribeTableCommand).resolves({});
  dynamo.on(command).rejects(new Error('AccessDenied'));
  await expect(ensureTable(client, feeds, 'Feeds-1')).rejects.toThrow('AccessDenied');
});

it('gives up on a table that stays inactive', async () => {
  dynamo.on(CreateTableCommand).resolves({}).on(DescribeTableCommand).resolves({});
  const failed = ensureTable(client, feeds, 'Feeds-1').catch(String);
  await vi.runAllTimersAsync();
  expect(await failed).toContain('Feeds-1 did not become active');
});
