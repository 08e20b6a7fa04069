import { describe, expect, test } from 'vitest';
import { afterVisit, hostRateLimit } from '../../../../shared/domain/visit/after-visit.ts';
import { newFeedState } from '../../../../shared/domain/visit/feed-state.ts';
import { feedHealth } from '../../../../shared/domain/visit/health.ts';
import {
  type VisitRules,
  dueAt,
  isDue,
  meanGap,
  outsideSkipped,
  rhythm,
} from '../../../../shared/domain/visit/next-visit.ts';
import type { FeedHints } from '../../../../shared/domain/visit/poll-hints.ts';
import type { Headers } from '../../../../shared/domain/visit/server-wait.ts';
import { answer, at, hop, minutesUntil, now, url, visited } from './visit-answers.ts';

const date = 'Tue, 24 Nov 2026 06:00:00 GMT';
const week = 7 * 24 * 60;
const day = 24 * 60;

/** What a server's headers ask for, in minutes. */
const headerCases: [string, Headers, number][] = [
  ['nothing', {}, 0],
  ['max-age', { 'cache-control': 'max-age=7200' }, 120],
  [
    'max-age among others, odd case and spaces',
    { 'cache-control': 'Public , Max-Age = 7200 , must-revalidate' },
    120,
  ],
  ['quoted max-age', { 'cache-control': 'max-age="7200"' }, 120],
  ['max-age with a fraction', { 'cache-control': 'max-age=7200.9' }, 120],
  ['s-maxage longer than max-age', { 'cache-control': 's-maxage=10800, max-age=60' }, 180],
  ['max-age longer than s-maxage', { 'cache-control': 's-maxage=60, max-age=10800' }, 180],
  ['max-age twice', { 'cache-control': 'max-age=60, max-age=9000' }, 150],
  ['Cache-Control twice', { 'cache-control': ['no-cache', 'max-age=9000'] }, 150],
  ['max-age less Age', { 'cache-control': 'max-age=7200', age: '1200' }, 100],
  ['Age above max-age', { 'cache-control': 'max-age=600', age: '86400' }, 0],
  ['max-age=0', { 'cache-control': 'no-cache, no-store, max-age=0' }, 0],
  ['negative max-age', { 'cache-control': 'max-age=-7200' }, 0],
  ['max-age in words', { 'cache-control': 'max-age=hour' }, 0],
  ['max-age above all numbers', { 'cache-control': `max-age=${'9'.repeat(40)}` }, day],
  ['Expires against Date', { date, expires: 'Tue, 24 Nov 2026 09:00:00 GMT' }, 180],
  ['Expires without Date', { expires: 'Tue, 24 Nov 2026 09:00:00 GMT' }, 180],
  [
    'Expires by a server whose clock is two hours late',
    { date: 'Tue, 24 Nov 2026 04:00:00 GMT', expires: 'Tue, 24 Nov 2026 07:00:00 GMT' },
    180,
  ],
  ['Expires in RFC 850 form', { date, expires: 'Tuesday, 24-Nov-26 09:00:00 GMT' }, 180],
  ['Expires in asctime form', { date, expires: 'Tue Nov 24 09:00:00 2026' }, 180],
  ['Expires: 0', { date, expires: '0' }, 0],
  ['Expires: -1', { date, expires: '-1' }, 0],
  ['Expires in the past', { date, expires: 'Thu, 19 Nov 1981 08:52:00 GMT' }, 0],
  ['Expires in 2099', { date, expires: 'Thu, 01 Jan 2099 00:00:00 GMT' }, day],
  [
    'Expires later than max-age',
    { date, 'cache-control': 'max-age=60', expires: 'Tue, 24 Nov 2026 09:00:00 GMT' },
    180,
  ],
  ['Retry-After on a good answer', { 'retry-after': '7200' }, 120],
];

