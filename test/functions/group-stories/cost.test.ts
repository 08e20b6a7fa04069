import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, test, vi } from 'vitest';
import type { Article } from '../../../shared/domain/article.ts';
import { testCloud } from '../../embedded.ts';

const cloud = await testCloud();
const { storiesTable } = await import('../../../shared/aws/stories-table.ts');
const { storyWindowStore } = await import('../../../shared/aws/story-window-store.ts');
const { storyGrouper } = await import('../../../functions/group-stories/group-stories.ts');

/** The byDay index, which dynalite leaves out of its count: a unit where a row's place in it is new or changes. */
const index = new Map<string, string>();
const units = { read: 0, write: 0 };

interface Written { Item?: Record<string, string>; Key?: Record<string, string>; ExpressionAttributeValues?: Record<string, string> }

/** A written row's place in the index; null where it has none. */
function placeOf({ Item, Key, ExpressionAttributeValues: values }: Written): { pk: string; day: string } | null {
  const dayPk = Item?.dayPk ?? values?.[':dayPk'];
  return dayPk === undefined ? null : { pk: (Item ?? Key)?.pk ?? '', day: `${dayPk} ${Item?.daySk ?? values?.[':daySk']}` };
}

interface Spent { ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[] }

// oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
const sendAsIs = DynamoDBDocumentClient.prototype.send as (command: { input: Record<string, unknown>; constructor: { name: string } }) => Promise<Spent>;
vi.spyOn(DynamoDBDocumentClient.prototype, 'send').mockImplementation(async function (this: unknown, command: Parameters<typeof sendAsIs>[0]) {
  command.input.ReturnConsumedCapacity = 'TOTAL';
  const writes = /^(Put|Delete|Update)/.test(command.constructor.name);
  const place = placeOf(command.input);
  if (place !== null && index.get(place.pk) !== place.day) {
    index.set(place.pk, place.day);
    units.write += 1;
  }
  try {
    const answer = await sendAsIs.call(this, command);
    const spent = [answer.ConsumedCapacity ?? []].flat().reduce((sum, each) => sum + (each.CapacityUnits ?? 0), 0);
    units[writes ? 'write' : 'read'] += spent;
    return answer;
  } catch (error) {
    // A refused write is charged as one that was done.
    if (writes) units.write += 1;
    throw error;
  }
} as never);

const now = new Date('2026-03-04T12:00:00Z');
const clock = () => now;
const table = storiesTable(cloud.tableStories, clock);
const group = storyGrouper({
  table, window: storyWindowStore(await cloud.bucket()), clock, log: () => undefined, rebuild: async () => new (await import('../../../shared/domain/story-book.ts')).StoryBook(),
  outletOf: (id) => ({ name: `Outlet ${id}`, country: 'AM', kind: 'agency' }),
});

const places = [{ field: 'title', start: 0, end: 9, text: 'Ադրբեջան' }, { field: 'summary', start: 20, end: 30, text: 'Հայաստանի' }] as const;
const typical = (id: string): Article => ({
  id: `${id}aaaaaaaaaaaaaaaaaaaaaaa`, outletId: 'armenpress', feedId: 'armenpress.hy', url: `https://armenpress.am/hy/article/${id}`, language: 'hy',
  title: 'Ադրբեջանն ազատ է արձակել տասներկու հայ գերիների Լաչինի կամրջի մոտ',
  summary: `Մարտի 4-ին Կարմիր խաչի միջնորդությամբ Հայաստանի քաղաքացիներ են վերադարձվել (${id})։ Վարչապետի աշխատակազմը հայտնել է, որ փոխանակումը կայացել է առանց միջադեպերի, իսկ վիրավորները տեղափոխվել են Երեւանի հիվանդանոց։`,
  publishedAt: now.toISOString(), seenAt: now.toISOString(), authors: ['Անի Սարգսյան'], categories: ['Քաղաքականություն'], image: null,
  archiveKey: 'bodies/2026-03-04/armenpress.hy/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.gz', revision: 1,
  topics: ['armenia-azerbaijan'], subtopics: ['prisoners', 'humanitarian'], entities: ['armenia', 'azerbaijan', 'red-cross', 'lachin', 'yerevan'],
  evidence: ['both-countries', 'prisoners', 'red-cross', 'armenia', 'azerbaijan'].map((rule) => ({ kind: 'topic' as const, of: 'armenia-azerbaijan', rule, score: 1, places: [...places] })),
  packVersion: 'e1.c1.csto1.armenia-azerbaijan1',
});

async function spend(work: () => Promise<unknown>): Promise<{ read: number; write: number }> {
  Object.assign(units, { read: 0, write: 0 });
  await work();
  return { ...units };
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
  ...typical(`j${n}`), outletId: `outlet-${n}`,
  title: ['Կարմիր խաչը տասներկու գերու է հանձնել Լաչինի կամրջին', 'Ազատ արձակված տասներկու հայ գերիները հասել են Երեւան', 'Լաչինի կամրջով վերադարձել են տասներկու գերիներ'][n % 3] ?? '',
  summary: [
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

test('a known article costs its lookup', async () => {
  const cost = await spend(() => table.findArticles([typical('f').id]));
  expect(cost).toEqual({ read: 0.5, write: 0 });
});
