import { moveClockTo } from '../faults/moving-clock.ts';
import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import prices from '../../infra/aws/prices.json' with { type: 'json' };
import type { Stages } from '../../infra/local/stages.ts';
import { everything } from '../../infra/local/digest-preview.ts';
import { dynamo, s3, ses, sqs } from '../../shared/aws/clients.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { afterSignUp } from '../../shared/domain/subscriber/sign-up.ts';
import { afterConfirm } from '../../shared/domain/subscriber/subscriber.ts';
import { addDays } from '../../shared/domain/text/time.ts';
import { Internet } from './internet.ts';
import { withWireOn } from './wire-on-internet.ts';

/**
 * `npm run measure -- scale --feeds 100 --days 1`: the whole flow, from the clock to the mail, on a clock that runs as fast as the
 * machine, over a loopback internet of so many sources of five forms. Runs a quarter of the size first: the exponent of growth
 * in feeds. `--readers N` confirmed readers are due at 08:00 of the last day. The internet is served by the same process and
 * its work is in the CPU figures; embedded services stand for AWS, so times are no AWS times, but calls are.
 */
const { values } = parseArgs({
  options: {
    feeds: { type: 'string', default: '100' },
    days: { type: 'string', default: '1' },
    readers: { type: 'string', default: '0' },
    /** Minutes between two rounds: coarser than AWS's one, to keep the run short. */
    step: { type: 'string', default: '15' },
    alone: { type: 'boolean', default: false },
  },
});

const start = Date.parse('2026-11-20T00:00:00Z');
const minute = 60_000;
const dayMs = 1_440 * minute;

const resultSchema = z.object({
  feeds: z.number(),
  cpuOfDay: z.array(z.number()),
  articles: z.number(),
  onTopic: z.number(),
  freshness: z.array(z.number()),
  requests: z.number(),
  calls: z.record(z.string(), z.number()),
  mails: z.number(),
  mailCpu: z.number(),
});
type Result = z.infer<typeof resultSchema>;

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Counts commands by name. */
function counted(): Record<string, number> {
  const calls: Record<string, number> = {};
  for (const client of [dynamo(), s3(), sqs(), ses()] as { send(command: object): Promise<unknown> }[]) {
    const really = client.send.bind(client);
    client.send = (command) => {
      const name = command.constructor.name.replace(/Command$/, '');
      calls[name] = (calls[name] ?? 0) + 1;
      return really(command);
    };
  }
  return calls;
}

async function addReaders(table: string, count: number, dueAt: string): Promise<void> {
  const subscribers = subscribersTable(table);
  const now = new Date();
  for (let n = 0; n < count; n++) {
    const id = n.toString(16).padStart(32, '0');
    const address = `reader-${n}@example.org`;
    await subscribers.changeSubscriber(id, () => ({
      ...afterConfirm(afterSignUp(null, { id, address, preferences: everything, letterId: null }, now), now),
      dueAt,
      dueDate: dueAt.slice(0, 10),
    }));
  }
}

async function news(stages: Stages): Promise<void> {
  for (const stage of [
    stages.dueFeeds,
    stages.visitFeeds,
    stages.ingestFeeds,
    stages.groupStories,
    stages.publishSite,
  ])
    await stage();
}

async function measure(feeds: number, days: number, readers: number): Promise<Result> {
  moveClockTo(start);
  const internet = new Internet(start);
  await internet.open(feeds);
  process.env.WIRE_QUIET = '1';
  return withWireOn(internet, internet.catalogue(), async (wire, stages) => {
    const calls = counted();
    const cpuOfDay: number[] = [];
    for (let day = 0; day < days; day++) {
      const before = cpuSeconds();
      for (let at = 0; at < dayMs; at += Number(values.step) * minute) {
        moveClockTo(start + day * dayMs + at);
        await news(stages);
        process.stderr.write(`\r${feeds} feeds, day ${day + 1}, ${new Date().toISOString().slice(11, 16)} `);
      }
      cpuOfDay.push(cpuSeconds() - before);
    }
    const mailsBefore = calls['SendEmail'] ?? 0;
    const due = new Date(start + days * dayMs + 8 * 60 * minute);
    await addReaders(wire.settings.TABLE_SUBSCRIBERS, readers, due.toISOString());
    moveClockTo(due.getTime() + minute);
    const beforeMails = cpuSeconds();
    if (readers > 0) {
      await stages.planDigests();
      await stages.sendDigests();
    }
    const table = storiesTable(wire.settings.TABLE_STORIES);
    const dates = Array.from({ length: days + 1 }, (_, at) => addDays(new Date(start).toISOString(), at));
    const articles = (await Promise.all(dates.map((date) => table.articlesOfDay(date)))).flat();
    const fresh = articles
      .filter((article) => article.baseline !== true)
      .map((article) => (Date.parse(article.seenAt) - Date.parse(article.publishedAt)) / minute)
      .sort((a, b) => a - b);
    return {
      feeds,
      cpuOfDay,
      articles: articles.length,
      onTopic: articles.filter(({ topics }) => topics.length > 0).length,
      freshness: [0.5, 0.9, 0.99].map((share) => fresh[Math.floor(fresh.length * share)] ?? 0),
      requests: internet.requests,
      calls,
      mails: (calls['SendEmail'] ?? 0) - mailsBefore,
      mailCpu: cpuSeconds() - beforeMails,
    };
  });
}

