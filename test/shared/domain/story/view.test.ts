import { expect, test } from 'vitest';
import type { StoryArticle } from '../../../../shared/domain/story/story.ts';
import { sideOf } from '../../../../shared/domain/outlet.ts';
import { phaseOf, viewStory } from '../../../../shared/domain/story/view.ts';

const article = (
  articleId: string,
  country: string,
  seenAt: string,
  more: Partial<StoryArticle> = {},
): StoryArticle => ({
  storyId: 's',
  articleId,
  outletId: articleId,
  outletName: articleId,
  country,
  kind: 'agency',
  side: sideOf({ country }),
  language: 'en',
  title: `Title ${articleId}`,
  summary: '',
  url: null,
  publishedAt: seenAt,
  seenAt,
  topics: ['armenia-azerbaijan'],
  subtopics: [],
  entities: [],
  revisions: [],
  evidence: [],
  ...more,
});
const three = ['a', 'b', 'c'].map((id, at) => article(id, 'AM', `2026-03-04T0${6 + at}:00:00.000Z`));

test('three outlets of one side and none of the other for twelve hours is a silence, not before and not once the other speaks', () => {
  expect(viewStory(three, { id: 's', changedAt: '2026-03-04T19:59:00.000Z' }).silences).toEqual([]);
  expect(viewStory(three, { id: 's', changedAt: '2026-03-04T20:00:00.000Z' }).silences).toEqual([
    { coveredBy: 'yerevan', silent: 'baku', since: '2026-03-04T08:00:00.000Z' },
  ]);
  expect(
    viewStory([...three, article('d', 'AZ', '2026-03-04T19:00:00.000Z')], {
      id: 's',
      changedAt: '2026-03-04T20:00:00.000Z',
    }).silences,
  ).toEqual([]);
});

test('sides that give different numbers of the dead are shown beside each other', () => {
  const told = [
    article('a', 'AM', '2026-03-04T06:00:00.000Z', {
      summary: 'The ministry said 49 servicemen were killed in the fighting.',
    }),
    article('b', 'AZ', '2026-03-04T07:00:00.000Z', { summary: 'Baku put the number at 50 killed soldiers.' }),
  ];
  expect(viewStory(told, { id: 's', changedAt: '2026-03-04T08:00:00.000Z' }).claims).toMatchObject([
    {
      what: 'killed',
      claims: [
        { side: 'yerevan', value: 49 },
        { side: 'baku', value: 50 },
      ],
    },
  ]);
});

test('a story that broke is breaking for six hours; settled after a day of nothing new', () => {
  const times = { firstSeenAt: '2026-03-04T06:00:00.000Z', lastSeenAt: '2026-03-04T09:00:00.000Z' };
  const story = { ...times, brokeAt: '2026-03-04T06:00:00.000Z' };
  expect(phaseOf(times, '2026-03-04T06:20:00.000Z')).toBe('developing');
  expect(phaseOf(story, '2026-03-04T11:59:00.000Z')).toBe('breaking');
  expect(phaseOf(story, '2026-03-04T12:00:00.000Z')).toBe('developing');
  expect(phaseOf(story, '2026-03-05T09:01:00.000Z')).toBe('settled');
});

test('independent reports are counted by owner, on the whole and on each side, and a copy is none', () => {
  const at = '2026-03-04T06:00:00.000Z';
  const story = viewStory(
    [
      article('tass', 'RU', at, { owner: 'state-ru' }),
      article('sputnik', 'AM', at, { owner: 'state-ru', side: 'moscow' }),
      article('private', 'RU', at),
      article('private-again', 'RU', at, { outletId: 'private' }),
      article('hetq', 'AM', at),
      article('copy', 'AM', at, { reprintOf: 'hetq' }),
    ],
    { id: 's', changedAt: at },
  );
  expect([story.independent, story.reprints]).toEqual([3, 1]);
  expect(story.sides.map(({ side, articles, independent }) => [side, articles, independent])).toEqual([
    ['yerevan', 2, 1],
    ['moscow', 4, 2],
  ]);
});

test('three outlets of one owner make no silence, and a foreign broadcaster in the silent country breaks none', () => {
  const changedAt = '2026-03-05T06:00:00.000Z';
  expect(
    viewStory(
      three.map((each) => ({ ...each, owner: 'state-am' })),
      { id: 's', changedAt },
    ).silences,
  ).toEqual([]);
  const sputnik = article('d', 'AZ', '2026-03-04T09:00:00.000Z', { side: 'moscow', owner: 'state-ru' });
  expect(viewStory([...three, sputnik], { id: 's', changedAt }).silences).toMatchObject([
    { coveredBy: 'yerevan', silent: 'baku' },
  ]);
});
