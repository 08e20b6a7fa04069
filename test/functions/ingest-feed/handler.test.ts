import { gzipSync } from 'node:zlib';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import { catalogueFile, noSuchKey, objectBody, sqsEvent } from '../../mocked-aws.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);
const sqs = mockClient(SQSClient);
Object.assign(process.env, {
  TABLE_FEEDS: 'Feeds',
  TABLE_STORIES: 'Stories',
  BUCKET_ARCHIVE: 'archive',
  QUEUE_STORY_URL: 'https://queue.example/story.fifo',
  WIRE_CATALOGUE: catalogueFile({ one: 'https://one.example/rss' }),
});
const { handler } = await import('../../../functions/ingest-feed/handler.ts');

const item = (n: number, title: string): string =>
  `<item><title>${title}</title><link>https://one.example/${n}</link><description>${title}.</description><pubDate>Tue, 24 Nov 2026 05:0${n}:00 GMT</pubDate></item>`;
const bodyOf = (...items: string[]) =>
  objectBody(gzipSync(`<rss version="2.0"><channel><title>T</title>${items.join('')}</channel></rss>`));
const arrived = () =>
  sqsEvent([
    {
      feedId: 'one.hy',
      archiveKey: 'bodies/k.gz',
      visitedAt: new Date().toISOString(),
      url: 'https://one.example/rss',
      contentType: 'application/rss+xml',
    },
  ]);
const articleRows = (): Record<string, unknown>[] =>
  dynamo
    .commandCalls(PutCommand)
    .map(({ args }) => args[0].input.Item ?? {})
    .filter(({ sk }) => sk === 'ARTICLE');
const storyMessages = () => sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  for (const mock of [dynamo, s3, sqs]) mock.reset();
  dynamo.on(BatchGetCommand).resolves({}).on(PutCommand).resolves({}).on(UpdateCommand).resolves({});
  sqs.on(SendMessageCommand).resolves({});
});

it('stores each new article and queues those on a topic in one group: stories have one writer', async () => {
  s3.on(GetObjectCommand, { Bucket: 'archive', Key: 'bodies/k.gz' }).resolves({
    Body: bodyOf(
      item(1, 'CSTO summit opens in Bishkek'),
      item(2, 'CSTO exercise ends in Tajikistan'),
      item(3, 'Rain tomorrow'),
    ),
  });
  expect(await handler(arrived())).toEqual({ batchItemFailures: [] });
  expect(articleRows()).toHaveLength(3);
  const messages = storyMessages();
  expect(messages).toHaveLength(2);
  for (const { MessageBody = '', ...message } of messages) {
    const { articleId, revision } = JSON.parse(MessageBody) as { articleId: string; revision: number };
    expect(revision).toBe(1);
    expect(message).toEqual({
      QueueUrl: 'https://queue.example/story.fifo',
      MessageGroupId: 'stories',
      MessageDeduplicationId: `${articleId}-1`,
    });
  }
  expect(new Set(messages.map((message) => message.MessageDeduplicationId)).size).toBe(2);
  expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
    TableName: 'Feeds',
    Key: { pk: 'FEED#one.hy' },
    UpdateExpression: 'SET #reading = :reading',
  });
});

it('a revision within five minutes is no repetition to the queue: its deduplication id is its own', async () => {
  s3.on(GetObjectCommand, { Key: 'bodies/k.gz' })
    .resolvesOnce({ Body: bodyOf(item(1, 'CSTO summit opens in Bishkek')) })
    .resolves({ Body: bodyOf(item(1, 'CSTO summit opens in Bishkek without Armenia')) });
  await handler(arrived());
  const [row] = articleRows();
  dynamo.on(BatchGetCommand).resolves({ Responses: { Stories: row === undefined ? [] : [row] } });
  dynamo.on(GetCommand).resolves({ Item: row });
  await handler(arrived());
  const ids = storyMessages().map((message) => message.MessageDeduplicationId);
  const articleId = String(row?.pk).slice('ARTICLE#'.length);
  expect(ids).toEqual([`${articleId}-1`, `${articleId}-2`]);
});

it('a body that the archive does not hold returns its message', async () => {
  s3.on(GetObjectCommand).rejects(noSuchKey());
  expect(await handler(arrived())).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
});
