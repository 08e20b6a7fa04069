import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { feedStateSchema } from '../../../shared/domain/visit/feed-state.ts';
import { catalogueFile, sqsEvent } from '../../mocked-aws.ts';

const rss = '<rss version="2.0"><channel><title>Լուրեր</title></channel></rss>';
const hash = createHash('sha256').update(rss).digest('hex');
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  if (request.url === '/robots.txt') response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(rss);
}).listen(0, '0.0.0.0');
await once(server, 'listening');
afterAll(() => server.closeAllConnections());
const { port } = server.address() as AddressInfo;
const host = `127.0.0.1:${port}`;
const otherHost = `127.0.0.2:${port}`;

const dynamo = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);
const sqs = mockClient(SQSClient);
Object.assign(process.env, {
  TABLE_FEEDS: 'Feeds',
  BUCKET_ARCHIVE: 'archive',
  QUEUE_INGEST_URL: 'https://queue.example/ingest',
  WIRE_CONTACT: 'https://wire.example/about',
  WIRE_CATALOGUE: catalogueFile({ one: `http://${host}/rss`, two: `http://${otherHost}/rss` }),
  WIRE_ALLOW_HOSTS: `${host},${otherHost}`,
  WIRE_HOST_GAP_MS: '0',
});
const { handler } = await import('../../../functions/visit-feeds/handler.ts');

const request = () => ({ host, feedIds: ['one.hy'], queuedAt: new Date().toISOString() });
const savedKeys = () => dynamo.commandCalls(UpdateCommand).map(({ args }) => args[0].input.Key?.pk);

beforeEach(() => {
  for (const mock of [dynamo, s3, sqs]) mock.reset();
  dynamo.on(GetCommand).resolves({}).on(UpdateCommand).resolves({});
  s3.on(PutObjectCommand).resolves({});
  sqs.on(SendMessageCommand).resolves({}).on(SendMessageBatchCommand).resolves({});
  asked.length = 0;
});

describe('a visit', () => {
  it('archives the body, hands it on and saves the state', async () => {
    expect(await handler(sqsEvent([request()]))).toEqual({ batchItemFailures: [] });
    expect(asked).toEqual(['/robots.txt', '/rss']);
    const { Bucket, Key, Body } = s3.commandCalls(PutObjectCommand)[0]?.args[0].input ?? {};
    expect([Bucket, gunzipSync(Body as Buffer).toString()]).toEqual(['archive', rss]);
    const [message] = sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
    expect(message?.QueueUrl).toBe('https://queue.example/ingest');
    expect(JSON.parse(message?.MessageBody ?? '')).toMatchObject({ feedId: 'one.hy', archiveKey: Key });
    expect(savedKeys()).toEqual([`HOST#${host}`, 'FEED#one.hy']);
  });

  it('of a batch keeps the bodies of its hosts in one object and hands them on in one call', async () => {
    const requests = [request(), { ...request(), host: otherHost, feedIds: ['two.hy'] }];
    expect(await handler(sqsEvent(requests))).toEqual({ batchItemFailures: [] });
    expect(s3).toHaveReceivedCommandTimes(PutObjectCommand, 1);
    const { Key = '' } = s3.commandCalls(PutObjectCommand)[0]?.args[0].input ?? {};
    expect(sqs).toHaveReceivedCommandTimes(SendMessageBatchCommand, 1);
    const entries = sqs.commandCalls(SendMessageBatchCommand)[0]?.args[0].input.Entries ?? [];
    const messages = entries.map(({ MessageBody = '' }) => JSON.parse(MessageBody) as { archiveKey: string });
    expect(messages.map(({ archiveKey }) => archiveKey)).toEqual([`${Key}#0`, `${Key}#1`]);
    expect(savedKeys().filter((key: string) => key.startsWith('FEED#'))).toEqual(
      expect.arrayContaining(['FEED#one.hy', 'FEED#two.hy']),
    );
  });

  it('of a batch whose object cannot be put keeps the old validators of all: they are asked again', async () => {
    s3.on(PutObjectCommand).rejects(new Error('S3 is down'));
    const requests = [request(), { ...request(), host: otherHost, feedIds: ['two.hy'] }];
    expect(await handler(sqsEvent(requests))).toEqual({ batchItemFailures: [] });
    expect(sqs).not.toHaveReceivedAnyCommand();
    const states = dynamo
      .commandCalls(UpdateCommand)
      .flatMap(({ args }) => (args[0].input.ExpressionAttributeValues?.[':state'] ?? []) as object[]);
    expect(states).toHaveLength(2);
    for (const state of states) expect(state).not.toHaveProperty('bodyHash');
  });

  it('whose message the queue hands out a second time asks nobody: it may have been made', async () => {
    expect(await handler(sqsEvent([request()], 2))).toEqual({ batchItemFailures: [] });
    expect(asked).toEqual([]);
    expect(dynamo).not.toHaveReceivedAnyCommand();
  });

  it('soon after its message goes by what came with it: of an unchanged feed the one call is its save', async () => {
    const state = feedStateSchema.parse({
      feedId: 'one.hy',
      url: `http://${host}/rss`,
      visit: 3,
      bodyHash: hash,
    });
    const robots = { fetchedAt: new Date().toISOString(), kind: 'none' as const, rules: [] };
    const known = { host: { robots, pausedUntil: null, lease: null }, feeds: { 'one.hy': state } };
    expect(await handler(sqsEvent([{ ...request(), known }]))).toEqual({ batchItemFailures: [] });
    expect(asked).toEqual(['/rss']);
    expect(dynamo.calls()).toHaveLength(1);
    expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
      Key: { pk: 'FEED#one.hy' },
      ExpressionAttributeValues: expect.objectContaining({ ':before': 3, ':visit': 4 }) as object,
    });
  });

  it('a minute after its message reads the states again', async () => {
    const state = feedStateSchema.parse({
      feedId: 'one.hy',
      url: `http://${host}/rss`,
      visit: 3,
      bodyHash: hash,
    });
    const known = { host: { robots: null, pausedUntil: null, lease: null }, feeds: { 'one.hy': state } };
    const queuedAt = new Date(Date.now() - 61_000).toISOString();
    await handler(sqsEvent([{ ...request(), queuedAt, known }]));
    expect(dynamo.commandCalls(GetCommand)).toHaveLength(2);
  });

  it('for which the time that is left may not do is given back to due-feeds', async () => {
    const late = { getRemainingTimeInMillis: () => 44_000 };
    expect(await handler(sqsEvent([request()]), late)).toEqual({ batchItemFailures: [] });
    expect(asked).toEqual([]);
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      Key: { pk: `HOST#${host}` },
      UpdateExpression: 'REMOVE #lease.#feeds.#feed0',
    });
  });

  it('whose state cannot be saved returns its message', async () => {
    dynamo.on(UpdateCommand, { Key: { pk: 'FEED#one.hy' } }).rejects(new Error('throttled'));
    expect(await handler(sqsEvent([request()]))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });
});
