import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type GetObjectCommandOutput, NoSuchKey } from '@aws-sdk/client-s3';
import type { SQSEvent } from 'aws-lambda';

/** What handlers and adapters meet on AWS, for tests with `mockClient`. */

/** The body of a mocked S3 answer. */
export const objectBody = (bytes: Uint8Array | string): NonNullable<GetObjectCommandOutput['Body']> => {
  const body = { transformToByteArray: () => Promise.resolve(Buffer.from(bytes)) };
  return body as unknown as NonNullable<GetObjectCommandOutput['Body']>;
};

export const noSuchKey = (): NoSuchKey => new NoSuchKey({ message: 'no such key', $metadata: {} });

/** How DynamoDB says that a condition did not hold. */
export const conditionFailed = (): ConditionalCheckFailedException =>
  new ConditionalCheckFailedException({ message: 'the condition did not hold', $metadata: {} });

/** An event as SQS hands it to a Lambda. @param receives how often the queue has handed the messages out */
export function sqsEvent(messages: object[], receives = 1): SQSEvent {
  const attributes = {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: '0',
    SenderId: '',
    ApproximateFirstReceiveTimestamp: '0',
  };
  return {
    Records: messages.map((message, at) => ({
      messageId: `m${at}`,
      receiptHandle: '',
      body: JSON.stringify(message),
      attributes,
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:1:queue',
      awsRegion: 'eu-central-1',
    })),
  };
}

/** A catalogue of one outlet a URL, each with one Armenian feed; for `WIRE_CATALOGUE`. @returns its path */
export function catalogueFile(feeds: Record<string, string>): string {
  const path = join(mkdtempSync(join(tmpdir(), 'wire-')), 'catalogue.json');
  const outlets = Object.entries(feeds).map(([id, url]) => ({
    id,
    name: id.toUpperCase(),
    country: 'AM',
    kind: 'independent',
    homepage: new URL('/', url).href,
    feeds: [{ id: `${id}.hy`, url, language: 'hy' }],
  }));
  writeFileSync(path, JSON.stringify(outlets));
  return path;
}
