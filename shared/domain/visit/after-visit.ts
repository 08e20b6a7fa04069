import { type Fault, type FeedState, type Validators, rememberedChanges } from './feed-state.ts';
import { isUndated } from './parse-report.ts';
import { type VisitRules, badWait, goodWait, normalWait, outsideSkipped } from './next-visit.ts';
import { type Headers, freshness, headerValues, retryAfter } from './server-wait.ts';
import type { HttpResponse, Hop, VisitOutcome } from './outcome.ts';
import { dayMs, hourMs, minuteMs } from '../text/time.ts';

const longestRateLimit = 7 * dayMs;

/** The state after a visit: what we now know, and when the feed is due next. The one place where a visit's outcome has consequences. */
export function afterVisit(
  before: FeedState,
  outcome: VisitOutcome,
  rules: VisitRules,
  now: Date,
): FeedState {
  const at = now.toISOString();
  const state: FeedState = { ...before, visit: before.visit + 1, lastVisitAt: at };
  switch (outcome.kind) {
    case 'changed':
      return planned(changed(state, outcome.answer, outcome.bodyHash, at), outcome.answer, rules, now);
    case 'unchanged':
      return planned(unchanged(state, outcome.answer, outcome.how, at), outcome.answer, rules, now);
    case 'gone': {
      const fault = { kind: 'gone', detail: 'HTTP 410: gone for good', status: 410 } as const;
      return { ...failed(state, fault, at), nextDueAt: null, stoppedAt: at };
    }
    case 'not-kept':
      return { ...state, nextDueAt: due(state, now.getTime() + normalWait(state, rules)) };
    default:
      return postponed(failed(state, faultOf(outcome), at), headersOfFailed(outcome), rules, now);
  }
}

function headersOfFailed(outcome: FailedOutcome): Headers {
  if (outcome.kind === 'robots') return {};
  return 'answer' in outcome ? headersOf(outcome.answer.hops, outcome.answer) : headersOf(outcome.hops);
}

type FailedOutcome = Extract<
  VisitOutcome,
  { kind: 'not-feed' | 'http-error' | 'unanswered' | 'refused' | 'robots' }
>;

const namedFeeds = (feeds: readonly string[] = []): string =>
  feeds.length === 0 ? '' : `; the page names ${feeds.slice(0, 3).join(' and ')}`;

function faultOf(outcome: FailedOutcome): Fault {
  switch (outcome.kind) {
    case 'not-feed':
      return {
        kind: outcome.what,
        detail: `HTTP ${outcome.answer.status} with a body that is no feed (${outcome.what})${namedFeeds(outcome.feeds)}`,
        status: outcome.answer.status,
      };
    case 'http-error':
      return { kind: 'http', detail: `HTTP ${outcome.answer.status}`, status: outcome.answer.status };
    case 'unanswered':
      return { kind: outcome.fault, detail: outcome.detail };
    case 'refused':
      return { kind: outcome.reason, detail: outcome.detail };
    default:
      return {
        kind: `robots-${outcome.verdict}`,
        detail: outcome.verdict === 'disallowed' ? 'robots.txt forbids it' : 'robots.txt does not answer',
      };
  }
}

/** The rate limit of a whole host (429): no request before `until`; undefined for every other outcome. */
export function hostRateLimit(
  outcome: VisitOutcome,
  after: FeedState,
  now: Date,
): { host: string; until: string } | undefined {
  if (outcome.kind !== 'http-error' || outcome.answer.status !== 429) return undefined;
  const asked = retryAfter(outcome.answer.headers, now.getTime());
  const until =
    asked === undefined
      ? after.nextDueAt
      : new Date(now.getTime() + Math.min(asked, longestRateLimit)).toISOString();
  return until === null ? undefined : { host: new URL(outcome.answer.url).host, until };
}

/** The same for a page beside the feeds: where the server names no time, an hour. */
export function pageRateLimit(answer: HttpResponse, now: Date): { host: string; until: string } | undefined {
  if (answer.status !== 429) return undefined;
  const wait = Math.min(retryAfter(answer.headers, now.getTime()) ?? hourMs, longestRateLimit);
  return { host: new URL(answer.url).host, until: new Date(now.getTime() + wait).toISOString() };
}

function changed(state: FeedState, answer: HttpResponse, bodyHash: string, at: string): FeedState {
  const recheck = isRecheck(state, answer);
  return {
    ...state,
    bodyHash,
    ...pairsAfter(state, answer, validatorsOf(answer)),
    freshSeconds: freshness(answer.headers, Date.parse(at)).lifetime,
    lastFullAt: at,
    changedAt: [...state.changedAt, at].slice(-rememberedChanges),
    ...(recheck && { recheckedAt: at, vainRechecks: 0, suspectedAt: state.lastGoodAt }),
  };
}

