import prices from '../../infra/aws/prices.json' with { type: 'json' };
import { minutesToLast, type Morning } from './morning.ts';
import type { Day, Run } from './scale-run.ts';
import { percentile } from './wire-on-internet.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const cpuOf = (day: Day): number => sum(Object.values(day.cpu));
const of = (calls: Day['calls'], ...names: string[]): number => sum(names.map((name) => calls[name] ?? 0));
const minutes = (fresh: readonly number[]): string =>
  [0.5, 0.9, 0.99].map((share) => percentile(fresh, share).toFixed(0)).join('/');

/** USD at list price of what a day asked of tables, buckets and queues; Lambda's time is not in it. */
function priceOf({ calls, readUnits, writeUnits, messages }: Day): number {
  const { units } = prices;
  return (
    writeUnits * units.writeUnit.usd +
    readUnits * units.readUnit.usd +
    of(calls, 'PutObject', 'ListObjectsV2') * units.objectPut.usd +
    of(calls, 'GetObject') * units.objectGet.usd +
    // Each is sent, received and deleted, ten a call where they come together.
    (of(calls, 'SendMessage', 'SendMessageBatch') + (2 * messages) / 5) * units.queueRequest.usd
  );
}

export function dayLine(day: Day, n: number, feeds: number): string {
  const stages = Object.entries(day.cpu).map(
    ([name, seconds]) => `${name} ${((1_000 * seconds) / feeds).toFixed(1)}`,
  );
  const { megabytes } = day;
  return [
    `day ${n + 1}: ${day.articles} articles, ${day.onTopic} on topic, ${day.stories} stories (largest ${day.largest}), ${day.dead} dead letters; stored after ${minutes(day.fresh)} min (50/90/99 %)`,
    `  CPU ${((1_000 * cpuOf(day)) / feeds).toFixed(0)} ms a feed: ${stages.join(', ')}`,
    `  a feed: ${(day.requests / feeds).toFixed(1)} requests, ${(sum(Object.values(day.calls)) / feeds).toFixed(1)} calls, ${(day.readUnits / feeds).toFixed(0)} read units, ${(day.writeUnits / feeds).toFixed(0)} write units, ${(of(day.calls, 'PutObject') / feeds).toFixed(1)} PUTs, ${(day.messages / feeds).toFixed(1)} messages, ${((30_000 * priceOf(day)) / feeds).toFixed(2)} USD a thousand feeds and month`,
    `  MB: process ${megabytes.process.toFixed(0)}, tables ${megabytes.tables.toFixed(0)}, buckets ${megabytes.site.toFixed(0)}`,
  ].join('\n');
}

const exponent = (few: number, many: number, factor: number): string =>
  (Math.log(many / few) / Math.log(factor)).toFixed(2);

/** Of the days after the first, in which every source is new; of the first where there is no other. */
function daily(run: Run, what: (day: Day) => number): number {
  const days = run.days.length > 1 ? run.days.slice(1) : run.days;
  return sum(days.map(what)) / days.length;
}

const grows: [string, (day: Day) => number][] = [
  ['CPU', cpuOf],
  ['requests', (day) => day.requests],
  ['calls', (day) => sum(Object.values(day.calls))],
  ['read units', (day) => day.readUnits],
  ['write units', (day) => day.writeUnits],
  ['PUTs', (day) => of(day.calls, 'PutObject')],
  ['messages', (day) => day.messages],
];

const inFeeds = (run: Run, small: Run): string =>
  grows
    .map(
      ([name, what]) => `${name} ${exponent(daily(small, what), daily(run, what), run.feeds / small.feeds)}`,
    )
    .join(', ');

/** From the mean of three days to that of the last three: a feed's day against how many days are held. */
function inHistory({ days }: Run, from: number): string {
  const few = days.slice(from - 2, from + 1);
  const last = days.slice(-3);
  const factor = (days.length - 1) / from;
  return grows
    .map(([name, what]) => `${name} ${exponent(sum(few.map(what)), sum(last.map(what)), factor)}`)
    .join(', ');
}

/** Fronts and lists fill in the first days; after a week they are full. */
function historyLines(run: Run): string[] {
  const from = [3, 8].filter((day) => run.days.length >= 2 * day);
  if (from.length === 0) return ['in history  needs six days'];
  return from.map((day) => `in history  exponents from day ${day}: ${inHistory(run, day)}`);
}

function morningLines(morning: Morning): string[] {
  const { readers, mails, runs, planCpu, sendCpu, calls, readUnits, writeUnits, megabytes } = morning;
  const last = minutesToLast(morning);
  const each = (of: number): string => (of / Math.max(1, mails)).toFixed(1);
  return [
    `readers     ${mails} mails to ${readers} readers at 08:00: planned by ${runs} runs in ${last.planned.toFixed(0)} min, ${last.atRate.toFixed(0)} min at 14 mails a second, the last after ${last.sent.toFixed(0)}`,
    `  a mail: ${each(1_000 * planCpu)} ms CPU to plan and ${each(1_000 * sendCpu)} to send, the SDK's with it; ${each(sum(Object.values(calls)))} calls, ${each(readUnits)} read units, ${each(writeUnits)} write units; ${calls.PutObject ?? 0} PUTs in all; the process ${megabytes.toFixed(0)} MB`,
  ];
}

export function report(run: Run, small: Run | null): string {
  const fresh = run.days.flatMap((day) => day.fresh).sort((a, b) => a - b);
  return [
    `${run.feeds} feeds, ${run.days.length} days: ${sum(run.days.map((day) => day.articles))} articles; stored after ${minutes(fresh)} min (50/90/99 %, from the outlet's date)`,
    `a feed-day  ${grows.map(([name, what]) => `${name} ${((name === 'CPU' ? 1_000 : 1) * (daily(run, what) / run.feeds)).toFixed(1)}`).join(', ')} (CPU in ms; without the first day)`,
    ...(small === null ? [] : [`in feeds    exponents from ${small.feeds}: ${inFeeds(run, small)}`]),
    ...historyLines(run),
    ...(run.morning === undefined ? [] : morningLines(run.morning)),
    '',
  ].join('\n');
}
