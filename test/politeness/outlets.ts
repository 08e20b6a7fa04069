import type { CatalogueSource, SourceKind } from '../../shared/domain/outlet.ts';
import type { FeedHints } from '../../shared/domain/visit/poll-hints.ts';
import type { Random } from './seeded.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export type Pace = 'hot' | 'daily' | 'quiet';

/** How one made-up feed behaves; all of it is known to the server and none of it to the reader. */
export interface ScriptedFeed {
  catalogue: CatalogueSource;
  pace: Pace;
  host: string;
  path: string;
  /** When its items come out, ms, ascending. */
  published: number[];
  /** How many items the document holds. */
  window: number;
  validators: 'both' | 'etag' | 'weak' | 'date' | 'odd' | 'none';
  headers: Record<string, string>;
  hints: FeedHints;
  /** What headers and hints together ask for, ms. */
  asks: number;
  floor: number;
  /** Times of trouble, and of which kind. */
  troubles: { from: number; to: number; kind: 'error' | 'missing' | 'page' | 'unavailable' | 'reset' }[];
  /** From here on it is elsewhere (301), or gone (410). */
  moves?: { from: number; to: string };
  goneFrom?: number;
  /** Says 304 to every conditional request. */
  lies: boolean;
  /** Where the same stands too; the reader knows it from the catalogue. */
  alternate?: { host: string; path: string };
}

/** Headers and hints with the minutes they ask for, as an outlet's operator would read them. */
const asking: readonly [
  { headers: Record<string, string>; hints: FeedHints; minutes: number },
  ...{ headers: Record<string, string>; hints: FeedHints; minutes: number }[],
] = [
  { headers: {}, hints: {}, minutes: 0 },
  { headers: {}, hints: {}, minutes: 0 },
  { headers: {}, hints: {}, minutes: 0 },
  { headers: { 'cache-control': 'max-age=300' }, hints: {}, minutes: 5 },
  { headers: { 'cache-control': 'no-cache, max-age=0', expires: '0' }, hints: {}, minutes: 0 },
  { headers: { 'cache-control': 'public, max-age=1800' }, hints: {}, minutes: 30 },
  { headers: { 'cache-control': 's-maxage=7200, max-age=60' }, hints: {}, minutes: 120 },
  { headers: { 'cache-control': 'max-age=7200', age: '1800' }, hints: {}, minutes: 90 },
  { headers: { 'cache-control': 'max-age=172800' }, hints: {}, minutes: 2_880 },
  { headers: {}, hints: { ttlMinutes: 60 }, minutes: 60 },
  { headers: {}, hints: { updatePeriodMinutes: 60 }, minutes: 60 },
  { headers: {}, hints: { updatePeriodMinutes: 1_440 }, minutes: 1_440 },
  { headers: { 'cache-control': 'max-age=1800' }, hints: { ttlMinutes: 180 }, minutes: 180 },
  { headers: {}, hints: { skipHours: [0, 1, 2, 3, 4, 5] }, minutes: 0 },
  { headers: {}, hints: { skipDays: [0, 6] }, minutes: 0 },
];

function publishing(random: Random, pace: Pace, from: number, to: number): number[] {
  const times: number[] = [];
  for (let time = from; time < to;) {
    const night = new Date(time).getUTCHours() < 4;
    const mean = pace === 'hot' ? (night ? 40 * minute : 9 * minute) : pace === 'daily' ? 3 * hour : 3 * day;
    time += -Math.log(1 - random.next()) * mean;
    times.push(Math.round(time));
  }
  return times.filter((time) => time < to);
}

function troublesOf(random: Random, from: number, to: number): ScriptedFeed['troubles'] {
  const troubles: ScriptedFeed['troubles'] = [];
  const kind = random.pick([
    'none',
    'none',
    'none',
    'error',
    'missing',
    'page',
    'unavailable',
    'reset',
  ] as const);
  if (kind === 'none') return troubles;
  for (let start = from + random.between(day, 5 * day); start < to; start += random.between(2 * day, 8 * day))
    troubles.push({ from: start, to: start + random.between(10 * minute, 7 * hour), kind });
  return troubles;
}

