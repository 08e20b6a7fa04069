import { createHash, randomBytes } from 'node:crypto';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, expect, it, vi } from 'vitest';
import { dynamo, s3, sqs } from '../../../shared/aws/clients.ts';
import { readSiteFile } from '../../../shared/aws/site-bucket.ts';
import { storiesTable } from '../../../shared/aws/stories-table.ts';
import type { StoryWithArticles } from '../../../shared/domain/digest/choice.ts';
import { testCloud } from '../../embedded.ts';
import { storeStory } from '../../shared/aws/store-story.ts';
import { toldOf } from '../../shared/domain/story/story-fixture.ts';

const cloud = await testCloud({ mail: true });
const queue = await cloud.queue();
const bucket = await cloud.bucket();
const address = 'canary.reader@example.org';

/** Everything that the functions put where addresses must not be: output, queue messages, stored objects. */
const captured: string[] = [];
const output = vi
  .spyOn(process.stdout, 'write')
  .mockImplementation((text) => captured.push(String(text)) > 0);
afterAll(() => output.mockRestore());
process.env.WIRE_QUIET = '0';

Object.assign(process.env, {
  TABLE_FEEDS: cloud.tableFeeds,
  TABLE_STORIES: cloud.tableStories,
  TABLE_SUBSCRIBERS: cloud.tableSubscribers,
  BUCKET_ARCHIVE: bucket,
  BUCKET_SITE: bucket,
  SITE_URL: 'http://localhost:4400',
  QUEUE_DIGEST_URL: queue,
  MAIL_FROM: 'Caucasus Wire <digest@wire.example>',
  MAIL_CONFIGURATION_SET: 'test',
  TOKEN_KEYS: `k1:${randomBytes(32).toString('base64')}`,
});

/** The functions as Lambda would start them at this moment: each reads its clock when loaded. */
async function at(instant: string) {
  process.env.WIRE_NOW = instant;
  vi.resetModules();
  const [subscribe, plan, send] = await Promise.all([
    import('../../../functions/subscribe/handler.ts'),
    import('../../../functions/plan-digests/handler.ts'),
    import('../../../functions/send-digest/handler.ts'),
  ]);
  return { api: subscribe.handler, plan: plan.handler, sendBatch: send.handler };
}
let wire = await at('2026-11-24T02:58:00Z');

function request(method: string, url: string, body?: string): APIGatewayProxyEventV2 {
  const { pathname, search } = new URL(url, 'http://localhost:4400');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    isBase64Encoded: false,
    headers: { ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }) },
    ...(body !== undefined && { body }),
    requestContext: {
      accountId: '',
      apiId: '',
      domainName: '',
      domainPrefix: '',
      requestId: '',
      routeKey: '',
      stage: '',
      time: '',
      timeEpoch: 0,
      http: { method, path: pathname, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
    },
  };
}
const post = (url: string, fields: Record<string, string>) =>
  wire.api(request('POST', url, new URLSearchParams(fields).toString()));

/** Hands the queue's messages to send-digest. @returns how many there were */
async function deliver(): Promise<number> {
  const { Messages = [] } = await sqs().send(
    new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
  );
  captured.push(...Messages.map((message) => message.Body ?? ''));
  const event: SQSEvent = {
    Records: Messages.map((message) => ({
      messageId: message.MessageId ?? '',
      receiptHandle: '',
      body: message.Body ?? '',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '',
        SenderId: '',
        ApproximateFirstReceiveTimestamp: '',
      },
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:0:digest',
      awsRegion: 'eu-central-1',
    })),
  };
  expect(await wire.sendBatch(event)).toEqual({ batchItemFailures: [] });
  return Messages.length;
}

interface Stored {
  subject: string;
  body: { text?: string; html?: string };
}
const inbox = async (): Promise<Stored[]> =>
  ((await (await fetch(`${cloud.inboxUrl}/store`)).json()) as { emails: Stored[] }).emails;
const linkIn = (mail: Stored | undefined, path: string): string =>
  new RegExp(`http://localhost:4400/s/${path}\\?t=[\\w.-]+`).exec(mail?.body.text ?? '')?.[0] ??
  `no link to ${path}`;
const tokenOf = (link: string): string => new URL(link).searchParams.get('t') ?? '';

const store = (told: StoryWithArticles): Promise<void> => storeStory(storiesTable(cloud.tableStories), told);

