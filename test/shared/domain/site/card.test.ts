import { describe, expect, it } from 'vitest';
import { outletKinds } from '../../../../shared/domain/outlet.ts';
import { type Card, cardAsOf, cardEntities, cardOf } from '../../../../shared/domain/site/card.ts';
import type { StoryArticle } from '../../../../shared/domain/story/story.ts';
import { translationsFrom } from '../../../../shared/domain/story/translation.ts';
import { articleOf, minutesAfter, storyOfArticles } from '../story/story-fixture.ts';

const at = '2026-11-24T06:00:00.000Z';
const published = (language: string, more: Partial<StoryArticle> = {}): StoryArticle => ({
  ...articleOf('s', language, { title: `Headline ${language}`, at }),
  ...more,
});
const cardWith = (...articles: StoryArticle[]): Card => cardOf(storyOfArticles('s', articles), articles);
/** The words of a card headed «Head» with an article of each title. */
const wordsOf = (...titles: string[]): string | undefined => {
  const articles = titles.map((title, n) => published('en', { articleId: `a${n}`, title }));
  const en = { articleId: 'a0', outletId: 'world-desk', title: 'Head', url: null };
  return cardOf({ ...storyOfArticles('s', articles), headlines: { en } }, articles).words;
};

it('a card is the story as a row shows it, and nothing of its articles beyond', () => {
  const articles = [
    published('hy', { summary: 'Ճանապարհը բացվեց այսօր առավոտյան երկու երկրների միջև։' }),
    published('ru', { publishedAt: '2026-11-23T22:00:00.000Z', reprintOf: 'x' }),
    published('ru', { articleId: 'ru-2', publishedAt: '2026-11-23T23:00:00.000Z' }),
  ];
  const story = {
    ...storyOfArticles('s', articles),
    entities: Array.from({ length: cardEntities + 1 }, (_, n) => `entity-${n}`),
    firstPublishedAt: '2026-11-23T22:00:00.000Z',
    silences: [{ coveredBy: 'yerevan', silent: 'baku', since: at } as const],
    brokeAt: at,
  };
  const { leads, words, ...row } = cardOf(story, articles);
  expect(row).toStrictEqual({
    id: 's',
    topics: ['armenia-azerbaijan'],
    subtopics: ['border'],
    entities: story.entities.slice(0, 12),
    phase: 'developing',
    firstSeenAt: at,
    lastSeenAt: at,
    firstPublishedAt: '2026-11-23T22:00:00.000Z',
    lastPublishedAt: at,
    brokeAt: at,
    changedAt: at,
    languages: ['hy', 'ru'],
    headlines: {
      hy: { title: 'Headline hy', outletId: 'sevan-lur', url: 'https://sevan-lur.example/s/0' },
      ru: { title: 'Headline ru', outletId: 'moskva-vesti', url: 'https://moskva-vesti.example/s/0' },
    },
    sides: [
      { side: 'yerevan', articles: 1, independent: 1 },
      { side: 'moscow', articles: 2, independent: 2 },
    ],
    countries: ['AM', 'RU'],
    kinds: ['agency', 'independent'],
    outlets: ['moskva-vesti', 'sevan-lur'],
    independent: 2,
    reprints: 1,
    volume: { '2026-11-24': [1, 0, 0, 0, 0, 0, 0], '2026-11-23': [0, 0, 2, 0, 0, 0, 0] },
    silences: 1,
  });
  expect(leads?.map((lead) => Object.keys(lead).sort())).toStrictEqual([
    ['at', 'language', 'outletId', 'side', 'text', 'url'],
  ]);
  expect(words).toBe('');
});

it('what did not break says so by silence, and equal values are told once, in order', () => {
  const row = cardWith(
    published('ka'),
    published('hy'),
    published('ru', { kind: 'independent', reprintOf: 'x' }),
  );
  expect('brokeAt' in row).toBe(false);
  expect('edits' in row).toBe(false);
  expect('translations' in row).toBe(false);
  expect(row.countries).toStrictEqual(['AM', 'GE', 'RU']);
  expect(row.kinds).toStrictEqual(['independent']);
  expect(outletKinds).toContain(row.kinds[0]);
});

