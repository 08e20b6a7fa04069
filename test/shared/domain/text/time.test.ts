import { expect, test } from 'vitest';
import { entryOf } from '../../../../shared/domain/text/entry-of.ts';
import { parsedUrl } from '../../../../shared/domain/text/parsed-url.ts';
import { addDays, dayOf } from '../../../../shared/domain/text/time.ts';

test.each([
  ['2026-11-24', 1, '2026-11-25'],
  ['2026-11-24T23:59:59.999Z', 0, '2026-11-24'],
  ['2026-11-30T23:00:00.000Z', 1, '2026-12-01'],
  ['2026-03-01', -1, '2026-02-28'],
  ['2028-03-01', -1, '2028-02-29'],
  ['2026-12-31', 366, '2028-01-01'],
])('%s and %i days is %s', (date, days, later) => {
  expect(addDays(date, days)).toBe(later);
  expect(dayOf(date)).toBe(date.slice(0, 10));
});

test('a table has its own entries and not what every object inherits', () => {
  expect(entryOf({ a: 1 }, 'a')).toBe(1);
  expect(entryOf({ a: undefined }, 'a')).toBeUndefined();
  for (const name of ['b', 'constructor', 'toString', '__proto__'])
    expect(entryOf({ a: 1 }, name)).toBeUndefined();
});

test.each([
  ['/a?b', 'https://o.example/x/y', 'https://o.example/a?b'],
  ['z', 'https://o.example/x/y', 'https://o.example/x/z'],
  ['https://Ö.example/', undefined, 'https://xn--nda.example/'],
  ['https://p.example/', null, 'https://p.example/'],
  ['/a', null, null],
  ['/a', 'no base', null],
  ['https://', undefined, null],
])('%s on %s is %s', (text, base, href) => {
  expect(parsedUrl(text, base)?.href ?? null).toBe(href);
});