/** What a feed's own text asks for, in minutes. */
const hintCases: [string, FeedHints, number][] = [
  ['nothing', {}, 0],
  ['ttl 90', { ttlMinutes: 90 }, 90],
  ['ttl 0', { ttlMinutes: 0 }, 0],
  ['ttl of a year', { ttlMinutes: 525_600 }, day],
  ['ttl in seconds', { ttlMinutes: 7_200 }, 120],
  ['sy hourly', { updatePeriodMinutes: 60 }, 60],
  ['sy four times an hour is an hour', { updatePeriodMinutes: 15 }, 60],
  ['sy weekly is a day', { updatePeriodMinutes: 10_080 }, 1440],
  ['ttl and sy', { ttlMinutes: 240, updatePeriodMinutes: 60 }, 240],
];

const ruleCases: [string, VisitRules, number][] = [
  ['no rule', {}, 15],
  ['a hot feed', { minInterval: 10 }, 10],
  ['a strict host', { strict: true }, 60],
  ['a hot feed of a strict host', { minInterval: 10, strict: true }, 60],
];

describe('after a good visit the longest of floor, headers and hints is waited for', () => {
  const cases = headerCases.flatMap(([header, headers, asked]) =>
    hintCases.flatMap(([hint, hints, hinted]) =>
      ruleCases.map(([rule, rules, floor]) => ({
        name: `${header} / ${hint} / ${rule}`,
        headers,
        hints,
        rules,
        wait: Math.max(floor, asked, hinted),
      })),
    ),
  );

  test(`${cases.length} combinations, as 200 and as 304`, () => {
    expect(cases.length).toBeGreaterThanOrEqual(150);
    for (const { name, headers, hints, rules, wait } of cases) {
      const before = visited();
      const state = { ...before, reading: before.reading && { ...before.reading, hints } };
      for (const outcome of [
        { kind: 'changed', answer: answer(200, headers), bodyHash: 'new' },
        { kind: 'unchanged', answer: answer(304, headers), how: 'not-modified' },
      ] as const) {
        const after = afterVisit(state, outcome, rules, now);
        expect(minutesUntil(after.nextDueAt), `${name} (${outcome.kind})`).toBeCloseTo(wait, 5);
      }
    }
  });

  test('a hint that is read after the visit counts from the visit', () => {
    const after = afterVisit(
      visited({ reading: null }),
      { kind: 'changed', answer: answer(200), bodyHash: 'new' },
      {},
      now,
    );
    const read = {
      ...after,
      reading: {
        kind: 'ok',
        at: at(0),
        items: 1,
        hints: { ttlMinutes: 300 },
        problems: 0,
        publishTimes: [],
      } as const,
    };
    expect(dueAt({ ...read, reading: { ...read.reading, publishTimes: [] } }, {})).toBe(
      now.getTime() + 300 * 60_000,
    );
  });

  test('a 304 without freshness keeps the lifetime of the 200, and one with it replaces it', () => {
    const first = afterVisit(
      visited(),
      { kind: 'changed', answer: answer(200, { 'cache-control': 'max-age=10800' }), bodyHash: 'new' },
      {},
      now,
    );
    const second = afterVisit(
      first,
      { kind: 'unchanged', answer: answer(304), how: 'not-modified' },
      {},
      now,
    );
    const third = afterVisit(
      second,
      { kind: 'unchanged', answer: answer(304, { 'cache-control': 'max-age=86400' }), how: 'not-modified' },
      {},
      now,
    );
    expect([first, second, third].map((state) => minutesUntil(state.nextDueAt))).toEqual([180, 180, 1440]);
  });
});

