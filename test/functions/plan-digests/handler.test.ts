import { PutObjectCommand, S3Client, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, describe, expect, it } from 'vitest';
import { logTo } from '../../../shared/log.ts';
import { catalogueFile, noSuchKey, objectBody } from '../../mocked-aws.ts';
import { readerOf, readerPreferences } from '../../shared/domain/subscriber/reader-fixture.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);
const sqs = mockClient(SQSClient);
Object.assign(process.env, {
  TABLE_FEEDS: 'Feeds',
  TABLE_STORIES: 'Stories',
  TABLE_SUBSCRIBERS: 'Subscribers',
  BUCKET_ARCHIVE: 'archive',
  BUCKET_SITE: 'site',
  SITE_URL: 'https://wire.example',
  QUEUE_DIGEST_URL: 'https://queue.example/digest',
  WIRE_CATALOGUE: catalogueFile({ one: 'https://one.example/rss' }),
  WIRE_NOW: '2026-11-24T03:00:00Z',
});
const lines: string[] = [];
logTo((line) => lines.push(line));
const { handler } = await import('../../../functions/plan-digests/handler.ts');

const id = '1'.repeat(32);
const subscriberPk = `SUBSCRIBER#${id}`;
/** A weekly reader who wants a line also when all is quiet, due now. */
const reader = readerOf({
  id,
  preferences: { ...readerPreferences, frequency: 'weekly', weekday: 2, quietNote: true },
});
const breaker = { pk: 'REPUTATION', sk: 'BREAKER' };
const subscriberRow = { pk: subscriberPk, sk: 'SUBSCRIBER' };
const context = (milliseconds: number) => ({ getRemainingTimeInMillis: () => milliseconds });

beforeEach(() => {
  for (const mock of [dynamo, s3, sqs]) mock.reset();
  dynamo
    .on(GetCommand)
    .resolves({})
    .on(BatchGetCommand)
    .resolves({ Responses: { Subscribers: [{ ...subscriberRow, ...reader }] } })
    .on(QueryCommand)
    .resolves({ Items: [] })
    .on(QueryCommand, { IndexName: 'byDue', ExpressionAttributeValues: { ':due': 'DUE#regular' } }, false)
    .resolves({ Items: [{ pk: subscriberPk }] })
    .on(ScanCommand)
    .resolves({ Items: [] })
    .on(PutCommand)
    .resolves({});
  s3.on(ListObjectsV2Command)
    .resolves({})
    .on(PutObjectCommand)
    .resolves({})
    .on(GetObjectCommand)
    .rejects(noSuchKey());
  sqs.on(SendMessageCommand).resolves({});
  lines.length = 0;
});
const plannedEditions = () =>
  dynamo
    .commandCalls(PutCommand)
    .map(({ args }) => args[0].input.Item ?? {})
    .filter(({ sk }) => String(sk).startsWith('EDITION#'));

describe('a due edition', () => {
  it('is kept, written down and queued, in the Subscribers table and the digest queue', async () => {
    await handler(undefined, context(300_000));
    expect(plannedEditions()).toMatchObject([
      { pk: subscriberPk, sk: 'EDITION#2026-11-24', state: 'planned' },
    ]);
    expect(sqs).toHaveReceivedCommandExactlyOnceWith(SendMessageCommand, {
      QueueUrl: 'https://queue.example/digest',
      MessageBody: JSON.stringify({ subscriberId: id, editionId: '2026-11-24' }),
    });
    expect(s3).toHaveReceivedCommandWith(PutObjectCommand, { Bucket: 'site', IfNoneMatch: '*' });
    expect(lines.join('')).toContain('"event":"digests-planned","planned":1,"empty":0,"failed":0');
  });

  it('is planned where no clock limits the run', async () => {
    await handler();
    expect(plannedEditions()).toHaveLength(1);
  });

  it('waits for the next run when this one has no time left for a batch, and says so loudly', async () => {
    await expect(handler(undefined, context(45_000))).rejects.toThrow(
      '1 readers are due and none was planned: what comes before took all the time',
    );
    expect(plannedEditions()).toEqual([]);
    expect(sqs).not.toHaveReceivedAnyCommand();
    expect(lines.join('')).toContain('"event":"digests-not-reached","readers":1');
  });

  it('of breaking news waits as well, and the log says of whom', async () => {
    dynamo
      .on(QueryCommand, { IndexName: 'byDue', ExpressionAttributeValues: { ':due': 'DUE#regular' } }, false)
      .resolves({ Items: [] })
      .on(QueryCommand, { IndexName: 'byDue', ExpressionAttributeValues: { ':due': 'DUE#breaking' } }, false)
      .resolves({ Items: [{ pk: subscriberPk }] });
    await handler(undefined, context(45_000));
    expect(dynamo).not.toHaveReceivedCommand(BatchGetCommand);
    expect(lines.join('')).toContain('"event":"digests-not-reached","kind":"breaking","readers":1');
  });

  it('waits while the breaker is open: nobody is even looked up', async () => {
    dynamo
      .on(GetCommand, { Key: breaker })
      .resolves({ Item: { ...breaker, at: '2026-11-24T02:00:00Z', reason: 'complaints' } });
    await handler(undefined, context(300_000));
    const asked = dynamo
      .commandCalls(QueryCommand)
      .map(({ args }) => args[0].input.ExpressionAttributeValues);
    expect(asked.map((values) => values?.[':due'])).toEqual(['DUE#letters']);
    expect(sqs).not.toHaveReceivedAnyCommand();
    expect(lines.join('')).toContain('"event":"digests-held"');
  });

  it('of a reader who asked to be forgotten after confirming is not made; the restored row is erased', async () => {
    s3.on(ListObjectsV2Command)
      .resolves({ Contents: [{ Key: `_state/erased/${id}` }] })
      .on(GetObjectCommand)
      .resolves({ Body: objectBody('2026-11-23T00:00:00.000Z') });
    dynamo.on(GetCommand, { Key: subscriberRow }).resolves({ Item: { ...subscriberRow, ...reader } });
    await handler(undefined, context(300_000));
    expect(plannedEditions()).toEqual([]);
    const written = dynamo.commandCalls(PutCommand).map(({ args }) => args[0].input.Item);
    expect(written).toMatchObject([{ pk: subscriberPk, state: 'erased', address: null }]);
  });
});

