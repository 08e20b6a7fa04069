import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { tables } from '../../../shared/aws/tables.ts';
import { MemoryBucket, type Put } from './bucket.ts';
import type { Row, Terms } from './expressions.ts';
import { MemoryQueue } from './queue.ts';
import { answered, MemoryTable, type Page, readUnits, writeUnits } from './table.ts';

/** What was asked of it so far. */
export interface Spent {
  /** Calls by the SDK's name of the command. */
  calls: Record<string, number>;
  /** Capacity units, those of indexes left out. */
  readUnits: number;
  writeUnits: number;
  /** Messages handed over, and bytes put into buckets. */
  messages: number;
  bytesPut: number;
}

interface Key extends Terms {
  TableName: string;
  Key: Row;
  ProjectionExpression?: string;
  ConsistentRead?: boolean;
}
interface Write extends Terms {
  TableName: string;
  Key: Row;
  Item: Row;
  UpdateExpression: string;
  ConditionExpression?: string;
}
interface Query extends Terms {
  TableName: string;
  IndexName?: string;
  KeyConditionExpression: string;
  ExclusiveStartKey?: Row;
  ScanIndexForward?: boolean;
  Limit?: number;
  ConsistentRead?: boolean;
}
interface BatchGet {
  RequestItems: Record<string, Omit<Key, 'TableName' | 'Key'> & { Keys: Row[] }>;
}
interface OfQueue {
  QueueUrl: string;
  ReceiptHandle: string;
  VisibilityTimeout: number;
  MaxNumberOfMessages?: number;
  QueueName: string;
}
type InBucket<T> = T & { Bucket: string };

/** BatchGetItem's limit of an answer. */
const batchBytes = 16 * 1_048_576;

/**
 * DynamoDB, S3, SQS and SES in this process's memory, behind the SDK's own clients: what the stages call costs next to
 * nothing, so that a measure's CPU is theirs. It knows what the stages ask and throws at anything else; `npm test` holds it to
 * the answers of the embedded services.
 */
export class MemoryCloud {
  readonly tables = new Map<string, MemoryTable>();
  readonly buckets = new Map<string, MemoryBucket>();
  readonly queues = new Map<string, MemoryQueue>();
  readonly spent: Spent = { calls: {}, readUnits: 0, writeUnits: 0, messages: 0, bytesPut: 0 };
  /** Told of each mail. */
  onMail: (input: object) => void = () => undefined;

  addTables(nameOf: (name: (typeof tables)[number]['name']) => string): void {
    for (const definition of tables) this.tables.set(nameOf(definition.name), new MemoryTable(definition));
  }

  addBucket(name: string): string {
    this.buckets.set(name, new MemoryBucket());
    return name;
  }

  /** @returns its URL */
  addQueue(name: string): string {
    const url = `https://sqs.invalid/000000000000/${name}`;
    this.queues.set(url, new MemoryQueue());
    return url;
  }

  /** From now on every client of this process asks it. */
  install(): void {
    for (const { prototype } of [DynamoDBDocumentClient, S3Client, SQSClient, SESv2Client])
      Object.assign(prototype, { send: (command: { input: object }) => this.send(command) });
  }

  // Asynchronous, so that what is thrown is a rejection.
  // oxlint-disable-next-line typescript/require-await
  async send(command: { input: object }): Promise<unknown> {
    const name = command.constructor.name.replace(/Command$/, '');
    this.spent.calls[name] = (this.spent.calls[name] ?? 0) + 1;
    const operation = this.operations[name];
    if (operation === undefined) throw new Error(`the memory cloud does not know ${name}`);
    const answer = operation(command.input as never);
    return Object.assign(answer, { $metadata: { httpStatusCode: 200 } });
  }

