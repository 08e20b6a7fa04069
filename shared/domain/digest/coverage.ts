import type { Coverage } from './edition.ts';
import type { FeedState } from '../visit/feed-state.ts';
import type { CatalogueSource } from '../outlet.ts';
import { hourMs } from '../text/time.ts';

/** A visit may wait an hour for its turn before we call the feed late. */
const graceMs = hourMs;
const namesShown = 12;

type Reach = 'reached' | 'late' | 'blocked';

function reachOf(state: FeedState | undefined, now: Date): Reach {
  if (state?.lastVisitAt == null) return 'late';
  if (state.stoppedAt !== null || state.failures > 0) return 'blocked';
  return state.nextDueAt !== null && Date.parse(state.nextDueAt) < now.getTime() - graceMs
    ? 'late'
    : 'reached';
}

/** How complete our reading of the catalogue is at this moment. */
export function coverageOf(
  feeds: readonly CatalogueSource[],
  states: ReadonlyMap<string, FeedState>,
  now: Date,
): Coverage {
  const reaches = feeds.map((feed) => ({ outlet: feed.outlet, reach: reachOf(states.get(feed.id), now) }));
  const count = (wanted: Reach): number => reaches.filter(({ reach }) => reach === wanted).length;
  const reachedOutlets = new Set(
    reaches.filter(({ reach }) => reach === 'reached').map(({ outlet }) => outlet.id),
  );
  const missing = [...new Map(reaches.map(({ outlet }) => [outlet.id, outlet.name]))]
    .filter(([id]) => !reachedOutlets.has(id))
    .map(([, name]) => name)
    .sort();
  return {
    feeds: feeds.length,
    reached: count('reached'),
    late: count('late'),
    blocked: count('blocked'),
    missing: missing.slice(0, namesShown),
    missingMore: Math.max(0, missing.length - namesShown),
  };
}
