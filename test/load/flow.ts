import { moveClockTo } from '../faults/moving-clock.ts';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Stages } from '../../infra/local/stages.ts';
import { schedules } from '../../shared/schedules.ts';
import { Internet } from './internet.ts';
import { flowOf } from './flow-of.ts';
import { Spending } from './spending.ts';
import { withWireOn } from './wire-on-internet.ts';

/**
 * `npm run measure -- flow --feeds 60 --hours 12`: what one visit, body, article, story and round take of AWS, counted on the
 * embedded services by the clock's own minutes. The first six hours, in which every source is new, are not counted. `--write`
 * keeps it for the cost model.
 */
const { values } = parseArgs({
  options: {
    feeds: { type: 'string', default: '60' },
    hours: { type: 'string', default: '12' },
    write: { type: 'boolean', default: false },
  },
});
const [feeds, hours] = [Number(values.feeds), Number(values.hours)];
const start = Date.parse('2026-11-20T00:00:00Z');
const minute = 60_000;
const warmUp = 6 * 60;
const kept = fileURLToPath(new URL('../../infra/aws/measured-flow.json', import.meta.url));

async function tick(at: number, stages: Stages, spending: Spending): Promise<void> {
  const every = (stage: keyof typeof schedules): boolean => at % schedules[stage].everyMinutes === 0;
  await spending.of('due-feeds', stages.dueFeeds);
  await spending.of('visit-feeds', stages.visitFeeds);
  await spending.of('ingest-feed', stages.ingestFeeds);
  await spending.of('group-stories', stages.groupStories);
  if (every('publish-site')) await spending.of('publish-site', stages.publishSite);
  if (every('plan-digests')) await spending.of('plan-digests', stages.planDigests);
}

async function measured(): Promise<Spending> {
  moveClockTo(start);
  const internet = new Internet(start);
  await internet.open(feeds);
  return withWireOn(internet, internet.catalogue(), async (_wire, stages) => {
    const spending = new Spending();
    for (let at = 0; at < warmUp + hours * 60; at++) {
      if (at === warmUp) spending.forget();
      moveClockTo(start + at * minute);
      await tick(at, stages, spending);
      if (at % 60 === 0) process.stderr.write(`\rhour ${at / 60} `);
    }
    return spending;
  });
}

const spending = await measured();
process.stdout.write(`\n${spending.text()}`);
const flow = flowOf(spending, { feeds, hours });
process.stdout.write(`${JSON.stringify(flow, null, 1)}\n`);
if (values.write) writeFileSync(kept, `${JSON.stringify(flow, null, 2)}\n`);
