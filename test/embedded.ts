import { randomBytes } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll } from 'vitest';
import { type Embedded, startEmbedded } from '../infra/local/embedded.ts';
import { ensureTable, tables } from '../shared/aws/tables.ts';
import { MemoryCloud } from './fakes/memory-cloud/cloud.ts';

/** Fresh tables, buckets and queues on embedded endpoints, or on those that `AWS_ENDPOINT_URL_*` names. */
export interface TestCloud extends Embedded {
  tableFeeds: string;
  tableStories: string;
  tableSubscribers: string;
  bucket(): Promise<string>;
  queue(options?: { fifo?: boolean }): Promise<string>;
}

/**
 * Call once at the top level of a test file, before importing anything that makes a client. Sets the endpoints in process.env
 * and closes all after the file. Names are random, so that a foreign endpoint can be shared. `WIRE_TEST_CLOUD=memory` puts the
 * measures' stores in memory in their place: `npm run check -- memory`.
 */
export async function testCloud({ mail = false } = {}): Promise<TestCloud> {
  if (process.env.WIRE_TEST_CLOUD === 'memory') return inMemory();
  const embedded = await startEmbedded({ mail });
  Object.assign(process.env, embedded.env);
  afterAll(() => embedded.close());
  const suffix = randomBytes(4).toString('hex');
  const dynamo = new DynamoDBClient({});
  for (const table of tables) await ensureTable(dynamo, table, `${table.name}-${suffix}`);
  let count = 0;
  return {
    ...embedded,
    tableFeeds: `Feeds-${suffix}`,
    tableStories: `Stories-${suffix}`,
    tableSubscribers: `Subscribers-${suffix}`,
    bucket: async () => {
      const name = `wire-${suffix}-${++count}`;
      await new S3Client({}).send(new CreateBucketCommand({ Bucket: name }));
      return name;
    },
    queue: async ({ fifo = false } = {}) => {
      const name = `wire-${suffix}-${++count}${fifo ? '.fifo' : ''}`;
      const made = await new SQSClient({ useQueueUrlAsEndpoint: false }).send(
        new CreateQueueCommand({ QueueName: name, ...(fifo && { Attributes: { FifoQueue: 'true' } }) }),
      );
      if (made.QueueUrl === undefined) throw new Error(`no URL for queue ${name}`);
      return made.QueueUrl;
    },
  };
}

function inMemory(): TestCloud {
  const cloud = new MemoryCloud();
  cloud.addTables((name) => name);
  cloud.install();
  process.env.AWS_REGION = 'eu-central-1';
  let count = 0;
  return {
    env: {},
    inboxUrl: null,
    close: () => Promise.resolve(),
    tableFeeds: 'Feeds',
    tableStories: 'Stories',
    tableSubscribers: 'Subscribers',
    bucket: () => Promise.resolve(cloud.addBucket(`wire-${++count}`)),
    queue: ({ fifo = false } = {}) =>
      Promise.resolve(cloud.addQueue(`wire-${++count}${fifo ? '.fifo' : ''}`)),
  };
}
