import { expect, test } from 'vitest';
import { sightingText, sourcesLine } from '../../../infra/local/sources-text.ts';
import type { CatalogueSource } from '../../../shared/domain/outlet.ts';

const outlet = { id: 'a', name: 'A', country: 'AM', kind: 'independent' as const, homepage: 'https://a.am/' };
const source = (id: string, more: Partial<CatalogueSource>): CatalogueSource => ({
  id,
  url: `https://a.am/${id}`,
  outlet,
  ...more,
});
const confirmed = source('1', { seen: { state: 'confirmed', on: '2026-09-20', by: 'us' } });
const page = source('2', { kind: 'page', seen: { state: 'reported', by: 'a list' } });

test('counts the sources by their form and by how they are known to work', () => {
  const channel = source('3', { kind: 'telegram', seen: { state: 'unverified', by: 'a list' } });
  expect(sourcesLine([confirmed, source('4', {}), page, channel])).toBe(
    '2 feeds, 1 list page and 1 Telegram channel of 1 outlet: 1 confirmed, 1 reported, 1 unverified',
  );
  const forbidden = source('5', { robotsForbid: { on: '2026-11-29', by: 'wire feeds check' } });
  expect([confirmed, page, source('3', {}), forbidden].map(sightingText)).toEqual([
    'confirmed 2026-09-20',
    'reported',
    '–',
    '–, robots.txt forbids it (2026-11-29)',
  ]);
});

test('a list that says nothing of it has only its numbers', () => {
  expect(sourcesLine([source('1', {})])).toBe('1 feed of 1 outlet');
});
