import { expect, test } from 'vitest';
import { hostStateSchema } from '../../../../shared/domain/visit/host-state.ts';
import { isUndated, parseReportSchema } from '../../../../shared/domain/visit/parse-report.ts';
import {
  feedHintsOf,
  feedHintsSchema,
  updatePeriodMinutes,
} from '../../../../shared/domain/visit/poll-hints.ts';

test.each([
  [{}, undefined],
  [{ updatePeriod: 'hourly' }, 60],
  [{ updatePeriod: 'daily', updateFrequency: 4 }, 360],
  [{ updateFrequency: 2 }, 720],
  [{ updatePeriod: 'weekly' }, 10_080],
  [{ updatePeriod: 'monthly' }, 43_200],
  [{ updatePeriod: 'yearly', updateFrequency: 1 }, 525_600],
  [{ updatePeriod: 'fortnightly' }, undefined],
  [{ updatePeriod: 'constructor' }, undefined],
])('%j is every %s minutes', (said, minutes) => {
  expect(updatePeriodMinutes(said)).toBe(minutes);
});

test('what a feed says is kept as visits are planned with it, and nothing else', () => {
  expect(feedHintsOf({})).toStrictEqual({});
  expect(
    feedHintsOf({
      ttlMinutes: 0,
      skipHours: [1, 2],
      skipDays: ['Sunday', 'SATURDAY'],
      updatePeriod: 'hourly',
    }),
  ).toStrictEqual({ ttlMinutes: 0, skipHours: [1, 2], skipDays: [0, 6], updatePeriodMinutes: 60 });
});

test.each([
  [{ ttlMinutes: -1, updatePeriodMinutes: -1, skipHours: 'all', skipDays: [7] }, {}],
  [{ skipHours: [24, 0, 23, 1.5, -1, 25] }, { skipHours: [0, 0, 23] }],
  [{ skipDays: [0, 6, ' Monday ', 'noday'] }, { skipDays: [0, 6, 1] }],
  [
    { ttlMinutes: 0, updatePeriodMinutes: 0 },
    { ttlMinutes: 0, updatePeriodMinutes: 0 },
  ],
])('stored hints %j are read as %j', (stored, hints) => {
  expect(feedHintsSchema.parse(stored)).toEqual(hints);
});

test('an old row without fields is read as knowing nothing', () => {
  expect(parseReportSchema.parse({})).toStrictEqual({
    kind: 'ok',
    at: '1970-01-01T00:00:00.000Z',
    items: 0,
    hints: {},
    problems: 0,
    publishTimes: [],
  });
  expect(parseReportSchema.safeParse({ newest: 'yesterday' }).success).toBe(false);
  expect(hostStateSchema.parse({ robots: { fetchedAt: 'x', kind: 'none' } })).toStrictEqual({
    pausedUntil: null,
    robots: { fetchedAt: 'x', kind: 'none', rules: [] },
    lease: null,
  });
});

test.each([
  [{ items: 0, undated: 0 }, false],
  [{ items: 2, undated: 1 }, false],
  [{ items: 2, undated: 2 }, true],
  [{ items: 2 }, false],
])('%j has no readable date: %s', (said, undated) => {
  expect(isUndated(parseReportSchema.parse(said))).toBe(undated);
});