function unchanged(
  state: FeedState,
  answer: HttpResponse,
  how: 'not-modified' | 'same-body',
  at: string,
): FeedState {
  const { lifetime } = freshness(answer.headers, Date.parse(at));
  if (how === 'not-modified')
    return {
      ...state,
      ...pairsAfter(state, answer, refreshed(pairOf(state, answer.url), answer)),
      freshSeconds: lifetime ?? state.freshSeconds,
    };
  const recheck = isRecheck(state, answer);
  return {
    ...state,
    ...pairsAfter(state, answer, validatorsOf(answer)),
    freshSeconds: lifetime,
    lastFullAt: at,
    ...(recheck && { recheckedAt: at, vainRechecks: state.vainRechecks + 1 }),
  };
}

/** Validators we had for this URL were left out on purpose. */
const isRecheck = (state: FeedState, answer: HttpResponse): boolean =>
  !answer.conditional && state.validators?.url === answer.url;

function planned(state: FeedState, answer: HttpResponse, rules: VisitRules, now: Date): FeedState {
  const good: FeedState = {
    ...moved(state, answer, now),
    failures: 0,
    failingSince: null,
    fault: null,
    lastGoodAt: now.toISOString(),
    emptySince: emptySince(state),
    undatedSince: undatedSince(state),
  };
  const wait = goodWait(good, rules, headersOf(answer.hops, answer), now.getTime());
  return { ...good, intervalMinutes: Math.ceil(wait / minuteMs), nextDueAt: due(good, now.getTime() + wait) };
}

function failed(state: FeedState, fault: Fault, at: string): FeedState {
  return { ...state, failures: state.failures + 1, failingSince: state.failingSince ?? at, fault };
}

function postponed(state: FeedState, headers: Headers, rules: VisitRules, now: Date): FeedState {
  return { ...state, nextDueAt: due(state, now.getTime() + badWait(state, rules, headers, now.getTime())) };
}

const due = (state: FeedState, at: number): string =>
  new Date(outsideSkipped(at, state.reading?.hints)).toISOString();

const emptySince = ({ reading, emptySince: since }: FeedState): string | null =>
  reading !== null && reading.kind !== 'ok' ? (since ?? reading.at) : null;

const undatedSince = ({ reading, undatedSince: since }: FeedState): string | null =>
  reading !== null && isUndated(reading) ? (since ?? reading.at) : null;

/** The answer's headers, with every Retry-After on the way to it. */
function headersOf(hops: readonly Hop[], answer?: HttpResponse): Headers {
  const waits = [
    ...hops.flatMap((hop) => headerValues(hop.headers, 'retry-after')),
    ...(answer ? headerValues(answer.headers, 'retry-after') : []),
  ];
  return { ...answer?.headers, ...(waits.length > 0 && { 'retry-after': waits }) };
}

/** Validators exactly as they came (latin1, so byte for byte); null where the answer has none. */
function validatorsOf(answer: HttpResponse): Validators | null {
  const [etag] = headerValues(answer.headers, 'etag');
  const [lastModified] = headerValues(answer.headers, 'last-modified');
  if (!etag && !lastModified) return null;
  return { url: answer.url, ...(etag && { etag }), ...(lastModified && { lastModified }) };
}

/** The pair that a URL gave. */
const pairOf = (state: FeedState, url: string): Validators | null =>
  [state.validators, state.formerValidators].find((pair) => pair?.url === url) ?? null;

/** The new pair, and beside it the requested URL's own if another URL answered. */
function pairsAfter(
  state: FeedState,
  answer: HttpResponse,
  pair: Validators | null,
): Pick<FeedState, 'validators' | 'formerValidators'> {
  return { validators: pair, formerValidators: answer.url === state.url ? null : pairOf(state, state.url) };
}

/** A 304's fields replace the stored ones; the others stay (RFC 9111 §3.2). */
function refreshed(stored: Validators | null, answer: HttpResponse): Validators | null {
  const news = validatorsOf(answer);
  return stored === null || news === null ? (news ?? stored) : { ...stored, ...news };
}

const permanent = (hop: Hop | undefined): boolean => hop?.status === 301 || hop?.status === 308;

/** Where the feed says it moved for good: the end of the redirects' permanent beginning. */
function permanentTarget(hops: readonly Hop[]): string | undefined {
  const length = hops.findIndex((hop) => !permanent(hop));
  return hops[(length < 0 ? hops.length : length) - 1]?.to;
}

/** http → https on one host is applied at once; any other permanent redirect waits for two good visits a day apart. */
function moved(state: FeedState, answer: HttpResponse, now: Date): FeedState {
  const target = permanentTarget(answer.hops);
  if (target === undefined) return { ...state, move: null };
  if (isUpgrade(state.url, target)) return { ...state, url: target, move: null, formerValidators: null };
  if (state.move?.to !== target)
    return { ...state, move: { to: target, since: now.toISOString(), againAt: null } };
  const dayApart = now.getTime() - Date.parse(state.move.since) >= dayMs;
  return dayApart && state.move.againAt === null
    ? { ...state, move: { ...state.move, againAt: now.toISOString() } }
    : state;
}

function isUpgrade(from: string, to: string): boolean {
  const [old, fresh] = [new URL(from), new URL(to)];
  return old.protocol === 'http:' && fresh.protocol === 'https:' && old.hostname === fresh.hostname;
}
