import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Article } from '../../../shared/domain/article/article.ts';
import { testCloud } from '../../embedded.ts';
import { storedArticle } from '../../fakes/stored-article.ts';

const cloud = await testCloud();
const { dynamo } = await import('../../../shared/aws/clients.ts');
const { ensureTable, tables } = await import('../../../shared/aws/tables.ts');
const { storiesTable } = await import('../../../shared/aws/stories-table.ts');
const { storyWindowStore } = await import('../../../shared/aws/story-window-store.ts');
const { storyGrouper } = await import('../../../functions/group-stories/group-stories.ts');
const { StoryBook } = await import('../../../shared/domain/story/book.ts');
const { overridesOf } = await import('../../../shared/domain/story/decisions.ts');
const { rebuildBook } = await import('../../../functions/group-stories/rebuild-book.ts');

let now = new Date('2026-03-04T12:00:00Z');
const clock = () => now;
const table = storiesTable(cloud.tableStories, clock);
const bucket = await cloud.bucket();
const countries: Record<string, string> = { armenpress: 'AM', report: 'AZ', tass: 'RU', jamnews: 'GE' };
const grouper = (store = storyWindowStore(bucket)) =>
  storyGrouper({
    table,
    window: store,
    clock,
    log: () => undefined,
    rebuild: () => rebuildBook(table, now),
    outletOf: (id) => ({ name: id, country: countries[id] ?? 'XX', kind: 'agency' }),
  });

const article = (id: string, more: Partial<Article>): Article =>
  storedArticle({
    id,
    outletId: 'armenpress',
    url: `https://example.org/${id}`,
    publishedAt: now.toISOString(),
    seenAt: now.toISOString(),
    subtopics: ['prisoners', 'humanitarian'],
    entities: ['armenia', 'azerbaijan', 'red-cross'],
    ...more,
  });
const english = article('en-1', {
  title: 'Azerbaijan frees 12 Armenian prisoners at the Lachin bridge',
  summary:
    'Twelve detainees were handed over on March 4 with the help of the Red Cross, the office in Yerevan said after the exchange.',
});
const russian = article('ru-1', {
  outletId: 'tass',
  language: 'ru',
  title: 'Азербайджан освободил 12 армянских пленных',
  summary:
    '12 задержанных передали 4 марта при посредничестве Красного Креста у Лачинского моста, обмен прошёл спокойно.',
});
const azeri = article('az-1', {
  outletId: 'report',
  language: 'az',
  title: 'Azərbaycan 12 erməni əsiri azad edib',
  summary:
    'Martın 4-də 12 saxlanılan şəxs Qırmızı Xaçın vasitəçiliyi ilə təhvil verilib, mübadilə Laçın körpüsündə olub.',
});
const other = article('en-2', {
  outletId: 'jamnews',
  title: 'Railway freight tariff through Georgia cut by a third',
  summary:
    'The railways agreed on a lower transit tariff for grain wagons bound for Armenia, the ministry of economy announced.',
  topics: ['armenia-azerbaijan'],
  subtopics: ['transit'],
  entities: ['georgia', 'armenia'],
});

async function arrive(
  group: (messages: { articleId: string; revision: number }[]) => Promise<void>,
  ...articles: Article[]
): Promise<void> {
  for (const each of articles) await table.putArticle(each);
  await group(articles.map((each) => ({ articleId: each.id, revision: 1 })));
}

test('one event in three languages is one story, another event another', async () => {
  const group = grouper();
  await arrive(group, english, russian, azeri, other);
  const read = await table.readStory('en-1');
  expect(read?.articles.map((each) => each.articleId).sort()).toEqual(['az-1', 'en-1', 'ru-1']);
  expect(read?.story).toMatchObject({
    independent: 3,
    reprints: 0,
    phase: 'breaking',
    topics: ['armenia-azerbaijan'],
  });
  expect(read?.story.sides.map((each) => each.side)).toEqual(['yerevan', 'baku', 'moscow']);
  expect(read?.story.headlines.az?.articleId).toBe('az-1');
  expect((await table.readStory('en-2'))?.articles).toHaveLength(1);
});

