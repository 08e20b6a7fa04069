import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { type LocalWire, openLocalWire } from '../../infra/local/local-wire.ts';
import { serveRecorded } from '../../infra/local/recorded-feeds.ts';
import { signUpSampleReader } from '../../infra/local/sample/sample-reader.ts';
import { loadStages, type Stages } from '../../infra/local/stages.ts';
import { dynamo, s3, ses, sqs } from '../../shared/aws/clients.ts';
import { send } from '../../shared/aws/queue.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';

/**
 * One wire over the sample feeds with faults between the stages and AWS, then rest; prints what it ended with as JSON.
 * Started by faults.ts, a process a seed: `tsx test/faults/fault-run.ts SEED SHARE`.
 */
const [seedText = '0', shareText = '0'] = process.argv.slice(2);
const share = Number(shareText);
process.env.WIRE_QUIET = '1';

let state = Number(seedText) + 1;
function random(): number {
  state = (state + 0x6d2b79f5) % 4_294_967_296;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

type Client = {
  send(command: {
    constructor: { name: string };
    input: { ReceiptHandle?: string; QueueUrl?: string };
  }): Promise<unknown>;
};
/** What is hurt: the stages after the visits (those have a clock of hours), while `on`. */
const hurting = new AsyncLocalStorage<{ dead: boolean }>();
const injected: Record<string, number> = {};
let on = share > 0;

const count = (kind: string): void => void (injected[kind] = (injected[kind] ?? 0) + 1);
function named(name: string): Error {
  return Object.assign(new Error(`injected: ${name}`), { name });
}

/** The pump's own calls play Lambda's poller: the only fault there is a message that comes twice. */
const pumps = new Set([
  'ReceiveMessageCommand',
  'DeleteMessageCommand',
  'ChangeMessageVisibilityCommand',
  'GetQueueAttributesCommand',
]);

function hurt(client: Client): void {
  const really = client.send.bind(client);
  client.send = async (command) => {
    const place = hurting.getStore();
    const { name } = command.constructor;
    if (!on || place === undefined) return really(command);
    if (pumps.has(name)) {
      // The next batch starts a new process.
      if (name === 'ReceiveMessageCommand') place.dead = false;
      if (name !== 'DeleteMessageCommand' || random() >= share) return really(command);
      count('delivered twice');
      return sqs().send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: command.input.QueueUrl,
          ReceiptHandle: command.input.ReceiptHandle,
          VisibilityTimeout: 0,
        }),
      );
    }
    if (place.dead) throw named('the process is dead');
    if (random() >= share) return really(command);
    const kind =
      ['refused', 'throttled', 'reply lost', 'killed before', 'killed after'][Math.floor(random() * 5)] ??
      'refused';
    count(kind);
    if (kind === 'reply lost' || kind === 'killed after') await really(command).catch(() => undefined);
    if (kind.startsWith('killed')) place.dead = true;
    throw named(kind === 'throttled' ? 'ThrottlingException' : 'TimeoutError');
  };
}

/** A stage that throws is started again by the next round, as the clock would. */
async function start(stage: () => Promise<unknown>): Promise<void> {
  await hurting.run({ dead: false }, stage).catch((error: unknown) => {
    if (!on) throw error;
  });
}

async function round(stages: Stages): Promise<void> {
  for (const stage of [
    stages.ingestFeeds,
    stages.groupStories,
    stages.publishSite,
    stages.planDigests,
    stages.sendDigests,
  ])
    await start(stage);
}

/** What a person does with dead letters once the cause is gone (RUNBOOK): sends them back. */
async function redrive({ settings }: LocalWire): Promise<number> {
  let moved = 0;
  for (const queueUrl of [settings.QUEUE_INGEST_URL, settings.QUEUE_STORY_URL, settings.QUEUE_DIGEST_URL]) {
    const dead = queueUrl.replace(/(\.fifo)?$/, '-dead$1');
    for (;;) {
      const { Messages = [] } = await sqs().send(
        new ReceiveMessageCommand({ QueueUrl: dead, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) break;
      for (const { Body = '{}', ReceiptHandle } of Messages) {
        await send(
          queueUrl,
          JSON.parse(Body) as object,
          queueUrl.endsWith('.fifo') ? { group: 'stories', deduplicationId: `again-${++moved}` } : undefined,
        );
        await sqs().send(new DeleteMessageCommand({ QueueUrl: dead, ReceiptHandle }));
      }
    }
  }
  return moved;
}

async function ending({ settings, inboxUrl }: LocalWire) {
  const table = storiesTable(settings.TABLE_STORIES);
  const days = [
    ...new Set([Date.now() - 3_600_000, Date.now()].map((time) => new Date(time).toISOString().slice(0, 10))),
  ];
  const articles = (await Promise.all(days.map((day) => table.articlesOfDay(day)))).flat();
  const told: string[] = [];
  for (const { id } of await table.storiesChangedSince(new Date(Date.now() - 86_400_000).toISOString()))
    told.push(...((await table.readStory(id))?.articles ?? []).map((article) => article.articleId));
  const { emails } = (await (await fetch(`${inboxUrl ?? ''}/store`)).json()) as {
    emails: { destination: { to: string[] } }[];
  };
  return {
    articles: articles
      .map(({ id, revision, title, topics }) => `${id} ${revision} ${topics.join()} ${title}`)
      .sort(),
    told: told.sort(),
    onTopic: articles
      .filter(({ topics }) => topics.length > 0)
      .map(({ id }) => id)
      .sort(),
    mails: emails.flatMap(({ destination }) => destination.to).sort(),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'wire-faults-'));
const wire = await openLocalWire(folder, { mode: 'sample' });
const recorded = await serveRecorded(wire, { start: new Date() });
try {
  const stages = await loadStages(wire);
  const clients: Client[] = [dynamo(), s3(), sqs(), ses()];
  clients.forEach(hurt);
  await signUpSampleReader(wire, new Date());
  await stages.dueFeeds();
  await stages.visitFeeds();
  for (let times = 0; times < 3; times++) await round(stages);
  on = false;
  const moved = await redrive(wire);
  await round(stages);
  await round(stages);
  process.stdout.write(`${JSON.stringify({ ...(await ending(wire)), injected, moved })}\n`);
} finally {
  await recorded.close();
  await wire.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