describe('forty readers who are due at once', () => {
  const ids = Array.from({ length: 40 }, (_, n) => String(n).padStart(32, '0'));
  const rowOf = (each: string) => ({ pk: `SUBSCRIBER#${each}`, sk: 'SUBSCRIBER' });
  const preferences = { ...reader.preferences, interface: 'ru' };
  const everyone = ids.map((each) => ({ ...rowOf(each), ...reader, preferences, id: each }));
  beforeEach(() => {
    dynamo
      .on(BatchGetCommand)
      .resolves({ Responses: { Subscribers: everyone } })
      .on(QueryCommand, { IndexName: 'byDue', ExpressionAttributeValues: { ':due': 'DUE#regular' } }, false)
      .resolves({ Items: ids.map(rowOf) });
    sqs.on(SendMessageBatchCommand).resolves({});
  });
  const ownReads = () =>
    dynamo
      .commandCalls(QueryCommand)
      .filter(({ args }) => args[0].input.ExpressionAttributeValues?.[':pk'] !== undefined);

  it('who want the same are one content; a reader costs one query, two writes and a tenth of a call to the queue', async () => {
    await handler(undefined, context(300_000));
    expect(lines.join('')).toContain('"planned":40,"empty":0,"failed":0');
    const contents = plannedEditions().map(({ content }) => String(content));
    expect(new Set(contents).size).toBe(1);
    const calls = {
      readers: dynamo.commandCalls(BatchGetCommand).length,
      editions: ownReads().length,
      written: dynamo.commandCalls(PutCommand).length,
      queued: sqs.calls().length,
      erasures: s3.commandCalls(GetObjectCommand).filter(({ args }) => args[0].input.Bucket === 'site')
        .length,
      listed: s3.commandCalls(ListObjectsV2Command, { Prefix: '_state/erased/' }).length,
    };
    // Of forty who may have asked to be forgotten, twelve are asked for by name and the others listed once.
    expect(calls).toEqual({ readers: 1, editions: 40, written: 80, queued: 4, erasures: 12, listed: 1 });
    expect(s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input.Key)).toContain(
      `_state/editions/2026-11-24/${contents[0]}.json`,
    );
    expect(s3).toHaveReceivedCommandTimes(PutObjectCommand, 1);
  });

  it('whose messages the queue refuses stay due, and nobody else', async () => {
    sqs.on(SendMessageBatchCommand).resolvesOnce({}).rejects(new Error('no queue'));
    await expect(handler(undefined, context(300_000))).rejects.toThrow('30 readers could not be planned');
    const moved = dynamo
      .commandCalls(PutCommand)
      .filter(({ args }) => args[0].input.Item?.sk === 'SUBSCRIBER');
    expect(moved).toHaveLength(10);
    expect(plannedEditions()).toHaveLength(40);
  });

  it('of whom one row cannot be read: the others are planned', async () => {
    const [first, ...others] = everyone;
    dynamo
      .on(BatchGetCommand)
      .resolves({ Responses: { Subscribers: [{ ...first, state: 'elsewhere' }, ...others] } });
    await expect(handler(undefined, context(300_000))).rejects.toThrow('1 readers could not be planned');
    expect(plannedEditions()).toHaveLength(39);
  });
});
