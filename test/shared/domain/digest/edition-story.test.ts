import { describe, expect, it } from 'vitest';
import type { ReaderHistory, StoryWithArticles } from '../../../../shared/domain/digest/choice.ts';
import { chooseStories } from '../../../../shared/domain/digest/edition-story.ts';
import { memoryOf } from '../../../../shared/domain/digest/memory.ts';
import type { WireLanguage } from '../../../../shared/domain/language.ts';
import type { StoryArticle } from '../../../../shared/domain/story/story.ts';
import { translationsFrom } from '../../../../shared/domain/story/translation.ts';
import { articleOf, minutesAfter, storyOfArticles, toldOf } from '../story/story-fixture.ts';
import { readerPreferences } from '../subscriber/reader-fixture.ts';

const now = new Date('2026-11-24T03:00:00.000Z');
const at = '2026-11-23T20:00:00.000Z';
const history: ReaderHistory = { from: '2026-11-23T02:59:00.000Z', now, memory: memoryOf([]) };
const editionStoryOf = (candidate: StoryWithArticles, changed: Partial<typeof readerPreferences> = {}) => {
  const [story] = chooseStories([candidate], { ...readerPreferences, ...changed }, history).content.stories;
  if (story === undefined) throw new Error('nothing was chosen');
  return story;
};
const article = (language: string, n: number, rest: Partial<StoryArticle> = {}): StoryArticle => ({
  ...articleOf('s', language, { title: `Title ${n}`, at: minutesAfter(at, n), n }),
  ...rest,
});
const told = (articles: StoryArticle[], aids?: StoryWithArticles['aids']): StoryWithArticles => ({
  story: storyOfArticles('s', articles),
  articles,
  ...(aids && { aids }),
});

describe('the dates beside a link', () => {
  it.each([
    ['of the day before: none', {}, {}],
    ['exactly a day old: none', { publishedAt: '2026-11-23T03:00:00.000Z' }, {}],
    [
      'older than a day: its date',
      { publishedAt: '2026-11-23T02:59:59.000Z' },
      { published: '2026-11-23T02:59:59.000Z' },
    ],
    ['without a date that can be read: so it says', { dateFlag: 'missing' as const }, { undated: true }],
  ])('%s', (_case, rest, dating) => {
    const { headline, sides } = editionStoryOf(told([article('en', 0, rest)]));
    for (const shown of [headline, sides[0]])
      expect({ published: shown?.published, undated: shown?.undated }).toEqual({
        published: undefined,
        undated: undefined,
        ...dating,
      });
  });
});

describe('translations', () => {
  const summary = 'Комиссии прошли 12 километров вдоль реки и подписали протокол.';
  const second = 'Комиссии вернулись в город и завтра продолжат работу на севере.';
  const made = (text: string) => ({
    to: 'en' as WireLanguage,
    text,
    translation: { text: `EN ${text}`, engine: 'E' },
  });
  const articles = [
    article('ru', 0, { title: 'Граница', summary }),
    article('hy', 1, { title: 'Սահման', summary: second, language: 'ru' }),
  ];
  const aids = {
    names: [],
    translations: translationsFrom(['Граница', 'Սահման', summary, second].map(made)),
  };
  it('stand beside headline, lead, side and quote; the originals stay', () => {
    const { headline, lead, sides } = editionStoryOf(told(articles, aids));
    expect(headline.translation).toEqual({ text: `EN ${headline.title}`, engine: 'E' });
    expect(lead?.translation).toEqual({ text: `EN ${lead?.text}`, engine: 'E' });
    expect(sides.map(({ translation }) => translation?.text)).toEqual(['EN Սահման', 'EN Граница']);
    // The lead is quoted once: only the other side has a quote of its own.
    const quotes = sides.map(({ quote }) => quote);
    expect(quotes.filter((quote) => quote !== undefined)).toHaveLength(1);
    expect(quotes).not.toContain(lead?.text);
    expect(sides.find(({ quote }) => quote !== undefined)?.quoteTranslation?.engine).toBe('E');
  });
  it('are left away where there is none', () => {
    const { headline, lead, sides } = editionStoryOf(told(articles));
    for (const shown of [headline, lead ?? {}, ...sides])
      expect(Object.keys(shown)).not.toEqual(expect.arrayContaining([expect.stringMatching(/ranslation/)]));
  });
});

