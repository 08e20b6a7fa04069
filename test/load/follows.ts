import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parseArgs } from 'node:util';
import { startEmbedded } from '../../infra/local/embedded.ts';
import prices from '../../infra/aws/prices.json' with { type: 'json' };
import type { StoryWithArticles } from '../../shared/domain/digest/choice.ts';
import type { Follow } from '../../shared/domain/subscriber/follow.ts';
import { atMost } from '../../shared/at-most.ts';
import { ensureTable, tables } from '../../shared/aws/tables.ts';
import { entityNames } from '../../shared/catalogue/entity-names.at-build.ts';
import { topicNames } from '../../shared/catalogue/topic-names.at-build.ts';
import { schedules } from '../../shared/schedules.ts';
import { countUnits } from '../consumed-units.ts';
import type { DigestRequest } from '../../shared/messages.ts';
import { seeded } from '../fakes/seeded.ts';
import { tell } from '../functions/publish-site/fixture-stories.ts';
import { manyStories } from '../functions/publish-site/many-stories.ts';
import { readerOf, readerPreferences } from '../shared/domain/subscriber/reader-fixture.ts';

/**
 * `npm run measure -- follows --readers 10000`: what follows cost each run of plan-digests, on the embedded table: read units and
 * CPU. Every reader follows as much as the limits allow (15 names and 5 queries that nobody else has), or with `--usual` six
 * names and two queries; a third of all by alert. Beside it the same run without follows.
 */
const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '10000' },
    usual: { type: 'boolean', default: false },
  },
});
const readers = Number(values.readers);
const now = new Date('2026-11-24T06:00:00.000Z');
const random = seeded(3);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

/** Words that news has and words that it has not. */
const words =
  'Syunik Zangezur corridor football border treaty prisoners railway выборы граница санкции газ Երևան սահման գերիներ koridor sərhəd seçki sınır tren საზღვარი'.split(
    ' ',
  );
const ids = Object.keys(entityNames);
const queryOf = (n: number): string =>
  pick([
    `(${pick(words)} OR ${pick(words)}) AND ${pick(words)} -word${n}`,
    `"${pick(words)} ${pick(words)}" OR word${n}`,
    `${pick(words)} ${pick(words)} OR word${n} side:${pick(['baku', 'yerevan', 'moscow'])}`,
  ]);

function followsOf(n: number): Follow[] {
  const [names, queries] = values.usual ? [6, 2] : [15, 5];
  const chosen: Follow[] = [...new Set(Array.from({ length: names - 1 }, () => pick(ids))).values()].map(
    (of) => ({ kind: 'entity', of }),
  );
  const [topic, subtopics] = pick(Object.entries(topicNames.subtopicsOf));
  chosen.push({ kind: 'subtopic', of: `${topic}.${pick(subtopics)}` });
  for (let at = 0; at < queries; at += 1) chosen.push({ kind: 'query', of: queryOf(n * queries + at) });
  return chosen.map((follow, at) => (at % 3 === 0 ? { ...follow, alert: true as const } : follow));
}

/** Stories of two days, as many as a busy catalogue has. */
const told: StoryWithArticles[] = manyStories({ days: 2, perDay: 120, until: now.toISOString() }).map(tell);

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const embedded = await startEmbedded({ mail: false });
Object.assign(process.env, embedded.env, { WIRE_QUIET: '1' });
// What makes clients is loaded when it is known where they go.
const { subscribersTable } = await import('../../shared/aws/subscribers-table.ts');
const { planDigests } = await import('../../functions/plan-digests/plan-digests.ts');
const { LookedAt } = await import('../../functions/plan-digests/looked-at.ts');
const looked = new LookedAt();
const { dynamo } = await import('../../shared/aws/clients.ts');

interface Cost {
  planned: number;
  cpu: number;
  reads: number;
}

/** One run of plan-digests. @param due whether every reader's edition is due, or only alerts are looked for */
async function costOf(table: string, due: boolean, taken: () => { read: number }): Promise<Cost> {
  const store = subscribersTable(table);
  const queued: DigestRequest[] = [];
  taken();
  const before = cpuMs();
  const { planned } = await planDigests(
    {
      ...store,
      due: (rhythm, at) => (due ? store.due(rhythm, at) : Promise.resolve([])),
      storiesChangedSince: (since) =>
        Promise.resolve(told.map(({ story }) => story).filter((story) => story.changedAt >= since)),
      readStory: (id) => Promise.resolve(told.find(({ story }) => story.id === id) ?? null),
      coverage: () =>
        Promise.resolve({ feeds: 1, reached: 1, late: 0, blocked: 0, missing: [], missingMore: 0 }),
      keepEdition: () => Promise.resolve(),
      queue: (requests) => Promise.resolve(void queued.push(...requests)),
      sendingStopped: () => Promise.resolve(false),
      erasures: () => ({ lastAskedAt: () => Promise.resolve(null) }),
      looked,
      timeLeft: () => Number.POSITIVE_INFINITY,
      log: () => undefined,
    },
    now,
  );
  const cost = { planned, cpu: cpuMs() - before, reads: taken().read };
  await atMost(queued, 16, (request) =>
    store.moveEdition(request, ['planned', 'planned'], { state: 'sent', at: now.toISOString() }),
  );
  return cost;
}

async function filled(follows: (n: number) => Follow[]): Promise<string> {
  const schema = tables.find(({ name }) => name === 'Subscribers');
  if (schema === undefined) throw new Error('no table Subscribers');
  const name = `Subscribers-${Math.floor(random() * 1e9)}`;
  await ensureTable(new DynamoDBClient({}), schema, name);
  const { changeSubscriber } = subscribersTable(name);
  await atMost(
    Array.from({ length: readers }, (_, n) => n),
    16,
    async (n) => {
      const id = n.toString(16).padStart(32, '0');
      await changeSubscriber(id, () =>
        readerOf({ id, preferences: { ...readerPreferences, follows: follows(n) } }),
      );
    },
  );
  return name;
}

function line(name: string, { planned, cpu, reads }: Cost): string {
  return `${name.padEnd(46)} ${reads.toFixed(0).padStart(8)} read units ${(cpu / 1_000).toFixed(1).padStart(7)} s CPU ${String(planned).padStart(7)} planned\n`;
}

try {
  const taken = countUnits(dynamo());
  const following = await filled(followsOf);
  const alerts = await costOf(following, false, taken);
  const second = await costOf(following, false, taken);
  const quiet = await costOf(following, false, taken);
  const morning = await costOf(following, true, taken);
  const plain = await costOf(await filled(() => []), true, taken);
  const runs = (30 * 24 * 60) / schedules['plan-digests'].everyMinutes;
  const month = runs * quiet.reads * prices.units.readUnit.usd;
  process.stdout.write(
    `${readers} readers, ${values.usual ? 'eight' : 'twenty'} follows each, a third by alert; ${told.length} stories of two days; the embedded store's own CPU is counted too\n` +
      line('a run that finds alerts', alerts) +
      line('the next run: the same stories, mailed by now', second) +
      line('each run after it, until there is news', quiet) +
      line('the morning: everybody due', morning) +
      line('the same morning, nobody follows', plain) +
      `${runs} such runs a month: ${month.toFixed(2)} USD of reads at list price\n`,
  );
} finally {
  await embedded.close();
}
