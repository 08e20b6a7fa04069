import { expect, it } from 'vitest';
import { slowestOf } from '../../../infra/aws/cost-assumptions.ts';
import { monthlyCost } from '../../../infra/aws/cost.ts';
import { afterFreeTier } from '../../../infra/aws/free-tier.ts';

const total = (load: Parameters<typeof monthlyCost>[0]): number =>
  monthlyCost(load).reduce((sum, { usd }) => sum + usd, 0);

it('stays a few dollars for a whole region and two hundred readers', () => {
  expect(afterFreeTier(monthlyCost({ feeds: 150, readers: 200, pageViews: 1_000 }))).toBeLessThan(9);
});

it('a thousand readers more cost what their mails cost and a little: 30,000 mails a month at $0.0001', () => {
  const load = { feeds: 150, readers: 0, pageViews: 0 };
  const more = total({ ...load, readers: 1_000 }) - total(load);
  expect(more).toBeGreaterThan(3);
  expect(more).toBeLessThan(4);
});

it('with no feeds and no readers it costs the clock, the alarms and the keys', () => {
  const idle = monthlyCost({ feeds: 0, readers: 0, pageViews: 0 });
  expect(idle.find((item) => item.unit === 'key')).toEqual({ part: 'keys', unit: 'key', amount: 1, usd: 1 });
  expect(idle.find((item) => item.part === 'clock')?.amount).toBe(30 * (1_440 + 288 + 288));
});

it('a hundred thousand feeds without mail cost at most $700, and growth is not faster than theirs', () => {
  const without = (feeds: number) => total({ feeds, readers: 0, pageViews: 0 });
  expect(without(100_000)).toBeLessThanOrEqual(700);
  expect(without(100_000) / without(10_000)).toBeLessThan(10);
});

it('the slowest of several outlets takes the longer the more they are, and never longer than the time-out', () => {
  expect(slowestOf(1)).toBeCloseTo(0.68, 2);
  expect(slowestOf(10)).toBeGreaterThan(slowestOf(5));
  expect(slowestOf(100_000)).toBeCloseTo(20, 5);
});
