import { steadyMetrics } from './counted-events.ts';
import { bodiesAtOnce } from '../../functions/ingest-feed/parse-thread.ts';
import type { Stage } from '../../shared/env.ts';
import { schedules } from '../../shared/schedules.ts';
import prices from './prices.json' with { type: 'json' };
import { defaultKeepDays } from '../../shared/aws/tables.ts';
import { bodiesABatch, hostsABatch, sizes, tokenKeyIds } from './settings.ts';

export interface Load {
  feeds: number;
  /** Subscribers with a daily edition. */
  readers: number;
  /** Pages opened by the public, a day. */
  pageViews: number;
  /** Languages that Amazon Translate translates into; 0 or absent = none. */
  into?: number;
  /** What is translated; titles and leads where absent. */
  translated?: 'titles' | 'leads';
}

type Unit = keyof typeof prices.units;

export interface Item {
  /** The part of the flow that pays. */
  part: string;
  unit: Unit;
  amount: number;
  usd: number;
}

/**
 * The load of one feed and one story in a day. The shares are assumptions for news feeds of the region; units of
 * capacity are measured by test/infra/aws/allowed-calls.ts on the sample, seconds are local ones doubled.
 */
export const assumptions = {
  /** `npm run measure -- simulate --feeds 100 --days 4`: 28.4. */
  visitsAFeed: 28,
  changedShare: 0.5,
  /** Thirty known items of a body, each half a unit, and the guids of new ones. */
  readsABody: 16,
  newAFeed: 18,
  onTopicShare: 0.08,
  articlesAStory: 4,
  bodyKb: 25,
  visitSeconds: 1.2,
  /** `npm run measure -- bench poll`: 15 ms CPU at 0.58 of a core, doubled; and six calls of 10 ms, doubled, in which others of a batch are read. */
  ingestCpuSeconds: 0.05,
  ingestWaitSeconds: 0.12,
  groupSeconds: 0.5,
  mailSeconds: 0.3,
  publishSeconds: 4,
  quietPublishSeconds: 1,
  planSeconds: 1,
  dueSeconds: 1,
  changedRounds: 170,
  putsARound: 30,
  putsAStory: 5,
  visitWrites: 2.1,
  /** States come with the message; only one that waited a minute reads them again. */
  visitReads: 0.1,
  newWrites: 2,
  onTopicWrites: 10.7,
  onTopicReads: 3.5,
  stateKb: 1.5,
  rowKb: 2,
  logLineBytes: 300,
  /** Of a story, what readers of one language are shown in another: characters of titles and of leads on 2.5 sides. */
  titleCharacters: 170,
  leadCharacters: 350,
  foreignShare: 0.78,
} as const;
const days = 30;
/** Lambda asks each standard queue with five long polls of twenty seconds, a FIFO queue as well. */
const pollsAQueue = (5 * 86_400) / 20;
const queues = 4;
/** Counted in the template by a test, so that they cannot drift. */
export const alarmMetrics = 18;
export const countedMetrics = 6;
/** Of these, those that have a value in every hour; the others are charged for hours of trouble alone. */
const alwaysCounted = steadyMetrics.length;

/** A month of the wire, item by item, at list price. */
export function monthlyCost(load: Load): Item[] {
  return [
    ...ingest(load),
    ...stories(load),
    ...site(load),
    ...digests(load),
    ...fixed(load),
    ...translations(load),
  ].filter((item) => item.amount > 0);
}

function item(part: string, unit: Unit, aDay: number): Item {
  const amount = aDay * days;
  return { part, unit, amount, usd: amount * prices.units[unit].usd };
}

const lambda = (stage: Stage, runs: number, seconds: number): Item[] => [
  item(stage, 'lambdaGbSecond', (runs * seconds * sizes[stage].memoryMb) / 1024),
  item(stage, 'lambdaRequest', runs),
];
const ticks = (stage: keyof typeof schedules): number => 1_440 / schedules[stage].everyMinutes;

/** What one invocation takes at once: as much as a tick queued, up to a batch. */
const together = (aDay: number, most: number): number =>
  Math.min(most, Math.max(1, aDay / ticks('due-feeds')));

/** The operator's changes of sources and packs are looked up by the clock's stages at each run, by the three others once a minute at most. */
const overlayLooks = 4 * ticks('publish-site') + ticks('plan-digests') + 4 * 1_440;

function ingest({ feeds }: Load): Item[] {
  const visits = feeds * assumptions.visitsAFeed;
  const bodies = visits * assumptions.changedShare;
  const articles = feeds * assumptions.newAFeed;
  const scan = (feeds * assumptions.stateKb) / 4 / 2;
  const [hosts, atOnce] = [together(visits, hostsABatch), together(bodies, bodiesAtOnce)];
  const ingestSeconds = assumptions.ingestCpuSeconds + assumptions.ingestWaitSeconds / atOnce;
  const batches = bodies / together(bodies, bodiesABatch);
  return [
    ...lambda('due-feeds', ticks('due-feeds'), assumptions.dueSeconds),
    item('due-feeds', 'readUnit', ticks('due-feeds') * scan),
    item('due-feeds', 'objectGet', 2 * ticks('due-feeds') + overlayLooks),
    ...lambda('visit-feeds', visits / hosts, assumptions.visitSeconds),
    item('visit-feeds', 'writeUnit', visits * assumptions.visitWrites),
    item('visit-feeds', 'readUnit', visits * assumptions.visitReads),
    item('visit-feeds', 'objectPut', bodies),
    // Sent ten a call; received and deleted batch by batch.
    item('visit-feeds', 'queueRequest', visits / together(visits, 10) + (2 * visits) / hosts + bodies),
    ...lambda('ingest-feed', batches, (ingestSeconds * bodies) / batches),
    item('ingest-feed', 'readUnit', bodies * assumptions.readsABody),
    item('ingest-feed', 'writeUnit', bodies + articles * assumptions.newWrites),
    item('ingest-feed', 'objectGet', bodies),
    item('ingest-feed', 'queueRequest', 2 * batches),
  ];
}

