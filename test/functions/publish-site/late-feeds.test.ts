import { expect, it } from 'vitest';
import { lateFeeds } from '../../../functions/publish-site/feed-reports.ts';
import { stateOf } from '../../../shared/domain/visit/feed-state.ts';
import type { CatalogueSource } from '../../../shared/domain/outlet.ts';

const feed: CatalogueSource = {
  id: 'f',
  url: 'https://outlet.example/rss',
  outlet: { id: 'o', name: 'O', country: 'AM', kind: 'agency', homepage: 'https://outlet.example/' },
};
const due = (nextDueAt: string | null, more: object = {}) => ({
  ...stateOf(feed, undefined),
  nextDueAt,
  intervalMinutes: 20,
  ...more,
});

it('counts a feed three of its intervals after it was due, and none before, none that stopped', () => {
  const now = new Date('2026-11-24T12:00:00Z');
  expect(lateFeeds([due('2026-11-24T10:59:00Z')], now)).toBe(1);
  expect(
    lateFeeds(
      [
        due('2026-11-24T11:01:00Z'),
        due(null),
        due('2026-11-24T13:00:00Z'),
        due('2026-11-01T00:00:00Z', { stoppedAt: '2026-11-02T00:00:00Z' }),
      ],
      now,
    ),
  ).toBe(0);
});
