import { addressed } from '../../shared/domain/visit/alternate.ts';
import { type FeedState, applyParseReport, stateOf } from '../../shared/domain/visit/feed-state.ts';
import type { HostLease, HostState } from '../../shared/domain/visit/host-state.ts';
import { hostGap, isDue, normalWait } from '../../shared/domain/visit/next-visit.ts';
import { pagesToRead, type WantedPage } from '../../shared/domain/visit/wanted-page.ts';
import type { CatalogueSource } from '../../shared/domain/outlet.ts';
import { type VisitRequest, visitRequestLifeMs } from '../../shared/messages.ts';
import { atMost } from '../../shared/at-most.ts';
import { errorText } from '../../shared/log.ts';
import { minuteMs } from '../../shared/domain/text/time.ts';

export interface Ports {
  /** All stored states; may be seconds old. */
  load(): Promise<{
    feeds: ReadonlyMap<string, FeedState>;
    hosts: ReadonlyMap<string, HostState>;
    /** Articles' pages that are wanted, by feed; absent: none. */
    pages?: ReadonlyMap<string, readonly WantedPage[]>;
  }>;
  /** @returns false where another tick leased feeds of the host since `before` */
  lease(host: string, lease: HostLease, before: HostLease | null): Promise<boolean>;
  /** @returns what the queue did not take, and why; null when it has all */
  queue(messages: VisitRequest[]): Promise<{ places: number[]; error: Error } | null>;
  /** Gives leased feeds back to the next tick. */
  release(host: string, feedIds: readonly string[]): Promise<void>;
}

/** How long one visit of a host can take: Lambda's longest. */
const longestVisit = 15 * minuteMs;
const feedsAMessage = 100;
export const leasesAtOnce = 16;

/** Reading all states each minute costs as much as all visits from so many sources on. */
const sourcesAMinute = 500;
const longestPause = 5;

/** How often it is looked what is due, in minutes; a visit comes so much later at most. */
export const lookEvery = (sources: number): number =>
  Math.min(longestPause, Math.max(1, Math.ceil(sources / sourcesAMinute)));

interface Candidate {
  feed: CatalogueSource;
  state: FeedState;
}

/**
 * Queues the due feeds, one message per host. A host whose last message is not done yet gets no second one,
 * and a feed whose visit was lost waits its normal interval, since nobody knows whether the outlet was asked. A host that
 * the queue did not take is free for the next tick.
 * @throws Error when a host could not be leased or the queue did not take all: the others are queued
 */
export async function queueDueFeeds(
  ports: Ports,
  catalogue: readonly CatalogueSource[],
  now: Date,
): Promise<{ hosts: number; feeds: number }> {
  const states = await ports.load();
  const faults: unknown[] = [];
  const candidates = byHost(catalogue, states.feeds);
  const leased = await atMost(candidates, leasesAtOnce, async ([host, own]) =>
    // Where the table does not take one it will hardly take the next.
    faults.length > 0
      ? null
      : leasedVisit(ports, { host, candidates: own, states, now }).catch((error: unknown) => {
          faults.push(error);
          return null;
        }),
  );
  const messages = leased.filter((message) => message !== null);
  const unsent = await ports.queue(messages);
  if (unsent !== null) {
    for (const { host, feedIds } of unsent.places.flatMap((at) => messages[at] ?? []))
      await ports.release(host, feedIds);
    throw unsent.error;
  }
  if (faults.length > 0)
    throw new Error(`hosts could not be leased: ${errorText(faults[0])}`, { cause: faults[0] });
  return {
    hosts: messages.length,
    feeds: messages.reduce((sum, message) => sum + message.feedIds.length, 0),
  };
}

interface DueHost {
  host: string;
  candidates: readonly Candidate[];
  states: Awaited<ReturnType<Ports['load']>>;
  now: Date;
}