const onTopic = ({ feeds }: Load): number => feeds * assumptions.newAFeed * assumptions.onTopicShare;

function stories(load: Load): Item[] {
  const articles = onTopic(load);
  return [
    ...lambda('group-stories', articles, assumptions.groupSeconds),
    item('group-stories', 'writeUnit', articles * (assumptions.onTopicWrites - assumptions.newWrites)),
    item('group-stories', 'readUnit', articles * assumptions.onTopicReads),
    item('group-stories', 'objectPut', articles),
    item('group-stories', 'queueRequest', articles * 3),
  ];
}

function site(load: Load): Item[] {
  const changed = onTopic(load);
  return [
    ...lambda('publish-site', assumptions.changedRounds, assumptions.publishSeconds),
    ...lambda(
      'publish-site',
      ticks('publish-site') - assumptions.changedRounds,
      assumptions.quietPublishSeconds,
    ),
    item('publish-site', 'readUnit', ticks('publish-site') * ((load.feeds * assumptions.stateKb) / 8 + 10)),
    item(
      'publish-site',
      'objectPut',
      assumptions.changedRounds * assumptions.putsARound + changed * assumptions.putsAStory,
    ),
    item('readers of the site', 'pageRequest', load.pageViews * 4),
    item('readers of the site', 'pageGb', (load.pageViews * 60) / 1e6),
  ];
}

function translations(load: Load): Item[] {
  const { into = 0, translated = 'leads' } = load;
  const { titleCharacters, leadCharacters, foreignShare, articlesAStory } = assumptions;
  const aStory = titleCharacters + (translated === 'leads' ? leadCharacters : 0);
  const stories = onTopic(load) / articlesAStory;
  return [item('translations', 'translatedCharacter', stories * aStory * foreignShare * into)];
}

function digests(load: Load): Item[] {
  const { readers } = load;
  return [
    ...lambda('plan-digests', ticks('plan-digests'), assumptions.planSeconds),
    item('plan-digests', 'writeUnit', readers * 2),
    item('plan-digests', 'readUnit', readers * 6 + 24 * (onTopic(load) / assumptions.articlesAStory) * 8 * 3),
    ...lambda('send-digest', readers, assumptions.mailSeconds),
    item('send-digest', 'writeUnit', readers * 2),
    item('send-digest', 'readUnit', readers * 4),
    item('send-digest', 'queueRequest', readers * 3),
    item('send-digest', 'mail', readers),
    // Each mail is reported as sent and as delivered.
    ...lambda('suppress', readers * 2, 0.1),
    item('suppress', 'writeUnit', readers * 4),
  ];
}

/** A year of stored data, what is off topic as long as it is kept, and what costs the same with or without news. */
function fixed({ feeds }: Load): Item[] {
  const kept = (gb: number) => gb / days;
  const { onTopicShare, newAFeed, rowKb } = assumptions;
  const keptDays = 365 * onTopicShare + defaultKeepDays * (1 - onTopicShare);
  const tableGb = (feeds * newAFeed * keptDays * rowKb) / 1e6;
  const archiveGb =
    (feeds * assumptions.visitsAFeed * assumptions.changedShare * assumptions.bodyKb * defaultKeepDays) / 1e6;
  return [
    item('stored, after a year', 'tableGbMonth', kept(tableGb)),
    item('stored, after a year', 'backupGbMonth', kept(tableGb)),
    item('stored, after a year', 'objectGbMonth', kept(archiveGb)),
    item(
      'watching',
      'logGb',
      (feeds * assumptions.visitsAFeed * (1 + assumptions.changedShare) * assumptions.logLineBytes * 3) / 1e9,
    ),
    item('watching', 'alarm', kept(alarmMetrics)),
    item('watching', 'metric', kept(alwaysCounted)),
    item('clock', 'schedulerRun', ticks('due-feeds') + ticks('publish-site') + ticks('plan-digests')),
    item('waiting at the queues', 'queueRequest', pollsAQueue * queues),
    item('keys', 'key', kept(1)),
    item('keys', 'secret', kept(tokenKeyIds.length)),
  ];
}

/** The same month after what AWS gives every account each month. */
export function afterFreeTier(items: readonly Item[]): number {
  const byUnit = new Map<Unit, number>();
  for (const { unit, amount } of items) byUnit.set(unit, (byUnit.get(unit) ?? 0) + amount);
  return [...byUnit].reduce(
    (sum, [unit, amount]) => sum + Math.max(0, amount - prices.units[unit].free) * prices.units[unit].usd,
    0,
  );
}
