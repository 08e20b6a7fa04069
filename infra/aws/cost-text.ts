import { type Item, monthlyCost } from './cost.ts';
import type { Load } from './cost-assumptions.ts';
import { afterFreeTier } from './free-tier.ts';
import prices from './prices.json' with { type: 'json' };

const dollars = (usd: number): string => `$${usd.toFixed(2).padStart(8)}`;
const total = (of: readonly Item[]): number => of.reduce((sum, { usd }) => sum + usd, 0);

/** A month of the wire by the model, part by part, with the dearest of each. */
export function costText(load: Load): string {
  const items = monthlyCost(load);
  const parts = [...new Set(items.map(({ part }) => part))].map((part) => ({
    part,
    own: items.filter((each) => each.part === part),
  }));
  const lines = parts.map(({ part, own }) => {
    const [dearest] = [...own].sort((one, other) => other.usd - one.usd);
    return `${dollars(total(own))}  ${part.padEnd(24)}${dearest === undefined ? '' : `most of it: ${prices.units[dearest.unit].what}, ${Math.round(dearest.amount).toLocaleString('en')}`}`;
  });
  return [
    `A month with ${load.feeds} feeds, ${load.readers} daily readers and ${load.pageViews} page views a day; ${prices.region}, prices of ${prices.checked}, model in infra/aws/cost.ts`,
    '',
    ...lines,
    '',
    `${dollars(afterFreeTier(items))}  after what AWS gives every account each month`,
    `${dollars(total(items))}  at list price`,
    '',
  ].join('\n');
}
