import { loadAllStates, releaseFeeds, saveFeedState } from '../../shared/aws/feeds-table.ts';
import { type FeedState, stateOf } from '../../shared/domain/visit/feed-state.ts';
import type { HostLease } from '../../shared/domain/visit/host-state.ts';
import { normalWait } from '../../shared/domain/visit/next-visit.ts';
import type { CatalogueSource } from '../../shared/domain/outlet.ts';
import type { AllowedHosts } from '../../shared/domain/visit/public-address.ts';

/**
 * Frees the feeds whose visit the last run had queued but not saved: the embedded queue forgot them, so nobody else will visit them.
 * Feeds of a host are visited in catalogue order, so only the first unsaved one may have been asked; it waits its normal interval
 * once more, except on the operator's own hosts (recorded feeds), which mind nothing.
 * @returns how many feeds were freed
 */
export async function recoverVisits(
  table: string,
  catalogue: readonly CatalogueSource[],
  ownHosts: AllowedHosts,
): Promise<number> {
  const { feeds, hosts } = await loadAllStates(table);
  let freed = 0;
  for (const [host, { lease }] of hosts) {
    if (lease === null) continue;
    const lost = catalogue.filter((feed) => isLost(lease, feeds.get(feed.id), feed.id));
    const [first] = lost;
    if (first !== undefined && !ownHosts.has(host))
      await postpone(table, first, feeds.get(first.id), lease.feeds[first.id]?.at ?? lease.at);
    const leased = Object.keys(lease.feeds);
    if (leased.length > 0) await releaseFeeds(table, host, leased);
    freed += lost.length;
  }
  return freed;
}

function isLost(lease: HostLease, state: FeedState | undefined, feedId: string): boolean {
  const leased = lease.feeds[feedId];
  return leased !== undefined && (state?.lastVisitAt ?? '') < leased.at;
}

async function postpone(
  table: string,
  feed: CatalogueSource,
  stored: FeedState | undefined,
  askedAt: string,
): Promise<void> {
  const state = stateOf(feed, stored);
  const due = new Date(Date.parse(askedAt) + normalWait(state, feed)).toISOString();
  const nextDueAt = state.nextDueAt !== null && state.nextDueAt > due ? state.nextDueAt : due;
  await saveFeedState(table, { ...state, visit: state.visit + 1, nextDueAt }, state.visit);
}