it('a reader signs up, confirms by a button, gets the morning mail once, leaves by one click and gets no more', async () => {
  await store(toldOf({ id: 'talks', title: 'Border talks', at: '2026-11-23T20:00:00.000Z' }));
  const signUp = await post('/s/subscribe', {
    email: address,
    language: 'en',
    topics: 'armenia-azerbaijan',
    frequency: 'daily',
    hour: '7',
    timezone: 'Asia/Yerevan',
  });
  expect(signUp.statusCode).toBe(202);
  expect(await deliver()).toBe(1);
  const confirm = linkIn((await inbox())[0], 'confirm');
  expect((await wire.api(request('GET', confirm))).statusCode).toBe(200);
  expect((await post('/s/confirm', { t: tokenOf(confirm) })).body).toContain('You are subscribed');

  await wire.plan();
  expect(await deliver()).toBe(0);
  wire = await at('2026-11-24T03:00:30Z');
  await wire.plan();
  await wire.plan();
  expect(await deliver()).toBe(1);
  const mails = await inbox();
  expect(mails.map((mail) => mail.subject)).toEqual([
    'Caucasus Wire: Confirm your subscription',
    'Border talks (en)',
  ]);

  const unsubscribe = linkIn(mails[1], 'unsubscribe/one-click');
  const answer = await wire.api(request('POST', unsubscribe, 'List-Unsubscribe=One-Click'));
  expect([answer.statusCode, answer.headers?.location]).toEqual([200, undefined]);
  await store(toldOf({ id: 'treaty', title: 'Treaty', at: '2026-11-24T20:00:00.000Z' }));
  wire = await at('2026-11-25T03:00:30Z');
  await wire.plan();
  expect(await deliver()).toBe(0);
  expect(await inbox()).toHaveLength(2);
});

it('leaves no address and no token in any output, message or stored object, and a web page of the edition', async () => {
  await wire.api(request('POST', '/s/subscribe', `email=${encodeURIComponent(address)}&topics=nonsense`));
  const mails = await inbox();
  for (const mail of mails)
    for (const link of mail.body.text?.match(/http:\/\/localhost:4400\/s\/\S+/g) ?? [])
      await wire.api(request('GET', link.replace('?t=', '?t=x')));
  const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket: bucket }));
  const keys = Contents.map(({ Key }) => Key ?? '');
  for (const key of keys)
    captured.push(key, new TextDecoder().decode((await readSiteFile(bucket, key)) ?? undefined));
  // In the open lie the day's editions for everybody, and the style of pages; nobody's own edition.
  const open = keys.filter((key) => key.startsWith('editions/'));
  expect(open).toContain('editions/edition.css');
  expect(open).toContain('editions/2026-11-24/armenia-azerbaijan-en.html');
  expect(
    open.filter((key) => !/^editions\/(edition\.css|2026-11-2[45]\/[a-z-]+-[a-z]{2}\.html)$/.test(key)),
  ).toEqual([]);
  const own = await wire.api(request('GET', linkIn(mails[1], 'edition')));
  expect([own.statusCode, own.headers?.['x-robots-tag'], own.headers?.['cache-control']]).toEqual([
    200,
    'noindex',
    'no-store',
  ]);
  const everybodys = await readSiteFile(bucket, 'editions/2026-11-24/armenia-azerbaijan-en.html');
  for (const html of [own.body ?? '', new TextDecoder().decode(everybodys ?? undefined)]) {
    expect(html).toContain('Border talks (en)');
    expect(html).not.toMatch(/<style|\sstyle=|<script|\?t=/);
  }

  const all = captured.join('\n');
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(' '.repeat(shift) + address)
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  const tokens = mails.flatMap((mail) =>
    [...(mail.body.text ?? '').matchAll(/\?t=([\w.-]+)/g)].map((match) => match[1] ?? '-'),
  );
  expect(tokens.length).toBeGreaterThan(3);
  const traces = [
    address,
    address.toUpperCase(),
    encodeURIComponent(address),
    address.replace('@', '=40'),
    ...base64,
    ...['sha256', 'sha1', 'md5'].map((name) => createHash(name).update(address).digest('hex')),
    ...tokens,
  ];
  expect(traces.filter((trace) => all.includes(trace))).toEqual([]);
  expect(all).toContain('"event":"digests-planned"');
});

it('stores nothing of a person beyond the list, and lets every row but the subscription itself expire', async () => {
  const { Items = [] } = await dynamo().send(new ScanCommand({ TableName: cloud.tableSubscribers }));
  const attributes = new Set(Items.flatMap((item) => Object.keys(item)));
  const allowed = [
    'pk',
    'sk',
    'revision',
    'expiresAt',
    'id',
    'state',
    'address',
    'preferences',
    'tokenVersion',
    'consent',
    'changedAt',
    'dueAt',
    'dueDate',
    'duePk',
    'lastDate',
    'letter',
    'subscriberId',
    'editionId',
    'content',
    'from',
    'until',
    'seen',
    'articles',
    'emptyAt',
    'plannedAt',
    'claimedAt',
    'claim',
    'settledAt',
    'messageId',
    'n',
    'lastAt',
    'times',
    'leftFrom',
  ];
  expect([...attributes].filter((name) => !allowed.includes(name))).toEqual([]);
  expect(Items.filter((item) => item.sk !== 'SUBSCRIBER' && typeof item.expiresAt !== 'number')).toEqual([]);
  const yearLater = Date.parse('2027-11-24T00:00:00Z') / 1000;
  expect(Items.filter((item) => Number(item.expiresAt ?? 0) > yearLater)).toEqual([]);
  expect(Items.filter((item) => item.duePk !== undefined)).toEqual([]);
});
