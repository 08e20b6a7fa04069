import { describe, expect, it } from 'vitest';
import { instantOf, isTimeZone, localTime, weekdayOf } from '../../../../shared/domain/text/local-time.ts';

describe('instantOf', () => {
  it.each([
    ['2026-11-24', 7, 'Asia/Yerevan', '2026-11-24T03:00:00.000Z'],
    ['2026-11-24', 7, 'UTC', '2026-11-24T07:00:00.000Z'],
    ['2026-11-24', 7, 'Asia/Kolkata', '2026-11-24T01:30:00.000Z'],
    // Brussels skips 02:00–03:00 on 29 March 2026: moved past the gap.
    ['2026-03-29', 2, 'Europe/Brussels', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29', 3, 'Europe/Brussels', '2026-03-29T01:00:00.000Z'],
    // It has 02:00–03:00 twice on 25 October 2026: the first.
    ['2026-10-25', 2, 'Europe/Brussels', '2026-10-25T00:00:00.000Z'],
    ['2026-10-25', 3, 'Europe/Brussels', '2026-10-25T02:00:00.000Z'],
    // Beirut changes at midnight: 00:00 does not exist on 29 March 2026.
    ['2026-03-29', 0, 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
    // Lord Howe changes by half an hour.
    ['2026-04-05', 2, 'Australia/Lord_Howe', '2026-04-04T15:30:00.000Z'],
  ])('%s %i:00 in %s is %s', (date, hour, zone, instant) => {
    expect(instantOf(date, hour, zone).toISOString()).toBe(instant);
  });

  it('is right for every hour of a year in five zones, but where the clock skips the hour', () => {
    const wrong: string[] = [];
    for (const zone of [
      'Asia/Yerevan',
      'Europe/Brussels',
      'America/New_York',
      'Asia/Beirut',
      'Pacific/Auckland',
    ]) {
      for (let day = 0; day < 365; day++) {
        const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
        for (const hour of [0, 2, 23]) {
          const shown = localTime(instantOf(date, hour, zone), zone);
          if (shown.date !== date || shown.hour !== hour)
            wrong.push(`${zone} ${date} ${hour} → ${shown.date} ${shown.hour}`);
        }
      }
    }
    expect(wrong).toEqual([
      'Europe/Brussels 2026-03-29 2 → 2026-03-29 3',
      'America/New_York 2026-03-08 2 → 2026-03-08 3',
      'Asia/Beirut 2026-03-29 0 → 2026-03-29 1',
      'Pacific/Auckland 2026-09-27 2 → 2026-09-27 3',
    ]);
  });
});

it('knows IANA zones and refuses offsets, inventions and overlong names', () => {
  expect(['Asia/Yerevan', 'UTC', 'America/Argentina/Buenos_Aires'].map(isTimeZone)).toEqual([
    true,
    true,
    true,
  ]);
  expect(
    ['+04:00', 'Yerevan', 'Asia/Yerevan\n', '', `Asia/${'x'.repeat(80)}`, '../etc/passwd'].map(isTimeZone),
  ).toEqual([false, false, false, false, false, false]);
});

it('counts weekdays from Monday', () => {
  expect(['2026-11-23', '2026-11-28', '2026-11-29'].map(weekdayOf)).toEqual([1, 6, 7]);
});