describe('a title that its outlet changed', () => {
  const revision = (minutes: number, title: string) => ({
    at: minutesAfter(at, minutes),
    title,
    summary: '',
  });
  it('is told with what stood before and after it, the newest first; a changed text alone is not', () => {
    const row = cardWith(
      published('ru', { revisions: [revision(1, 'A'), revision(2, 'B'), revision(3, 'B')], title: 'C' }),
      published('hy', { revisions: [revision(9, 'same')], title: 'same' }),
    );
    const of = { articleId: 's-ru-0', outletId: 'moskva-vesti', language: 'ru' };
    expect(row.edits).toStrictEqual([
      { ...of, url: 'https://moskva-vesti.example/s/0', at: minutesAfter(at, 3), before: 'B', after: 'C' },
      { ...of, url: 'https://moskva-vesti.example/s/0', at: minutesAfter(at, 1), before: 'A', after: 'B' },
    ]);
  });
  it('is remembered among the newest five', () => {
    const of = (...minutes: number[]) => minutes.map((minute) => revision(minute, `t${minute}`));
    const row = cardWith(
      published('en', { revisions: of(1, 4, 5), title: 'now' }),
      published('ru', { revisions: of(0, 2, 3, 6), title: 'now' }),
    );
    expect(row.edits?.map(({ before }) => before)).toStrictEqual(['t6', 't5', 't4', 't3', 't2']);
  });
});

describe('the words of a card', () => {
  it('are those of further titles, of most articles first, then by letter; not those of its headlines, nor single letters', () =>
    expect(wordsOf('Head tariff', 'Border tariff b', 'Corridor border tariff head')).toBe(
      'tarif border coridor',
    ));
  it('are counted once a text, and once where two outlets wrote the same', () =>
    expect(wordsOf('bravo bravo bravo', 'alfa', 'bravo bravo bravo')).toBe('alfa bravo'));
  it('are at most four hundred', () => {
    const letters = 'a b d e g k l m n o p r s t v x z'.split(' ');
    const many = letters.flatMap((one) =>
      letters.flatMap((other) => [`n${one}m${other}r`, `${one}s${other}t`]),
    );
    const words = wordsOf(`${many.join(' ')} further words`, 'further')?.split(' ');
    expect(words).toHaveLength(400);
    expect(words?.[0]).toBe('further');
  });
});

it('translations stand beside the headline and the lead that a reader of the language is shown', () => {
  const text = 'The road opened this morning between the two countries.';
  const articles = [published('en', { title: 'Road opened', summary: text })];
  const title = { text: 'Дорога открыта', engine: 'E' };
  const lead = { text: 'Ճանապարհը բացվեց', engine: 'E', uncertain: true } as const;
  const made = translationsFrom([
    { to: 'ru', text: 'Road opened', translation: title },
    { to: 'hy', text, translation: lead },
    { to: 'az', text: 'another text', translation: title },
  ]);
  const row = cardOf(storyOfArticles('s', articles), articles, made);
  expect(row.leads?.map((each) => each.text)).toStrictEqual([text]);
  expect(row.translations).toStrictEqual({ ru: { title }, hy: { lead } });
});

it.each([
  ['2026-11-24T07:00:00.000Z', at, 'breaking'],
  ['2026-11-24T07:00:00.000Z', undefined, 'developing'],
  ['2026-11-26T07:00:00.000Z', at, 'settled'],
])('a stored card read at %s, broken at %s, is %s', (now, brokeAt, phase) => {
  const stored = { ...cardWith(published('en')), ...(brokeAt !== undefined && { brokeAt }) };
  expect(cardAsOf(stored, now)).toStrictEqual({ ...stored, phase });
});
