import { parseArgs } from 'node:util';
import { afterFreeTier, type Item, monthlyCost } from './cost.ts';
import prices from './prices.json' with { type: 'json' };

/** `npm run measure -- cost --feeds 150 --readers 200 --page-views 1000`: a month of the wire, part by part. */
const { values } = parseArgs({
  options: {
    feeds: { type: 'string', default: '150' },
    readers: { type: 'string', default: '200' },
    'page-views': { type: 'string', default: '1000' },
    // Languages that Amazon Translate translates into, and what of each story.
    into: { type: 'string', default: '0' },
    translated: { type: 'string', default: 'leads' },
  },
});
const load = {
  feeds: Number(values.feeds),
  readers: Number(values.readers),
  pageViews: Number(values['page-views']),
  into: Number(values.into),
  translated: values.translated === 'titles' ? ('titles' as const) : ('leads' as const),
};
const items = monthlyCost(load);
const dollars = (usd: number): string => `$${usd.toFixed(2).padStart(8)}`;
const total = (of: readonly Item[]): number => of.reduce((sum, { usd }) => sum + usd, 0);

const parts = [...new Set(items.map(({ part }) => part))].map((part) => ({
  part,
  own: items.filter((each) => each.part === part),
}));
const lines = parts.map(({ part, own }) => {
  const [dearest] = [...own].sort((one, other) => other.usd - one.usd);
  return `${dollars(total(own))}  ${part.padEnd(24)}${dearest === undefined ? '' : `most of it: ${prices.units[dearest.unit].what}, ${Math.round(dearest.amount).toLocaleString('en')}`}`;
});
process.stdout.write(
  [
    `A month with ${load.feeds} feeds, ${load.readers} daily readers and ${load.pageViews} page views a day; ${prices.region}, prices of ${prices.checked}, model in infra/aws/cost.ts`,
    '',
    ...lines,
    '',
    `${dollars(total(items))}  at list price`,
    `${dollars(afterFreeTier(items))}  after what AWS gives every account each month`,
    '',
  ].join('\n'),
);
