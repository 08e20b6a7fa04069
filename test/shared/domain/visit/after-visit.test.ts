import { describe, expect, test } from 'vitest';
import { afterVisit } from '../../../../shared/domain/visit/after-visit.ts';
import { requestFor, wantsRecheck } from '../../../../shared/domain/visit/request.ts';
import {
  type FeedState,
  newFeedState,
  applyParseReport,
  stateOf,
} from '../../../../shared/domain/visit/feed-state.ts';
import type { HttpResponse, Hop, VisitOutcome } from '../../../../shared/domain/visit/outcome.ts';
import { answer, at, hop, now, url, visited } from './visit-answers.ts';

const changed = (given: HttpResponse, bodyHash = 'new'): VisitOutcome => ({
  kind: 'changed',
  answer: given,
  bodyHash,
});
const notModified = (headers = {}): VisitOutcome => ({
  kind: 'unchanged',
  answer: answer(304, headers),
  how: 'not-modified',
});
const later = (minutes: number): Date => new Date(at(minutes));

describe('validators', () => {
  test.each(['W/"weak"', '"a,b"', 'unquoted', '""', '"caf\u00e9"', '"with space "', "'single'"])(
    '%s comes back as it came, with its Last-Modified',
    (etag) => {
      const after = afterVisit(
        visited(),
        changed(answer(200, { etag, 'last-modified': 'Yesterday, about noon' })),
        {},
        now,
      );
      expect(requestFor(after, later(15)).validators).toEqual([
        { url, etag, lastModified: 'Yesterday, about noon' },
      ]);
    },
  );

  test('a 200 without them leaves none; nothing of an older answer is sent', () => {
    expect(afterVisit(visited(), changed(answer(200)), {}, now).validators).toBeNull();
    expect(afterVisit(visited(), changed(answer(200, { 'last-modified': 'x' })), {}, now).validators).toEqual(
      { url, lastModified: 'x' },
    );
  });

  test('the same body with a new ETag gives the new ETag', () => {
    const same: VisitOutcome = {
      kind: 'unchanged',
      answer: answer(200, { etag: '"new"' }),
      how: 'same-body',
    };
    expect(afterVisit(visited(), same, {}, now).validators).toEqual({ url, etag: '"new"' });
  });

  test('a 304 replaces what it names and keeps the rest', () => {
    const state = visited({ validators: { url, etag: '"a"', lastModified: 'then' } });
    expect(afterVisit(state, notModified({ etag: '"b"' }), {}, now).validators).toEqual({
      url,
      etag: '"b"',
      lastModified: 'then',
    });
    expect(afterVisit(state, notModified(), {}, now).validators).toEqual({
      url,
      etag: '"a"',
      lastModified: 'then',
    });
  });

  test.each<VisitOutcome>([
    { kind: 'not-feed', answer: answer(200, { etag: '"page"' }), what: 'html' },
    { kind: 'http-error', answer: answer(500, { etag: '"error"' }) },
    { kind: 'unanswered', fault: 'reset', detail: '', hops: [] },
    { kind: 'not-kept', answer: answer(200, { etag: '"lost"' }) },
    { kind: 'robots', verdict: 'unreachable' },
  ])('a visit that brought no feed ($kind) keeps them', (outcome) => {
    expect(afterVisit(visited(), outcome, {}, now)).toMatchObject({
      validators: { url, etag: '"old"' },
      bodyHash: 'old',
      lastGoodAt: at(-60),
    });
  });

  test('a new URL in the catalogue starts a new life, and saves stay in order', () => {
    const state = stateOf(
      { id: 'one', url: 'https://feed.example/new' },
      visited({ visit: 7, stoppedAt: at(-5) }),
    );
    expect(state).toMatchObject({
      visit: 7,
      url: 'https://feed.example/new',
      validators: null,
      stoppedAt: null,
      lastVisitAt: null,
    });
  });
});

