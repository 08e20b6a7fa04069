/** One way to poll a feed, in a process of its own: `poll-client.ts naive|product CATALOGUE`. Prints CPU milliseconds by kind of poll. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import Parser from 'rss-parser';
import { bundleFolder } from '../../../infra/aws/bundle.ts';
import type { VisitRequest } from '../../../shared/messages.ts';
import { sqsEvent } from '../../mocked-aws.ts';
import type { Cloud, Kind, Order } from './poll-cloud.ts';

const [way = '', catalogue = ''] = process.argv.slice(2);
const cloud = fork(fileURLToPath(new URL('poll-cloud.ts', import.meta.url)), {
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
});
const [{ env, url }] = (await once(cloud, 'message')) as [Cloud];
writeFileSync(catalogue, readFileSync(catalogue, 'utf8').replace(/http:[^"]*\/rss/, url));
Object.assign(process.env, env, { WIRE_CATALOGUE: catalogue });

async function ask<T>(order: Order): Promise<T> {
  cloud.send(order);
  return ((await once(cloud, 'message')) as [T])[0];
}

/** CPU milliseconds of this process. */
async function cpu(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

type Poll = () => Promise<number>;

/** What anybody writes first: fetch, rss-parser, a conditional put per item. */
function naive(): Poll {
  const parser = new Parser();
  const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const store = async (item: Parser.Item): Promise<void> => {
    const { guid, title, link, content, isoDate } = item;
    const put = new PutCommand({
      TableName: 'Stories',
      Item: { pk: `ITEM#${guid}`, sk: 'ITEM', title, link, content, isoDate },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    try {
      await dynamo.send(put);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
  return () =>
    cpu(async () => {
      const answer = await fetch(url);
      const feed = await parser.parseString(await answer.text());
      for (const item of feed.items) await store(item);
    });
}

type Handler = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** The deployed bundles; what due-feeds would read for all feeds at once, and Lambda's own polling, is not counted. */
async function product(): Promise<Poll> {
  const handlerOf = async (stage: 'visit-feeds' | 'ingest-feed'): Promise<Handler> =>
    ((await import(pathToFileURL(`${bundleFolder(stage)}/index.mjs`).href)) as { handler: Handler }).handler;
  const [visit, ingest] = [await handlerOf('visit-feeds'), await handlerOf('ingest-feed')];
  const { loadAllStates } = await import('../../../shared/aws/feeds-table.ts');
  const handle = async (handler: Handler, message: object): Promise<number> => {
    const event = sqsEvent([message]);
    let failed = 0;
    const took = await cpu(async () => {
      failed = (await handler(event)).batchItemFailures.length;
    });
    if (failed > 0) throw new Error(`the product failed at ${JSON.stringify(message)}`);
    return took;
  };
  return async () => {
    const { feeds } = await loadAllStates('Feeds');
    const host = {
      pausedUntil: null,
      lease: null,
      robots: { fetchedAt: new Date().toISOString(), kind: 'none' as const, rules: [] },
    };
    const state = feeds.get('bench');
    const visits = state?.visit ?? 0;
    const request: VisitRequest = {
      host: new URL(url).host,
      feedIds: ['bench'],
      queuedAt: new Date().toISOString(),
      known: {
        host,
        feeds: state === undefined ? {} : { bench: { ...state, nextDueAt: null, lastVisitAt: null } },
      },
    };
    const visited = await handle(visit, request);
    if ((await loadAllStates('Feeds')).feeds.get('bench')?.visit !== visits + 1)
      throw new Error('the product did not visit');
    if (kind === 'changed' || state === undefined) {
      const { message } = await ask<{ message?: string }>({ take: true });
      if (message === undefined) throw new Error('the product did not hand on the body');
      return visited + (await handle(ingest, JSON.parse(message) as object));
    }
    return visited;
  };
}

let kind: Kind = 'changed';
const poll = way === 'naive' ? naive() : await product();

/** The mean of the best ten in a row. */
async function measured(of: Kind, warmUp: number): Promise<number> {
  kind = of;
  await ask({ serve: of });
  for (let at = 0; at < warmUp; at++) await poll();
  const means: number[] = [];
  for (let batch = 0; batch < 15; batch++) {
    let sum = 0;
    for (let at = 0; at < 10; at++) sum += await poll();
    means.push(sum / 10);
  }
  return Math.min(...means);
}

const result = {
  changed: await measured('changed', 120),
  'same bytes': await measured('same bytes', 60),
  '304': await measured('304', 60),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
cloud.kill();
process.exit(0);
