import { type FeedState, newFeedState } from '../../../../shared/domain/visit/feed-state.ts';
import type { Headers } from '../../../../shared/domain/visit/server-wait.ts';
import type { HttpResponse, Hop } from '../../../../shared/domain/visit/outcome.ts';

export const url = 'https://feed.example/rss';
export const now = new Date('2026-11-24T06:00:00.000Z');
export const at = (minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString();
export const answer = (
  status: number,
  headers: Headers = {},
  more: Partial<HttpResponse> = {},
): HttpResponse => ({
  url,
  status,
  headers,
  hops: [],
  conditional: true,
  ...more,
});
export const hop = (status: number, from: string, to: string, headers: Headers = {}): Hop => ({
  url: from,
  status,
  to,
  headers,
});

/** A feed that was visited once, an hour ago, and parsed; its many items come every few minutes, so only the floor and what is asked count, up to a day. */
export function visited(more: Partial<FeedState> = {}): FeedState {
  const publishTimes = [10, 20, 30, 40, 50, 60].map((minutes) => at(-60 - minutes));
  return {
    ...newFeedState({ id: 'one', url }),
    visit: 1,
    lastVisitAt: at(-60),
    lastGoodAt: at(-60),
    lastFullAt: at(-60),
    changedAt: [at(-60)],
    nextDueAt: at(0),
    intervalMinutes: 15,
    bodyHash: 'old',
    validators: { url, etag: '"old"' },
    reading: { kind: 'ok', at: at(-60), items: 500, newest: at(-70), hints: {}, problems: 0, publishTimes },
    ...more,
  };
}

export const minutesUntil = (instant: string | null): number =>
  (Date.parse(instant ?? '') - now.getTime()) / 60_000;