test('a batch delivered twice, also to another process, changes nothing', async () => {
  const before = await table.readStory('en-1');
  await grouper()([
    { articleId: 'ru-1', revision: 1 },
    { articleId: 'az-1', revision: 1 },
  ]);
  expect((await table.readStory('en-1'))?.articles.map((each) => each.articleId)).toEqual(
    before?.articles.map((each) => each.articleId),
  );
});

test("an article keeps its outlet's own side and owner, whatever its country, also when the book is made again", async () => {
  const owned = {
    name: 'Sputnik Armenia',
    country: 'AM',
    kind: 'foreign-state' as const,
    side: 'moscow' as const,
    owner: { name: 'R', country: 'RU', id: 'state-ru' },
  };
  const sputnik = article('sp-1', {
    outletId: 'sputnik-armenia',
    title: 'Collective force holds mountain drill near Balykchy',
    topics: ['csto'],
    subtopics: ['military'],
    entities: ['kyrgyzstan'],
  });
  const kept = storyWindowStore(bucket);
  const group = storyGrouper({
    table,
    window: kept,
    clock,
    log: () => undefined,
    rebuild: () => rebuildBook(table, now),
    outletOf: () => owned,
  });
  await arrive(group, sputnik);
  expect((await table.readStory('sp-1'))?.articles).toMatchObject([
    { country: 'AM', side: 'moscow', owner: 'state-ru' },
  ]);
  const again = await rebuildBook(table, now);
  expect(again.story('sp-1')?.articles).toMatchObject([{ side: 'moscow', owner: 'state-ru' }]);
});

test('a crash before the window is saved is repaired by the retry', async () => {
  const store = storyWindowStore(bucket);
  const failing = grouper({ ...store, save: () => Promise.reject(new Error('no network')) });
  const later = article('en-3', {
    outletId: 'report',
    title: 'Twelve Armenian detainees released by Azerbaijan cross the Lachin bridge',
    summary:
      'The Red Cross took part when 12 prisoners were handed over on March 4, Baku confirmed, calling it a humanitarian step.',
  });
  await table.putArticle(later);
  await expect(failing([{ articleId: 'en-3', revision: 1 }])).rejects.toThrow('no network');
  await grouper()([{ articleId: 'en-3', revision: 1 }]);
  const read = await table.readStory('en-1');
  expect(read?.articles).toHaveLength(4);
  // Two of them are of one outlet.
  expect(read?.story.independent).toBe(3);
});

test('where the window object is lost the book is remade from the rows and goes on', async () => {
  const fresh = storyWindowStore(await cloud.bucket());
  const armenian = article('hy-1', {
    language: 'hy',
    title: 'Ադրբեջանն ազատ է արձակել 12 հայ գերիների',
    summary:
      'Մարտի 4-ին Կարմիր խաչի միջնորդությամբ 12 գերի է վերադարձվել Լաչինի կամրջի մոտ, փոխանակումը կայացել է։',
  });
  await arrive(grouper(fresh), armenian);
  expect((await table.readStory('en-1'))?.articles.map((each) => each.articleId)).toContain('hy-1');
});

test('a batch whose rows cannot all be stored leaves the window object as it was', async () => {
  const own = storyWindowStore(await cloud.bucket());
  await grouper(own)([]);
  const readAnew = async () => {
    own.forget();
    const read = await own.read();
    return { stories: new StoryBook(read?.state).state().stories, deltas: read?.deltas };
  };
  const before = await readAnew();
  const full = { ...table, putStory: () => Promise.reject(new Error('the table is full')) };
  const dying = storyGrouper({
    table: full,
    window: own,
    clock,
    log: () => undefined,
    rebuild: () => rebuildBook(table, now),
    outletOf: (id) => ({ name: id, country: 'XX', kind: 'agency' }),
  });
  const lone = article('en-7', { title: 'Customs talks at Upper Lars on Tuesday' });
  await table.putArticle(lone);
  await expect(dying([{ articleId: 'en-7', revision: 1 }])).rejects.toThrow('full');
  expect(await readAnew()).toEqual(before);
});

