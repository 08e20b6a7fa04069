import { setTimeout as wait } from 'node:timers/promises';
import { parseReportOf } from '../../functions/ingest-feed/parse-report-of.ts';
import { type Ports, visitHost } from '../../functions/visit-feeds/visit-feeds.ts';
import type { Clock } from '../../shared/clock.ts';
import { type FeedState, newFeedState, applyParseReport } from '../../shared/domain/visit/feed-state.ts';
import { type HostState, hostStateSchema } from '../../shared/domain/visit/host-state.ts';
import { hostGap } from '../../shared/domain/visit/next-visit.ts';
import { type CatalogueSource, readingOf } from '../../shared/domain/outlet.ts';
import type { OutletClient } from '../../shared/http/outlet-client.ts';
import { atMost } from '../../shared/at-most.ts';
import { parseGuarded } from './parse-guarded.ts';

const hostsAtOnce = 8;

export interface CheckOptions {
  client: OutletClient;
  clock: Clock;
  progress: (done: number, feedId: string) => void;
  /** Between two requests to one host, ms. */
  gap?: number;
}

/** Visits each feed once with the visiting stage itself – robots.txt, gaps, guards – and keeps nothing. @returns the feeds' states, as a first visit leaves them */
export async function checkFeeds(
  feeds: readonly CatalogueSource[],
  options: CheckOptions,
): Promise<Map<string, FeedState>> {
  const states = new Map<string, FeedState>();
  const hosts = new Map<string, CatalogueSource[]>();
  // an alternate is a source of its own here: it is visited where the caller wants it
  for (const { alternate: _alternate, ...feed } of feeds)
    hosts.set(new URL(feed.url).host, [...(hosts.get(new URL(feed.url).host) ?? []), feed]);
  await atMost(hosts, hostsAtOnce, ([host, own]) =>
    visitHost(
      portsOf(own, states, options),
      { host, feedIds: own.map((feed) => feed.id), queuedAt: options.clock().toISOString() },
      false,
    ),
  );
  return states;
}

function hostInMemory(): Pick<Ports, 'loadHost' | 'saveHost' | 'release'> {
  let host: HostState = hostStateSchema.parse({});
  return {
    loadHost: async () => host,
    saveHost: async (_host, facts) => {
      host = { ...host, ...facts };
    },
    release: async () => undefined,
  };
}

function portsOf(
  feeds: readonly CatalogueSource[],
  states: Map<string, FeedState>,
  { client, clock, progress, gap = hostGap }: CheckOptions,
): Ports {
  const bodies = new Map<string, Uint8Array>();
  const readings = new Map<string, FeedState['reading']>();
  const reading = (feedId: string) => feeds.filter((feed) => feed.id === feedId).map(readingOf)[0];
  return {
    feed: (feedId) => feeds.find((feed) => feed.id === feedId),
    loadState: async (feedId) => feeds.filter((feed) => feed.id === feedId).map(newFeedState)[0],
    saveState: async (state) => {
      states.set(state.feedId, applyParseReport({ ...state, reading: readings.get(state.feedId) ?? null }));
      progress(states.size, state.feedId);
      return true;
    },
    ...hostInMemory(),
    visit: (target) => client.visit(target),
    archive: async (body, { feedId }) => {
      bodies.set(feedId, body);
      return feedId;
    },
    enqueue: async ({ feedId, url, contentType, visitedAt }) => {
      const parsed = await parseGuarded(bodies.get(feedId) ?? new Uint8Array(), {
        ...reading(feedId),
        url,
        contentType,
        at: visitedAt,
      });
      bodies.delete(feedId);
      readings.set(feedId, parseReportOf(parsed, visitedAt, reading(feedId)?.kind));
    },
    wait: (ms) => wait(ms),
    remaining: () => Infinity,
    clock,
    log: () => undefined,
    gap,
  };
}
