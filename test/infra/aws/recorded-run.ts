import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type LocalWire, openLocalWire } from '../../../infra/local/local-wire.ts';
import { serveRecorded } from '../../../infra/local/recorded-feeds.ts';
import { signUpSampleReader } from '../../../infra/local/sample/sample-reader.ts';
import { localBuckets, localTables } from '../../../infra/local/settings.ts';
import { loadStages, type Stages } from '../../../infra/local/stages.ts';
import { dynamo, s3, ses, sqs } from '../../../shared/aws/clients.ts';
import { subscribersTable } from '../../../shared/aws/subscribers-table.ts';
import {
  confirmLink,
  manageLink,
  readerLinks,
  subscribePaths,
} from '../../../shared/domain/digest/reader-links.ts';
import { parseTokenKeys, subscriberIdsOf } from '../../../shared/domain/subscriber/token.ts';
import type { Stage } from '../../../shared/env.ts';

/** One call that a stage made to AWS, in the words of IAM. */
export interface Call {
  stage: Stage;
  /** `dynamodb:PutItem`; the command's own name where this list does not know it. */
  action: string;
  /** `Feeds`, `Stories/index/byDay`, `Archive/bodies/2026-11-24/x/y.gz`, `VisitQueue`, `*` */
  resource: string;
  /** The partition keys that it names, of the table or of the index. */
  keys: string[];
  /** Capacity units that the store says it consumed. */
  units: number;
}

const actions: Record<string, string> = {
  GetCommand: 'dynamodb:GetItem',
  BatchGetCommand: 'dynamodb:BatchGetItem',
  QueryCommand: 'dynamodb:Query',
  ScanCommand: 'dynamodb:Scan',
  PutCommand: 'dynamodb:PutItem',
  UpdateCommand: 'dynamodb:UpdateItem',
  DeleteCommand: 'dynamodb:DeleteItem',
  BatchWriteCommand: 'dynamodb:BatchWriteItem',
  GetObjectCommand: 's3:GetObject',
  PutObjectCommand: 's3:PutObject',
  ListObjectsV2Command: 's3:ListBucket',
  SendMessageCommand: 'sqs:SendMessage',
  SendMessageBatchCommand: 'sqs:SendMessage',
  ReceiveMessageCommand: 'sqs:ReceiveMessage',
  DeleteMessageCommand: 'sqs:DeleteMessage',
  ChangeMessageVisibilityCommand: 'sqs:ChangeMessageVisibility',
  SendEmailCommand: 'ses:SendEmail',
  GetAccountCommand: 'ses:GetAccount',
};

type Input = Record<string, unknown> & {
  TableName?: string;
  IndexName?: string;
  RequestItems?: Record<string, { Keys?: { pk?: string }[] }>;
  Item?: { pk?: string };
  KeyConditionExpression?: string;
  ExpressionAttributeValues?: Record<string, unknown>;
  Bucket?: string;
  Key?: string | { pk?: string };
  QueueUrl?: string;
};
type Output = { ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[] };
type Command = { constructor: { name: string }; input: Input };
type Sender = { send(command: Command): Promise<Output> };

function resourceOf({ TableName, IndexName, RequestItems, Bucket, Key, QueueUrl }: Input): string {
  const table = Object.entries(localTables).find(
    ([, name]) => name === (TableName ?? Object.keys(RequestItems ?? {})[0]),
  )?.[0];
  if (table !== undefined) return IndexName === undefined ? table : `${table}/index/${IndexName}`;
  if (Bucket !== undefined)
    return (
      (Bucket === localBuckets.archive ? 'Archive' : 'Site') + (typeof Key === 'string' ? `/${Key}` : '')
    );
  const queue = /\/(visit|ingest|story|digest)(?:\.fifo)?$/.exec(QueueUrl ?? '')?.[1];
  return queue === undefined ? '*' : `${queue.slice(0, 1).toUpperCase()}${queue.slice(1)}Queue`;
}

function keysOf({
  RequestItems,
  Item,
  Key,
  KeyConditionExpression,
  ExpressionAttributeValues,
}: Input): string[] {
  const named = /^#?\w+ = (:\w+)/.exec(KeyConditionExpression ?? '')?.[1] ?? '';
  const [batch] = Object.values(RequestItems ?? {});
  const pks = [
    typeof Key === 'object' ? Key.pk : undefined,
    Item?.pk,
    ExpressionAttributeValues?.[named],
    ...(batch?.Keys ?? []).map(({ pk }) => pk),
  ];
  return pks.filter((pk) => typeof pk === 'string');
}

const running = new AsyncLocalStorage<Stage>();

