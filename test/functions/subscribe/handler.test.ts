import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import { form } from './pages-in-memory.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);
const sqs = mockClient(SQSClient);
Object.assign(process.env, {
  TABLE_SUBSCRIBERS: 'Subscribers',
  BUCKET_SITE: 'site',
  SITE_URL: 'https://wire.example',
  QUEUE_DIGEST_URL: 'https://queue.example/digest',
  TOKEN_KEYS: 'k1:c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0',
});
const { handler } = await import('../../../functions/subscribe/handler.ts');

const signUp = {
  rawPath: '/s/subscribe',
  rawQueryString: '',
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'ru' },
  body: new URLSearchParams(form).toString(),
  isBase64Encoded: false,
  requestContext: { http: { method: 'POST', sourceIp: '192.0.2.1' } },
} as unknown as APIGatewayProxyEventV2;

beforeEach(() => {
  for (const mock of [dynamo, s3, sqs]) mock.reset();
  dynamo.on(GetCommand).resolves({}).on(PutCommand).resolves({}).on(UpdateCommand).resolves({});
  s3.on(PutObjectCommand).resolves({});
  sqs.on(SendMessageCommand).resolves({});
});

it('a sign-up is stored as pending and its confirmation queued, without the address', async () => {
  expect((await handler(signUp)).statusCode).toBe(202);
  expect(dynamo).toHaveReceivedCommandWith(PutCommand, {
    TableName: 'Subscribers',
    Item: expect.objectContaining({ state: 'pending', address: form.email }),
  });
  const [message] = sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input);
  expect(message?.QueueUrl).toBe('https://queue.example/digest');
  expect(message?.MessageBody).toMatch(/^\{"subscriberId":"[0-9a-f]{32}","letterId":"[0-9a-f]{32}"\}$/);
});

it('a failure is a page in the reader’s language that says nothing of the cause', async () => {
  dynamo.on(GetCommand).rejects(new Error('secret table'));
  const answer = await handler(signUp);
  expect(answer.statusCode).toBe(500);
  expect(answer.headers).toMatchObject({ 'cache-control': expect.stringContaining('no-store') });
  expect(answer.body).toContain('lang="ru"');
  expect(answer.body).not.toContain('secret');
  expect(sqs).not.toHaveReceivedAnyCommand();
});
