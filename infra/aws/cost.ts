import { steadyMetrics } from './counted-events.ts';
import { leasesAtOnce, lookEvery } from '../../functions/due-feeds/due-feeds.ts';
import { bodiesAtOnce } from '../../functions/ingest-feed/parse-thread.ts';
import type { Stage } from '../../shared/env.ts';
import { schedules } from '../../shared/schedules.ts';
import {
  type Load,
  assumptions,
  dueCpuMsAFeed,
  entitiesIn,
  indexKb,
  mail,
  slowestOf,
  storyReadUnits,
} from './cost-assumptions.ts';
import flow from './measured-flow.json' with { type: 'json' };
import prices from './prices.json' with { type: 'json' };
import { defaultKeepDays } from '../../shared/aws/tables.ts';
import { bodiesABatch, hostsABatch, sizeFor, tokenKeyIds } from './settings.ts';

export type Unit = keyof typeof prices.units;

export interface Item {
  /** The part of the flow that pays. */
  part: string;
  unit: Unit;
  amount: number;
  usd: number;
}

const days = 30;
/** Lambda asks each standard queue with five long polls of twenty seconds, a FIFO queue as well. */
const pollsAQueue = (5 * 86_400) / 20;
const queues = 4;
/** Counted in the template by a test, so that they cannot drift. */
export const alarmMetrics = 18;
export const countedMetrics = 6;
/** Of these, those that have a value in every hour; the others are charged for hours of trouble alone. */
const alwaysCounted = steadyMetrics.length;

/** A share of one core: 1,769 MB are one. */
const cpuSeconds = (stage: Stage, ms: number, feeds = 0): number =>
  ms / 1_000 / Math.min(1, sizeFor(stage, feeds).memoryMb / 1_769);

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

const lambda = (stage: Stage, runs: number, seconds: number, feeds = 0): Item[] => [
  item(stage, 'lambdaGbSecond', (runs * seconds * sizeFor(stage, feeds).memoryMb) / 1024),
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
  const hosts = together(visits, hostsABatch);
  const { objectSeconds, queueSeconds, tableSeconds } = assumptions;
  const ownSeconds = cpuSeconds('visit-feeds', assumptions.visitCpuMs * hosts);
  const visitSeconds = slowestOf(hosts) + ownSeconds + objectSeconds + queueSeconds + tableSeconds;
  // Bodies of one batch are one object and one call.
  const packs = bodies / Math.max(1, hosts * assumptions.changedShare);
  return [
    ...due(feeds, visits),
    ...lambda('visit-feeds', visits / hosts, visitSeconds),
    item('visit-feeds', 'writeUnit', visits * flow.visit.writes),
    item('visit-feeds', 'readUnit', visits * flow.visit.reads),
    item('visit-feeds', 'objectPut', packs),
    // Sent ten a call; received and deleted batch by batch.
    item('visit-feeds', 'queueRequest', visits / together(visits, 10) + (2 * visits) / hosts + packs),
    item(
      'visit-feeds',
      'logGb',
      (visits * (flow.visit.logBytes + assumptions.invocationLogBytes / hosts)) / 1e9,
    ),
    ...reading(feeds, bodies, packs),
  ];
}

function due(feeds: number, visits: number): Item[] {
  const reads = feeds * flow.due.readsAFeed;
  // A scan gives a megabyte a call: 128 units.
  const waits = Math.max(1, reads / 128) * assumptions.tableSeconds + assumptions.objectSeconds;
  const looks = ticks('due-feeds') / lookEvery(feeds);
  const leases = (visits / looks / leasesAtOnce) * assumptions.tableSeconds;
  const seconds =
    cpuSeconds('due-feeds', flow.cpuMsARun['due-feeds'] + feeds * dueCpuMsAFeed, feeds) + waits + leases;
  return [
    ...lambda('due-feeds', looks, seconds, feeds),
    item('due-feeds', 'lambdaRequest', ticks('due-feeds') - looks),
    item('due-feeds', 'readUnit', looks * reads),
    item('due-feeds', 'writeUnit', visits * flow.due.writesAVisit),
    item('due-feeds', 'objectGet', ticks('due-feeds') + overlayLooks),
  ];
}

function reading(feeds: number, bodies: number, packs: number): Item[] {
  const { objectSeconds, tableSeconds, newAFeed, bodyCpuMs } = assumptions;
  const articles = feeds * newAFeed;
  const topical = feeds * newAFeed * assumptions.onTopicShare;
  const batches = bodies / together(bodies, bodiesABatch);
  const atOnce = together(bodies, bodiesAtOnce);
  const seconds = cpuSeconds('ingest-feed', bodyCpuMs) + (objectSeconds + 4 * tableSeconds) / atOnce;
  return [
    ...lambda('ingest-feed', batches, (seconds * bodies) / batches),
    item('ingest-feed', 'readUnit', bodies * flow.body.reads + topical * flow.onTopic.readsAtIngest),
    item(
      'ingest-feed',
      'writeUnit',
      bodies * flow.body.writes +
        (articles - topical) * flow.article.writes +
        topical * (flow.onTopicArticle.writes + flow.onTopic.writesAtIngest),
    ),
    item('ingest-feed', 'objectGet', packs),
    item('ingest-feed', 'queueRequest', 2 * batches),
    item(
      'ingest-feed',
      'logGb',
      (bodies * flow.body.logBytes + batches * assumptions.invocationLogBytes) / 1e9,
    ),
  ];
}

