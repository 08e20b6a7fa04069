import { describe, expect, test } from 'vitest';
import { defaultTagger } from '../../../shared/catalogue/default-tagger.ts';
import type { Article } from '../../../shared/domain/article/article.ts';
import { countUnits, type Units } from '../../consumed-units.ts';
import { testCloud } from '../../embedded.ts';
import longArticles from '../../fixtures/long-articles.json' with { type: 'json' };

const cloud = await testCloud();
const { storiesTable } = await import('../../../shared/aws/stories-table.ts');
const { storyWindowStore } = await import('../../../shared/aws/story-window-store.ts');
const { storyGrouper } = await import('../../../functions/group-stories/group-stories.ts');

const { dynamo } = await import('../../../shared/aws/clients.ts');

const takeUnits = countUnits(dynamo());
let now = new Date('2026-03-04T12:00:00Z');
const clock = () => now;
const table = storiesTable(cloud.tableStories, clock);
const group = storyGrouper({
  table,
  window: storyWindowStore(await cloud.bucket()),
  clock,
  log: () => undefined,
  rebuild: async () => new (await import('../../../shared/domain/story/book.ts')).StoryBook(),
  outletOf: (id) => ({ name: `Outlet ${id}`, country: 'AM', kind: 'agency' }),
});

const places = [
  { field: 'title', start: 0, end: 9, text: 'Ադրբեջան' },
  { field: 'summary', start: 20, end: 30, text: 'Հայաստանի' },
] as const;
const typical = (id: string): Article => ({
  id: `${id}aaaaaaaaaaaaaaaaaaaaaaa`,
  outletId: 'armenpress',
  feedId: 'armenpress.hy',
  url: `https://armenpress.am/hy/article/${id}`,
  language: 'hy',
  title: 'Ադրբեջանն ազատ է արձակել տասներկու հայ գերիների Լաչինի կամրջի մոտ',
  summary: `Մարտի 4-ին Կարմիր խաչի միջնորդությամբ Հայաստանի քաղաքացիներ են վերադարձվել (${id})։ Վարչապետի աշխատակազմը հայտնել է, որ փոխանակումը կայացել է առանց միջադեպերի, իսկ վիրավորները տեղափոխվել են Երեւանի հիվանդանոց։`,
  publishedAt: now.toISOString(),
  seenAt: now.toISOString(),
  authors: ['Անի Սարգսյան'],
  categories: ['Քաղաքականություն'],
  image: null,
  archiveKey:
    'bodies/2026-03-04/armenpress.hy/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.gz',
  revision: 1,
  topics: ['armenia-azerbaijan'],
  subtopics: ['prisoners', 'humanitarian'],
  entities: ['armenia', 'azerbaijan', 'red-cross', 'lachin', 'yerevan'],
  evidence: ['both-countries', 'prisoners', 'red-cross', 'armenia', 'azerbaijan'].map((rule) => ({
    kind: 'topic' as const,
    of: 'armenia-azerbaijan',
    rule,
    score: 1,
    places: [...places],
  })),
  packVersion: 'e1.c1.csto1.armenia-azerbaijan1',
});

async function spend(work: () => Promise<unknown>): Promise<Units> {
  takeUnits();
  await work();
  return takeUnits();
}

async function arrive(...articles: Article[]): Promise<void> {
  await table.findArticles(articles.map((article) => article.id));
  for (const article of articles) {
    expect(await table.findReprint(article)).toBeNull();
    await table.putArticle(article);
  }
  await group(articles.map((article) => ({ articleId: article.id, revision: 1 })));
}

test('an article that opens a story, alone in its batch, costs at most 12 write and 8 read units, index included', async () => {
  const cost = await spend(() => arrive(typical('f')));
  expect(cost.write).toBeLessThanOrEqual(12);
  expect(cost.read).toBeLessThanOrEqual(8);
});

