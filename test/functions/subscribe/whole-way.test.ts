import { randomBytes } from 'node:crypto';
import type { APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect, it, vi } from 'vitest';
import { sqs } from '../../../shared/aws/clients.ts';
import { storiesTable } from '../../../shared/aws/stories-table.ts';
import type { Told } from '../../../shared/domain/edition-choice.ts';
import { testCloud } from '../../embedded.ts';
import { toldOf } from '../../shared/domain/story-fixture.ts';

const cloud = await testCloud({ mail: true });
const queue = await cloud.queue();
Object.assign(process.env, {
  TABLE_FEEDS: cloud.tableFeeds, TABLE_STORIES: cloud.tableStories, TABLE_SUBSCRIBERS: cloud.tableSubscribers, BUCKET_SITE: await cloud.bucket(),
  SITE_URL: 'http://localhost:4400', QUEUE_DIGEST_URL: queue, MAIL_FROM: 'Caucasus Wire <digest@wire.example>', MAIL_CONFIGURATION_SET: 'test',
  TOKEN_KEYS: `k1:${randomBytes(32).toString('base64')}`,
});

/** The functions as Lambda would start them at this moment: each reads its clock when loaded. */
async function at(instant: string) {
  process.env.WIRE_NOW = instant;
  vi.resetModules();
  const [subscribe, plan, send] = await Promise.all([
    import('../../../functions/subscribe/handler.ts'), import('../../../functions/plan-digests/handler.ts'), import('../../../functions/send-digest/handler.ts'),
  ]);
  return { api: subscribe.handler, plan: plan.handler, sendBatch: send.handler };
}
let wire = await at('2026-11-24T02:58:00Z');

function request(method: string, url: string, body?: string): APIGatewayProxyEventV2 {
  const { pathname, search } = new URL(url, 'http://localhost:4400');
  return {
    version: '2.0', routeKey: '$default', rawPath: pathname, rawQueryString: search.slice(1), isBase64Encoded: false,
    headers: { ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }) }, ...(body !== undefined && { body }),
    requestContext: {
      accountId: '', apiId: '', domainName: '', domainPrefix: '', requestId: '', routeKey: '', stage: '', time: '', timeEpoch: 0,
      http: { method, path: pathname, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
    },
  };
}
const post = (url: string, fields: Record<string, string>) => wire.api(request('POST', url, new URLSearchParams(fields).toString()));

/** Hands the queue's messages to send-digest. @returns how many there were */
async function deliver(): Promise<number> {
  const { Messages = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }));
  const event: SQSEvent = { Records: Messages.map((message) => ({
    messageId: message.MessageId ?? '', receiptHandle: '', body: message.Body ?? '', attributes: { ApproximateReceiveCount: '1', SentTimestamp: '', SenderId: '', ApproximateFirstReceiveTimestamp: '' },
    messageAttributes: {}, md5OfBody: '', eventSource: 'aws:sqs', eventSourceARN: 'arn:aws:sqs:eu-central-1:0:digest', awsRegion: 'eu-central-1',
  })) };
  expect(await wire.sendBatch(event)).toEqual({ batchItemFailures: [] });
  return Messages.length;
}

interface Stored { subject: string; body: { text?: string; html?: string } }
const inbox = async (): Promise<Stored[]> => ((await (await fetch(`${cloud.inboxUrl}/store`)).json()) as { emails: Stored[] }).emails;
const linkIn = (mail: Stored | undefined, path: string): string => new RegExp(`http://localhost:4400/s/${path}\\?t=[\\w.-]+`).exec(mail?.body.text ?? '')?.[0] ?? `no link to ${path}`;
const tokenOf = (link: string): string => new URL(link).searchParams.get('t') ?? '';

async function store({ story, articles }: Told): Promise<void> {
  const stories = storiesTable(cloud.tableStories);
  for (const article of articles) {
    const { storyId, articleId, outletName, country, kind, side: _side, revisions: _revisions, ...text } = article;
    await stories.putArticle({ ...text, id: articleId, feedId: 'f', authors: [], categories: [], image: null, archiveKey: 'k', revision: 1, packVersion: '1' });
    await stories.putLink({ storyId, articleId, outletName, country, kind, evidence: [] });
  }
  await stories.putStory(story);
}

it('a reader signs up, confirms by a button, gets the morning mail once, leaves by one click and gets no more', async () => {
  await store(toldOf({ id: 'talks', title: 'Border talks', at: '2026-11-23T20:00:00.000Z' }));
  const signUp = await post('/s/subscribe', { email: 'reader@example.org', language: 'en', topics: 'armenia-azerbaijan', frequency: 'daily', hour: '7', timezone: 'Asia/Yerevan' });
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
  expect(mails.map((mail) => mail.subject)).toEqual(['Caucasus Wire: Confirm your subscription', 'Border talks (en)']);

  const unsubscribe = linkIn(mails[1], 'unsubscribe/one-click');
  const answer = await wire.api(request('POST', unsubscribe, 'List-Unsubscribe=One-Click'));
  expect([answer.statusCode, answer.headers?.location]).toEqual([200, undefined]);
  await store(toldOf({ id: 'treaty', title: 'Treaty', at: '2026-11-24T20:00:00.000Z' }));
  wire = await at('2026-11-25T03:00:30Z');
  await wire.plan();
  expect(await deliver()).toBe(0);
  expect(await inbox()).toHaveLength(2);
});
