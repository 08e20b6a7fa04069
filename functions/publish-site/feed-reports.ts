import { feedHealth } from '../../shared/domain/visit/health.ts';
import { type FeedState, stateOf } from '../../shared/domain/visit/feed-state.ts';
import { type CatalogueSource, sideOf } from '../../shared/domain/outlet.ts';
import { sightingOf } from '../../shared/domain/visit/sighting.ts';
import type { FeedReport } from './site.ts';
import { minuteMs } from '../../shared/domain/text/time.ts';

/** What the coverage page says of each feed of the catalogue; a feed that was never visited is there too. */
export function feedReports(
  feeds: CatalogueSource[],
  states: ReadonlyMap<string, FeedState>,
  now: Date,
): FeedReport[] {
  return feeds.map((feed) => {
    const state = stateOf(feed, states.get(feed.id));
    const { kind, grade, text, remedy } = feedHealth(state, now);
    const isQuiet = grade === 'ok' || grade === 'new';
    return {
      feedId: feed.id,
      outletName: feed.outlet.name,
      side: sideOf(feed.outlet),
      language: feed.language ?? null,
      seenWorking: sightingOf(feed.seen, state, 'a visit of this desk') ?? null,
      robotsForbid: kind === 'robots' || (kind === 'new' && feed.robotsForbid !== undefined),
      titleOnly: feed.outlet.titleOnly === true,
      health: kind,
      grade,
      seen: isQuiet ? '' : text,
      remedy: isQuiet ? '' : remedy,
      // A body that came before the fault is the last success; an unchanged answer (304) is one too.
      lastSuccessAt: state.failures === 0 ? state.lastVisitAt : state.lastFullAt,
      rhythmMinutes: state.intervalMinutes === null ? null : Math.round(state.intervalMinutes),
    };
  });
}

/** A feed that nobody visited for three of its own intervals after it was due is our fault, not the outlet's. */
export function lateFeeds(states: Iterable<FeedState>, now: Date): number {
  const isLate = ({ nextDueAt, intervalMinutes, stoppedAt }: FeedState): boolean =>
    stoppedAt === null &&
    nextDueAt !== null &&
    now.getTime() - Date.parse(nextDueAt) > 3 * minuteMs * Math.max(intervalMinutes ?? 0, 15);
  return [...states].filter(isLate).length;
}