test('a damaged window object stops nothing: the next batch remakes the book from the rows', async () => {
  const own = await cloud.bucket();
  const { s3 } = await import('../../../shared/aws/clients.ts');
  const { PutObjectCommand } = await import('@aws-sdk/client-s3');
  await grouper(storyWindowStore(own))([]);
  const Body = new Uint8Array();
  await s3().send(new PutObjectCommand({ Bucket: own, Key: 'state/story-window.gz', Body }));
  const more = article('en-5', { ...english, outletId: 'jamnews', url: 'https://example.org/en-5' });
  await arrive(grouper(storyWindowStore(own)), { ...more, id: 'en-5' });
  const told = (await table.readStory('en-1'))?.articles.map((each) => each.articleId);
  expect(told).toEqual(expect.arrayContaining(['en-1', 'ru-1', 'az-1', 'en-5']));
});

test('a book remade from the rows keeps where an emptied story leads, and the clock of articles without a sure date', async () => {
  const name = `Remade-${randomUUID()}`;
  await ensureTable(dynamo(), tables[1], name);
  const own = storiesTable(name, clock);
  const link = { outletName: 'One', country: 'AM', kind: 'agency' as const, evidence: [] };
  const undated = article('u-1', { title: 'Border talks', publishedAt: '2026-02-01T00:00:00.000Z' });
  await own.putArticle({ ...undated, dateFlag: 'future' });
  const book = new StoryBook();
  book.add({ ...undated, dateFlag: 'future' }, { name: 'One', country: 'AM', kind: 'agency' });
  for (const { story, links, indexedForDay } of book.changes(now.toISOString()).stories) {
    await own.putStory(story, { links, indexedForDay });
    const emptied = { ...story, id: 'e-1', mergedInto: 'u-1', sides: [] };
    await own.putStory(emptied, { links: [], indexedForDay: false });
    // A batch died here: the article has left this story, whose row still has it.
    const left = { ...link, storyId: 'l-1', articleId: 'u-1', visibleAt: '2026-03-01T00:00:00.000Z' };
    await own.putStory({ ...story, id: 'l-1' }, { links: [left], indexedForDay: false });
  }
  const remade = await rebuildBook(own, now);
  expect(remade.story('u-1')?.articles).toMatchObject([{ at: Date.parse(undated.seenAt) }]);
  remade.applyDecisions(overridesOf([]));
  const changes = remade.changes(now.toISOString());
  expect(changes.stories.map(({ story, links }) => [story.id, links.length])).toEqual([['l-1', 0]]);
  expect(remade.story('e-1')).toMatchObject({ absorbedInto: 'u-1' });
});

test('a story closes after its window, and what comes later is a new story that follows it', async () => {
  const group = grouper(storyWindowStore(await cloud.bucket()));
  now = new Date('2026-03-15T12:00:00Z');
  await arrive(
    group,
    article('en-9', {
      title: 'Azerbaijan frees 9 more Armenian prisoners at the Lachin bridge',
      summary:
        'Nine detainees were handed over with the help of the Red Cross, the office in Yerevan said after the exchange.',
    }),
  );
  expect((await table.readStory('en-1'))?.story).toMatchObject({
    phase: 'settled',
    closedAt: '2026-03-15T12:00:00.000Z',
  });
  expect((await table.readStory('en-9'))?.story.follows).toBe('en-1');
});

