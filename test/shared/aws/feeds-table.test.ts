import { DynamoDBDocumentClient, GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import type { ParseReport } from '../../../shared/domain/visit/parse-report.ts';
import { testCloud } from '../../embedded.ts';
import { MemoryFeeds } from '../../politeness/memory-store.ts';
import { at, visited } from '../domain/visit/visit-answers.ts';

const cloud = await testCloud();
const real = await import('../../../shared/aws/feeds-table.ts');
const told = await import('../../../shared/aws/told-health.ts');
const wanted = await import('../../../shared/aws/wanted-pages.ts');
const { dynamo } = await import('../../../shared/aws/clients.ts');
const { feedKey } = await import('../../../shared/aws/keys.ts');
const { newFeedState } = await import('../../../shared/domain/visit/feed-state.ts');
const table = cloud.tableFeeds;

type Store = Pick<
  MemoryFeeds,
  'load' | 'loadState' | 'saveState' | 'saveReading' | 'loadHost' | 'saveHost' | 'lease' | 'releaseFeeds'
>;
const stores: [string, Store][] = [
  ['in memory', new MemoryFeeds()],
  [
    'in DynamoDB',
    {
      load: () => real.loadAllStates(table),
      loadState: (feedId) => real.loadFeedState(table, feedId),
      saveState: (state, before) => real.saveFeedState(table, state, before),
      saveReading: (feedId, reading) => real.saveParseReport(table, feedId, reading),
      loadHost: (host) => real.loadHostState(table, host),
      saveHost: (host, facts) => real.saveHostFacts(table, host, facts),
      lease: (host, lease, before) => real.leaseHost(table, host, lease, before),
      releaseFeeds: (host, feedIds) => real.releaseFeeds(table, host, feedIds),
    },
  ],
];
const reading = (more: Partial<ParseReport>): ParseReport => ({
  kind: 'ok',
  at: at(0),
  items: 1,
  hints: {},
  problems: 0,
  publishTimes: [],
  ...more,
});
const state = (feedId: string, more = {}) => ({ ...visited(more), feedId, reading: null });

describe.each(stores)('the Feeds table %s', (_name, store) => {
  test('gives back what it was given, and nothing for a feed never visited', async () => {
    const full = state('full', {
      move: { to: 'https://new.example/', since: at(-5), againAt: null },
      fault: { kind: 'http', detail: 'HTTP 500', status: 500 },
      failures: 3,
      failingSince: at(-9),
      lies: 1,
      validators: { url: 'https://cdn.example/', etag: 'W/"é"' },
    });
    const moved = state('moved', {
      url: 'https://new.example/',
      validators: { url: 'https://new.example/', lastModified: 'noon' },
    });
    for (const each of [full, moved]) {
      expect(await store.saveState(each, 0)).toBe(true);
      expect(await store.loadState(each.feedId)).toEqual(each);
    }
    expect((await store.load()).feeds.get('full')).toEqual(full);
    expect(await store.loadState('never')).toBeUndefined();
  });

  test('of two visits that began alike only one is saved, and a late one never', async () => {
    const saves = await Promise.all(
      [1, 2, 3, 4].map((intervalMinutes) => store.saveState(state('race', { intervalMinutes }), 0)),
    );
    expect(saves.filter(Boolean)).toHaveLength(1);
    expect(await store.saveState(state('race', { visit: 2 }), 1)).toBe(true);
    expect(await store.saveState(state('race', { visit: 2, bodyHash: 'late' }), 1)).toBe(false);
    expect(await store.loadState('race')).toMatchObject({ visit: 2, bodyHash: 'old' });
  });

  test('a save of the state leaves the reading, a reading the state, and an older reading changes nothing', async () => {
    await store.saveState(state('read'), 0);
    await store.saveReading(
      'read',
      reading({ hints: { ttlMinutes: 90, skipHours: [0, 1] }, publishTimes: [at(-3)] }),
    );
    await store.saveReading('read', reading({ at: at(-10), items: 9 }));
    await store.saveState(state('read', { visit: 2 }), 1);
    expect(await store.loadState('read')).toEqual({
      ...state('read', { visit: 2 }),
      reading: reading({ hints: { ttlMinutes: 90, skipHours: [0, 1] }, publishTimes: [at(-3)] }),
    });
  });

  test('of two ticks only one leases a host; given back feeds are free, the others not', async () => {
    const lease = {
      at: at(0),
      feeds: { one: { at: at(0), until: at(30) }, 'two.b': { at: at(0), until: at(30) } },
    };
    expect(
      (
        await Promise.all([store.lease('h.example', lease, null), store.lease('h.example', lease, null)])
      ).filter(Boolean),
    ).toHaveLength(1);
    expect(await store.lease('h.example', { ...lease, at: at(1) }, null)).toBe(false);
    expect(await store.lease('h.example', { ...lease, at: at(1) }, lease)).toBe(true);
    await store.releaseFeeds('h.example', ['two.b', 'absent']);
    expect((await store.loadHost('h.example')).lease).toEqual({
      at: at(1),
      feeds: { one: { at: at(0), until: at(30) } },
    });
    await store.releaseFeeds('never.example', ['one']);
    expect((await store.loadHost('never.example')).lease).toBeNull();
  });

  test('what a visit learns of a host leaves the lease alone, and the lease that', async () => {
    await store.saveHost('k.example', { pausedUntil: at(60) });
    expect(await store.lease('k.example', { at: at(0), feeds: {} }, null)).toBe(true);
    await store.saveHost('k.example', {
      robots: { fetchedAt: at(0), kind: 'rules', rules: [{ allow: false, pattern: '/x' }] },
    });
    expect((await store.load()).hosts.get('k.example')).toEqual({
      pausedUntil: at(60),
      lease: { at: at(0), feeds: {} },
      robots: { fetchedAt: at(0), kind: 'rules', rules: [{ allow: false, pattern: '/x' }] },
    });
  });
});

test('a row of a busy feed with its reading stays under 1 KB: one write unit', async () => {
  const times = Array.from({ length: 12 }, (_, n) => at(-60 - n));
  const long = 'https://www.panorama-example.am/hy/rss/all/news-2026.xml';
  await real.saveParseReport(
    table,
    'panorama-example.hy',
    reading({ newest: at(-60), publishTimes: times, hints: { ttlMinutes: 60, updatePeriodMinutes: 60 } }),
  );
  const busy = {
    ...newFeedState({ id: 'panorama-example.hy', url: long }),
    ...state('panorama-example.hy', { changedAt: times }),
    url: long,
    catalogueUrl: long,
    freshSeconds: 600,
    bodyHash: 'a'.repeat(64),
    validators: { url: long, etag: '"5e1f-63a1b2c3d4e5f"', lastModified: new Date(0).toUTCString() },
  };
  await real.saveFeedState(table, { ...busy, reading: reading({ publishTimes: times }) }, 0);
  const { Item } = await dynamo().send(
    new GetCommand({ TableName: table, Key: feedKey('panorama-example.hy') }),
  );
  expect(bytesOf(Item)).toBeLessThanOrEqual(1_024 + 3);
  expect(await real.loadFeedState(table, 'panorama-example.hy')).toMatchObject({
    validators: { url: long },
    catalogueUrl: long,
  });
});

test('all states are read, on however many pages of the scan', async () => {
  const mock = mockClient(DynamoDBDocumentClient);
  const row = (pk: string) => ({ pk, visit: 1, state: { url: 'https://a.example/' } });
  mock
    .on(ScanCommand)
    .resolves({ Items: [row('FEED#a')], LastEvaluatedKey: { pk: 'FEED#a' } })
    .on(ScanCommand, { ExclusiveStartKey: { pk: 'FEED#a' } })
    .resolves({ Items: [], LastEvaluatedKey: { pk: 'x' } })
    .on(ScanCommand, { ExclusiveStartKey: { pk: 'x' } })
    .resolves({ Items: [row('FEED#b'), { pk: 'HOST#h' }, { pk: 'FEED#only-read', reading: {} }] });
  try {
    const { feeds, hosts } = await real.loadAllStates(table);
    expect([...feeds.keys()]).toEqual(['a', 'b']);
    expect([...hosts.keys()]).toEqual(['h']);
  } finally {
    mock.restore();
  }
});

test('the day of the operator’s digest is claimed once, settled by who has it, and read with the states', async () => {
  const day = (date: string, told = {}) => ({ day: date, told });
  expect((await real.loadAllStates(table)).told).toBeUndefined();
  expect(await told.claimHealthDay(table, day('2026-11-24'))).toBe(true);
  expect(await told.claimHealthDay(table, day('2026-11-24', { a: 'gone' }))).toBe(false);
  await told.settleHealthDay(table, day('2026-11-24', { a: 'gone' }));
  expect((await real.loadAllStates(table)).told).toEqual(day('2026-11-24', { a: 'gone' }));
  expect(await told.claimHealthDay(table, day('2026-11-25', { a: 'gone' }))).toBe(true);
  // one that comes a day late changes nothing
  await told.settleHealthDay(table, day('2026-11-24'));
  expect((await real.loadAllStates(table)).told).toEqual(day('2026-11-25', { a: 'gone' }));
});

test('a wanted page is read with the states, and taken once', async () => {
  const page = { articleId: 'abc', url: 'https://n.example/1', at: at(0) };
  await wanted.wantPage(table, 'feed', page);
  await wanted.wantPage(table, 'feed', { ...page, at: at(5) });
  await wanted.wantPage(table, 'feed', { ...page, articleId: 'def' });
  const { pages, feeds } = await real.loadAllStates(table);
  expect(pages.get('feed')?.toSorted((a, b) => (a.articleId < b.articleId ? -1 : 1))).toEqual([
    page,
    { ...page, articleId: 'def' },
  ]);
  expect(feeds.has('feed')).toBe(false);
  expect(await wanted.takePage(table, 'feed', page)).toBe(true);
  expect(await wanted.takePage(table, 'feed', page)).toBe(false);
  expect((await real.loadAllStates(table)).pages.get('feed')).toHaveLength(1);
});

/** What DynamoDB counts: text in UTF-8, half a byte a digit and one more, 3 a map or list and 1 an element (developer guide, "item sizes"). */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  if (value === null || typeof value !== 'object') return 1;
  const parts = Array.isArray(value)
    ? value.map((each) => 1 + bytesOf(each))
    : Object.entries(value).map(([name, each]) => 1 + name.length + bytesOf(each));
  return 3 + parts.reduce((sum, part) => sum + part, 0);
}