const onTopic = ({ feeds }: Load): number => feeds * assumptions.newAFeed * assumptions.onTopicShare;

function stories(load: Load): Item[] {
  const articles = onTopic(load);
  const batches = articles / together(articles, 10);
  const seconds =
    cpuSeconds('group-stories', assumptions.groupCpuMs) + assumptions.groupCalls * assumptions.tableSeconds;
  return [
    ...lambda('group-stories', batches, seconds),
    item('group-stories', 'writeUnit', articles * flow.onTopic.writes),
    item('group-stories', 'readUnit', articles * flow.onTopic.reads),
    item('group-stories', 'objectPut', batches * flow.onTopic.puts),
    item('group-stories', 'objectGet', batches * flow.onTopic.gets),
    item('group-stories', 'queueRequest', articles + 2 * batches),
  ];
}

function site(load: Load): Item[] {
  const stories = onTopic(load);
  const { puts, reads, getsARound } = flow.publish;
  const rounds = ticks('publish-site');
  const changes = stories * flow.changesAnArticle;
  const newsRounds = Math.min(rounds, changes);
  // In a half-hourly pass each entity once, however many stories name it: a page and two feeds.
  const passes = Math.min(48, stories);
  const ofPasses = passes * (puts.pass + 3 * entitiesIn(changes / Math.max(1, passes)));
  const allPuts =
    newsRounds * puts.newsRound + (rounds - newsRounds) * puts.quietRound + changes * puts.story + ofPasses;
  const seconds =
    cpuSeconds('publish-site', flow.cpuMsARun['publish-site'] + load.feeds * dueCpuMsAFeed, load.feeds) +
    getsARound * assumptions.objectSeconds;
  return [
    ...lambda('publish-site', rounds, seconds, load.feeds),
    item(
      'publish-site',
      'readUnit',
      rounds * load.feeds * flow.due.readsAFeed + rounds * reads.round + stories * reads.story,
    ),
    item('publish-site', 'objectPut', allPuts),
    item('publish-site', 'objectGet', rounds * getsARound),
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
  const planSeconds =
    cpuSeconds('plan-digests', flow.cpuMsARun['plan-digests']) + 4 * assumptions.tableSeconds;
  // Where anybody is due in an hour of the day, the stories of three days are read for all.
  const material = readers === 0 ? 1 : Math.min(24, readers);
  return [
    ...lambda('plan-digests', ticks('plan-digests'), planSeconds + (readers / ticks('plan-digests')) * 0.02),
    item('plan-digests', 'writeUnit', readers * mail.planWrites),
    item(
      'plan-digests',
      'readUnit',
      ticks('plan-digests') * flow.plan.readsARun +
        readers * mail.planReads +
        material * 3 * onTopic(load) * storyReadUnits,
    ),
    ...lambda('send-digest', readers, assumptions.mailSeconds),
    item('send-digest', 'writeUnit', readers * mail.sendWrites),
    item('send-digest', 'readUnit', readers * mail.sendReads),
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
  const { onTopicShare, newAFeed } = assumptions;
  // An on-topic article also has its part of a story's row.
  const onTopicKb = 365 * onTopicShare * (2 * flow.onTopicArticle.kilobytes + indexKb);
  const offTopicKb = defaultKeepDays * (1 - onTopicShare) * (flow.article.kilobytes + indexKb);
  const tableGb = (feeds * newAFeed * (onTopicKb + offTopicKb)) / 1e6;
  const archiveGb =
    (feeds * assumptions.visitsAFeed * assumptions.changedShare * assumptions.bodyKb * defaultKeepDays) / 1e6;
  return [
    item('stored, after a year', 'tableGbMonth', kept(tableGb)),
    item('stored, after a year', 'backupGbMonth', kept(tableGb)),
    item('stored, after a year', 'objectGbMonth', kept(archiveGb)),
    item('watching', 'alarm', kept(alarmMetrics)),
    item('watching', 'metric', kept(alwaysCounted)),
    item('clock', 'schedulerRun', ticks('due-feeds') + ticks('publish-site') + ticks('plan-digests')),
    item('waiting at the queues', 'queueRequest', pollsAQueue * queues),
    item('keys', 'key', kept(1)),
    item('keys', 'secret', kept(tokenKeyIds.length)),
  ];
}
