import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { EventBridgeEvent, SNSEvent, SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import { readerOf } from '../../shared/domain/subscriber/reader-fixture.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
process.env.TABLE_SUBSCRIBERS = 'Subscribers';
const { handler } = await import('../../../functions/suppress/handler.ts');

const id = '1'.repeat(32);
const complaint = {
  eventType: 'Complaint',
  mail: {
    messageId: 'm1',
    timestamp: '2026-11-24T03:00:01.000Z',
    tags: { subscriber: [id], edition: ['e'] },
  },
  complaint: { timestamp: '2026-11-24T04:00:00.000Z' },
};
const fromEventBridge = { detail: complaint } as unknown as EventBridgeEvent<string, unknown>;
const fromSns = (...messages: object[]) =>
  ({ Records: messages.map((each) => ({ Sns: { Message: JSON.stringify(each) } })) }) as unknown as SNSEvent;
const fromQueue = (...events: object[]) =>
  ({ Records: events.map((each) => ({ body: JSON.stringify(each) })) }) as unknown as SQSEvent;
const { eventType: _none, ...withoutType } = complaint;
const subscriberRow = { pk: `SUBSCRIBER#${id}`, sk: 'SUBSCRIBER' };

beforeEach(() => {
  dynamo.reset();
  dynamo
    .on(GetCommand, { Key: subscriberRow })
    .resolves({ Item: { ...subscriberRow, ...readerOf({ id }) } })
    .on(BatchGetCommand)
    .resolves({})
    .on(UpdateCommand)
    .resolves({})
    .on(PutCommand)
    .resolves({});
});

it.each([
  ['EventBridge', fromEventBridge],
  ['SNS', fromSns(complaint)],
  ['a dead letter of EventBridge', fromQueue(fromEventBridge)],
  ['a dead letter of SNS', fromQueue(fromSns(complaint))],
  ['an event that does not name its kind', { ...fromEventBridge, detail: withoutType }],
])('who complained gets no further mail, as %s tells it', async (_name, event) => {
  await handler(event);
  expect(dynamo).toHaveReceivedCommandWith(PutCommand, {
    TableName: 'Subscribers',
    Item: expect.objectContaining({ ...subscriberRow, state: 'complained' }),
  });
  expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
    TableName: 'Subscribers',
    Key: { pk: 'REPUTATION', sk: 'DAY#2026-11-24' },
    ExpressionAttributeNames: { '#kind': 'complaints' },
  });
});

it('takes each event of an SNS message', async () => {
  await handler(fromSns(complaint, { ...complaint, mail: { ...complaint.mail, messageId: 'm2' } }));
  const counted = dynamo.commandCalls(PutCommand).map(({ args }) => args[0].input.Item?.pk);
  expect(counted).toEqual(expect.arrayContaining(['EVENT#m1', 'EVENT#m2']));
});

it('what is no event of SES fails, so that it comes again and ends where people look', async () => {
  await expect(handler({ ...fromEventBridge, detail: { eventType: 'Bounce' } })).rejects.toThrow('mail');
});