/** Notes every command that passes a client while a stage runs. */
function watch(client: unknown, calls: Call[]): void {
  const watched = client as Sender;
  const send = watched.send.bind(watched);
  watched.send = async (command) => {
    const stage = running.getStore();
    if (client === dynamo()) command.input.ReturnConsumedCapacity = 'TOTAL';
    const { name } = command.constructor;
    // Noted before it is sent: a call that is answered with an error needs its grant as well.
    const call =
      stage === undefined
        ? undefined
        : {
            stage,
            action: actions[name] ?? name,
            resource: resourceOf(command.input),
            keys: keysOf(command.input),
            units: 0,
          };
    if (call !== undefined) calls.push(call);
    const output = await send(command);
    if (call !== undefined)
      call.units = [output.ConsumedCapacity ?? []]
        .flat()
        .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
    return output;
  };
}

/** A whole round over the sample feeds, a reader who comes, reads, changes and leaves for good, and a bounce: every call of every stage. */
export async function recordRun(): Promise<Call[]> {
  const folder = mkdtempSync(join(tmpdir(), 'wire-calls-'));
  const calls: Call[] = [];
  const wire = await openLocalWire(folder, { mode: 'sample' });
  const recorded = await serveRecorded(wire, { start: new Date() });
  try {
    for (const client of [dynamo(), s3(), sqs(), ses()]) watch(client, calls);
    const stages = await loadStages(wire);
    await signUpSampleReader(wire, new Date());
    await round(stages);
    await readersLife(wire, stages);
    await bounce();
    return calls;
  } finally {
    await recorded.close();
    await wire.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function round(stages: Stages): Promise<void> {
  await running.run('due-feeds', stages.dueFeeds);
  await running.run('visit-feeds', stages.visitFeeds);
  await running.run('ingest-feed', stages.ingestFeeds);
  await running.run('group-stories', stages.groupStories);
  await running.run('publish-site', stages.publishSite);
  await running.run('plan-digests', stages.planDigests);
  await running.run('send-digest', stages.sendDigests);
}

function request(method: string, path: string, fields: Record<string, string>): APIGatewayProxyEventV2 {
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' };
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: method === 'GET' ? new URLSearchParams(fields).toString() : '',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    isBase64Encoded: false,
    ...(method === 'POST' && { body: new URLSearchParams(fields).toString() }),
    requestContext: {
      accountId: '',
      apiId: '',
      domainName: '',
      domainPrefix: '',
      http,
      requestId: '',
      routeKey: '',
      stage: '',
      time: '',
      timeEpoch: 0,
    },
  };
}

async function readersLife({ settings }: LocalWire, stages: Stages): Promise<void> {
  const keys = parseTokenKeys(settings.TOKEN_KEYS);
  const visit = async (method: string, path: string, fields: Record<string, string>): Promise<void> => {
    const answer = await running.run('subscribe', () => stages.api(request(method, path, fields)));
    if ((answer.statusCode ?? 500) >= 400) throw new Error(`${method} ${path} answered ${answer.statusCode}`);
  };
  await visit('POST', subscribePaths.form, {
    email: 'new@reader.example',
    language: 'en',
    topics: 'csto',
    frequency: 'daily',
    hour: '7',
    timezone: 'UTC',
  });
  await running.run('send-digest', stages.sendDigests);
  const [id = ''] = subscriberIdsOf('new@reader.example', keys);
  const holder = await subscribersTable(settings.TABLE_SUBSCRIBERS).readSubscriber(id);
  if (holder === null) throw new Error('the reader who signed up is not in the table');
  const place = { siteUrl: settings.SITE_URL, keys };
  const token = (link: string): { t: string } => ({ t: new URL(link).searchParams.get('t') ?? '' });
  const { preferences } = readerLinks(holder, place);
  const now = new Date();
  const owner = token(manageLink(holder, 'privacy', { ...place, now }));
  await visit('POST', subscribePaths.confirm, token(confirmLink(holder, place, now)));
  await visit('GET', subscribePaths.preferences, token(preferences));
  await visit('POST', subscribePaths.pause, token(preferences));
  await visit('POST', subscribePaths.export, owner);
  await visit('POST', subscribePaths.erase, owner);
}

async function bounce(): Promise<void> {
  const { handler } = await import('../../../functions/suppress/handler.ts');
  const mail = {
    messageId: 'm1',
    timestamp: new Date().toISOString(),
    tags: { subscriber: ['s1'], edition: ['2026-11-24-daily'] },
  };
  const detail = {
    eventType: 'Bounce',
    bounce: { bounceType: 'Permanent', timestamp: new Date().toISOString() },
    mail,
  };
  await running.run('suppress', () =>
    handler({
      version: '0',
      id: '',
      source: 'aws.ses',
      account: '',
      time: '',
      region: '',
      resources: [],
      'detail-type': 'Email Bounced',
      detail,
    }),
  );
}
