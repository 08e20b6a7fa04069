import { expect, test } from 'vitest';
import type { CatalogueSource } from '../../../shared/domain/outlet.ts';
import { testCloud } from '../../embedded.ts';

const cloud = await testCloud();
const table = cloud.tableFeeds;
const { recoverVisits } = await import('../../../infra/local/lost-visits.ts');
const { leaseHost, loadAllStates, loadFeedState, loadHostState, saveFeedState } =
  await import('../../../shared/aws/feeds-table.ts');
const { newFeedState } = await import('../../../shared/domain/visit/feed-state.ts');

const queuedAt = '2026-11-24T06:00:00.000Z';
const feed = (id: string, host: string): CatalogueSource => ({
  id,
  url: `https://${host}/${id}`,
  outlet: { id: host, name: host, country: 'AM', kind: 'independent', homepage: `https://${host}/` },
});
const lease = (ids: string[]) => ({
  at: queuedAt,
  feeds: Object.fromEntries(ids.map((id) => [id, { at: queuedAt, until: '2026-11-24T06:30:00.000Z' }])),
});

test('after a crash only the feed that may just have been asked waits; feeds of our own server do not', async () => {
  const catalogue = [
    feed('a', 'one.example'),
    feed('b', 'one.example'),
    feed('c', 'one.example'),
    feed('own', '127.0.0.1:4401'),
  ];
  await leaseHost(table, 'one.example', lease(['a', 'b', 'c']), null);
  await leaseHost(table, '127.0.0.1:4401', lease(['own']), null);
  await saveFeedState(
    table,
    {
      ...newFeedState(catalogue[0] ?? feed('a', 'one.example')),
      visit: 1,
      lastVisitAt: '2026-11-24T06:00:03.000Z',
      nextDueAt: '2026-11-24T06:15:03.000Z',
    },
    0,
  );
  expect(await recoverVisits(table, catalogue, new Set(['127.0.0.1:4401']))).toBe(3);
  expect(await loadFeedState(table, 'a')).toMatchObject({ visit: 1, nextDueAt: '2026-11-24T06:15:03.000Z' });
  expect(await loadFeedState(table, 'b')).toMatchObject({
    lastVisitAt: null,
    nextDueAt: '2026-11-24T06:15:00.000Z',
  });
  expect([...(await loadAllStates(table)).feeds.keys()].toSorted()).toEqual(['a', 'b']);
  expect([
    (await loadHostState(table, 'one.example')).lease?.feeds,
    (await loadHostState(table, '127.0.0.1:4401')).lease?.feeds,
  ]).toEqual([{}, {}]);
  expect(await recoverVisits(table, catalogue, new Set())).toBe(0);
});
