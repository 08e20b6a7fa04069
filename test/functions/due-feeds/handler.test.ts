import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import { catalogueFile, conditionFailed, noSuchKey } from '../../mocked-aws.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const sqs = mockClient(SQSClient);
const s3 = mockClient(S3Client);
Object.assign(process.env, {
  TABLE_FEEDS: 'Feeds',
  BUCKET_ARCHIVE: 'archive',
  QUEUE_VISIT_URL: 'https://queue.example/visit',
  WIRE_CATALOGUE: catalogueFile({ one: 'https://one.example/rss', two: 'https://two.example/rss' }),
});
const { handler } = await import('../../../functions/due-feeds/handler.ts');

const queued = () =>
  sqs
    .commandCalls(SendMessageBatchCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .map(({ MessageBody = '' }) => JSON.parse(MessageBody) as { host: string; feedIds: string[] });

beforeEach(() => {
  dynamo.reset();
  sqs.reset();
  s3.reset();
  s3.on(GetObjectCommand).rejects(noSuchKey());
  dynamo.on(ScanCommand).resolves({ Items: [] });
  sqs.on(SendMessageBatchCommand).resolves({});
});

it('leases each host in the Feeds table and queues it for a visit', async () => {
  dynamo.on(UpdateCommand).resolves({});
  await handler();
  expect(queued()).toMatchObject([
    { host: 'one.example', feedIds: ['one.hy'] },
    { host: 'two.example', feedIds: ['two.hy'] },
  ]);
  expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
    TableName: 'Feeds',
    Key: { pk: 'HOST#one.example' },
    ConditionExpression: 'attribute_not_exists(#lease) OR #lease = :none',
  });
  expect(sqs).toHaveReceivedCommandWith(SendMessageBatchCommand, { QueueUrl: 'https://queue.example/visit' });
});

it('queues no host whose lease another tick has won', async () => {
  dynamo
    .on(UpdateCommand)
    .resolves({})
    .on(UpdateCommand, { Key: { pk: 'HOST#one.example' } })
    .rejects(conditionFailed());
  await handler();
  expect(queued().map(({ host }) => host)).toEqual(['two.example']);
});

it('gives a host back whose message the queue refused, and fails', async () => {
  dynamo.on(UpdateCommand).resolves({});
  sqs.on(SendMessageBatchCommand).resolves({ Failed: [{ Id: '1', Code: 'Busy', SenderFault: false }] });
  await expect(handler()).rejects.toThrow('refused 1 messages');
  expect(dynamo).toHaveReceivedLastCommandWith(UpdateCommand, {
    Key: { pk: 'HOST#two.example' },
    UpdateExpression: 'REMOVE #lease.#feeds.#feed0',
  });
});

it('queues nothing when the leases cannot be written', async () => {
  dynamo.on(UpdateCommand).rejects(new Error('throttled'));
  await expect(handler()).rejects.toThrow('throttled');
  expect(queued()).toEqual([]);
});
