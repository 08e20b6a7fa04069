import { describe, expect, test } from 'vitest';
import {
  applyParseReport,
  type FeedState,
  feedStateSchema,
  isBaseline,
  isOfLastBody,
  newFeedState,
  stateOf,
} from '../../../../shared/domain/visit/feed-state.ts';
import { at, now, url, visited } from './visit-answers.ts';

const feed = { id: 'one', url };
const alternate = {
  url: 'https://feed.example/page',
  since: at(-99),
  triedAt: null,
  isTrial: false,
  cause: 'x',
};
const otherUrl = 'https://feed.example/other';
const fresh = { ...newFeedState(feed), visit: 7 };

test('a feed that nobody visited knows its address and nothing else', () => {
  expect(stateOf(feed, undefined)).toEqual(newFeedState(feed));
  expect(newFeedState(feed)).toMatchObject({
    feedId: 'one',
    url,
    catalogueUrl: url,
    visit: 0,
    bodyHash: null,
  });
});

test.each<[string, Parameters<typeof stateOf>[0], Partial<FeedState>, boolean]>([
  ['the same address', feed, { catalogueUrl: url }, true],
  ['a row that does not say of which', feed, {}, true],
  ['another address in the catalogue', { ...feed, url: otherUrl }, { catalogueUrl: url }, false],
  [
    'the alternate it reads',
    { ...feed, alternate: { url: alternate.url, kind: 'page' } },
    { alternate },
    true,
  ],
  ['another alternate', { ...feed, alternate: { url: otherUrl, kind: 'page' } }, { alternate }, false],
  ['no alternate any more', feed, { alternate }, false],
])('%s: its life goes on %#', (_name, given, more, goesOn) => {
  const stored = visited({ visit: 7, ...more });
  expect(stateOf(given, stored)).toEqual(
    goesOn ? stored : { ...fresh, url: given.url, catalogueUrl: given.url },
  );
});

test.each([
  ['never read', { lastFullAt: null }, true],
  ['never well', { lastGoodAt: null }, true],
  ['well three days ago', { lastGoodAt: at(-3 * 1_440) }, false],
  ['well longer ago', { lastGoodAt: at(-3 * 1_440 - 1) }, true],
])('a feed that was %s: its next body is a baseline %#', (_name, more, baseline) => {
  expect(isBaseline(visited(more), now)).toBe(baseline);
});

test('a report is of the last body unless that came later', () => {
  expect(isOfLastBody(visited())).toBe(true);
  expect(isOfLastBody(visited({ changedAt: [at(-59)] }))).toBe(false);
  expect(isOfLastBody(visited({ changedAt: [] }))).toBe(true);
  expect(isOfLastBody(visited({ reading: null }))).toBe(false);
});

describe('what the report of a body settles', () => {
  const move = { to: otherUrl, since: at(-2_000), againAt: at(-60) };
  const read = (kind: 'ok' | 'empty' | 'unreadable', more: Partial<FeedState>) => {
    const state = visited(more);
    return applyParseReport({ ...state, reading: state.reading && { ...state.reading, kind } });
  };
  test.each([
    ['ok', move, otherUrl],
    ['empty', move, otherUrl],
    ['unreadable', move, url],
    ['ok', { ...move, againAt: null }, url],
    ['ok', null, url],
  ] as const)('%s, with %j: read at %s from now on', (kind, pending, address) => {
    const former = { url, etag: '"f"' };
    const after = read(kind, { move: pending, formerValidators: former });
    expect(after.url).toBe(address);
    expect([after.move, after.formerValidators]).toEqual(address === url ? [pending, former] : [null, null]);
  });

  // The newest item of the body is of 70 minutes ago.
  test.each([
    [at(-70), 1],
    [at(-69), 1],
    [at(-71), 0],
    [null, 0],
  ])('"not modified" at %s hid its news: %i times', (suspectedAt, lies) => {
    expect(read('ok', { suspectedAt })).toMatchObject({ suspectedAt: null, lies });
    expect(read('ok', { suspectedAt, lies: 2 }).lies).toBe(2 + lies);
  });

  test('of another body it settles nothing', () => {
    const state = visited({ move, suspectedAt: at(-70), changedAt: [at(-1)] });
    expect(applyParseReport(state)).toBe(state);
  });
});

test('a row in another time zone is kept in UTC; one that is no time is refused', () => {
  const read = (lastVisitAt: string) => feedStateSchema.safeParse({ lastVisitAt });
  expect(read('2026-11-24T10:00:00+04:00').data?.lastVisitAt).toBe('2026-11-24T06:00:00.000Z');
  expect(read('yesterday').success).toBe(false);
});