describe('a replay', () => {
  const armenian = article('hy-2', {
    language: 'hy',
    title: 'Ադրբեջանն ազատ է արձակել 12 հայ գերիների',
    summary:
      'Մարտի 4-ին Կարմիր խաչի միջնորդությամբ 12 գերի է վերադարձվել Լաչինի կամրջի մոտ, փոխանակումը կայացել է։',
  });
  const copied = article('en-4', { outletId: 'jamnews', title: english.title, summary: english.summary });
  const all = [english, russian, other, copied, azeri, armenian];

  /** Ingests and groups on a table of its own, in the order given. */
  async function desk(): Promise<{
    take(articles: Article[], size: number): Promise<void>;
    lose(): Promise<void>;
    stories(): Promise<unknown>;
  }> {
    const name = `Replay-${randomUUID()}`;
    await ensureTable(dynamo(), tables[1], name);
    const own = storiesTable(name, clock);
    const open = async () =>
      storyGrouper({
        table: own,
        window: storyWindowStore(await cloud.bucket()),
        clock,
        log: () => undefined,
        rebuild: () => rebuildBook(own, now),
        outletOf: (id) => ({ name: id, country: countries[id] ?? 'XX', kind: 'agency' }),
      });
    let group = await open();
    return {
      take: async (articles, size) => {
        for (let start = 0; start < articles.length; start += size) {
          const batch = articles.slice(start, start + size);
          for (const each of batch) {
            const found = await own.findReprint(each);
            await own.putArticle({ ...each, ...(found !== null && { reprintOf: found.original }) });
          }
          await group(batch.map((each) => ({ articleId: each.id, revision: 1 })));
        }
      },
      // A new bucket: the window's object is gone, the rows are there.
      lose: async () => {
        group = await open();
      },
      stories: async () => {
        const changed = (await own.storiesChangedSince('2026-03-01T00:00:00.000Z')).toSorted((a, b) =>
          a.id < b.id ? -1 : 1,
        );
        return Promise.all(changed.map((story) => own.readStory(story.id)));
      },
    };
  }

  test('of the same articles on an empty table ends in the same stories, links, evidence and reprints, whatever the batches', async () => {
    now = new Date('2026-03-04T12:00:00Z');
    const [first, second, single] = [await desk(), await desk(), await desk()];
    await first.take(all, 10);
    await second.take(all, 10);
    await single.take(all, 1);
    const told = await first.stories();
    expect(told).toMatchObject([
      { story: { id: 'en-1', independent: 3, reprints: 1 } },
      { story: { id: 'en-2' } },
    ]);
    expect(await second.stories()).toEqual(told);
    expect(await single.stories()).toEqual(told);
  });

  test('goes on from the rows where the window was lost half-way', async () => {
    const [whole, broken] = [await desk(), await desk()];
    await whole.take(all, 2);
    await broken.take(all.slice(0, 2), 2);
    await broken.lose();
    await broken.take(all.slice(2, 4), 2);
    await broken.lose();
    await broken.take(all.slice(4), 2);
    expect(await broken.stories()).toEqual(await whole.stories());
  });
});

test('a story of more articles than its row has room for is whole, also in a book remade from the table', async () => {
  now = new Date('2026-05-04T12:00:00Z');
  const many = Array.from({ length: 20 }, (_, n) =>
    article(`big-${String(n).padStart(2, '0')}`, {
      outletId: n % 2 === 0 ? 'armenpress' : 'report',
      title: `Azerbaijan frees ${n + 3} Armenian prisoners at the Lachin bridge`,
      summary: `The Red Cross helped with the exchange at the Lachin bridge, outlet number ${n} says of the Armenian detainees in words of its own ${'abcdefghijklmnopqrst'.slice(n)}.`,
    }),
  );
  const bucketOfOwn = await cloud.bucket();
  const group = grouper(storyWindowStore(bucketOfOwn));
  await arrive(group, ...many);
  const ids = many.map((each) => each.id);
  const [storyId = ''] = ids;
  expect((await table.readStory(storyId))?.articles.map((each) => each.articleId).sort()).toEqual(ids);
  const { links, storedSeparately: apart } = await table.readLinks(storyId);
  expect([links.length, apart.length]).toEqual([16, 4]);

  const remade = await rebuildBook(table, now);
  const told = (book: typeof remade) =>
    book
      .story(storyId)
      ?.articles.map(
        ({ articleId, evidence, apart: own }) =>
          `${articleId} ${own === true} ${evidence.map((each) => each.rule).join()}`,
      )
      .sort();
  const saved = await storyWindowStore(bucketOfOwn).read();
  expect(told(remade)).toEqual(told(new StoryBook(saved?.state)));
});
