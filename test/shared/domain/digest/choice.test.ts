import { describe, expect, it } from 'vitest';
import {
  chooseStory,
  rankedChoices,
  type ReaderHistory,
  type StoryWithArticles,
  withoutMoved,
} from '../../../../shared/domain/digest/choice.ts';
import { marksOf, memoryOf } from '../../../../shared/domain/digest/memory.ts';
import type { StoryArticle } from '../../../../shared/domain/story/story.ts';
import { articleOf, storyOfArticles, toldOf } from '../story/story-fixture.ts';
import { readerPreferences } from '../subscriber/reader-fixture.ts';

const now = new Date('2026-11-24T03:00:00.000Z');
const from = '2026-11-23T02:59:00.000Z';
const lately = '2026-11-23T20:00:00.000Z';
const memory = memoryOf([]);
const history: ReaderHistory = { from, now, memory };

/** A reader who was sent these articles in the edition that ended at `from`. */
const knowing = (...articleIds: string[]): ReaderHistory => ({
  ...history,
  memory: {
    coveredUntil: from,
    articles: new Map(articleIds.map((id) => [marksOf([id]), from])),
    seen: new Map(),
  },
});
const article = (id: string, rest: Partial<StoryArticle> & { language?: string; at?: string } = {}) => {
  const { language = 'en', at = lately, ...more } = rest;
  return { ...articleOf('s', language, { title: id, at }), articleId: id, ...more };
};
const told = (...articles: StoryArticle[]): StoryWithArticles => ({
  story: {
    ...storyOfArticles('s', articles),
    lastPublishedAt:
      articles
        .map(({ publishedAt }) => publishedAt)
        .sort()
        .at(-1) ?? '',
  },
  articles,
});
/** The kind of choice with its reason, or the articles that are told. */
function choiceOf(candidate: StoryWithArticles, given = history, reader = readerPreferences) {
  const choice = chooseStory(candidate, reader, given);
  return 'reason' in choice
    ? `${choice.kind}: ${choice.reason}`
    : [choice.kind, ...choice.fresh.map(({ articleId }) => articleId)].join(' ');
}

describe('a story is left out', () => {
  const story = told(article('a'), article('b', { language: 'ru' }));
  it.each([
    ['merged: merged into story t', { ...story, story: { ...story.story, mergedInto: 't' } }, history, {}],
    [
      'not-followed: the reader wants nothing but what is followed, and follows nothing of it',
      story,
      { ...history, followed: new Map([['other', ['Lachin']]]) },
      { onlyFollows: true as const },
    ],
    ['no-topic: about armenia-azerbaijan, border; wanted csto', story, history, { topics: ['csto'] }],
    [
      'no-topic: about armenia-azerbaijan, border; wanted armenia-azerbaijan.transit',
      story,
      history,
      { topics: ['armenia-azerbaijan.transit'] },
    ],
    [
      'no-language: told in en, ru; wanted hy, tr',
      story,
      history,
      { languages: ['hy' as const, 'tr' as const] },
    ],
    [
      'too-old: published 2026-06-01T00:00:00.000Z at the latest, long before it was seen',
      told(article('a', { publishedAt: '2026-06-01T00:00:00.000Z' })),
      history,
      {},
    ],
    [
      `nothing-new: nothing since ${from}`,
      told(article('a', { at: '2026-11-23T02:00:00.000Z' })),
      history,
      {},
    ],
    [`nothing-new: nothing but reprints since the reader had it (${from})`, story, knowing('a', 'b'), {}],
  ])('%s', (reason, candidate, given, changed) => {
    expect(choiceOf(candidate, given, { ...readerPreferences, ...changed })).toBe(reason);
  });
  it('of no topic says so', () => {
    const none = { ...story, story: { ...story.story, topics: [], subtopics: [] } };
    const bare = { ...none, articles: [article('a', { topics: [], subtopics: [] })] };
    expect(choiceOf(bare, history, { ...readerPreferences, topics: ['csto'] })).toBe(
      'no-topic: about no topic; wanted csto',
    );
  });
});

