import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { BatchGetCommand, DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import type { Article } from '../../../shared/domain/article/article.ts';
import { catalogueFile, noSuchKey, sqsEvent } from '../../mocked-aws.ts';
import { storedArticle } from '../../fakes/stored-article.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);
const sqs = mockClient(SQSClient);
Object.assign(process.env, {
  TABLE_STORIES: 'Stories',
  BUCKET_ARCHIVE: 'archive',
  DEAD_LETTERS_STORY_URL: 'https://queue.example/dead',
  WIRE_CATALOGUE: catalogueFile({ one: 'https://one.example/rss' }),
});
const { handler } = await import('../../../functions/group-stories/handler.ts');
const { storiesTable } = await import('../../../shared/aws/stories-table.ts');
const { unpackBody } = await import('../../../shared/aws/packed.ts');
const { storyBody } = await import('../../../shared/aws/row-bodies.ts');

const seenAt = new Date().toISOString();
const article = (id: string, outletId: string): Article =>
  storedArticle({
    id,
    outletId,
    url: `https://one.example/${id}`,
    title: `Delimitation commission meets at the border ${id}`,
    summary: 'The commission met.',
    publishedAt: seenAt,
    seenAt,
    subtopics: ['border'],
    entities: ['armenia', 'azerbaijan'],
  });
const putItems = () => dynamo.commandCalls(PutCommand).map(({ args }) => args[0].input.Item ?? {});

/** The table holds these articles and nothing else. */
async function stored(...articles: Article[]): Promise<void> {
  for (const each of articles) await storiesTable('Stories').putArticle(each);
  const rows = putItems();
  dynamo.resetHistory();
  dynamo.on(BatchGetCommand).resolves({ Responses: { Stories: rows } });
}

beforeEach(() => {
  for (const mock of [dynamo, s3, sqs]) mock.reset();
  sqs.on(GetQueueUrlCommand).resolves({ QueueUrl: 'https://queue.example/story' });
  dynamo.on(PutCommand).resolves({}).on(QueryCommand).resolves({ Items: [] });
  s3.on(GetObjectCommand).rejects(noSuchKey()).on(PutObjectCommand).resolves({ ETag: '"1"' });
});

it('makes a story of an article and saves the window after it', async () => {
  await stored(article('a', 'one'));
  expect(await handler(sqsEvent([{ articleId: 'a', revision: 1 }]))).toEqual({ batchItemFailures: [] });
  const row = putItems().find(({ pk, sk }) => pk === 'STORY#a' && sk === 'STORY');
  expect(unpackBody(row ?? {}, storyBody)).toMatchObject({
    story: { id: 'a', topics: ['armenia-azerbaijan'] },
    links: [{ articleId: 'a', outletName: 'ONE', country: 'AM' }],
  });
  expect(s3).toHaveReceivedCommandWith(PutObjectCommand, {
    Bucket: 'archive',
    Key: 'state/story-window.gz',
  });
});

it('groups the article of an outlet that has left the catalogue under the name of its id', async () => {
  await stored(article('b', 'left'));
  expect(await handler(sqsEvent([{ articleId: 'b', revision: 1 }]))).toEqual({ batchItemFailures: [] });
  const row = putItems().find(({ pk, sk }) => pk === 'STORY#b' && sk === 'STORY');
  expect(unpackBody(row ?? {}, storyBody).links).toMatchObject([
    { articleId: 'b', outletName: 'left', country: 'XX', kind: 'international' },
  ]);
});

it('returns the whole batch when a story cannot be stored, and does not save the window', async () => {
  await stored(article('c', 'one'), article('d', 'one'));
  dynamo.on(PutCommand).rejects(new Error('throttled'));
  const messages = ['c', 'd'].map((articleId) => ({ articleId, revision: 1 }));
  expect(await handler(sqsEvent(messages))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }],
  });
  expect(s3).not.toHaveReceivedCommand(PutObjectCommand);
  expect(sqs).not.toHaveReceivedCommand(SendMessageCommand);
  // Seconds later the group goes on, not after the queue's twelve minutes.
  expect(sqs).toHaveReceivedCommandExactlyOnceWith(ChangeMessageVisibilityBatchCommand, {
    QueueUrl: 'https://queue.example/story',
    Entries: ['0', '1'].map((Id) => ({ Id, ReceiptHandle: '', VisibilityTimeout: 10 })),
  });
});

it('sets an article aside that alone cannot be grouped, and groups the others', async () => {
  await stored(article('e', 'one'), article('f', 'one'));
  dynamo.on(PutCommand).callsFake(({ Item }: { Item: { pk: string } }) => {
    if (Item.pk === 'STORY#e') throw new Error('item too large');
    return {};
  });
  const messages = ['e', 'f'].map((articleId) => ({ articleId, revision: 1 }));
  expect(await handler(sqsEvent(messages))).toEqual({ batchItemFailures: [] });
  expect(sqs).toHaveReceivedCommandExactlyOnceWith(SendMessageCommand, {
    QueueUrl: 'https://queue.example/dead',
    MessageBody: '{"articleId":"e","revision":1}',
    MessageGroupId: 'stories',
    MessageDeduplicationId: 'm0',
  });
  expect(putItems()).toContainEqual(expect.objectContaining({ pk: 'STORY#f', sk: 'STORY' }));
});
