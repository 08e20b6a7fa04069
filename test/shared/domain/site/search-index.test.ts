import { expect, it } from 'vitest';
import type { Card } from '../../../../shared/domain/site/card.ts';
import { searchRow } from '../../../../shared/domain/site/search-index.ts';
import { entryOf } from '../../../../shared/domain/site/story-index.ts';

const lead = (language: string) => ({
  side: 'moscow' as const,
  outletId: 'moskva-daily',
  language,
  url: null,
  at: '2026-11-24T06:00:00.000Z',
  text: `said in ${language}`,
});
const card: Card = {
  id: 's1',
  topics: ['csto'],
  subtopics: ['membership'],
  entities: ['csto', 'armenia'],
  firstSeenAt: '2026-11-23T23:59:00.000Z',
  lastSeenAt: '2026-11-24T08:00:00.000Z',
  firstPublishedAt: '2026-11-22T06:00:00.000Z',
  lastPublishedAt: '2026-11-24T06:12:34.567Z',
  changedAt: '2026-11-24T08:01:00.000Z',
  languages: ['ru', 'hy'],
  phase: 'developing',
  headlines: {
    ru: { title: 'ОДКБ', outletId: 'moskva-daily' },
    hy: { title: 'ՀԱՊԿ', outletId: 'masis', url: null },
  },
  sides: [{ side: 'moscow', articles: 3, independent: 2 }],
  countries: ['RU', 'AM'],
  kinds: ['state', 'agency'],
  outlets: ['masis', 'moskva-daily'],
  independent: 4,
  reprints: 1,
  volume: { '2026-11-24': [1] },
  words: 'summit bishkek',
  silences: 0,
  leads: ['ru', 'hy', 'en', 'az'].map(lead),
};

it('a search finds a story by its titles, three leads, names, filters and further words', () => {
  expect(searchRow(card)).toEqual({
    id: 's1',
    at: '2026-11-24T06:12',
    h: { ru: 'ОДКБ', hy: 'ՀԱՊԿ' },
    l: ['ru', 'hy', 'en'].map((language) => [language, 'moskva-daily', `said in ${language}`]),
    t: ['csto'],
    s: ['membership'],
    e: ['csto', 'armenia'],
    d: ['moscow'],
    o: ['masis', 'moskva-daily'],
    c: ['RU', 'AM'],
    k: ['state', 'agency'],
    w: 'summit bishkek',
    n: 4,
  });
});

it('what a card has not, its row has not: cards of older versions', () => {
  const { leads: _leads, words: _words, outlets: _outlets, ...old } = card;
  for (const given of [old, { ...old, leads: [], words: '' }])
    expect(['l', 'w', 'o'].filter((name) => name in searchRow(given))).toEqual([]);
});

it('a story is listed under the day of its first report by the outlets’ dates, our sight where they do not say', () => {
  expect(entryOf(card)).toEqual({
    id: 's1',
    day: '2026-11-22',
    changedAt: '2026-11-24T08:01:00.000Z',
    lastSeenAt: '2026-11-24T08:00:00.000Z',
    lastPublishedAt: '2026-11-24T06:12:34.567Z',
    topics: ['csto'],
    subtopics: ['membership'],
    entities: ['csto', 'armenia'],
    languages: ['ru', 'hy'],
    volume: { '2026-11-24': [1] },
  });
  const { firstPublishedAt: _first, lastPublishedAt: _last, ...old } = card;
  expect(entryOf(old)).toMatchObject({ day: '2026-11-23', lastPublishedAt: '2026-11-24T08:00:00.000Z' });
});
