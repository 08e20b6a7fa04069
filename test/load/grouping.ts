import { parseArgs } from 'node:util';
import { assumptions } from '../../infra/aws/cost-assumptions.ts';
import { sizes } from '../../infra/aws/settings.ts';
import { followDays, joinRules } from '../../shared/domain/story/grouping-data.ts';
import { groupingRun } from '../bench/peers/grouping-run.ts';

/**
 * `npm run measure -- grouping --feeds 60,600,6000`: group-stories as sources grow: a batch, a new process, its memory, what
 * grows with what exponent, and how many articles one writer groups at 10 ms a call. 6,000 sources take minutes and gigabytes.
 */
const { values } = parseArgs({ options: { feeds: { type: 'string', default: '60,600' } } });
const callSeconds = 0.01;

/** On-topic articles of a source a day, and how many are held at a time. */
const aDay = assumptions.newAFeed * assumptions.onTopicShare;
const heldOf = (feeds: number): number => Math.round(feeds * aDay * (joinRules.windowDays + followDays));
/** Lambda gives a whole core at 1,769 MB. */
const core = Math.min(1, sizes['group-stories'].memoryMb / 1_769);

type Row = Awaited<ReturnType<typeof groupingRun>> & { feeds: number };

function line({ feeds, warm, mean, fresh, mb, full }: Row): string {
  const aSecond = 10 / (full.rounds * callSeconds + full.ms / 1_000 / core);
  const arrive = (feeds * aDay) / 86_400;
  return `${feeds} sources, ${heldOf(feeds)} live articles: a batch of two ${warm.toFixed(1)} ms CPU (${mean.toFixed(1)} with days), a new process ${fresh.toFixed(0)} ms and ${mb.toFixed(0)} MB; ten articles ${full.ms.toFixed(0)} ms and ${full.rounds.toFixed(1)} calls one after the other: ${aSecond.toFixed(0)} articles a second, ${(aSecond / arrive).toFixed(0)} times what comes`;
}

const exponent = (of: (row: Row) => number, few: Row, many: Row): string =>
  (Math.log(of(many) / of(few)) / Math.log(many.feeds / few.feeds)).toFixed(2);

const rows: Row[] = [];
for (const feeds of values.feeds.split(',').map(Number)) {
  const row = { feeds, ...(await groupingRun(heldOf(feeds))) };
  const before = rows.at(-1);
  rows.push(row);
  process.stdout.write(`${line(row)}\n`);
  if (before === undefined) continue;
  process.stdout.write(
    `  exponents from ${before.feeds}: batch ${exponent(({ warm }) => warm, before, row)}, with days ${exponent(({ mean }) => mean, before, row)}, new process ${exponent(({ fresh }) => fresh, before, row)}, memory ${exponent(({ mb }) => mb, before, row)}\n`,
  );
}