describe('a story in an edition', () => {
  const articles = [
    article('hy', 0),
    article('az', 1),
    article('ru', 2),
    ...Array.from({ length: 9 }, (_, n) => article('en', 3 + n)),
    article('en', 20, { reprintOf: 's-ru-2' }),
  ];
  const story = editionStoryOf(told(articles));
  it('has one line for each side, in their order, with how many reports it has of it', () => {
    expect(
      story.sides.map(({ side, articles: all, independent, url }) => [side, all, independent, url]),
    ).toEqual([
      ['yerevan', 1, 1, 'https://sevan-lur.example/s/0'],
      ['baku', 1, 1, 'https://khazar-news.example/s/1'],
      ['moscow', 1, 1, 'https://moskva-vesti.example/s/2'],
      ['international', 10, expect.any(Number) as number, 'https://world-desk.example/s/11'],
    ]);
  });
  it('links six more articles, the newest first, and counts the rest', () => {
    expect(story.links.map(({ url }) => url)).toEqual(
      [10, 9, 8, 7, 6, 5].map((n) => `https://world-desk.example/s/${n}`),
    );
    // The headline is of the newest article, the reprint.
    expect(story.furtherLinks).toBe(2);
    const few = editionStoryOf(told(articles.slice(0, 5)));
    expect([few.links.map(({ url }) => url), few.furtherLinks]).toEqual([
      ['https://world-desk.example/s/3'],
      0,
    ]);
  });
  it('counts outlets, languages, originals and reprints, and says up to where it goes', () => {
    expect(story).toMatchObject({
      outletIds: ['khazar-news', 'moskva-vesti', 'sevan-lur', 'world-desk'],
      languages: ['az', 'en', 'hy', 'ru'],
      byLanguage: { az: 1, en: 10, hy: 1, ru: 1 },
      reprints: 1,
      fresh: 13,
      upTo: minutesAfter(at, 20),
      since: null,
    });
    expect(['late', 'because', 'claims', 'deniedBy'].filter((name) => name in story)).toEqual([]);
  });
  it('has the name of its whole content', () => {
    expect(story.block).toMatch(/^[0-9a-f]{32}$/);
    expect(editionStoryOf(told(articles)).block).toBe(story.block);
    expect(editionStoryOf(told(articles.slice(1))).block).not.toBe(story.block);
  });
  it('says which side denies, where one does', () => {
    const title = 'Baku denies shelling of the village';
    const place = (text: string) => ({
      field: 'title' as const,
      start: title.indexOf(text),
      end: title.indexOf(text) + text.length,
      text,
    });
    const denying = article('az', 1, {
      language: 'en',
      title,
      evidence: [{ kind: 'entity', of: 'azerbaijan', rule: 'alias', score: 1, places: [place('Baku')] }],
    });
    expect(editionStoryOf(told([article('hy', 0), denying])).deniedBy).toEqual(['baku']);
  });
});

it('an edition tells twenty stories, names forty more in a line each, and counts the rest; all count as told', () => {
  const many = Array.from({ length: 63 }, (_, n) => toldOf({ id: `s${n}`, at, languages: ['en'] }));
  const { content, articleIds } = chooseStories(many, readerPreferences, history);
  expect([content.stories.length, content.briefs.length, content.more, articleIds.length]).toEqual([
    20, 40, 3, 63,
  ]);
  expect(content.briefs[0]).toEqual({
    storyId: many.map(({ story }) => story.id).sort()[20],
    upTo: at,
    headline: {
      outlet: 'World Desk',
      language: 'en',
      title: expect.stringMatching(/^s\d+ \(en\)$/) as string,
      url: expect.stringMatching(/^https:\/\/world-desk\.example\//) as string,
    },
  });
  expect(chooseStories(many.slice(0, 3), readerPreferences, history).content).toMatchObject({
    briefs: [],
    more: 0,
  });
});
