import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { testCloud } from '../embedded.ts';
import { MemoryCloud } from './memory-cloud/cloud.ts';
import { seeded } from './seeded.ts';

const embedded = await testCloud();
const { dynamo, s3, sqs } = await import('../../shared/aws/clients.ts');
interface Sender {
  send(command: object): Promise<unknown>;
}
const real = { table: dynamo(), bucket: s3(), queue: sqs() } as unknown as Record<
  'table' | 'bucket' | 'queue',
  Sender
>;
const memory = new MemoryCloud();
memory.addTables(
  (name) =>
    ({ Feeds: embedded.tableFeeds, Stories: embedded.tableStories, Subscribers: embedded.tableSubscribers })[
      name
    ],
);
const random = seeded(17);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

/** What a caller can tell: the answer, or the name of the error. */
async function told(answer: Promise<unknown>): Promise<unknown> {
  try {
    const { $metadata: _, ...rest } = (await answer) as Record<string, unknown>;
    return rest;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return $metadata?.httpStatusCode === 304 ? '304' : name;
  }
}

/** What both tables answer. */
const fromBoth = async (command: { input: object }): Promise<[unknown, unknown]> => [
  await told(memory.send(command)),
  await told(real.table.send(command)),
];

const Stories = embedded.tableStories;
const keys = [1, 2, 3, 4, 5, 6].map((n) => ({ pk: `P${n % 2}`, sk: `S${n}` }));
const values = () => ({
  ':now': Math.floor(random() * 4),
  ':own': pick(['a', 'b']),
  ':text': pick(['S2', 'S4', 'x']),
  ':map': { at: pick(['2026-01', '2026-02']), list: [1, { two: new Uint8Array([1, 2]) }] },
});
const used = (expressions: string): object => {
  const all: Record<string, unknown> = { ...values(), ':pk': pick(['P0', 'P1']), ':day': pick(['D0', 'D1']) };
  const names: Record<string, string> = { '#state': 'state', '#at': 'at' };
  const those = <T>(from: Record<string, T>) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => new RegExp(`${name}\\b`).test(expressions)));
  const [own, terms] = [those(names), those(all)];
  return {
    ...(Object.keys(own).length > 0 && { ExpressionAttributeNames: own }),
    ...(Object.keys(terms).length > 0 && { ExpressionAttributeValues: terms }),
  };
};
const conditions = [
  undefined,
  'attribute_not_exists(pk)',
  'attribute_exists(#state.#at)',
  'attribute_not_exists(n) OR n < :now',
  'attribute_not_exists(pk) OR n <= :now OR claim = :own',
  'attribute_not_exists(#state) OR #state.#at <= :text',
  '#state = :map AND claim = :own',
  'claim IN (:own, :text)',
  'claim <> :own',
  '(n > :now OR n >= :now) AND claim = :own',
];
/** The last two lead into what may not be there. */
const updates = [
  'SET #state = :map, claim = :own',
  'SET n = :now',
  'SET claim = :own ADD n :now',
  'REMOVE claim',
  'REMOVE #state, n',
  'ADD n :now',
  'REMOVE #state.#at',
  'SET #state.#at = :text',
];
const writes = [
  () => {
    const condition = pick(conditions);
    const key = pick(keys);
    const Item = {
      ...key,
      n: Math.floor(random() * 4),
      claim: pick(['a', 'b']),
      left: undefined,
      // Rows of one sort key come in any order.
      ...(random() < 0.5 && { dayPk: pick(['D0', 'D1']), daySk: `${pick(['1', '2', '3'])} ${key.sk}` }),
    };
    const when = condition !== undefined && { ConditionExpression: condition, ...used(condition) };
    return new PutCommand({ TableName: Stories, Item, ...when });
  },
  () => {
    const [condition, update] = [pick(conditions), pick(updates)];
    const when = condition !== undefined && { ConditionExpression: condition };
    return new UpdateCommand({
      TableName: Stories,
      Key: pick(keys),
      UpdateExpression: update,
      ...when,
      ...used(`${update} ${condition ?? ''}`),
    });
  },
  () => {
    const condition = pick(conditions);
    const when = condition !== undefined && { ConditionExpression: condition, ...used(condition) };
    return new DeleteCommand({ TableName: Stories, Key: pick(keys), ...when });
  },
];
const queries = [
  'pk = :pk',
  'pk = :pk AND sk >= :text',
  'pk = :pk AND sk <= :text',
  'pk = :pk AND begins_with(sk, :text)',
  'pk = :pk AND sk BETWEEN :text AND :text',
];

