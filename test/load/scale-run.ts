import { moveClockTo } from '../faults/moving-clock.ts';
import { z } from 'zod';
import type { Stages } from '../../infra/local/stages.ts';
import { localBuckets } from '../../infra/local/settings.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { dayOf } from '../../shared/domain/text/time.ts';
import { schedules } from '../../shared/schedules.ts';
import type { MemoryCloud } from '../fakes/memory-cloud/cloud.ts';
import { Internet } from './internet.ts';
import { type Morning, morningOf } from './morning.ts';
import { type MemoryWire, withWireInMemory } from './wire-in-memory.ts';

const minute = 60_000;
const dayMs = 1_440 * minute;
const start = Date.parse('2026-11-20T00:00:00Z');

const newsStages = ['dueFeeds', 'visitFeeds', 'ingestFeeds', 'groupStories', 'publishSite'] as const;

const daySchema = z.object({
  /** Seconds of CPU of the whole process, by stage. */
  cpu: z.record(z.string(), z.number()),
  requests: z.number(),
  articles: z.number(),
  onTopic: z.number(),
  stories: z.number(),
  /** Articles of the largest story that began that day. */
  largest: z.number(),
  /** Minutes from the outlet's date to the store, in order. */
  fresh: z.array(z.number()),
  calls: z.record(z.string(), z.number()),
  readUnits: z.number(),
  writeUnits: z.number(),
  messages: z.number(),
  megabytes: z.object({ process: z.number(), tables: z.number(), site: z.number() }),
  dead: z.number(),
});
export type Day = z.infer<typeof daySchema>;

export const runSchema = z.object({ feeds: z.number(), days: z.array(daySchema) });
export type Run = z.infer<typeof runSchema> & { morning?: Morning };

export interface Size {
  feeds: number;
  days: number;
  readers: number;
  /** Minutes between two ticks. */
  step: number;
}

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** One tick of the clock: each stage that is due by then, its CPU noted. */
async function tick(minutes: number, stages: Stages, step: number, cpu: Day['cpu']): Promise<void> {
  for (const name of newsStages) {
    if (name === 'publishSite' && minutes % Math.max(step, schedules['publish-site'].everyMinutes) !== 0)
      continue;
    const before = cpuSeconds();
    await stages[name]();
    cpu[name] = (cpu[name] ?? 0) + cpuSeconds() - before;
  }
}

async function storedOn(day: string, { settings }: MemoryWire) {
  const table = storiesTable(settings.TABLE_STORIES);
  const articles = await table.articlesOfDay(day);
  const stories = (await table.storiesChangedSince(`${day}T00:00:00.000Z`)).filter(
    ({ mergedInto, firstSeenAt }) => mergedInto === undefined && dayOf(firstSeenAt) === day,
  );
  return {
    articles: articles.length,
    onTopic: articles.filter(({ topics }) => topics.length > 0).length,
    stories: stories.length,
    largest: Math.max(0, ...stories.map(({ independent, reprints }) => independent + reprints)),
    fresh: articles
      .filter((article) => article.baseline !== true)
      .map((article) => (Date.parse(article.seenAt) - Date.parse(article.publishedAt)) / minute)
      .sort((a, b) => a - b),
  };
}

/** What was asked of the cloud since it was last asked. */
function spentSince({ spent }: MemoryCloud): Pick<Day, 'calls' | 'readUnits' | 'writeUnits' | 'messages'> {
  const since = { ...spent, calls: { ...spent.calls } };
  Object.assign(spent, { calls: {}, readUnits: 0, writeUnits: 0, messages: 0, bytesPut: 0 });
  return since;
}

async function dayOfRun(
  n: number,
  { step }: Size,
  { wire, internet }: { wire: MemoryWire; internet: Internet },
): Promise<Day> {
  const cpu: Day['cpu'] = {};
  const { cloud } = wire;
  const requestsBefore = internet.requests;
  spentSince(cloud);
  for (let at = 0; at < 1_440; at += step) {
    moveClockTo(start + n * dayMs + at * minute);
    await tick(at, wire.stages, step, cpu);
    process.stderr.write(
      `\r${internet.sources.length} feeds, day ${n + 1}, ${new Date().toISOString().slice(11, 16)} `,
    );
  }
  const spent = spentSince(cloud);
  // Nothing reads a body again once it is ingested.
  cloud.buckets.get(localBuckets.archive)?.expire('bodies/', Date.now() - dayMs / 24);
  const bytesOf = (of: Iterable<{ bytes: number }>): number =>
    [...of].reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    cpu,
    requests: internet.requests - requestsBefore,
    ...(await storedOn(dayOf(new Date(start + n * dayMs).toISOString()), wire)),
    ...spent,
    megabytes: {
      process: process.memoryUsage().rss / 1e6,
      tables: bytesOf(cloud.tables.values()) / 1e6,
      site: bytesOf(cloud.buckets.values()) / 1e6,
    },
    dead: [...cloud.queues.values()].reduce((sum, { dead }) => sum + dead.length, 0),
  };
}

/** @param told of each day when it is over, so that a run that is cut leaves figures */
export async function runOf(size: Size, told: (day: Day, n: number) => void): Promise<Run> {
  moveClockTo(start);
  const internet = new Internet(start);
  await internet.open(size.feeds);
  process.env.WIRE_QUIET = '1';
  return withWireInMemory(internet, async (wire) => {
    const days: Day[] = [];
    for (let n = 0; n < size.days; n++) {
      const day = await dayOfRun(n, size, { wire, internet });
      days.push(day);
      told(day, n);
    }
    const run = { feeds: size.feeds, days };
    return size.readers === 0
      ? run
      : { ...run, morning: await morningOf(wire, size.readers, start + size.days * dayMs) };
  });
}
