import { expect, test } from 'vitest';
import { feedsLine, notVisitedLine, sightingText } from '../../../infra/local/sources-text.ts';
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

test('counts the feeds by how they are known to work, and says what is not visited', () => {
  expect(feedsLine([confirmed, page, source('3', { seen: { state: 'unverified', by: 'a list' } })])).toBe(
    '2 feeds of 1 outlet: 1 confirmed, 0 reported, 1 unverified',
  );
  expect(notVisitedLine([confirmed, page])).toBe('not visited yet: 1 of kind page');
  expect([confirmed, page, source('3', {})].map(sightingText)).toEqual([
    'confirmed 2026-09-20',
    'reported',
    '–',
  ]);
});

test('a list that says nothing of it has only its numbers', () => {
  expect(feedsLine([source('1', {})])).toBe('1 feed of 1 outlet');
  expect(notVisitedLine([source('1', {})])).toBeNull();
});