const reads = [
  () => new GetCommand({ TableName: Stories, Key: pick(keys) }),
  () => {
    const query = pick(queries);
    const how = { Limit: pick([2, 9]), ScanIndexForward: random() < 0.5 };
    return new QueryCommand({ TableName: Stories, KeyConditionExpression: query, ...used(query), ...how });
  },
  () => {
    const ofDay = { KeyConditionExpression: 'dayPk = :day', ...used(':day') };
    return new QueryCommand({ TableName: Stories, IndexName: 'byDay', ...ofDay });
  },
];

test('rows: random writes, conditions and queries are answered as by the embedded table', async () => {
  for (let turn = 0; turn < 60; turn++)
    for (const command of [pick(writes)(), ...reads.map((read) => read())]) {
      const [own, expected] = await fromBoth(command);
      expect(own, `${command.constructor.name} ${JSON.stringify(command.input)}`).toEqual(expected);
    }
});

test('rows in batches and scans: the same rows', async () => {
  const Keys = [...keys, { pk: 'none', sk: 'none' }];
  const projection = { ProjectionExpression: 'pk, #state', ExpressionAttributeNames: { '#state': 'state' } };
  const sorted = (answer: unknown): string[] => {
    const { Items, Responses } = answer as { Items?: object[]; Responses?: Record<string, object[]> };
    return (Items ?? Responses?.[Stories] ?? [])
      .map((row) => JSON.stringify(Object.entries(row).toSorted(([one], [other]) => (one < other ? -1 : 1))))
      .toSorted();
  };
  for (const command of [
    new BatchGetCommand({ RequestItems: { [Stories]: { Keys } } }),
    new BatchGetCommand({ RequestItems: { [Stories]: { Keys, ...projection } } }),
    new ScanCommand({ TableName: Stories }),
  ])
    expect(sorted(await memory.send(command))).toEqual(sorted(await real.table.send(command)));
});

test('a page of a query or scan ends after a megabyte, and the next begins behind it', async () => {
  const text = 'x'.repeat(300_000);
  for (let n = 0; n < 8; n++)
    for (const send of [real.table.send.bind(real.table), memory.send.bind(memory)])
      await send(new PutCommand({ TableName: embedded.tableFeeds, Item: { pk: `big-${n}`, text } }));
  for (const client of [real.table, memory]) {
    const found: string[] = [];
    let pages = 0;
    for (let from: object | undefined, more = true; more; more = from !== undefined) {
      const answer = (await client.send(
        new ScanCommand({
          TableName: embedded.tableFeeds,
          ...(from && { ExclusiveStartKey: from as never }),
        }),
      )) as { Items: { pk: string }[]; LastEvaluatedKey?: object };
      found.push(...answer.Items.map(({ pk }) => pk));
      from = answer.LastEvaluatedKey;
      pages++;
    }
    expect(found).toHaveLength(8);
    expect(pages).toBe(3);
  }
});