describe('a hint longer than the items last', () => {
  /** One item every ten minutes. */
  const ofItems = (items: number) => {
    const state = visited();
    return { ...state, reading: state.reading && { ...state.reading, items } };
  };
  const asked = {
    kind: 'changed',
    answer: answer(200, { 'cache-control': 'max-age=2592000' }),
    bodyHash: 'new',
  } as const;

  test.each([
    [12, 120],
    [30, 300],
    [500, day],
  ])('%d items last %d minutes', (items, minutes) => {
    expect(minutesUntil(afterVisit(ofItems(items), asked, {}, now).nextDueAt)).toBeCloseTo(minutes, 5);
  });

  test('shows in the health, and a hint that is kept does not', () => {
    expect(feedHealth(afterVisit(ofItems(30), asked, {}, now), now)).toMatchObject({
      kind: 'long-hints',
      grade: 'watch',
      text: 'asks for 30 days between visits, its items last 5 hours',
    });
    const short = { ...asked, answer: answer(200, { 'cache-control': 'max-age=7200' }) };
    expect(feedHealth(afterVisit(ofItems(30), short, {}, now), now).kind).toBe('healthy');
  });

  test('Retry-After is no hint', () => {
    const told = { ...asked, answer: answer(200, { 'retry-after': '172800' }) };
    expect(minutesUntil(afterVisit(ofItems(30), told, {}, now).nextDueAt)).toBeCloseTo(2 * day, 5);
  });
});

/** Retry-After values and the minutes they ask for; undefined = as if absent. */
const retryCases: [string, number | undefined][] = [
  ['120', 2],
  ['3600', 60],
  [' 3600 ', 60],
  ['7200', 120],
  ['86400', 1440],
  ['604800', week],
  ['1000000000', week],
  ['9'.repeat(30), week],
  ['0', undefined],
  ['-60', undefined],
  ['soon', undefined],
  ['', undefined],
  ['12h', undefined],
  ['1e9', undefined],
  ['Tue, 24 Nov 2026 08:00:00 GMT', 120],
  ['Tuesday, 24-Nov-26 08:00:00 GMT', 120],
  ['Tue Nov 24 08:00:00 2026', 120],
  ['tue, 24 nov 2026 08:00:00 gmt', 120],
  ['24 Nov 2026 08:00:00 GMT', 120],
  ['Tue, 24 Nov 2026 08:00:00 +0000', 120],
  ['Fri, 01 Jan 2100 00:00:00 GMT', week],
  ['Mon, 23 Nov 2026 08:00:00 GMT', undefined],
  ['Thu, 01 Jan 1970 00:00:00 GMT', undefined],
  ['Tue, 32 Nov 2026 08:00:00 GMT', undefined],
  ['120, 3600', 60],
];