  private readonly operations: Record<string, (input: never) => object> = {
    Get: ({ TableName, Key, ProjectionExpression, ConsistentRead = false, ...terms }: Key) => {
      const found = this.table(TableName).get(Key);
      this.spent.readUnits += readUnits(found?.size ?? 0, ConsistentRead);
      return found === undefined ? {} : { Item: answered(found, ProjectionExpression, terms) };
    },
    BatchGet: ({ RequestItems }: BatchGet) => this.batchGet(RequestItems),
    Put: ({ TableName, Item, ConditionExpression, ...terms }: Write) =>
      this.written(() => this.table(TableName).put(Item, ConditionExpression, terms)),
    Update: ({ TableName, Key, UpdateExpression, ConditionExpression, ...terms }: Write) =>
      this.written(() => this.table(TableName).update(Key, UpdateExpression, ConditionExpression, terms)),
    Delete: ({ TableName, Key, ConditionExpression, ...terms }: Write) =>
      this.written(() => this.table(TableName).delete(Key, ConditionExpression, terms)),
    Query: ({ ConsistentRead = false, ...input }: Query) => {
      const page = this.table(input.TableName).query({
        index: input.IndexName,
        condition: input.KeyConditionExpression,
        terms: input,
        after: input.ExclusiveStartKey,
        backwards: input.ScanIndexForward === false,
        limit: input.Limit,
      });
      return this.paged(page, ConsistentRead);
    },
    Scan: ({ TableName, ExclusiveStartKey, Limit }: Query) =>
      this.paged(this.table(TableName).scan(ExclusiveStartKey, Limit), false),
    PutObject: (input: InBucket<Put>) => {
      this.spent.bytesPut += Buffer.byteLength(input.Body ?? '');
      return this.bucket(input.Bucket).put(input);
    },
    GetObject: (input: InBucket<{ Key: string; IfNoneMatch?: string }>) =>
      this.bucket(input.Bucket).get(input),
    HeadObject: (input: InBucket<{ Key: string }>) => this.bucket(input.Bucket).get(input),
    ListObjectsV2: (input: InBucket<{ Prefix?: string; ContinuationToken?: string }>) =>
      this.bucket(input.Bucket).list(input),
    SendMessage: (input: OfQueue & { MessageBody: string }) => {
      this.spent.messages++;
      return { MessageId: this.queue(input.QueueUrl).send(input) };
    },
    SendMessageBatch: ({
      QueueUrl,
      Entries,
    }: OfQueue & { Entries: { Id: string; MessageBody: string }[] }) => {
      this.spent.messages += Entries.length;
      return {
        Successful: Entries.map((entry) => ({ Id: entry.Id, MessageId: this.queue(QueueUrl).send(entry) })),
      };
    },
    ReceiveMessage: ({ QueueUrl, MaxNumberOfMessages = 1 }: OfQueue) => ({
      Messages: this.queue(QueueUrl).receive(MaxNumberOfMessages),
    }),
    DeleteMessage: ({ QueueUrl, ReceiptHandle }: OfQueue) => {
      this.queue(QueueUrl).delete(ReceiptHandle);
      return {};
    },
    ChangeMessageVisibility: ({ QueueUrl, ReceiptHandle, VisibilityTimeout }: OfQueue) => {
      this.queue(QueueUrl).hide(ReceiptHandle, VisibilityTimeout);
      return {};
    },
    ChangeMessageVisibilityBatch: ({ QueueUrl, Entries }: OfQueue & { Entries: OfQueue[] }) => {
      for (const entry of Entries) this.queue(QueueUrl).hide(entry.ReceiptHandle, entry.VisibilityTimeout);
      return { Successful: [] };
    },
    GetQueueUrl: ({ QueueName }: OfQueue) => ({
      QueueUrl: [...this.queues.keys()].find((url) => url.endsWith(`/${QueueName}`)),
    }),
    SendEmail: (input: object) => {
      this.onMail(input);
      return { MessageId: randomUUID() };
    },
    // As of an account that nothing limits: the pace is not waited for.
    GetAccount: () => ({ SendQuota: { Max24HourSend: -1, MaxSendRate: 1e6, SentLast24Hours: 0 } }),
  };

  private batchGet(asked: BatchGet['RequestItems']): object {
    const responses: Record<string, Row[]> = {};
    const unread: Record<string, object> = {};
    let bytes = 0;
    for (const [name, { Keys, ProjectionExpression, ConsistentRead = false, ...terms }] of Object.entries(
      asked,
    )) {
      if (Keys.length > 100) throw new Error('BatchGetItem takes a hundred keys');
      const left: Row[] = [];
      responses[name] = Keys.flatMap((key) => {
        const found = this.table(name).get(key);
        if (bytes > batchBytes) left.push(key);
        this.spent.readUnits += readUnits(found?.size ?? 0, ConsistentRead);
        if (found === undefined || bytes > batchBytes) return [];
        bytes += found.size;
        return [answered(found, ProjectionExpression, terms)];
      });
      if (left.length > 0) unread[name] = { ...asked[name], Keys: left };
    }
    return { Responses: responses, UnprocessedKeys: unread };
  }

  private written(write: () => { before: number; after: number }): object {
    try {
      const { before, after } = write();
      this.spent.writeUnits += writeUnits(Math.max(before, after));
      return {};
    } catch (error) {
      this.spent.writeUnits += 1;
      throw error;
    }
  }

  private paged({ rows, bytes, last }: Page, consistent: boolean): object {
    this.spent.readUnits += readUnits(bytes, consistent);
    return {
      Items: rows,
      Count: rows.length,
      ScannedCount: rows.length,
      ...(last && { LastEvaluatedKey: last }),
    };
  }

  private table = (name: string): MemoryTable => known(this.tables, name);
  private bucket = (name: string): MemoryBucket => known(this.buckets, name);
  private queue = (url: string): MemoryQueue => known(this.queues, url);
}

function known<T>(all: ReadonlyMap<string, T>, name: string): T {
  const found = all.get(name);
  if (found === undefined) throw new Error(`the memory cloud has no ${name}`);
  return found;
}
