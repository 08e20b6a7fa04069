import { describe, expect, it } from 'vitest';
import { chosenHeadline } from '../../../../shared/domain/site/card.ts';
import {
  daysUpTo,
  type IndexEntry,
  listsOf,
  totalVolume,
} from '../../../../shared/domain/site/story-index.ts';
import { linkTo } from '../../../../shared/domain/site/paths.ts';
import { overviewOf } from '../../../../shared/domain/site/overview.ts';
import { shardOfDay } from '../../../../shared/domain/site/search-index.ts';

const entry = (id: string, lastSeenAt: string, volume: IndexEntry['volume'] = {}): IndexEntry => ({
  id,
  day: lastSeenAt.slice(0, 10),
  changedAt: lastSeenAt,
  lastSeenAt,
  lastPublishedAt: lastSeenAt,
  topics: ['csto'],
  subtopics: ['border'],
  entities: ['russia'],
  languages: ['hy'],
  volume,
});

describe('lists of the site', () => {
  it('has a list for everything, each topic, each pair of topic and subtopic, each language and each entity', () => {
    expect(
      listsOf({
        topics: ['csto', 'armenia-azerbaijan'],
        subtopics: ['border'],
        entities: ['russia'],
        languages: ['hy', 'ka'],
      }),
    ).toEqual([
      'all',
      'csto',
      'armenia-azerbaijan',
      'csto.border',
      'armenia-azerbaijan.border',
      'language-hy',
      'language-ka',
      'entity-russia',
    ]);
  });

  it('adds volumes by day and side', () => {
    const total = totalVolume([
      entry('a', '2026-11-24T01:00:00Z', { '2026-11-24': [1, 0, 2] }),
      entry('b', '2026-11-24T01:00:00Z', { '2026-11-24': [0, 1, 1], '2026-11-23': [1, 1, 1] }),
    ]);
    expect(total).toEqual({ '2026-11-24': [1, 1, 3], '2026-11-23': [1, 1, 1] });
  });

  it('counts days over the end of a month', () =>
    expect(daysUpTo('2026-03-01T00:00:00Z', 3)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']));
  it('keeps a day in the same search shard for good', () =>
    expect([shardOfDay('2026-11-24'), shardOfDay('2026-11-24'), shardOfDay('2026-11-28')]).toEqual([
      'd5195',
      'd5195',
      'd5196',
    ]));
});

describe('the headline shown', () => {
  const headlines = {
    ru: { title: 'р', outletId: 'o' },
    ka: { title: 'კ', outletId: 'o' },
    en: { title: 'e', outletId: 'o' },
  };
  it.each([
    ['ka', 'ka'],
    ['hy', 'en'],
    ['en', 'en'],
  ])('for a reader of %s is the %s one', (reader, shown) =>
    expect(chosenHeadline(headlines, reader).language).toBe(shown),
  );
  it('is Russian before any other when there is no English one', () =>
    expect(chosenHeadline({ ka: headlines.ka, ru: headlines.ru }, 'tr').language).toBe('ru'));
  it('is none in a story without headlines', () =>
    expect(chosenHeadline({}, 'tr')).toEqual({ title: '', outletId: '', language: 'und' }));
});

describe('links', () => {
  it.each([
    ['index.html', '/'],
    ['hy/index.html', '/hy/'],
    ['stories/a.html', '/stories/a.html'],
    ['xindex.html', '/xindex.html'],
  ])('%s is %s', (path, link) => expect(linkTo(path)).toBe(link));
});

it('says of a name since when and with whom it is named, and by whom week by week', () => {
  const of = (...at: number[]): number[] => Array.from({ length: 7 }, (_, side) => Number(at.includes(side)));
  const overview = overviewOf(
    [
      [
        {
          entities: ['syunik', 'armenia'],
          volume: { '2026-11-22': of(0), '2026-11-23': of(0, 1), '2026-11-24': of(0) },
        },
        { entities: ['turkey'], volume: { '2026-11-22': of(3) } },
      ],
      [{ entities: ['armenia', 'syunik', 'russia'], volume: { '2026-11-24': of(2) } }],
    ],
    'syunik',
  );
  expect(overview).toEqual({
    first: '2026-11-22',
    last: '2026-11-24',
    related: ['armenia', 'russia', 'turkey'],
    weeks: [
      { monday: '2026-11-23', stories: [1, 1, 1, 0, 0, 0, 0] },
      { monday: '2026-11-16', stories: [1, 0, 0, 1, 0, 0, 0] },
    ],
  });
  expect(overviewOf([])).toBeNull();
});
