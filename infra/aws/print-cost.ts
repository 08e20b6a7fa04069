import { parseArgs } from 'node:util';
import { monthlyCost } from './cost.ts';
import { costText } from './cost-text.ts';

/** `npm run measure -- cost --feeds 150 --readers 200 --page-views 1000 [--check]`: a month of the wire, part by part. */
const { values } = parseArgs({
  options: {
    feeds: { type: 'string', default: '150' },
    readers: { type: 'string', default: '200' },
    'page-views': { type: 'string', default: '1000' },
    // Languages that Amazon Translate translates into, and what of each story.
    into: { type: 'string', default: '0' },
    translated: { type: 'string', default: 'leads' },
    // A missed bar is a failure.
    check: { type: 'boolean', default: false },
  },
});
const load = {
  feeds: Number(values.feeds),
  readers: Number(values.readers),
  pageViews: Number(values['page-views']),
  into: Number(values.into),
  translated: values.translated === 'titles' ? ('titles' as const) : ('leads' as const),
};
process.stdout.write(costText(load));

/** What a month without mail is to cost at most, at list price. */
const bars = [
  [60, 3],
  [1_000, 12],
  [100_000, 700],
] as const;
for (const [feeds, most] of bars) {
  const usd = monthlyCost({ feeds, readers: 0, pageViews: 0 }).reduce((sum, item) => sum + item.usd, 0);
  const verdict = usd <= most ? 'met' : 'MISSED';
  if (values.check && usd > most) process.exitCode = 1;
  process.stdout.write(
    `$${usd.toFixed(2).padStart(8)}  a month without mail at ${feeds.toLocaleString('en')} feeds (bar: $${most}; ${verdict})\n`,
  );
}