/** Every eighth source is a list page, every eighth a channel, every sixteenth a news sitemap. */
const kindOf = (n: number): SourceKind =>
  n % 8 === 3 ? 'page' : n % 8 === 5 ? 'telegram' : n % 16 === 7 ? 'sitemap' : 'feed';

/** Every ninth source has an alternate, and its first address fails for six days. */
const withAlternate = (feed: ScriptedFeed, n: number, from: number): ScriptedFeed => {
  if (n % 9 !== 4 || feed.goneFrom !== undefined || feed.moves !== undefined) return feed;
  const { host, path } = { host: `alternate${n}.example`, path: '/second' };
  return {
    ...feed,
    alternate: { host, path },
    catalogue: {
      ...feed.catalogue,
      alternate: { kind: feed.catalogue.kind, url: `http://${host}${path}` },
    },
    troubles: [...feed.troubles, { from: from + 4 * day, to: from + 10 * day, kind: 'missing' }],
  };
};

/** A made-up world of feeds: hot, daily and quiet, on hosts of their own and on shared ones, well-behaved and not. */
export function scriptedFeeds(count: number, random: Random, from: number, to: number): ScriptedFeed[] {
  return Array.from({ length: count }, (_, n) => {
    const pace = random.pick([
      'hot',
      'daily',
      'daily',
      'daily',
      'daily',
      'daily',
      'quiet',
      'quiet',
      'quiet',
      'quiet',
    ] as const);
    // Every tenth feed shares one host with many, every fifth shares a host with a few.
    const host =
      n % 10 === 0
        ? `shared${n % 30}.example`
        : n % 5 === 1
          ? `pair${Math.floor(n / 20)}.example`
          : `outlet${n}.example`;
    const path = `/feeds/${n}.xml${random.chance(0.2) ? '?lang=hy&full=1' : ''}`;
    const kind = kindOf(n);
    const strict = pace !== 'hot' && random.chance(0.1);
    // Hot feeds are those that allow it: nothing that asks for more than ten minutes.
    const asks =
      pace === 'hot'
        ? random.pick([asking[0], asking[3] ?? asking[0], asking[4] ?? asking[0]])
        : random.pick(asking);
    const feed: ScriptedFeed = {
      pace,
      host,
      path,
      ...asks,
      asks: asks.minutes * minute,
      floor: (strict ? 60 : pace === 'hot' ? 10 : kind === 'page' ? 30 : 15) * minute,
      window: random.pick([20, 30, 50]),
      catalogue: {
        id: `feed-${n}`,
        ...(kind !== 'feed' && { kind }),
        url: `http://${host}${path}`,
        ...(pace === 'hot' && { minInterval: 10 }),
        ...(strict && { strict }),
        outlet: {
          id: `outlet-${n}`,
          name: `Outlet ${n}`,
          country: 'AM',
          kind: 'independent',
          homepage: `http://${host}/`,
        },
      },
      published: publishing(random, pace, from - 4 * day, to),
      validators: random.pick([
        'both',
        'both',
        'both',
        'etag',
        'weak',
        'date',
        'odd',
        'both',
        'both',
        random.chance(0.4) ? 'none' : 'both',
      ]),
      troubles: pace === 'hot' && random.chance(0.7) ? [] : troublesOf(random, from, to),
      ...(random.chance(0.03) && {
        moves: { from: from + random.between(2 * day, 12 * day), to: `http://moved${n}.example/rss` },
      }),
      ...(random.chance(0.02) && { goneFrom: from + random.between(5 * day, 20 * day) }),
      lies: random.chance(0.02),
    };
    return withAlternate(feed, n, from);
  });
}