describe('redirects', () => {
  const other = 'https://other.example/rss';
  const through = (hops: Hop[]): HttpResponse =>
    answer(200, { etag: '"there"' }, { url: hops.at(-1)?.to ?? url, hops });
  const parsed = (state: FeedState): FeedState => ({
    ...state,
    reading: {
      kind: 'ok',
      at: state.changedAt.at(-1) ?? at(0),
      items: 1,
      hints: {},
      problems: 0,
      publishTimes: [],
    },
  });
  const visitTwice = (hops: Hop[], minutes: number, kind: 'ok' | 'unreadable' = 'ok') => {
    const first = parsed(afterVisit(visited(), changed(through(hops), 'one'), {}, now));
    const second = afterVisit(applyParseReport(first), changed(through(hops), 'two'), {}, later(minutes));
    const read = parsed(second);
    return applyParseReport({ ...read, reading: read.reading && { ...read.reading, kind } });
  };

  test.each([301, 308])('%i is taken after two good parses a day apart', (status) => {
    expect(visitTwice([hop(status, url, other)], 24 * 60)).toMatchObject({
      url: other,
      move: null,
      catalogueUrl: url,
    });
  });

  test.each([302, 303, 307])('%i never changes the URL', (status) => {
    expect(visitTwice([hop(status, url, other)], 24 * 60)).toMatchObject({ url, move: null });
  });

  test('not after an hour, not if the second body is unreadable', () => {
    expect(visitTwice([hop(301, url, other)], 60).url).toBe(url);
    expect(visitTwice([hop(301, url, other)], 24 * 60, 'unreadable').url).toBe(url);
  });

  test('not if the redirect went away or elsewhere in between', () => {
    const first = afterVisit(visited(), changed(through([hop(301, url, other)])), {}, now);
    expect(afterVisit(first, changed(answer(200)), {}, later(60)).move).toBeNull();
    expect(
      afterVisit(first, changed(through([hop(301, url, 'https://third.example/')])), {}, later(24 * 60)).move,
    ).toMatchObject({ to: 'https://third.example/', since: at(24 * 60), againAt: null });
  });

  test('only the permanent beginning of a chain counts', () => {
    const state = afterVisit(
      visited(),
      changed(
        through([
          hop(301, url, other),
          hop(302, other, 'https://cdn.example/'),
          hop(301, 'https://cdn.example/', 'https://cdn.example/2'),
        ]),
      ),
      {},
      now,
    );
    expect(state.move?.to).toBe(other);
  });

  test('while it redirects each URL gets its own pair back; after the move only the new one', () => {
    const before = visited();
    const first = afterVisit(before, changed(through([hop(302, url, other)])), {}, now);
    expect(requestFor(first, later(15)).validators).toEqual([
      { url: other, etag: '"there"' },
      { url, etag: '"old"' },
    ]);
    const there = { ...answer(304, { etag: '"there2"' }), url: other, hops: [hop(302, url, other)] };
    const second = afterVisit(
      first,
      { kind: 'unchanged', answer: there, how: 'not-modified' },
      {},
      later(15),
    );
    expect(requestFor(second, later(30)).validators).toEqual([
      { url: other, etag: '"there2"' },
      { url, etag: '"old"' },
    ]);
    expect(requestFor(afterVisit(second, notModified(), {}, later(30)), later(45)).validators).toEqual([
      { url, etag: '"old"' },
    ]);
    expect(visitTwice([hop(301, url, other)], 24 * 60).formerValidators).toBeNull();
  });

  test('http to https on the same host is taken at once', () => {
    const plain = 'http://feed.example/rss';
    const state = visited({ url: plain, catalogueUrl: plain, validators: null });
    expect(afterVisit(state, changed(through([hop(301, plain, url)])), {}, now)).toMatchObject({
      url,
      move: null,
    });
    expect(afterVisit(state, changed(through([hop(302, plain, url)])), {}, now).url).toBe(plain);
  });

  test('410 ends the visits', () => {
    expect(afterVisit(visited(), { kind: 'gone', answer: answer(410) }, {}, now)).toMatchObject({
      nextDueAt: null,
      stoppedAt: at(0),
    });
  });
});

