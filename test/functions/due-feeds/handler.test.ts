import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import { visited } from '../../shared/domain/visit/visit-answers.ts';
import { catalogueFile, conditionFailed, noSuchKey } from '../../mocked-aws.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const sqs = mockClient(SQSClient);
const s3 = mockClient(S3Client);
const sns = mockClient(SNSClient);
Object.assign(process.env, {
  TABLE_FEEDS: 'Feeds',
  BUCKET_ARCHIVE: 'archive',
  OPERATOR_TOPIC: 'arn:aws:sns:eu-central-1:1:alarms',
  WIRE_NOW: '2026-11-24T12:00:00.000Z',
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
  sns.reset();
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

it('tells the operator once a day which sources fell ill: claims the day, mails by the topic, and keeps what was told', async () => {
  const lost = {
    ...visited(),
    url: 'https://one.example/rss',
    failures: 9,
    failingSince: '2026-11-20T00:00:00.000Z',
  };
  const {
    feedId: _key,
    visit,
    reading,
    ...state
  } = {
    ...lost,
    catalogueUrl: lost.url,
    fault: { kind: 'http', detail: 'HTTP 404', status: 404 },
  };
  dynamo.on(ScanCommand).resolves({
    Items: [
      { pk: 'FEED#one.hy', visit, state, reading },
      { pk: 'TOLD-HEALTH', day: '2026-11-23', told: {} },
    ],
  });
  dynamo.on(UpdateCommand).resolves({});
  sns.on(PublishCommand).resolves({});
  await handler();
  expect(sns).toHaveReceivedCommandTimes(PublishCommand, 1);
  expect(sns).toHaveReceivedCommandWith(PublishCommand, {
    TopicArn: 'arn:aws:sns:eu-central-1:1:alarms',
    Subject: 'Sources: 1 fell ill',
  });
  const told = dynamo
    .commandCalls(UpdateCommand, { Key: { pk: 'TOLD-HEALTH' } })
    .map(({ args }) => args[0].input.ExpressionAttributeValues);
  expect(told).toEqual([
    { ':day': '2026-11-24', ':told': {} },
    { ':day': '2026-11-24', ':told': { 'one.hy': 'missing' } },
  ]);
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