describe('Retry-After', () => {
  test.each(retryCases)(
    '%j on 429, 503 and 301 is waited for, and without it the wait is a growing one',
    (value, minutes) => {
      const headers = { 'retry-after': value };
      for (const status of [429, 503]) {
        const wait = minutesUntil(
          afterVisit(visited(), { kind: 'http-error', answer: answer(status, headers) }, {}, now).nextDueAt,
        );
        expect(wait, String(status)).toBeGreaterThanOrEqual(
          minutes === undefined ? 60 : Math.max(15, minutes),
        );
        expect(wait, String(status)).toBeLessThanOrEqual(minutes === undefined ? 66 : Math.max(15, minutes));
      }
      const redirected = answer(
        200,
        {},
        { url: 'https://other.example/', hops: [hop(301, url, 'https://other.example/', headers)] },
      );
      expect(
        minutesUntil(
          afterVisit(visited(), { kind: 'changed', answer: redirected, bodyHash: 'new' }, {}, now).nextDueAt,
        ),
      ).toBeGreaterThanOrEqual(minutes ?? 15);
    },
  );

  test('429 pauses the host that answered, 503 and 500 only the URL', () => {
    const paused = (status: number) => {
      const outcome = { kind: 'http-error', answer: answer(status, { 'retry-after': '7200' }) } as const;
      return hostRateLimit(outcome, afterVisit(visited(), outcome, {}, now), now);
    };
    expect(paused(429)).toEqual({ host: 'feed.example', until: '2026-11-24T08:00:00.000Z' });
    expect([503, 500, 404, 403].map(paused)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('429 without Retry-After pauses the host as long as the feed waits', () => {
    const outcome = { kind: 'http-error', answer: answer(429) } as const;
    const after = afterVisit(visited(), outcome, {}, now);
    expect(hostRateLimit(outcome, after, now)?.until).toBe(after.nextDueAt);
  });
});

describe('errors', () => {
  test('a hundred in a row never come faster, never faster than a good feed, and never stop', () => {
    let state = visited({ intervalMinutes: 300 });
    const gaps: number[] = [];
    let time = now.getTime();
    for (let n = 0; n < 100; n++) {
      state = afterVisit(
        state,
        { kind: 'unanswered', fault: 'connect', detail: '', hops: [] },
        {},
        new Date(time),
      );
      const next = Date.parse(state.nextDueAt ?? '');
      gaps.push((next - time) / 60_000);
      time = next;
    }
    expect(gaps[0]).toBeCloseTo(300, 5);
    expect(gaps.every((gap, n) => n === 0 || gap >= (gaps[n - 1] ?? 0))).toBe(true);
    expect(gaps.at(-1)).toBe(1440);
  });

  test('the waits are 1, 2, 4, 8, 16, 24 hours with at most a tenth more', () => {
    const waits = [0, 1, 2, 3, 4, 5].map(
      (failures) =>
        minutesUntil(
          afterVisit(visited({ failures }), { kind: 'http-error', answer: answer(500) }, {}, now).nextDueAt,
        ) / 60,
    );
    for (const [n, hours] of [1, 2, 4, 8, 16, 24].entries()) {
      expect(waits[n]).toBeGreaterThanOrEqual(hours);
      expect(waits[n]).toBeLessThanOrEqual(Math.min(24, hours * 1.1));
    }
  });

  test('a body our own store refused is asked for again in due time, with the old validators', () => {
    const after = afterVisit(
      visited(),
      { kind: 'not-kept', answer: answer(200, { etag: '"new"' }) },
      {},
      now,
    );
    expect(after).toMatchObject({
      validators: { etag: '"old"' },
      bodyHash: 'old',
      failures: 0,
      nextDueAt: at(15),
    });
  });
});

describe('skipHours and skipDays', () => {
  const lists: FeedHints[] = [
    { skipHours: [0, 1, 2, 3, 4, 5] },
    { skipHours: [6] },
    { skipHours: [22, 23, 0, 1] },
    { skipHours: Array.from({ length: 23 }, (_, hour) => hour) },
    { skipHours: Array.from({ length: 24 }, (_, hour) => hour) },
    { skipDays: [6, 0] },
    { skipDays: [1, 2, 3, 4, 5] },
    { skipDays: [0, 1, 2, 3, 4, 5, 6] },
    { skipDays: [0, 1, 2, 3, 4, 5], skipHours: [0, 12] },
    { skipDays: [2], skipHours: Array.from({ length: 24 }, (_, hour) => hour) },
  ];

  test('of all hours of a week × ten lists no visit falls into a skipped slot and none waits over a week', () => {
    for (const hints of lists)
      for (let hour = 0; hour < 7 * 24; hour++) {
        const wanted = now.getTime() + hour * 3_600_000 + 1_234_567;
        const got = outsideSkipped(wanted, hints);
        const hours = hints.skipHours?.length === 24 ? [] : (hints.skipHours ?? []);
        const days = hints.skipDays?.length === 7 ? [] : (hints.skipDays ?? []);
        expect(hours).not.toContain(new Date(got).getUTCHours());
        expect(days).not.toContain(new Date(got).getUTCDay());
        expect(got - wanted).toBeGreaterThanOrEqual(0);
        expect(got - wanted).toBeLessThan(7 * 86_400_000);
      }
  });
});

describe('rhythm', () => {
  const reading = (publishTimes: string[]) =>
    ({
      kind: 'ok',
      at: at(0),
      items: publishTimes.length,
      hints: {},
      problems: 0,
      publishTimes,
      ...(publishTimes[0] && { newest: publishTimes[0] }),
    }) as const;
  const every = (minutes: number, count = 10) =>
    Array.from({ length: count }, (_, n) => at(-minutes * (n + 1)));

  test.each([
    [20, 5],
    [120, 30],
    [480, 120],
    [10_080, 1440],
  ])('items every %i minutes are asked for every %i', (gap, wait) => {
    expect(
      rhythm(
        { changedAt: [], reading: { ...reading(every(gap)), publishTimes: every(gap) } },
        {},
        now.getTime(),
      ) / 60_000,
    ).toBeCloseTo(wait, 0);
  });

  test('a burst of ten items counts as one', () => {
    const burst = Array.from({ length: 10 }, (_, n) =>
      new Date(Date.parse(at(-600)) + n * 1000).toISOString(),
    );
    expect(
      meanGap({ changedAt: [], reading: { ...reading(burst), publishTimes: burst } }, now.getTime()) / 60_000,
    ).toBeCloseTo(600, 0);
  });

  test('a feed without dates goes by when its body changed', () => {
    expect(
      meanGap({ changedAt: [at(-600), at(-300), at(-60)], reading: null }, now.getTime()) / 60_000,
    ).toBeCloseTo(200, 0);
  });

  test('a feed marked hot stays at its interval through a night without news, not through a silent day', () => {
    const silent = (minutes: number) => ({
      ...reading([at(-minutes), at(-minutes - 500)]),
      publishTimes: [at(-minutes), at(-minutes - 500)],
    });
    expect(rhythm({ changedAt: [], reading: silent(600) }, { minInterval: 10 }, now.getTime()) / 60_000).toBe(
      10,
    );
    expect(
      rhythm({ changedAt: [], reading: silent(1500) }, { minInterval: 10 }, now.getTime()) / 60_000,
    ).toBe(250);
  });

  test('future item times do not count', () => {
    expect(
      meanGap(
        { changedAt: [], reading: { ...reading([]), publishTimes: [at(500), at(-300), at(-600)] } },
        now.getTime(),
      ) / 60_000,
    ).toBeCloseTo(300, 0);
  });
});

describe('whether a feed is due', () => {
  const hours = (...skipHours: number[]) => {
    const state = visited();
    return { ...state, reading: state.reading && { ...state.reading, hints: { skipHours } } };
  };
  test.each([
    ['a minute too early', visited(), -1, false],
    ['at its time', visited(), 0, true],
    ['later', visited(), 500, true],
    ['in an hour that it skips', hours(7), 60, false],
    ['at the end of one', hours(7), 120, true],
    ['due in an hour that it skips: at its end', hours(6), 59, false],
    ['gone for good', visited({ stoppedAt: at(-1) }), 500, false],
    ['never planned', newFeedState({ id: 'one', url }), -9_999, true],
    ['failing: as planned', visited({ failures: 1, nextDueAt: at(30) }), 29, false],
    ['failing, and its time has come', visited({ failures: 1, nextDueAt: at(30) }), 30, true],
  ])('%s', (_name, state, minutes, due) => {
    expect(isDue(state, {}, Date.parse(at(minutes)))).toBe(due);
  });

  test('with headers that ask for days, how long its items last decides', () => {
    const asks = (days: number) => dueAt(visited({ freshSeconds: days * 86_400 }), {});
    // An hour of nothing but news, six items: five hundred last more than three days.
    expect(asks(2)).toBe(Date.parse(at(-60)) + 86_400_000);
    expect(asks(1)).toBe(Date.parse(at(0)));
    expect(dueAt(visited({ freshSeconds: null }), {})).toBe(Date.parse(at(0)));
  });
});

describe('the mean gap', () => {
  const read = (publishTimes: string[], changedAt: string[] = []) => {
    const { reading } = visited();
    return meanGap({ changedAt, reading: reading && { ...reading, publishTimes } }, now.getTime());
  };
  test.each([
    ['nothing known', [], [], 60],
    ['one item alone says nothing; its changes do', [at(-30)], [at(-100), at(-60)], 50],
    ['items within ten minutes are one burst', [at(-60), at(-59), at(-58), at(-30)], [], 30],
    ['what is yet to come is no news', [at(-60), at(-30), at(30)], [], 30],
    ['all of it this minute', [at(-0.5), at(-0.2)], [], 60],
    ['a minute ago', [at(-1), at(-0.5)], [], 1],
    ['now counts', [at(-120), at(0)], [], 60],
  ])('%s', (_name, times, changed, minutes) => {
    expect(read(times, changed) / 60_000).toBeCloseTo(minutes, 9);
  });
});
