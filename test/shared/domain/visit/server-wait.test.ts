import { describe, expect, test } from 'vitest';
import {
  freshness,
  type Headers,
  headerValues,
  retryAfter,
} from '../../../../shared/domain/visit/server-wait.ts';

const now = Date.parse('2026-11-24T06:00:00Z');

describe('Retry-After', () => {
  const seconds = (headers: Headers): number | undefined => {
    const ms = retryAfter(headers, now);
    return ms === undefined ? undefined : ms / 1000;
  };
  test.each([
    ['120', 120],
    [' 120 ', 120],
    ['60, 90', 90],
    ['0', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    // Every form of date of RFC 9110 §5.6.7, and what servers make of them.
    ['Tue, 24 Nov 2026 06:10:00 GMT', 600],
    ['Tue, 24 Nov 2026 06:10 GMT', 600],
    ['24 Nov 2026 06:10:00', 600],
    ['Tuesday, 24-Nov-26 06:10:00 GMT', 600],
    ['TUE, 24 NOV 2026 06:10:00 +0000', 600],
    [' Tue, 24 November 2026 06:10:00 UTC ', 600],
    ['Tue Nov 24 06:10:00 2026', 600],
    ['Tue Nov 24 06:10:00 2026 GMT', 600],
    ['Tue, 24 Nov 2026 05:00:00 GMT', undefined],
    ['Tue, 24 Foo 2026 06:10:00 GMT', undefined],
    ['Tue, 0 Nov 2026 06:10:00 GMT', undefined],
    ['Tue, 32 Dec 2026 06:10:00 GMT', undefined],
    ['Tue, 24 Nov 2026 25:10:00 GMT', undefined],
    ['Tue, 24 Nov 2026 06:60:00 GMT', undefined],
    ['Tue, 24 Nov 2026 06:10:61 GMT', undefined],
    ['Tue, 24 Nov 2026 06:10:00 GMT and more', undefined],
    ['at Tue, 24 Nov 2026 06:10:00 GMT', undefined],
    // A year of two digits more than fifty years ahead is one of the past century.
    ['Tuesday, 24-Nov-77 06:10:00 GMT', undefined],
  ])('%j is %s s', (value, wait) => {
    expect(seconds({ 'retry-after': value })).toBe(wait);
  });
  test('of a year with two digits is at most fifty years ahead', () => {
    expect(seconds({ 'retry-after': 'Tuesday, 24-Nov-76 06:00:00 GMT' })).toBe(
      (Date.UTC(2076, 10, 24, 6) - now) / 1000,
    );
  });
  test('is the longest where it comes more than once, and absent without the header', () => {
    expect([seconds({ 'retry-after': ['60', '300', 'x'] }), seconds({})]).toEqual([300, undefined]);
  });
  test('goes by our clock or the server’s, whichever waits longer', () => {
    const header = { 'retry-after': 'Tue, 24 Nov 2026 06:10:00 GMT' };
    expect([
      seconds({ ...header, date: 'Tue, 24 Nov 2026 05:50:00 GMT' }),
      seconds({ ...header, date: 'Tue, 24 Nov 2026 06:09:00 GMT' }),
      seconds({ ...header, date: ['?', 'Tue, 24 Nov 2026 05:50:00 GMT'] }),
    ]).toEqual([1200, 600, 1200]);
  });
});

describe('freshness', () => {
  test.each<[Headers, number | null, number]>([
    [{}, null, 0],
    [{ 'cache-control': 'public' }, null, 0],
    [{ 'cache-control': 'max-age=300' }, 300, 0],
    [{ 'cache-control': 'Max-Age = "300" , public' }, 300, 0],
    [{ 'cache-control': 'max-age=300, s-maxage=600' }, 600, 0],
    [{ 'cache-control': ['max-age=600', 's-maxage=60'] }, 600, 0],
    [{ 'cache-control': 'max-age=1.9' }, 1, 0],
    [{ 'cache-control': 'max-age=x' }, 0, 0],
    [{ 'cache-control': 'max-age=-5' }, 0, 0],
    [{ 'cache-control': 'x-max-age=300, max-age-x=300' }, null, 0],
    [{ expires: 'Tue, 24 Nov 2026 06:10:00 GMT' }, 600, 0],
    [{ expires: 'Tue, 24 Nov 2026 06:10:00 GMT', date: 'Tue, 24 Nov 2026 06:05:00 GMT' }, 300, 0],
    [{ expires: 'Tue, 24 Nov 2026 05:00:00 GMT' }, 0, 0],
    [{ expires: '0' }, 0, 0],
    [{ expires: 'Tue, 24 Nov 2026 06:10:00 GMT', 'cache-control': 'max-age=60' }, 600, 0],
    [{ 'cache-control': 'max-age=60', age: '20' }, 60, 20],
    [{ age: ['5', '30'] }, null, 30],
    [{ age: '-1' }, null, 0],
  ])('of %j', (headers, lifetime, age) => {
    expect(freshness(headers, now)).toEqual({ lifetime, age });
  });
});

test('a header’s values are a list, however often it came', () => {
  const headers = { one: 'a', two: ['a', 'b'] };
  expect([headerValues(headers, 'one'), headerValues(headers, 'two'), headerValues(headers, 'none')]).toEqual(
    [['a'], ['a', 'b'], []],
  );
});
