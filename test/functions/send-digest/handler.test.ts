import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetAccountCommand, SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { ChangeMessageVisibilityBatchCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { BatchGetCommand, DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EditionRow } from '../../../shared/domain/digest/edition.ts';
import { objectBody, sqsEvent } from '../../mocked-aws.ts';
import { afterSignUp } from '../../../shared/domain/subscriber/sign-up.ts';
import { quietEdition } from '../../shared/domain/digest/edition-fixture.ts';
import { readerOf, readerPreferences } from '../../shared/domain/subscriber/reader-fixture.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);
const ses = mockClient(SESv2Client);
const sqs = mockClient(SQSClient);
Object.assign(process.env, {
  TABLE_SUBSCRIBERS: 'Subscribers',
  BUCKET_SITE: 'site',
  SITE_URL: 'https://wire.example',
  MAIL_FROM: 'Wire <digest@wire.example>',
  MAIL_CONFIGURATION_SET: 'wire',
  TOKEN_KEYS: 'k1:c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0',
});

const date = '2026-11-24';
const ids = ['1', '2', '3'].map((digit) => digit.repeat(32));
const rowOf = (subscriberId: string): EditionRow => ({
  subscriberId,
  editionId: date,
  state: 'planned',
  content: 'abc',
  from: quietEdition.from,
  until: quietEdition.until,
  seen: {},
  plannedAt: `${date}T03:00:00.000Z`,
});
const request = (subscriberId: string) => ({ subscriberId, editionId: date });
/** What became of the editions: their states, in the order written. */
const written = () =>
  dynamo.commandCalls(UpdateCommand).map(({ args }) => {
    const values = args[0].input.ExpressionAttributeValues;
    return values?.[':claimed'] !== undefined && values[':state'] === undefined
      ? 'claimed'
      : values?.[':state'];
  });
const mailsTo = () =>
  ses.commandCalls(SendEmailCommand).flatMap(({ args }) => args[0].input.Destination?.ToAddresses ?? []);

/** A cold start: the rate is asked for once a process. */
async function coldStart() {
  vi.resetModules();
  return (await import('../../../functions/send-digest/handler.ts')).handler;
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(`${date}T03:05:00Z`), toFake: ['Date', 'setTimeout'] });
  for (const mock of [dynamo, s3, ses, sqs]) mock.reset();
  sqs.on(GetQueueUrlCommand).resolves({ QueueUrl: 'https://queue.example/digest' });
  dynamo.on(GetCommand).resolves({}).on(UpdateCommand).resolves({});
  dynamo.on(BatchGetCommand).resolves({
    Responses: {
      Subscribers: ids.map((id) => ({ pk: `SUBSCRIBER#${id}`, sk: `EDITION#${date}`, ...rowOf(id) })),
    },
  });
  for (const id of ids) {
    const subscriber = { pk: `SUBSCRIBER#${id}`, sk: 'SUBSCRIBER' };
    dynamo.on(GetCommand, { Key: subscriber }).resolves({ Item: { ...subscriber, ...readerOf({ id }) } });
  }
  s3.on(GetObjectCommand, { Bucket: 'site', Key: `_state/editions/${date}/abc.json` }).resolves({
    Body: objectBody(JSON.stringify(quietEdition)),
  });
  ses.on(GetAccountCommand).resolves({ SendQuota: { MaxSendRate: 10 } });
  ses.on(SendEmailCommand).resolves({ MessageId: 'm1' });
});
afterEach(() => vi.useRealTimers());

