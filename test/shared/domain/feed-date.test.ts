import { describe, expect, it } from 'vitest';
import { readDate } from '../../../shared/domain/feed-date.ts';

const noon = '2004-01-01T12:00:00.000Z';

describe('readDate', () => {
  it.each([
    // RFC 822 and 2822, with parts missing
    ['Thu, 01 Jan 2004 12:00:00 GMT', noon], ['Thu, 1 Jan 04 12:00 GMT', noon], ['01 Jan 2004 12:00:00 +0000', noon], ['Thu 01 Jan 2004 12:00:00 Z', noon], ['Thu, 01 Jan 2004 12:00:00', noon],
    ['Thursday, 01 January 2004 12:00:00 UT', noon], ['Thu, 01 Jan 2004 12:00:00 +0000 (UTC)', noon], ['Thu,  01  Jan  2004  12:00:00  GMT', noon], ['thu, 01 jan 2004 12:00:00 gmt', noon], ['Jan 1, 2004 12:00 PM', noon],
    ['1 Jan 2004', '2004-01-01T00:00:00.000Z'], ['Thu, 01 Jan 2004', '2004-01-01T00:00:00.000Z'], ['January 1, 2004', '2004-01-01T00:00:00.000Z'], ['Thu, 01 Jan 04 1200 GMT', noon],
    // zones: names, letters, numbers in every spelling
    ['Thu, 01 Jan 2004 07:00:00 EST', noon], ['Thu, 01 Jan 2004 08:00:00 EDT', noon], ['Thu, 01 Jan 2004 06:00:00 CST', noon], ['Thu, 01 Jan 2004 05:00:00 MST', noon], ['Thu, 01 Jan 2004 04:00:00 PST', noon],
    ['Thu, 01 Jan 2004 03:00:00 AKST', noon], ['Thu, 01 Jan 2004 13:00:00 CET', noon], ['Thu, 01 Jan 2004 14:00:00 EET', noon], ['Thu, 01 Jan 2004 15:00:00 MSK', noon], ['Thu, 01 Jan 2004 15:00:00 МСК', noon],
    ['Thu, 01 Jan 2004 16:00:00 AMT', noon], ['Thu, 01 Jan 2004 16:00:00 AZT', noon], ['Thu, 01 Jan 2004 16:00:00 GET', noon], ['Thu, 01 Jan 2004 15:00:00 TRT', noon], ['Thu, 01 Jan 2004 21:00:00 JST', noon],
    ['Thu, 01 Jan 2004 21:00:00 GMT+9', noon], ['Thu, 01 Jan 2004 16:00:00 +04', noon], ['Thu, 01 Jan 2004 16:00:00 +0400', noon], ['Thu, 01 Jan 2004 16:00:00 +04:00', noon], ['Thu, 01 Jan 2004 16:00:00 GMT+0400', noon],
    ['Thu, 01 Jan 2004 16:00:00 UTC+4', noon], ['Thu, 01 Jan 2004 17:30:00 +0530', noon], ['Thu, 01 Jan 2004 08:30:00 −0330', noon], ['Thu, 01 Jan 2004 17:00:00 R', noon],
    // ISO 8601 and W3CDTF
    ['2004-01-01T12:00:00Z', noon], ['2004-01-01T12:00Z', noon], ['2004-01-01T12:00:00.000+00:00', noon], ['2004-01-01 12:00:00', noon], ['2004-01-01T16:00:00+04:00', noon], ['20040101T120000Z', noon], ['2004-01-01T12Z', noon],
    ['2004-001T12:00:00Z', noon], ['2004-1-1T12:00:00Z', noon], ['2004-01-01', '2004-01-01T00:00:00.000Z'], ['2004-01', '2004-01-01T00:00:00.000Z'], ['2004', '2004-01-01T00:00:00.000Z'], ['2004-01-01t12:00:00z', noon],
    // asctime, with and without a zone
    ['Thu Jan  1 12:00:00 2004', noon], ['Thu Jan 01 12:00:00 GMT 2004', noon], ['Thu Jan 01 2004 16:00:00 GMT+0400 (Armenia Standard Time)', noon],
    // numbers
    ['01.01.2004 12:00', noon], ['01/01/2004 12:00', noon], ['2004/01/01 12:00:00', noon], ['13/01/2004', '2004-01-13T00:00:00.000Z'], ['01/13/2004', '2004-01-13T00:00:00.000Z'], ['1072958400', noon],
  ])('reads %s', (text, instant) => {
    expect(readDate(text)).toBe(instant);
  });

  it.each([
    ['24 նոյեմբերի 2026, 12:30', '2026-11-24T12:30:00.000Z'], ['5 Հունիս 2026', '2026-06-05T00:00:00.000Z'], ['Երկ, 06 Հուլ 2026 10:00:00 +0400', '2026-07-06T06:00:00.000Z'],
    ['24 noyabr 2026 12:30', '2026-11-24T12:30:00.000Z'], ['12 İyun 2026 10:00', '2026-06-12T10:00:00.000Z'], ['3 iyul 2026', '2026-07-03T00:00:00.000Z'], ['1 avqust 2026', '2026-08-01T00:00:00.000Z'],
    ['24 ноября 2026 г. 12:30', '2026-11-24T12:30:00.000Z'], ['Вт, 24 ноя 2026 12:30:00 +0300', '2026-11-24T09:30:00.000Z'], ['1 мая 2026', '2026-05-01T00:00:00.000Z'],
    ['24 ნოემბერი, 2026 12:30', '2026-11-24T12:30:00.000Z'], ['3 ივნ 2026', '2026-06-03T00:00:00.000Z'], ['24 Kasım 2026 12:30', '2026-11-24T12:30:00.000Z'], ['Sal, 03 Ağu 2026 12:30:00 +0300', '2026-08-03T09:30:00.000Z'],
    ['3 Eylül 2026', '2026-09-03T00:00:00.000Z'], ['24 қараша 2026', '2026-11-24T00:00:00.000Z'], ['Κυρ, 11 Ιούλ 2004 12:00:00 EST', '2004-07-11T17:00:00.000Z'], ['2004-július-13T9:15-05:00', '2004-07-13T14:15:00.000Z'],
    ['2004년 05월 28일 01:31:15', '2004-05-28T01:31:15.000Z'], ['2004-05-25 오후 11:23:17', '2004-05-25T23:23:17.000Z'],
  ])('reads month names: %s', (text, instant) => {
    expect(readDate(text)).toBe(instant);
  });

  it.each(['', 'yesterday', '31 Jun 2026 10:00 GMT', '2026-02-30', 'Thu, 01 Jan 2004 25:00:00 GMT', 'Thu, 01 Jan 2004 12:61:00 GMT', '0000-00-00 00:00:00', '2026-13-01', '12:00', '1 '.repeat(500), '-'])('is null for %j', (text) => {
    expect(readDate(text)).toBeNull();
  });
  it('takes midnight written as 24:00, and a leap second', () => {
    expect(readDate('Thu, 01 Jan 2004 24:00:00 GMT')).toBe('2004-01-02T00:00:00.000Z');
    expect(readDate('2016-12-31T23:59:60Z')).toBe('2017-01-01T00:00:00.000Z');
  });
  it('keeps years far off for the caller to judge', () => {
    expect(readDate('Fri, 01 Jan 2099 00:00:00 GMT')).toBe('2099-01-01T00:00:00.000Z');
  });
});