/** Leases what is due of a host. @returns its message; null where nothing is due or another tick was faster */
async function leasedVisit(
  ports: Pick<Ports, 'lease'>,
  { host, candidates, states: { feeds, hosts, pages: wanted }, now }: DueHost,
): Promise<VisitRequest | null> {
  const request = visitRequestFor(candidates, hosts.get(host), now);
  if (request === undefined) return null;
  if (!(await ports.lease(host, request.lease, hosts.get(host)?.lease ?? null))) return null;
  const { feedIds } = request;
  const known = knownOf(feedIds, feeds, hosts.get(host));
  const pages = pagesToRead(feedIds, wanted ?? new Map(), { host, now });
  return {
    host,
    feedIds,
    // The lease of the feeds, which are visited after them, holds for the pages too.
    ...(pages.length > 0 && { pages }),
    queuedAt: now.toISOString(),
    ...(known !== undefined && { known }),
  };
}

function byHost(
  catalogue: readonly CatalogueSource[],
  stored: ReadonlyMap<string, FeedState>,
): Map<string, Candidate[]> {
  const hosts = new Map<string, Candidate[]>();
  for (const feed of catalogue) {
    const state = applyParseReport(stateOf(feed, stored.get(feed.id)));
    const host = new URL(state.url).host;
    hosts.set(host, [...(hosts.get(host) ?? []), { feed: addressed(feed, state), state }]);
  }
  return hosts;
}

/** SQS counts a message by started 64 KB. */
const mostKnown = 60_000;

/** What goes with a message; undefined where it would make it a large one, and the visit reads it itself. */
function knownOf(
  feedIds: readonly string[],
  stored: ReadonlyMap<string, FeedState>,
  host: HostState | undefined,
): VisitRequest['known'] {
  const states = feedIds.map((feedId) => [feedId, stored.get(feedId)] as const);
  const known = {
    host: { pausedUntil: host?.pausedUntil ?? null, robots: host?.robots ?? null, lease: null },
    feeds: Object.fromEntries(
      states.flatMap(([feedId, state]) => (state === undefined ? [] : [[feedId, state]])),
    ),
  };
  return Buffer.byteLength(JSON.stringify(known)) > mostKnown ? undefined : known;
}

function visitRequestFor(
  candidates: readonly Candidate[],
  host: HostState | undefined,
  now: Date,
): { feedIds: string[]; lease: HostLease } | undefined {
  const time = now.getTime();
  if (host?.pausedUntil != null && Date.parse(host.pausedUntil) > time) return undefined;
  const open = openLeases(candidates, host?.lease ?? null, time);
  const busy = Object.values(open).some(
    (lease) => time - Date.parse(lease.at) < visitRequestLifeMs + longestVisit,
  );
  const justVisited = candidates.some(
    ({ state }) => state.lastVisitAt !== null && time - Date.parse(state.lastVisitAt) < hostGap,
  );
  if (busy || justVisited) return undefined;
  const due = candidates
    .filter(({ feed, state }) => open[feed.id] === undefined && isDue(state, feed, time))
    .slice(0, feedsAMessage);
  if (due.length === 0) return undefined;
  const at = now.toISOString();
  const leases = due.map(({ feed, state }) => {
    const wait = visitRequestLifeMs + normalWait(state, feed);
    return [feed.id, { at, until: new Date(time + wait).toISOString() }] as const;
  });
  return {
    feedIds: due.map(({ feed }) => feed.id),
    lease: { at, feeds: { ...open, ...Object.fromEntries(leases) } },
  };
}

/** The leases whose visit is not saved yet and whose time is not over. A saved visit ends a lease without a write. */
function openLeases(
  candidates: readonly Candidate[],
  lease: HostLease | null,
  now: number,
): HostLease['feeds'] {
  const visits = new Map(candidates.map(({ feed, state }) => [feed.id, state.lastVisitAt]));
  return Object.fromEntries(
    Object.entries(lease?.feeds ?? {}).filter(([feedId, { at, until }]) => {
      const visitedAt = visits.get(feedId);
      const isDone = visitedAt === undefined || (visitedAt !== null && visitedAt >= at);
      return !isDone && Date.parse(until) > now;
    }),
  );
}