describe('a story is told', () => {
  it('whole when it is new, once some of it became visible since', () => {
    const old = article('old', { at: '2026-11-22T20:00:00.000Z' });
    expect(choiceOf(told(old, article('a')))).toBe('new old a');
  });
  it('also what became visible up to twenty minutes before: it was stored later than that', () => {
    const at = (time: string) => choiceOf(told(article('a', { at: time })));
    expect([at('2026-11-23T02:39:00.000Z'), at('2026-11-23T02:39:00.001Z')]).toEqual([
      `nothing-new: nothing since ${from}`,
      'new a',
    ]);
  });
  it('as an update with what came since, and no reprint of what the reader has or gets', () => {
    const reprint = article('r', { reprintOf: 'a' });
    const ofElsewhere = article('e', { reprintOf: 'elsewhere' });
    const known = article('a', { at: '2026-11-22T20:00:00.000Z' });
    const missed = article('m', { at: '2026-11-22T21:00:00.000Z' });
    expect(choiceOf(told(known, missed, article('b'), reprint, ofElsewhere), knowing('a'))).toBe(
      'update b e',
    );
  });
  it('since the newest edition that had any of it', () => {
    const given: ReaderHistory = {
      ...history,
      memory: {
        coveredUntil: from,
        articles: new Map([
          [marksOf(['a']), '2026-11-20T02:59:00.000Z'],
          [marksOf(['b']), '2026-11-21T02:59:00.000Z'],
        ]),
        seen: new Map(),
      },
    };
    expect(
      chooseStory(told(article('a'), article('b'), article('c')), readerPreferences, given),
    ).toMatchObject({
      kind: 'update',
      since: '2026-11-21T02:59:00.000Z',
    });
  });
  it('by its articles on the reader’s topics: their own tags, or the story’s part of a topic they share', () => {
    const csto = article('c', { topics: ['csto'], subtopics: ['membership'] });
    const plain = article('p', { topics: ['csto'], subtopics: [] });
    const border = article('b');
    const candidate: StoryWithArticles = {
      articles: [csto, plain, border],
      story: { ...told(csto).story, topics: ['csto', 'armenia-azerbaijan'], subtopics: ['membership'] },
    };
    const of = (...topics: string[]) => choiceOf(candidate, history, { ...readerPreferences, topics });
    expect([of('csto'), of('csto.membership'), of('armenia-azerbaijan.border')]).toEqual([
      'new c p',
      'new c p',
      'new b',
    ]);
  });
  it('in the reader’s languages only, of the six', () => {
    const candidate = told(article('a'), article('b', { language: 'ru' }), {
      ...article('x'),
      language: 'de',
    });
    expect(choiceOf(candidate, history, { ...readerPreferences, languages: ['ru'] })).toBe('new b');
    expect(choiceOf(candidate)).toBe('new a b');
  });
  it('with the topic first that most of it is about', () => {
    const articles = [
      article('a', { topics: ['armenia-azerbaijan'] }),
      article('b', { topics: ['csto', 'armenia-azerbaijan'], subtopics: [] }),
    ];
    const candidate = {
      articles,
      story: { ...told(...articles).story, topics: ['csto', 'armenia-azerbaijan'] },
    };
    expect(chooseStory(candidate, readerPreferences, history)).toMatchObject({
      topics: ['armenia-azerbaijan', 'csto'],
    });
  });
  it('as added later when all that is fresh became visible long after it was seen', () => {
    const late = article('a', { at: '2026-11-22T20:00:00.000Z', visibleAt: lately });
    expect(chooseStory(told(late), readerPreferences, history)).toMatchObject({ late: true });
    expect(chooseStory(told(late, article('b')), readerPreferences, history)).toMatchObject({ late: false });
  });
  it('whatever its topic, when the reader follows something of it; the reason goes along', () => {
    const given = { ...history, followed: new Map([['s', ['Lachin']]]) };
    const reader = { ...readerPreferences, topics: ['csto'], onlyFollows: true as const };
    expect(chooseStory(told(article('a')), reader, given)).toMatchObject({
      kind: 'new',
      because: ['Lachin'],
      topics: ['armenia-azerbaijan'],
    });
  });
});

describe('the rank of a story', () => {
  it('adds independent reports, further sides, how new it is and the topics that match', () => {
    const choice = chooseStory(
      toldOf({ id: 's', at: '2026-11-23T14:57:00.000Z' }),
      readerPreferences,
      history,
    );
    // Four independent reports, four sides, twelve hours old, one topic.
    expect(choice).toMatchObject({
      parts: { independent: 6.97, sides: 6, recency: 2, topics: 1 },
      score: 15.97,
    });
  });
  it('gains nothing from a date ahead of our clock', () => {
    const ahead = toldOf({ id: 's', at: '2026-11-24T03:00:00.000Z', languages: ['en'] });
    const later = toldOf({ id: 's', at: '2026-11-24T09:00:00.000Z', languages: ['en'] });
    expect([ahead, later].map((each) => chooseStory(each, readerPreferences, history))).toMatchObject([
      { parts: { recency: 4, sides: 0 } },
      { parts: { recency: 4, sides: 0 } },
    ]);
  });
  it('orders an edition: what is followed first, then the best, then by name; what is left out is not in it', () => {
    const candidates = [
      toldOf({ id: 'b', at: lately, languages: ['en'] }),
      toldOf({ id: 'wide', at: lately }),
      toldOf({ id: 'a', at: lately, languages: ['en'] }),
      toldOf({ id: 'followed', at: lately, languages: ['en'] }),
      toldOf({ id: 'old', at: '2026-11-01T00:00:00.000Z' }),
    ];
    const ranked = rankedChoices(candidates, readerPreferences, {
      ...history,
      followed: new Map([['followed', ['Lachin']]]),
    });
    expect(ranked.map(({ candidate }) => candidate.story.id)).toEqual(['followed', 'wide', 'a', 'b']);
    expect(ranked.map(({ choice }) => choice.storyId)).toEqual(['followed', 'wide', 'a', 'b']);
  });
});

it('an article that moved while stories were read is in the story that changed last', () => {
  const moved = article('m');
  const of = (id: string, changedAt: string, ...articles: StoryArticle[]): StoryWithArticles => ({
    articles,
    story: { ...storyOfArticles(id, articles), changedAt },
  });
  const before = of('before', '2026-11-23T20:00:00.000Z', article('a'), moved);
  const after = of('after', '2026-11-23T20:05:00.000Z', moved, article('b'));
  for (const candidates of [
    [before, after],
    [after, before],
  ])
    expect(
      Object.fromEntries(
        withoutMoved(candidates).map(({ story, articles }) => [
          story.id,
          articles.map(({ articleId }) => articleId),
        ]),
      ),
    ).toEqual({ before: ['a'], after: ['m', 'b'] });
});