test('objects: conditions, listings and what is missing', async () => {
  const Bucket = memory.addBucket(await embedded.bucket());
  const ask = async (command: { input: object }) => {
    const [one, other] = [await told(real.bucket.send(command)), await told(memory.send(command))];
    const seen = async (answer: unknown) => {
      if (typeof answer === 'string') return answer;
      const { ETag, Body, Contents, IsTruncated, Metadata } = answer as {
        ETag?: string;
        Body?: { transformToString(): Promise<string> };
        Contents?: { Key: string }[];
        IsTruncated?: boolean;
        Metadata?: object;
      };
      return {
        ETag,
        IsTruncated,
        Metadata: Metadata ?? {},
        text: await Body?.transformToString(),
        keys: Contents?.map(({ Key }) => Key) ?? [],
      };
    };
    const expected = await seen(one);
    expect(await seen(other)).toEqual(expected);
    return expected;
  };
  const first = (await ask(
    new PutObjectCommand({ Bucket, Key: 'a/1', Body: 'one', Metadata: { request: 'x' } }),
  )) as { ETag: string };
  expect(await ask(new PutObjectCommand({ Bucket, Key: 'a/1', Body: 'two', IfNoneMatch: '*' }))).toBe(
    'PreconditionFailed',
  );
  expect(await ask(new PutObjectCommand({ Bucket, Key: 'a/2', Body: 'two', IfMatch: first.ETag }))).toBe(
    'PreconditionFailed',
  );
  await ask(new PutObjectCommand({ Bucket, Key: 'a/2', Body: new Uint8Array([1]), IfNoneMatch: '*' }));
  await ask(new PutObjectCommand({ Bucket, Key: 'b/1', Body: 'b' }));
  await ask(new GetObjectCommand({ Bucket, Key: 'a/1' }));
  expect(await ask(new GetObjectCommand({ Bucket, Key: 'none' }))).toBe('NoSuchKey');
  expect(await ask(new GetObjectCommand({ Bucket, Key: 'a/1', IfNoneMatch: first.ETag }))).toBe('304');
  for (const Prefix of ['a/', 'b', '', 'c']) await ask(new ListObjectsV2Command({ Bucket, Prefix }));
});

test('messages: one group in order, hidden while worked on, sent twice counted once', async () => {
  const queues = [await embedded.queue({ fifo: true }), memory.addQueue('story.fifo')] as const;
  const ask = async (make: (QueueUrl: string) => { input: object }): Promise<Received[][]> => {
    const answers = [await real.queue.send(make(queues[0])), await memory.send(make(queues[1]))];
    return answers.map((answer) => (answer as { Messages?: Received[] }).Messages ?? []);
  };
  // One at a time: the embedded queue gives no more of a group, SQS up to ten.
  const take = async () => {
    const both = await ask(
      (QueueUrl) => new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['All'] }),
    );
    const [one, other] = both.map((some) =>
      some.map(({ Body, Attributes }) => [
        Body,
        Attributes.ApproximateReceiveCount,
        Attributes.MessageGroupId,
      ]),
    );
    expect(other).toEqual(one);
    const handles = both.map((some) => some[0]?.ReceiptHandle);
    const own = (QueueUrl: string) => ({ QueueUrl, ReceiptHandle: handles[QueueUrl === queues[0] ? 0 : 1] });
    return { bodies: one?.map(([body]) => body), own };
  };
  for (const MessageBody of ['1', '1', '2', '3'])
    await ask(
      (QueueUrl) =>
        new SendMessageCommand({
          QueueUrl,
          MessageBody,
          MessageGroupId: 'stories',
          MessageDeduplicationId: MessageBody,
        }),
    );
  const first = await take();
  expect(first.bodies).toEqual(['1']);
  expect((await take()).bodies).toEqual([]);
  await ask((url) => new ChangeMessageVisibilityCommand({ ...first.own(url), VisibilityTimeout: 0 }));
  const again = await take();
  expect(again.bodies).toEqual(['1']);
  await ask((url) => new DeleteMessageCommand(again.own(url)));
  expect((await take()).bodies).toEqual(['2']);
});

interface Received {
  Body: string;
  ReceiptHandle: string;
  Attributes: Record<string, string>;
}

test('what it does not know it says', async () => {
  const odd = new QueryCommand({ TableName: Stories, KeyConditionExpression: 'size(pk) = :a' });
  await expect(memory.send(odd)).rejects.toThrow('does not begin with pk');
  const update = new UpdateCommand({ TableName: Stories, Key: keys[0], UpdateExpression: 'DELETE a :b' });
  await expect(memory.send(update)).rejects.toThrow('does not know «DELETE»');
});