describe('unconditional re-checks', () => {
  /** Every answer from now on is a 304, once an hour; counts the visits that went out without validators. */
  function visitHourly(
    start: FeedState,
    hours: number,
    answered: (recheck: boolean, hour: number) => VisitOutcome,
  ) {
    let state = start;
    const rechecks: number[] = [];
    for (let hour = 1; hour <= hours; hour++) {
      const time = later(hour * 60);
      const recheck = requestFor(state, time).validators.length === 0;
      if (recheck) rechecks.push(hour);
      state = afterVisit(state, answered(recheck, hour), {}, time);
    }
    return { state, rechecks };
  }
  const same: VisitOutcome = {
    kind: 'unchanged',
    answer: answer(200, { etag: '"old"' }, { conditional: false }),
    how: 'same-body',
  };

  test('a feed whose news stopped is asked without conditions after two days, then ever more rarely', () => {
    const { rechecks } = visitHourly(visited(), 24 * 40, (recheck) => (recheck ? same : notModified()));
    expect(rechecks[0]).toBeGreaterThanOrEqual(46);
    expect(rechecks.length).toBeLessThanOrEqual(5);
    expect(rechecks.slice(1).filter((hour, n) => hour - (rechecks[n] ?? 0) < 24 * 2 ** (n + 1))).toEqual([]);
  });

  test('a weekly feed is believed for weeks', () => {
    const weekly = Array.from({ length: 5 }, (_, n) => at(-60 - n * 7 * 1440));
    const state = visited();
    const { rechecks } = visitHourly(
      { ...state, reading: state.reading && { ...state.reading, publishTimes: weekly } },
      24 * 28,
      () => notModified(),
    );
    expect(rechecks).toEqual([]);
  });

  test('news older than the last 304 proves a lie; from then on one check a day', () => {
    let { state } = visitHourly(visited(), 47, () => notModified());
    const found = afterVisit(
      state,
      changed(answer(200, { etag: '"2"' }, { conditional: false })),
      {},
      later(48 * 60),
    );
    state = applyParseReport({
      ...found,
      reading: {
        kind: 'ok',
        at: at(48 * 60),
        items: 3,
        newest: at(30 * 60),
        hints: {},
        problems: 0,
        publishTimes: [at(0), at(30 * 60)],
      },
    });
    expect(state).toMatchObject({ lies: 1, suspectedAt: null });
    expect([12, 23, 25].map((hours) => wantsRecheck(state, later((48 + hours) * 60).getTime()))).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('news younger than the last 304 proves nothing', () => {
    const { state } = visitHourly(visited(), 47, () => notModified());
    const found = afterVisit(
      state,
      changed(answer(200, { etag: '"2"' }, { conditional: false })),
      {},
      later(48 * 60),
    );
    expect(
      applyParseReport({
        ...found,
        reading: {
          kind: 'ok',
          at: at(48 * 60),
          items: 3,
          newest: at(47.5 * 60),
          hints: {},
          problems: 0,
          publishTimes: [],
        },
      }).lies,
    ).toBe(0);
  });

  test('a document cut short is asked for anew, a day later', () => {
    const state = visited();
    const cut = { ...state, reading: state.reading && { ...state.reading, incomplete: true } };
    expect([1, 20, 24].map((hours) => wantsRecheck(cut, later(hours * 60 - 60).getTime()))).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('a feed without validators has nothing to check', () => {
    expect(wantsRecheck(visited({ validators: null }), later(24 * 60 * 365).getTime())).toBe(false);
    expect(requestFor(newFeedState({ id: 'one', url }), now)).toEqual({ url, validators: [] });
  });
});
