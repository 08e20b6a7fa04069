import { BatchGetCommand, DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { batchGet, queryAll } from '../../../shared/aws/rows.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
beforeEach(() => dynamo.reset());
afterEach(() => vi.useRealTimers());
const key = (n: number) => ({ pk: `P#${n}`, sk: 'S' });
const keys = (count: number) => Array.from({ length: count }, (_, n) => key(n));
const asked = () =>
  dynamo.commandCalls(BatchGetCommand).map(({ args }) => args[0].input.RequestItems?.T?.Keys);

describe('a query', () => {
  it('follows every page', async () => {
    dynamo
      .on(QueryCommand)
      .resolves({ Items: [{ n: 1 }], LastEvaluatedKey: key(1) })
      .on(QueryCommand, { ExclusiveStartKey: key(1) })
      // A filtered page may be empty and yet not the last.
      .resolves({ LastEvaluatedKey: key(2) })
      .on(QueryCommand, { ExclusiveStartKey: key(2) })
      .resolves({ Items: [{ n: 2 }, { n: 3 }] });
    const input = { TableName: 'T', KeyConditionExpression: 'pk = :pk' };
    expect(await queryAll(input)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(dynamo).toHaveReceivedCommandTimes(QueryCommand, 3);
    expect(dynamo).toHaveReceivedCommandWith(QueryCommand, input);
  });
});

describe('a batch read', () => {
  it('asks for a hundred distinct keys a call, and for nothing where there are none', async () => {
    dynamo.on(BatchGetCommand).resolves({});
    expect(await batchGet('T', [])).toEqual([]);
    await batchGet('T', [...keys(201), ...keys(5), { pk: 'P#1', sk: 'other' }]);
    expect(asked().map((each) => each?.length)).toEqual([100, 100, 2]);
    expect(asked().flat()).toEqual([...keys(201), { pk: 'P#1', sk: 'other' }]);
  });

  it('reads what was last written where that is asked for', async () => {
    dynamo.on(BatchGetCommand).resolves({});
    await batchGet('T', keys(1), { consistent: true });
    expect(dynamo).toHaveReceivedCommandWith(BatchGetCommand, {
      RequestItems: { T: { Keys: keys(1), ConsistentRead: true } },
    });
  });

  it('asks again for the keys that DynamoDB left unprocessed, each time later', async () => {
    vi.useFakeTimers();
    const left = (...some: object[]) => ({ UnprocessedKeys: { T: { Keys: some } } });
    dynamo
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: { T: [{ n: 0 }] }, ...left(key(1), key(2)) })
      .resolvesOnce({ Responses: { T: [{ n: 1 }] }, ...left(key(2)) })
      .resolves({ Responses: { T: [{ n: 2 }] } });
    const rows = batchGet('T', keys(3));
    await vi.advanceTimersByTimeAsync(99);
    expect(asked()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(199);
    expect(asked()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(await rows).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
    expect(asked()).toEqual([keys(3), [key(1), key(2)], [key(2)]]);
  });

  it('fails rather than leave rows out when eight tries leave some', async () => {
    vi.useFakeTimers();
    dynamo.on(BatchGetCommand).resolves({ UnprocessedKeys: { T: { Keys: keys(2) } } });
    const failed = batchGet('T', keys(2)).catch(String);
    await vi.runAllTimersAsync();
    expect(await failed).toContain('left 2 keys unread eight times');
    expect(asked()).toHaveLength(8);
  });
});
