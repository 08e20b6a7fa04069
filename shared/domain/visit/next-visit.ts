import { type FeedState, isOfLastBody } from './feed-state.ts';
import type { CatalogueSource } from '../outlet.ts';
import type { FeedHints } from './poll-hints.ts';
import { type Headers, freshness, retryAfter } from './server-wait.ts';
import { dayMs, hourMs, minuteMs } from '../text/time.ts';

/** Between two requests to one host, ms. */
export const hostGap = 2_000;

/** What the catalogue says of how often a feed may be visited. */
export type VisitRules = Pick<CatalogueSource, 'minInterval' | 'strict' | 'kind'>;

/** Floors, in minutes: Kroll's hourly rule for hosts marked strict; a quarter of an hour where nobody says otherwise. */
const strictFloor = 60;
const defaultFloor = 15;
/** A list page is made for people, heavier than a feed, and seldom says whether it changed. */
const pageFloor = 30;
/** The longest wait of our own choice, and the longest that a server or feed gets by asking. */
const longestOwnWait = dayMs;
const longestAsked = 7 * dayMs;
/** sy:* is a lower bound between these: a feed that says 'weekly' must not hide news (mod_syndication; dreamwidth #1700). */
const syndicationBounds = { least: hourMs, most: dayMs };
/** Four visits per mean gap between items: an item then waits an eighth of a gap on average. */
const visitsPerGap = 4;
/** Items closer than this are one burst. */
const burst = 10 * minuteMs;
/** The gap where nothing is known yet. */
const unknownGap = hourMs;

/** The shortest gap between two visits, in ms. */
export function floorOf(rules: VisitRules): number {
  const floor = rules.minInterval ?? (rules.kind === 'page' ? pageFloor : defaultFloor);
  return minuteMs * (rules.strict === true ? Math.max(strictFloor, floor) : floor);
}

/** The mean gap between a feed's bursts of news up to `now`, in ms: from its items' times, else from when its body changed. */
export function meanGap(state: Pick<FeedState, 'changedAt' | 'reading'>, now: number): number {
  const published = state.reading?.publishTimes ?? [];
  const times = (published.length >= 2 ? published : state.changedAt)
    .map((time) => Date.parse(time))
    .filter((time) => time <= now);
  const bursts = new Set(times.map((time) => Math.floor(time / burst))).size;
  const span = now - Math.min(...times);
  return bursts === 0 || span < minuteMs ? unknownGap : span / bursts;
}

/** How often this feed is worth a visit by its own rhythm, in ms. */
export function rhythm(
  state: Pick<FeedState, 'changedAt' | 'reading'>,
  rules: VisitRules,
  now: number,
): number {
  const newest = Date.parse(state.reading?.newest ?? state.changedAt.at(-1) ?? '');
  // The operator marked it as hot, and it was, today: a lull at night does not slow it down.
  if (rules.minInterval !== undefined && now - newest < dayMs) return floorOf(rules);
  return Math.min(longestOwnWait, meanGap(state, now) / visitsPerGap);
}

/** The longest wait that the feed's own text asks for, in ms. */
function hintedWait(hints: FeedHints | undefined): number {
  const period = (hints?.updatePeriodMinutes ?? 0) * minuteMs;
  const syndication =
    period > 0 ? Math.min(syndicationBounds.most, Math.max(syndicationBounds.least, period)) : 0;
  return Math.max(ttlOf(hints?.ttlMinutes ?? 0) * minuteMs, syndication);
}

/** Minutes; a feed that says more than a day means seconds, as `max-age` has them. */
const ttlOf = (ttl: number): number => (ttl * minuteMs > dayMs ? ttl / 60 : ttl);

/** How long the items of the feed's document last until newer ones have pushed them out, in ms; undefined where nothing shows it. */
function windowOf({ reading }: Pick<FeedState, 'reading'>): number | undefined {
  const times = (reading?.publishTimes ?? []).map((time) => Date.parse(time));
  if (reading === null || times.length < 2 || reading.items < 2) return undefined;
  const span = Math.max(...times) - Math.min(...times);
  return span < minuteMs ? undefined : (span / (times.length - 1)) * reading.items;
}

/** The longest that caching headers and the feed's own hints may make us wait: no longer than its items last, and no longer than a day. */
export const longestHinted = (state: Pick<FeedState, 'reading'>): number =>
  Math.min(longestOwnWait, windowOf(state) ?? longestOwnWait);