describe('an edition', () => {
  it('is claimed, sent once with sender and configuration set, and settled with the id SES gave', async () => {
    const handler = await coldStart();
    expect(await handler(sqsEvent([request(ids[0] ?? '')]))).toEqual({ batchItemFailures: [] });
    expect(ses).toHaveReceivedCommandExactlyOnceWith(SendEmailCommand, {
      FromEmailAddress: 'Wire <digest@wire.example>',
      ConfigurationSetName: 'wire',
      Destination: { ToAddresses: ['reader-1111@example.org'] },
    });
    expect(written()).toEqual(['claimed', 'sent']);
    expect(dynamo).toHaveReceivedLastCommandWith(UpdateCommand, {
      TableName: 'Subscribers',
      ExpressionAttributeValues: expect.objectContaining({ ':message': 'm1' }),
    });
  });

  it('of three readers costs four calls each; what they have in common is read and parsed once', async () => {
    const handler = await coldStart();
    const done = handler(sqsEvent(ids.map(request)));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await done).toEqual({ batchItemFailures: [] });
    expect(mailsTo()).toHaveLength(3);
    expect({
      editions: dynamo.commandCalls(BatchGetCommand).map(({ args }) => args[0].input.RequestItems),
      content: s3.calls().length,
      breakerAndReaders: dynamo.commandCalls(GetCommand).length,
      written: dynamo.commandCalls(UpdateCommand).length,
    }).toEqual({
      editions: [
        {
          Subscribers: {
            Keys: ids.map((id) => ({ pk: `SUBSCRIBER#${id}`, sk: `EDITION#${date}` })),
            ConsistentRead: true,
          },
        },
      ],
      content: 1,
      breakerAndReaders: 1 + 3,
      written: 2 * 3,
    });
  });

  it('whose row cannot be read holds up no other', async () => {
    const [first = '', second = ''] = ids;
    const key = (id: string) => ({ pk: `SUBSCRIBER#${id}`, sk: `EDITION#${date}` });
    dynamo.on(BatchGetCommand).resolves({
      Responses: {
        Subscribers: [
          { ...key(first), ...rowOf(first), state: 'elsewhere' },
          { ...key(second), ...rowOf(second) },
        ],
      },
    });
    const handler = await coldStart();
    const done = handler(sqsEvent([request(first), request(second), { no: 'message' }]));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await done).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm2' }] });
    expect(mailsTo()).toEqual([`reader-2222@example.org`]);
  });

  it('is not sent while the breaker is open', async () => {
    const breaker = { pk: 'REPUTATION', sk: 'BREAKER' };
    dynamo.on(GetCommand, { Key: breaker }).resolves({ Item: { ...breaker, at: 'then', reason: 'bounces' } });
    const handler = await coldStart();
    await handler(sqsEvent([request(ids[0] ?? '')]));
    expect(mailsTo()).toEqual([]);
    expect(written()).toEqual(['skipped']);
  });
});

describe('a letter', () => {
  const asker = '9'.repeat(32);
  const key = { pk: `SUBSCRIBER#${asker}`, sk: 'SUBSCRIBER' };
  beforeEach(() => {
    const asked = afterSignUp(
      null,
      { id: asker, address: 'new@example.org', preferences: readerPreferences, letterId: 'letter-1' },
      new Date(),
    );
    dynamo.on(GetCommand, { Key: key }).resolves({ Item: { ...key, ...asked } });
  });
  const letter = { subscriberId: asker, letterId: 'letter-1' };
  const gateOf = (level: string, hours: number) => {
    const gate = { pk: 'REPUTATION', sk: 'SIGN-UPS' };
    const expiresAt = Math.floor(Date.now() / 1000) + hours * 3600;
    dynamo.on(GetCommand, { Key: gate }).resolves({ Item: { ...gate, level, reason: 'bounces', expiresAt } });
  };

  it.each([
    ['is sent while sign-ups are open', () => undefined, 1],
    ['is sent while sign-ups are challenged', () => gateOf('challenge', 1), 1],
    ['waits while they are closed', () => gateOf('closed', 1), 0],
    ['is sent when they were closed until an hour ago', () => gateOf('closed', -1), 1],
  ])('%s', async (_what, close, mails) => {
    close();
    const handler = await coldStart();
    expect(await handler(sqsEvent([letter]))).toEqual({ batchItemFailures: [] });
    expect(mailsTo()).toHaveLength(mails);
  });
});

