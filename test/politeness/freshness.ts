import type { Pace, ScriptedFeed } from './outlets.ts';

const minute = 60_000;
const longAsked = 24 * 60 * minute;

/** Publish-to-stored times, by pace, of items that came out while the simulation ran. */
export class Freshness {
  private readonly delays: Record<Pace, number[]> = { hot: [], daily: [], quiet: [] };
  private readonly seen = new Map<string, number>();
  lost = 0;

  /** A body with the newest `items` items was stored. Items that had already left the document are lost. */
  stored(feed: ScriptedFeed, items: number, at: number, since: number): void {
    const { id } = feed.catalogue;
    const before = this.seen.get(id) ?? 0;
    const first = Math.max(before, items - feed.window);
    this.seen.set(id, Math.max(before, items));
    // Where the outlet is in trouble, or asks for days between visits, the times are its own and not our manners'.
    const excluded =
      feed.troubles.length > 0 ||
      feed.lies ||
      feed.moves !== undefined ||
      feed.goneFrom !== undefined ||
      feed.asks >= longAsked ||
      feed.hints.skipDays !== undefined;
    if (excluded) return;
    if (before > 0) this.lost += first - before;
    for (const published of feed.published.slice(first, items))
      if (published >= since) this.delays[feed.pace].push(at - published);
  }

  /** Minutes within which the share of items of one pace was stored; NaN where there were none. */
  percentile(pace: Pace, share: number): number {
    const sorted = Float64Array.from(this.delays[pace]).sort();
    return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN) / minute;
  }

  count(pace: Pace): number {
    return this.delays[pace].length;
  }
}