/** What caching headers and the feed's own hints ask for, in ms. */
export const hintedFor = (state: Pick<FeedState, 'reading' | 'freshSeconds'>): number =>
  Math.max((state.freshSeconds ?? 0) * 1000, hintedWait(state.reading?.hints));

/** The first instant from `at` on that is in none of the feed's skipHours and skipDays (GMT). Lists that name every hour or every day are ignored. */
export function outsideSkipped(at: number, hints: FeedHints | undefined): number {
  const hours = new Set(hints?.skipHours);
  const days = new Set(hints?.skipDays);
  const skipHours = hours.size < 24 ? hours : new Set<number>();
  const skipDays = days.size < 7 ? days : new Set<number>();
  const skipped = (time: number): boolean =>
    skipHours.has(new Date(time).getUTCHours()) || skipDays.has(new Date(time).getUTCDay());
  let time = at;
  while (skipped(time)) time = (Math.floor(time / hourMs) + 1) * hourMs;
  return time;
}

/** The wait after a good visit, in ms: the longest of the floor, the feed's rhythm, what caching headers and the feed's hints ask for as long as its items last, and Retry-After, up to 7 days. */
export function goodWait(state: FeedState, rules: VisitRules, headers: Headers, now: number): number {
  const { age } = freshness(headers, now);
  const fresh = state.freshSeconds === null ? 0 : (state.freshSeconds - age) * 1000;
  const hinted = Math.min(longestHinted(state), Math.max(fresh, hintedWait(state.reading?.hints)));
  const asked = Math.max(hinted, retryAfter(headers, now) ?? 0);
  return Math.max(floorOf(rules), rhythm(state, rules, now), Math.min(longestAsked, asked));
}

/** 1, 2, 4 … 24 hours with up to a tenth more, the same for a feed each time: gaps never shrink and feeds that fell together rise apart. */
function backoff(failures: number, feedId: string): number {
  const spread = Buffer.from(feedId).reduce((sum, byte) => (sum * 31 + byte) % 1000, 7) / 10_000;
  return Math.min(longestOwnWait, hourMs * 2 ** Math.min(failures - 1, 10) * (1 + spread));
}

/** The wait that nothing but the server itself may shorten: the floor, or what the last good visit led to. */
export function normalWait(state: Pick<FeedState, 'intervalMinutes'>, rules: VisitRules): number {
  return Math.max(floorOf(rules), (state.intervalMinutes ?? 0) * minuteMs);
}

/** The wait after a bad visit, in ms. Without Retry-After it backs off; with or without, it is never shorter than the normal one. */
export function badWait(state: FeedState, rules: VisitRules, headers: Headers, now: number): number {
  const { lifetime, age } = freshness(headers, now);
  const asked = Math.max(
    retryAfter(headers, now) ?? backoff(state.failures, state.feedId),
    ((lifetime ?? 0) - age) * 1000,
  );
  return Math.max(normalWait(state, rules), Math.min(longestAsked, asked));
}

/**
 * When the feed is due, with what its last reading said; that came after the state was saved.
 * @returns ms since 1970; undefined where it is due no more (410 Gone)
 */
export function dueAt(state: FeedState, rules: VisitRules): number | undefined {
  if (state.stoppedAt !== null) return undefined;
  const planned = state.nextDueAt === null ? 0 : Date.parse(state.nextDueAt);
  if (state.lastVisitAt === null || state.failures > 0 || !isOfLastBody(state)) return planned;
  const visited = Date.parse(state.lastVisitAt);
  // headers that ask for more than a day: how long the items of the newest body last decides
  const fresh = (state.freshSeconds ?? 0) * 1000;
  const hinted = Math.max(hintedWait(state.reading?.hints), fresh > longestOwnWait ? fresh : 0);
  const asked = Math.min(longestHinted(state), hinted);
  return outsideSkipped(
    Math.max(planned, visited + asked, visited + rhythm(state, rules, visited)),
    state.reading?.hints,
  );
}

/** Whether the feed may be visited now: it is due, and no skipped hour or day has begun while it waited. */
export function isDue(state: FeedState, rules: VisitRules, now: number): boolean {
  const due = dueAt(state, rules);
  return due !== undefined && due <= now && outsideSkipped(now, state.reading?.hints) === now;
}