describe('the rate of the account', () => {
  it('is asked for once a process', async () => {
    const handler = await coldStart();
    for (const id of ids.slice(0, 2)) {
      const done = handler(sqsEvent([request(id)]));
      await vi.advanceTimersByTimeAsync(300);
      await done;
    }
    expect(mailsTo()).toHaveLength(2);
    expect(ses).toHaveReceivedCommandTimes(GetAccountCommand, 1);
  });

  it('is shared by the two workers of the queue: ten a second are five for each', async () => {
    const handler = await coldStart();
    const done = handler(sqsEvent(ids.map(request)));
    await vi.advanceTimersByTimeAsync(199);
    expect(mailsTo()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(mailsTo()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(200);
    await done;
    expect(mailsTo()).toHaveLength(3);
    expect(ses).toHaveReceivedCommandTimes(GetAccountCommand, 1);
  });

  it('does not slow the run down where SES states none', async () => {
    ses.on(GetAccountCommand).resolves({});
    const handler = await coldStart();
    const done = handler(sqsEvent(ids.map(request)));
    await vi.advanceTimersByTimeAsync(10);
    await done;
    expect(mailsTo()).toHaveLength(3);
  });

  it('that is passed slows the worker down; the mail is tried again', async () => {
    const busy = Object.assign(new Error('slower'), { name: 'TooManyRequestsException' });
    ses.on(SendEmailCommand).rejectsOnce(busy).resolves({ MessageId: 'm1' });
    const handler = await coldStart();
    const done = handler(sqsEvent([request(ids[0] ?? '')]));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await done).toEqual({ batchItemFailures: [] });
    expect(mailsTo()).toHaveLength(2);
    expect(written()).toEqual(['claimed', 'sent']);
  });
});

describe('the quota of a day', () => {
  const everyone = ids.map((_, at) => ({ itemIdentifier: `m${at}` }));
  const waits = () =>
    sqs
      .commandCalls(ChangeMessageVisibilityBatchCommand)
      .flatMap(({ args }) => args[0].input.Entries ?? [])
      .map(({ VisibilityTimeout }) => VisibilityTimeout);

  it.each([
    ['LimitExceededException', {}],
    ['TooManyRequestsException', { Max24HourSend: 200, SentLast24Hours: 200 }],
    ['SendingPausedException', {}],
  ])(
    'that is used up (%s) gives the batch back for long: one is asked, none is lost',
    async (name, quota) => {
      ses.on(SendEmailCommand).rejects(Object.assign(new Error('no more'), { name }));
      ses.on(GetAccountCommand).resolves({ SendQuota: { MaxSendRate: 10, ...quota } });
      const handler = await coldStart();
      const done = handler(sqsEvent(ids.map(request), 2));
      await vi.advanceTimersByTimeAsync(100);
      expect(await done).toEqual({ batchItemFailures: everyone });
      expect(mailsTo()).toHaveLength(1);
      expect(written()).toEqual(['claimed', 'planned']);
      expect(waits()).toEqual([7_200, 7_200, 7_200]);
    },
  );

  it('of a provider that stays too busy never takes a batch into its time-out, and every claim is given back', async () => {
    ses
      .on(SendEmailCommand)
      .rejects(Object.assign(new Error('slower'), { name: 'TooManyRequestsException' }));
    ses.on(GetAccountCommand).resolves({ SendQuota: { MaxSendRate: 1 } });
    const handler = await coldStart();
    const end = Date.now() + 60_000;
    const done = handler(sqsEvent(ids.map(request)), { getRemainingTimeInMillis: () => end - Date.now() });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await done).toEqual({ batchItemFailures: everyone });
    expect(written()).toEqual(['claimed', 'planned']);
    expect(waits()).toEqual([10, 10, 10]);
  });

  it('claims nothing in the last fifteen seconds of a run', async () => {
    const handler = await coldStart();
    const done = handler(sqsEvent(ids.map(request)), { getRemainingTimeInMillis: () => 14_000 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await done).toEqual({ batchItemFailures: everyone });
    expect(written()).toEqual([]);
  });
});
