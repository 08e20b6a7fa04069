import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, describe, expect, it } from 'vitest';
import { mailsOfDay, reputationTable } from '../../../shared/aws/reputation-table.ts';
import { conditionFailed } from '../../mocked-aws.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
beforeEach(() => dynamo.reset());
const table = reputationTable('Subscribers');
const event = {
  stream: 'editions',
  kind: 'bounces',
  messageId: 'm1',
  at: '2026-11-24T23:59:59.500Z',
} as const;
const breakerKey = { pk: 'REPUTATION', sk: 'BREAKER' };
const notThere = { ConditionExpression: 'attribute_not_exists(pk)' };
/** 90 days after the event: 22 February 2027, 23:59:59. */
const expiresAt = Date.UTC(2027, 1, 22, 23, 59, 59) / 1000;

describe('an event of a mail', () => {
  it('is noted under its mail and counted for its day, both for 90 days', async () => {
    dynamo.on(PutCommand).resolves({}).on(UpdateCommand).resolves({});
    expect(await table.countEvent(event)).toBe(true);
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(PutCommand, {
      TableName: 'Subscribers',
      Item: { pk: 'EVENT#m1', sk: 'bounces', expiresAt },
      ...notThere,
    });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: 'Subscribers',
      Key: { pk: 'REPUTATION', sk: 'DAY#2026-11-24' },
      UpdateExpression: 'SET expiresAt = :expires ADD #kind :one',
      ExpressionAttributeNames: { '#kind': 'bounces' },
      ExpressionAttributeValues: { ':one': 1, ':expires': expiresAt },
    });
  });

  it('of a letter is counted apart', async () => {
    dynamo.on(PutCommand).resolves({}).on(UpdateCommand).resolves({});
    await table.countEvent({ ...event, stream: 'letters' });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: 'Subscribers',
      Key: { pk: 'REPUTATION', sk: 'DAY#2026-11-24' },
      UpdateExpression: 'SET expiresAt = :expires ADD #kind :one',
      ExpressionAttributeNames: { '#kind': 'letterBounces' },
      ExpressionAttributeValues: { ':one': 1, ':expires': expiresAt },
    });
  });

  it('that was noted before is not counted again', async () => {
    dynamo.on(PutCommand).rejects(conditionFailed());
    expect(await table.countEvent(event)).toBe(false);
    expect(dynamo).not.toHaveReceivedCommand(UpdateCommand);
  });

  it('is lost neither when the note fails otherwise', async () => {
    dynamo.on(PutCommand).rejects(new Error('throttled'));
    await expect(table.countEvent(event)).rejects.toThrow('throttled');
  });
});

it('the reputation is the sum of the last days, where days without mail have no row', async () => {
  dynamo.on(BatchGetCommand).resolves({
    Responses: {
      Subscribers: [
        { sends: 10, bounces: 1, letterSends: 3 },
        { sends: 5, complaints: 2, letterSends: 4, letterBounces: 6 },
      ],
    },
  });
  expect(await table.readReputation(new Date('2026-03-02T00:00:00Z'))).toEqual({
    editions: { sends: 15, bounces: 1, complaints: 2 },
    letters: { sends: 7, bounces: 6, complaints: 0 },
  });
  const days = dynamo
    .commandCalls(BatchGetCommand)
    .flatMap(({ args }) => args[0].input.RequestItems?.Subscribers?.Keys ?? [])
    .map(({ sk }) => String(sk));
  expect(days.slice(0, 3)).toEqual(['DAY#2026-03-02', 'DAY#2026-03-01', 'DAY#2026-02-28']);
  expect(new Set(days).size).toBe(days.length);
});

describe('the breaker', () => {
  const open = { at: '2026-11-24T00:00:00.000Z', reason: 'complaints' };

  it('is read as it is now, not as it was', async () => {
    dynamo
      .on(GetCommand, { TableName: 'Subscribers', Key: breakerKey, ConsistentRead: true })
      .resolvesOnce({})
      .resolves({ Item: { ...breakerKey, ...open } });
    expect(await table.readBreaker()).toBeNull();
    expect(await table.readBreaker()).toEqual(open);
  });

  it('opens once: the first reason stays', async () => {
    dynamo.on(PutCommand).resolvesOnce({}).rejects(conditionFailed());
    expect([await table.openBreaker(open), await table.openBreaker(open)]).toEqual([true, false]);
    expect(dynamo).toHaveReceivedCommandWith(PutCommand, { Item: { ...breakerKey, ...open }, ...notThere });
  });

  it('closes', async () => {
    dynamo.on(DeleteCommand).resolves({});
    await table.closeBreaker();
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(DeleteCommand, {
      TableName: 'Subscribers',
      Key: breakerKey,
    });
  });
});

it('a day’s mails are those of its row, and none where it has none', async () => {
  dynamo
    .on(BatchGetCommand)
    .resolvesOnce({ Responses: { Subscribers: [{ sends: 7, letterComplaints: 1 }] } })
    .resolves({ Responses: { Subscribers: [] } });
  expect(await mailsOfDay('Subscribers', '2026-11-24')).toEqual({
    editions: { sends: 7, bounces: 0, complaints: 0 },
    letters: { sends: 0, bounces: 0, complaints: 1 },
  });
  expect((await mailsOfDay('Subscribers', '2026-11-25')).editions.sends).toBe(0);
  expect(
    dynamo.commandCalls(BatchGetCommand).map(({ args }) => args[0].input.RequestItems?.Subscribers?.Keys),
  ).toEqual([[{ pk: 'REPUTATION', sk: 'DAY#2026-11-24' }], [{ pk: 'REPUTATION', sk: 'DAY#2026-11-25' }]]);
});

describe('the gate of sign-ups', () => {
  const key = { pk: 'REPUTATION', sk: 'SIGN-UPS' };
  const now = new Date('2026-11-24T06:00:00.500Z');
  const seconds = Math.floor(now.getTime() / 1_000);

  it('is set for a day', async () => {
    dynamo.on(PutCommand).resolves({});
    await table.setGate({ level: 'closed', reason: 'flood' }, now);
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(PutCommand, {
      TableName: 'Subscribers',
      Item: {
        ...key,
        level: 'closed',
        reason: 'flood',
        at: '2026-11-24T06:00:00.500Z',
        expiresAt: seconds + 86_400,
      },
    });
  });

  it.each([
    ['none', undefined, null],
    [
      'closed',
      { level: 'closed', reason: 'flood', expiresAt: seconds + 1 },
      { level: 'closed', reason: 'flood' },
    ],
    [
      'of an older kind',
      { level: 'x', reason: 'flood', expiresAt: seconds + 1 },
      { level: 'challenge', reason: 'flood' },
    ],
    ['over, though its row is still there', { level: 'closed', reason: 'flood', expiresAt: seconds }, null],
  ])('is read: %s', async (_name, row, gate) => {
    dynamo
      .on(GetCommand, { TableName: 'Subscribers', Key: key })
      .resolves(row === undefined ? {} : { Item: { ...key, ...row } });
    expect(await table.readGate(now)).toEqual(gate);
  });

  it('is opened by hand', async () => {
    dynamo.on(DeleteCommand).resolves({});
    await table.openGate();
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(DeleteCommand, {
      TableName: 'Subscribers',
      Key: key,
    });
  });
});
