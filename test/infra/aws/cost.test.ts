import { expect, it } from 'vitest';
import { afterFreeTier, monthlyCost } from '../../../infra/aws/cost.ts';

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
