import { describe, expect, it } from 'vitest';
import {
  afterPlanned,
  dateToPlan,
  isQuiet,
  nextDue,
  quietEnds,
  scheduled,
} from '../../../../shared/domain/digest/schedule.ts';
import { alertIdOf, type EditionRow, isAlert, isStale } from '../../../../shared/domain/digest/edition.ts';
import { weekdayOf } from '../../../../shared/domain/text/local-time.ts';
import type { Preferences, Subscriber } from '../../../../shared/domain/subscriber/subscriber.ts';
import { readerOf, readerPreferences } from '../subscriber/reader-fixture.ts';
import { addDays } from '../../../../shared/domain/text/time.ts';

const zones = ['Asia/Yerevan', 'Europe/Brussels', 'America/New_York', 'Asia/Beirut', 'Pacific/Auckland'];
const hourMs = 3_600_000;

/** Dates of the editions that a clock ticking at these instants plans. */
function editions(preferences: Preferences, start: string, ticks: Iterable<Date>): string[] {
  const { dueAt: _dueAt, dueDate: _dueDate, ...rest } = readerOf({ id: '1'.repeat(32), preferences });
  let reader: Subscriber = scheduled(rest, new Date(start));
  const dates: string[] = [];
  for (const tick of ticks) {
    for (let date = dateToPlan(reader, tick); date !== null; date = dateToPlan(reader, tick)) {
      dates.push(date);
      reader = afterPlanned(reader, date, tick);
    }
  }
  return dates;
}

/** Irregular ticks over a year: usually every hour, some doubled, some missing for up to nine hours. */
function* ticks(start: string, days: number): Generator<Date> {
  for (let hour = 0; hour < days * 24; hour++) {
    if (hour % 53 < 9) continue;
    const at = new Date(Date.parse(start) + hour * hourMs);
    yield at;
    if (hour % 7 === 0) yield at;
  }
}

describe('an edition comes once for each local date', () => {
  it.each(zones)('in %s, over a year of doubled, late and missing ticks and both clock changes', (zone) => {
    for (const hour of [2, 23]) {
      const dates = editions(
        { ...readerPreferences, zone, hour },
        '2026-01-01T00:00:00Z',
        ticks('2026-01-01T00:00:00Z', 365),
      );
      expect(new Set(dates).size).toBe(dates.length);
      expect(dates.slice(1)).toEqual(dates.slice(0, -1).map((date) => addDays(date, 1)));
      expect(dates.length).toBeGreaterThanOrEqual(363);
    }
  });

  it('on weekdays only, or on the one day of the week', () => {
    const working = editions(
      { ...readerPreferences, frequency: 'weekdays' },
      '2026-11-01T00:00:00Z',
      ticks('2026-11-01T00:00:00Z', 28),
    );
    expect(working).toHaveLength(20);
    expect(working.every((date) => weekdayOf(date) <= 5)).toBe(true);
    expect(
      editions(
        { ...readerPreferences, frequency: 'weekly', weekday: 3 },
        '2026-11-01T00:00:00Z',
        ticks('2026-11-01T00:00:00Z', 28),
      ),
    ).toEqual(['2026-11-04', '2026-11-11', '2026-11-18', '2026-11-25']);
  });

  it('also when the reader changes hour or zone on the day of an edition', () => {
    const planned = afterPlanned(
      readerOf({ id: '1'.repeat(32) }),
      '2026-11-24',
      new Date('2026-11-24T03:01:00Z'),
    );
    const later = scheduled(
      { ...planned, preferences: { ...readerPreferences, hour: 20 } },
      new Date('2026-11-24T04:00:00Z'),
    );
    expect(later.dueDate).toBe('2026-11-25');
    const west = scheduled(
      { ...planned, preferences: { ...readerPreferences, zone: 'America/New_York', hour: 23 } },
      new Date('2026-11-24T04:00:00Z'),
    );
    expect([west.dueDate, west.dueAt]).toEqual(['2026-11-25', '2026-11-26T04:00:00.000Z']);
  });
});

it('after days without a tick sends the newest edition only', () => {
  expect(editions(readerPreferences, '2026-11-20T00:00:00Z', [new Date('2026-11-24T12:00:00Z')])).toEqual([
    '2026-11-24',
  ]);
});

it('a new reader waits for the next chosen hour, not for the next day', () => {
  expect(nextDue(readerPreferences, new Date('2026-11-24T02:59:59Z')).date).toBe('2026-11-24');
  expect(nextDue(readerPreferences, new Date('2026-11-24T03:00:00Z')).date).toBe('2026-11-25');
});

it('gives a moment to confirmed subscribers only', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  const { dueAt: _at, dueDate: _date, ...rest } = readerOf({ id: '1'.repeat(32) });
  for (const state of ['pending', 'paused', 'left', 'bounced', 'complained', 'erased'] as const)
    expect(scheduled({ ...rest, state }, now).dueAt).toBeUndefined();
});

