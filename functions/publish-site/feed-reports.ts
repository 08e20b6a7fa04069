import { type FeedState, stateOf } from '../../shared/domain/feed-state.ts';
import type { CatalogueFeed } from '../../shared/domain/outlet.ts';
import type { FeedReport } from './site.ts';

/** What the coverage page says of each feed of the catalogue; a feed that was never visited is there too. */
export function feedReports(feeds: CatalogueFeed[], states: Map<string, FeedState>, _now: Date): FeedReport[] {
  return feeds.map((feed) => {
    const state = stateOf(feed, states.get(feed.id));
    return {
      feedId: feed.id, outletId: feed.outlet.id, outletName: feed.outlet.name, country: feed.outlet.country, language: feed.language ?? null,
      health: healthOf(state), remedy: state.fault?.detail ?? '',
      lastSuccessAt: state.failures === 0 ? state.lastVisitAt : null, lastVisitAt: state.lastVisitAt, nextDueAt: state.nextDueAt,
      rhythmMinutes: state.intervalMinutes, failures: state.failures,
    };
  });
}

function healthOf(state: FeedState): string {
  if (state.stoppedAt !== null) return 'gone';
  if (state.visit === 0) return 'new';
  if (state.failures > 0) return 'failing';
  return state.emptySince === null ? 'healthy' : 'empty';
}