/** Another report on the event, in its own words and by another outlet. */
const joiner = (n: number): Article => ({
  ...typical(`j${n}`),
  outletId: `outlet-${n}`,
  title:
    [
      'Կարմիր խաչը տասներկու գերու է հանձնել Լաչինի կամրջին',
      'Ազատ արձակված տասներկու հայ գերիները հասել են Երեւան',
      'Լաչինի կամրջով վերադարձել են տասներկու գերիներ',
    ][n % 3] ?? '',
  summary:
    [
      'Կարմիր խաչի պատվիրակությունը Ադրբեջանից ստացել է տասներկու ազատ արձակված գերիների, նրանք Լաչինի կամրջով անցել են Հայաստան մարտի 4-ին։',
      'Երեւանում ընտանիքները դիմավորել են գերիներին. Ադրբեջանն ազատ է արձակել տասներկու հոգու, վիրավորներին բուժօգնություն է ցուցաբերվում։',
      'Մարտի 4-ի առավոտյան Ադրբեջանը փոխանցել է տասներկու հայ գերիների, հաստատել են Բաքվում եւ Երեւանում, Կարմիր խաչը միջնորդ էր։',
    ][n % 3] ?? '',
});

test('an article that joins a story, alone in its batch, costs at most 12 write and 8 read units', async () => {
  for (const n of [0, 1, 2]) {
    const cost = await spend(() => arrive(joiner(n)));
    expect(cost.write).toBeLessThanOrEqual(12);
    expect(cost.read).toBeLessThanOrEqual(8);
  }
  expect((await table.readStory(typical('f').id))?.articles).toHaveLength(4);
});

test('a reprint costs at most 6 write units: it claims no bands', async () => {
  const article = typical('f');
  const copy = { ...article, id: `e${article.id.slice(1)}`, outletId: 'panorama' };
  const cost = await spend(async () => {
    await table.findArticles([copy.id]);
    const found = await table.findReprint(copy);
    expect(found?.original).toBe(article.id);
    await table.putArticle({ ...copy, reprintOf: article.id });
    await group([{ articleId: copy.id, revision: 1 }]);
  });
  expect(cost.write).toBeLessThanOrEqual(6);
  expect(cost.read).toBeLessThanOrEqual(8);
});

describe('full-length articles, tagged as they are in earnest', () => {
  const tagger = defaultTagger();
  const longOf = (
    { language, country, outlet, title, summary }: (typeof longArticles)[number],
    at: number,
  ): Article => {
    const tagging = tagger.tag({ title, summary, language, country });
    return {
      ...typical(`${language}${at}`),
      outletId: outlet,
      feedId: `${outlet}.${language}`,
      url: `https://www.${outlet}.example/${language}/news/2026/03/04/commissions-meet-in-ijevan.html`,
      title,
      summary,
      language,
      publishedAt: new Date(now.getTime() - at * 86_400_000).toISOString(),
      topics: tagging.topics,
      subtopics: tagging.subtopics,
      entities: tagging.entities.map((entity) => entity.id),
      evidence: tagging.evidence,
      packVersion: tagging.packVersion,
    };
  };

  test.each(longArticles.map((text, n) => ({ ...text, n })))(
    '$language: at most 14 write and 8 read units for the opener of a story',
    async ({ n, ...text }) => {
      const article = longOf(text, 20 * (n + 1));
      expect(article.topics).toContain('armenia-azerbaijan');
      const cost = await spend(() => arrive(article));
      expect(cost.write).toBeLessThanOrEqual(14);
      expect(cost.read).toBeLessThanOrEqual(8);
      expect(await table.readArticle(article.id)).toEqual(article);
      expect((await table.readStory(article.id))?.articles).toHaveLength(1);
    },
  );

  test('the six on one event in one batch: at most 14 write and 8 read units each', async () => {
    // Days later: else they were copies of the openers.
    now = new Date(now.getTime() + 5 * 86_400_000);
    const six = longArticles.map((text) => longOf(text, 0));
    const cost = await spend(() => arrive(...six));
    expect(cost.write).toBeLessThanOrEqual(13 * six.length);
    expect(cost.read).toBeLessThanOrEqual(8 * six.length);
    expect((await table.readStory(six[0]?.id ?? ''))?.articles).toHaveLength(six.length);
  });
});

test('a known article costs its lookup', async () => {
  const cost = await spend(() => table.findArticles([typical('f').id]));
  expect(cost).toEqual({ read: 0.5, write: 0 });
});
