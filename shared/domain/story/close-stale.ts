import type { BookStory, ShardEntry } from './book-state.ts';
import { followDays, joinRules } from './grouping-data.ts';
import type { HeldStories } from './held-stories.ts';
import type { PendingChanges } from './pending-changes.ts';
import { dayMs } from '../text/time.ts';

/** ISO 8601 UTC instants sort as texts. */
const lastSeenAt = ({ articles }: BookStory): string =>
  articles.reduce((last, { seenAt }) => (seenAt > last ? seenAt : last), '');

/** Closes the stories whose window is over and drops those that nothing can follow any more. @param now ISO 8601 UTC */
export function closeStale(held: HeldStories, pending: PendingChanges, now: string): void {
  const at = Date.parse(now);
  loadStale(held, at);
  for (const story of Array.from(held.loaded.values())) {
    if (story.articles.length === 0) {
      if (!pending.isMarked(story.id)) held.discard(story);
      continue;
    }
    const days = (at - Date.parse(lastSeenAt(story))) / dayMs;
    if (story.closedAt === undefined && days > joinRules.windowDays) {
      story.closedAt = now;
      const open = held.window.stories.get(story.id);
      if (open !== undefined) open.closed = true;
      // Nobody needs to know that a story of one article is over: it is not worth the write.
      if (story.articles.length > 1) pending.mark(story.id);
      else held.touch(story.id);
    }
    // An article stored long ago and grouped only now: its story is stored before it is forgotten.
    if (days > joinRules.windowDays + followDays && !pending.isMarked(story.id)) held.discard(story);
  }
}

/** Loads what is to be closed, and drops what need not be loaded for it. @param at epoch ms */
function loadStale(held: HeldStories, at: number): void {
  const isOver = ({ lastSeenAt }: ShardEntry, days: number): boolean => (at - lastSeenAt) / dayMs > days;
  const heldDays = joinRules.windowDays + followDays;
  const stale = held.unloaded.whichAre((entry) =>
    isOver(entry, entry.closed ? heldDays : joinRules.windowDays),
  );
  for (const { id, closed } of stale) {
    if (closed) held.discardUnloaded(id);
    else held.unloaded.load(id);
  }
}
