import { Readable } from 'node:stream';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand as SdkPut } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GetObjectCommand, PutObjectCommand } from '../../../shared/aws/object-commands.ts';
import { SendMessageCommand } from '../../../shared/aws/queue-commands.ts';
import { BatchGetCommand, PutCommand, UpdateCommand } from '../../../shared/aws/table-commands.ts';

interface Seen {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** Settings of a client whose requests are answered in turn. An answer is a status and a body, or an error of the network. */
function answering(...answers: ([number, string] | Error)[]) {
  const seen: Seen[] = [];
  const requestHandler = {
    handle: (request: Seen) => {
      seen.push(request);
      const answer = answers[seen.length - 1] ?? [200, '{}'];
      if (answer instanceof Error) return Promise.reject(answer);
      const [statusCode, text] = answer;
      const body = Readable.from([Buffer.from(text)]);
      return Promise.resolve({ response: { statusCode, headers: { 'x-amzn-requestid': 'r' }, body } });
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
  const settings = {
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: requestHandler as never,
  };
  return { seen, settings };
}

const tableOf = (settings: object) =>
  DynamoDBDocumentClient.from(new DynamoDBClient(settings), {
    marshallOptions: { removeUndefinedValues: true },
  });
const put = () =>
  new PutCommand({
    TableName: 'T',
    Item: { pk: 'a', n: 1.5, gone: undefined, body: Uint8Array.of(1, 2) },
    ConditionExpression: 'attribute_not_exists(pk)',
  });

describe('a command that is tried first by the short way', () => {
  test('is signed, goes to the service and carries the same request as the SDK’s own', async () => {
    const [short, full] = [answering(), answering()];
    await tableOf(short.settings).send(put());
    await tableOf(full.settings).send(new SdkPut(put().input));
    const [own, theirs] = [short.seen[0], full.seen[0]];
    expect(short.seen).toHaveLength(1);
    expect(JSON.parse(String(own?.body))).toEqual(JSON.parse(String(theirs?.body)));
    expect(own).toMatchObject({ method: 'POST', path: '/', hostname: 'dynamodb.eu-central-1.amazonaws.com' });
    expect(own?.headers['x-amz-target']).toBe(theirs?.headers['x-amz-target']);
    expect(own?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=a\/\d{8}\/eu-central-1\/dynamodb\/aws4_request, SignedHeaders=.*host.*, Signature=[0-9a-f]{64}$/,
    );
  });

  test('a condition that does not hold is the SDK’s error, and is not asked twice', async () => {
    const refused = '{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"}';
    const { seen, settings } = answering([400, refused]);
    await expect(tableOf(settings).send(put())).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    expect(seen).toHaveLength(1);
  });

  test.each([
    ['the service has a fault', [500, '{}']],
    ['the service asks to wait', [400, '{"__type":"#ThrottlingException"}']],
    ['the connection breaks', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    ['the answer is cut', [200, '{"Attributes":']],
    ['the answer holds a set, as no row of ours does', [200, '{"Attributes":{"a":{"SS":["x"]}}}']],
  ] as [string, [number, string] | Error][])('the SDK asks again where %s', async (_, first) => {
    const { seen, settings } = answering(first, [200, '{"Attributes":{"a":{"S":"after"}}}']);
    const answer = await tableOf(settings).send(put());
    expect(answer.Attributes).toEqual({ a: 'after' });
    expect(seen).toHaveLength(2);
  });

  test('a value that no row of ours holds goes the SDK’s way at once', async () => {
    const { seen, settings } = answering();
    const names = new Set(['x']);
    await tableOf(settings).send(
      new UpdateCommand({ TableName: 'T', Key: { pk: 'a' }, ExpressionAttributeValues: { ':n': names } }),
    );
    expect(JSON.parse(String(seen[0]?.body))).toMatchObject({
      ExpressionAttributeValues: { ':n': { SS: ['x'] } },
    });
    expect(seen).toHaveLength(1);
  });

  test('a batch of rows is read with what was left unread', async () => {
    const answer = {
      Responses: { T: [{ pk: { S: 'a' } }] },
      UnprocessedKeys: { T: { Keys: [{ pk: { S: 'b' } }] } },
    };
    const { seen, settings } = answering([200, JSON.stringify(answer)]);
    const read = await tableOf(settings).send(
      new BatchGetCommand({ RequestItems: { T: { Keys: [{ pk: 'a' }, { pk: 'b' }] } } }),
    );
    expect(read.Responses).toEqual({ T: [{ pk: 'a' }] });
    expect(read.UnprocessedKeys).toEqual({ T: { Keys: [{ pk: 'b' }] } });
    expect(JSON.parse(String(seen[0]?.body))).toEqual({
      RequestItems: { T: { Keys: [{ pk: { S: 'a' } }, { pk: { S: 'b' } }] } },
    });
  });

  test('objects and messages go to their bucket and queue', async () => {
    const object = answering(
      [200, ''],
      [200, 'body'],
      [404, ''],
      [404, '<Error><Code>NoSuchKey</Code></Error>'],
    );
    const s3 = new S3Client(object.settings);
    const where = { Bucket: 'archive', Key: 'bodies/2026-11-28/a b/é.gz' };
    await s3.send(
      new PutObjectCommand({
        ...where,
        Body: Buffer.from('x'),
        ContentType: 'application/gzip',
        Metadata: { request: '{"a":1}' },
      }),
    );
    const got = await s3.send(new GetObjectCommand(where));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).toString()).toBe('body');
    await expect(s3.send(new GetObjectCommand(where))).rejects.toBeInstanceOf(NoSuchKey);
    expect(object.seen[0]).toMatchObject({
      method: 'PUT',
      hostname: 'archive.s3.eu-central-1.amazonaws.com',
      path: '/bodies/2026-11-28/a%20b/%C3%A9.gz',
      headers: { 'x-amz-meta-request': '{"a":1}' },
    });
    expect(object.seen[2]?.path).toBe(object.seen[3]?.path);

    const queue = answering([200, '{"MessageId":"m"}']);
    const QueueUrl = 'https://sqs.eu-central-1.amazonaws.com/1/q';
    const sent = await new SQSClient(queue.settings).send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'é' }),
    );
    expect(sent.MessageId).toBe('m');
    expect(JSON.parse(String(queue.seen[0]?.body))).toEqual({ QueueUrl, MessageBody: 'é' });
  });
});

/** The SDK takes an object with a field `constructor` for an instance of a class. */
const fieldName = fc.string().map((name) => `f${name}`);

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie('any')),
    fc.dictionary(fieldName, tie('any')),
  ),
})).any;

test('property: rows are written and read as the SDK does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fieldName, value), async (row) => {
      const echo = (sent: Seen | undefined): string =>
        JSON.stringify({ Attributes: (JSON.parse(String(sent?.body)) as { Item: object }).Item });
      const asked = { TableName: 'T', Item: row };
      const [short, full] = [answering(), answering()];
      await tableOf(short.settings).send(new PutCommand(asked));
      await tableOf(full.settings).send(new SdkPut(asked));
      expect(echo(short.seen[0])).toBe(echo(full.seen[0]));
      const answer: [number, string] = [200, echo(full.seen[0])];
      const [own, theirs] = [answering(answer), answering(answer)];
      expect((await tableOf(own.settings).send(new PutCommand(asked))).Attributes).toEqual(
        (await tableOf(theirs.settings).send(new SdkPut(asked))).Attributes,
      );
      expect(own.seen).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});