/** A run of another size, in a process of its own. */
function apart(feeds: number): Result {
  const script = fileURLToPath(import.meta.url);
  const options = ['--feeds', String(feeds), '--days', values.days, '--step', values.step, '--alone'];
  const { stdout, status } = spawnSync(process.execPath, ['--import', 'tsx', script, ...options], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`the run of ${feeds} feeds ended with ${status}`);
  return resultSchema.parse(JSON.parse(stdout));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const of = (calls: Record<string, number>, ...names: string[]): number =>
  sum(names.map((name) => calls[name] ?? 0));

function report(result: Result, small: Result, days: number): string {
  const { calls, feeds } = result;
  const feedDays = feeds * days;
  const writes = of(calls, 'Put', 'Update', 'Delete');
  const puts = of(calls, 'PutObject');
  const messages = of(calls, 'SendMessage', 'SendMessageBatch');
  const { units } = prices;
  const usd =
    writes * units.writeUnit.usd + puts * units.objectPut.usd + 3 * messages * units.queueRequest.usd;
  const inFeeds = Math.log(sum(result.cpuOfDay) / sum(small.cpuOfDay)) / Math.log(result.feeds / small.feeds);
  const [first = 1] = result.cpuOfDay.slice(1);
  const inDays =
    days < 4 ? null : Math.log((result.cpuOfDay.at(-1) ?? first) / first) / Math.log((days - 1) / 1);
  return [
    `${feeds} feeds, ${days} days, a round each ${values.step} minutes: ${result.articles} articles, ${result.onTopic} on topic`,
    `freshness   median ${result.freshness[0]?.toFixed(0)} min, 90 % ${result.freshness[1]?.toFixed(0)}, 99 % ${result.freshness[2]?.toFixed(0)} (from the outlet's date to the store)`,
    `CPU         ${((1_000 * sum(result.cpuOfDay)) / feedDays).toFixed(0)} ms a feed-day, the internet's own work included`,
    `requests    ${(result.requests / feedDays).toFixed(1)} a feed-day`,
    `writes      ${(writes / feedDays).toFixed(1)} a feed-day; object PUTs ${(puts / feedDays).toFixed(1)}; message sends ${(messages / feedDays).toFixed(1)}`,
    `cost        ${((usd / days) * 30).toFixed(2)} USD a month for those three at list price, a unit a write`,
    `in feeds    exponent ${inFeeds.toFixed(2)} of CPU, from ${small.feeds} to ${feeds}`,
    `in history  ${inDays === null ? 'needs four days' : `exponent ${inDays.toFixed(2)} of a day's CPU, from the second day to the last`}`,
    ...(result.mails > 0
      ? [
          `readers     ${result.mails} mails at 08:00, ${((1_000 * result.mailCpu) / result.mails).toFixed(1)} ms CPU each, planned and sent`,
        ]
      : []),
    `load of the machine ${loadavg()[0]?.toFixed(1)}`,
    '',
  ].join('\n');
}

const [feeds, days] = [Number(values.feeds), Number(values.days)];
const small = values.alone ? null : apart(Math.max(2, Math.round(feeds / 4)));
const result = await measure(feeds, days, Number(values.readers));
process.stdout.write(small === null ? JSON.stringify(result) : report(result, small, days));