it('is quiet from 22 to 7 on the reader’s own clock', () => {
  const at = (instant: string) => isQuiet('Asia/Yerevan', new Date(instant));
  expect([
    at('2026-11-24T17:59:00Z'),
    at('2026-11-24T18:00:00Z'),
    at('2026-11-24T02:59:00Z'),
    at('2026-11-24T03:00:00Z'),
  ]).toEqual([false, true, true, false]);
  expect(quietEnds('Asia/Yerevan', new Date('2026-11-24T18:00:00Z')).toISOString()).toBe(
    '2026-11-25T03:00:00.000Z',
  );
});

describe('a reader’s next moment', () => {
  const reader = readerOf({ id: '1'.repeat(32) });
  const now = new Date('2026-11-24T10:00:00.000Z');
  const due = (more: object) =>
    dateToPlan({ ...reader, dueAt: '2026-11-24T03:00:00.000Z', dueDate: '2026-11-24', ...more }, now);

  it.each([
    ['is due', {}, '2026-11-24'],
    ['is due this very moment', { dueAt: '2026-11-24T10:00:00.000Z' }, '2026-11-24'],
    ['is not due yet', { dueAt: '2026-11-24T10:00:00.001Z' }, null],
    ['has none', { dueAt: undefined }, null],
    ['has no date', { dueDate: undefined }, null],
    ['has no preferences', { preferences: null }, null],
    [
      'was due a day ago, less a moment',
      { dueAt: '2026-11-23T10:00:00.001Z', dueDate: '2026-11-23' },
      '2026-11-23',
    ],
    [
      'was due a day ago: the newest',
      { dueAt: '2026-11-23T10:00:00.000Z', dueDate: '2026-11-23' },
      '2026-11-24',
    ],
    [
      'was due days ago, and none since',
      { dueAt: '2026-11-20T10:00:00.000Z', dueDate: '2026-11-20', lastDate: '2026-11-24' },
      '2026-11-20',
    ],
  ])('%s', (_name, more, date) => expect(due(more)).toBe(date));

  it('for who wants breaking news alone is now, without a date', () => {
    const breaking = {
      ...reader,
      dueDate: '2026-11-24',
      preferences: { ...readerPreferences, frequency: 'breaking' as const },
    };
    const planned = scheduled(breaking, now);
    expect(planned.dueAt).toBe('2026-11-24T10:00:00.000Z');
    expect('dueDate' in planned).toBe(false);
  });

  it('after an edition is that of the next date, and who has no preferences has none', () => {
    expect(afterPlanned(reader, '2026-11-24', now)).toMatchObject({
      lastDate: '2026-11-24',
      dueDate: '2026-11-25',
      dueAt: '2026-11-25T03:00:00.000Z',
    });
    const without = { ...reader, preferences: null };
    expect(afterPlanned(without, '2026-11-24', now)).toBe(without);
    expect(scheduled(without, now)).toBe(without);
  });

  it('at the end of the quiet hours is this morning before it, the next one from then on', () => {
    const ends = (instant: string) => quietEnds('Asia/Yerevan', new Date(instant)).toISOString();
    expect(ends('2026-11-24T02:59:59Z')).toBe('2026-11-24T03:00:00.000Z');
    expect(ends('2026-11-24T03:00:00Z')).toBe('2026-11-25T03:00:00.000Z');
  });
});

describe('the row of an edition', () => {
  const row = (claimedAt?: string) =>
    ({ state: 'claimed', ...(claimedAt !== undefined && { claimedAt }) }) as EditionRow;
  const now = new Date('2026-11-24T10:00:00.000Z');
  it.each([
    [row('2026-11-24T09:45:00.000Z'), false],
    [row('2026-11-24T09:44:59.999Z'), true],
    [row(), false],
    [{ ...row('2026-11-20T00:00:00.000Z'), state: 'sent' as const }, false],
  ])('%j belongs to a worker that died: %s', (given, stale) => expect(isStale(given, now)).toBe(stale));

  it.each([
    ['2026-11-24', false],
    ['2026-11-24-b4', false],
    ['2026-11-24-b5', true],
    ['2026-11-24-b9', true],
    ['2026-11-24-b50', false],
  ])('%s is an alert: %s', (editionId, alert) => expect(isAlert({ editionId })).toBe(alert));

  it('alerts of a day have the names that follow', () =>
    expect([0, 4].map((before) => alertIdOf('2026-11-24', before))).toEqual([
      '2026-11-24-b5',
      '2026-11-24-b9',
    ]));
});

it('the next edition is later than the last one, however early that was planned', () => {
  const after = new Date('2026-11-24T02:59:59Z');
  const next = (lastDate?: string): string => nextDue(readerPreferences, after, lastDate).date;
  expect(next('2026-11-20')).toBe('2026-11-24');
  expect(next('2026-11-23')).toBe('2026-11-24');
  expect(next('2026-11-24')).toBe('2026-11-25');
  expect(next('2026-11-29')).toBe('2026-11-30');
});
