import type { Score } from './score-table.ts';
import type { Simulation } from './simulation.ts';

const hotPromise = 15;

/** Requests without the validators that their URL had given, beyond the declared re-checks and those that a kill made us forget. */
export const excessUnconditional = ({
  unconditional,
  first,
  declaredRechecks,
  firstAgainAfterKill,
}: Score): number => unconditional - first - declaredRechecks - firstAgainAfterKill;

/** The promises that this run broke, by name. */
export function faultsOf(simulation: Simulation): string[] {
  const { server, freshness } = simulation;
  const total = server.table.total();
  const checks: [string, boolean][] = [
    ['unconditional', excessUnconditional(total) === 0],
    ['out of sequence', total.imsOutOfSequence + total.inmOutOfSequence === 0],
    ['bogus', total.imsBogus + total.inmBogus === 0],
    [
      'cookies, referrers, queries',
      total.cookies + total.referrers + total.queries + total.strangeHeaders + server.invented === 0,
    ],
    ['early', total.early === 0],
    ['connections per host', server.mostAtOnce === 1],
    ['gap per host', server.leastGap >= 2_000],
    ['hot p95', !(freshness.percentile('hot', 0.95) > hotPromise)],
    ['items lost', freshness.lost === 0],
  ];
  return checks.filter(([, kept]) => !kept).map(([name]) => name);
}

const counts = (feeds: Simulation['feeds']): string =>
  (['feed', 'page', 'telegram', 'sitemap'] as const)
    .map((kind) => feeds.filter(({ catalogue }) => (catalogue.kind ?? 'feed') === kind).length)
    .join(', ');

export function report(simulation: Simulation, seconds: number): string {
  const { server, freshness, feeds } = simulation;
  const total = server.table.total();
  const rows: [string, string][] = [
    [
      'sources (feeds, pages, channels, sitemaps), hosts',
      `${feeds.length} (${counts(feeds)}), ${new Set(feeds.map((feed) => feed.host)).size}`,
    ],
    ['kills and restarts, doubled ticks', `${simulation.kills}, ${simulation.doubleTicks}`],
    ['requests for feeds; robots.txt', `${total.requests}; ${server.robotsRequests}`],
    ['conditional / unconditional', `${total.conditional} / ${total.unconditional}`],
    ['  of these before the URL gave any validators', String(total.first)],
    [
      '  declared re-checks; first visits repeated after a kill',
      `${total.declaredRechecks}; ${total.firstAgainAfterKill}`,
    ],
    ['  unexplained', String(excessUnconditional(total))],
    [
      'If-Modified-Since good / out of sequence / bogus',
      `${total.imsGood} / ${total.imsOutOfSequence} / ${total.imsBogus}`,
    ],
    [
      'If-None-Match good / out of sequence / bogus',
      `${total.inmGood} / ${total.inmOutOfSequence} / ${total.inmBogus}`,
    ],
    ['  last saved pair sent again after a kill before the save', String(total.repeatedAfterKill)],
    ['early', String(total.early)],
    [
      'cookies / referrers / queries / strange headers / invented paths',
      `${total.cookies} / ${total.referrers} / ${total.queries} / ${total.strangeHeaders} / ${server.invented}`,
    ],
    [
      'most requests to one host at once; smallest gap',
      `${server.mostAtOnce}; ${(server.leastGap / 1000).toFixed(1)} s`,
    ],
    ['requests for alternates, while first addresses failed', String(server.alternateRequests)],
    ['requests to hosts while they paused us (429)', String(server.pausedRequests)],
    ...(['hot', 'daily', 'quiet'] as const).map((pace): [string, string] => [
      `publish to stored, ${pace}: p50 / p95, minutes (items)`,
      `${freshness.percentile(pace, 0.5).toFixed(1)} / ${freshness.percentile(pace, 0.95).toFixed(1)} (${freshness.count(pace)})`,
    ]),
    ['items that left a feed before we came', String(freshness.lost)],
    ['seconds', seconds.toFixed(0)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')}\n`;
}
