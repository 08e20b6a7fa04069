import { expect, test } from 'vitest';
import { storyGrouper } from '../../../functions/group-stories/group-stories.ts';
import { rebuildBook } from '../../../functions/group-stories/rebuild-book.ts';
import type { Article } from '../../../shared/domain/article/article.ts';
import type { BookState, BookStory } from '../../../shared/domain/story/book-state.ts';
import { storedArticle } from '../../fakes/stored-article.ts';
import { StoriesInMemory } from '../plan-digests/stories-in-memory.ts';

const talks = {
  title: 'Border commissions of Armenia and Azerbaijan met near Ijevan',
  summary: 'A stretch of twelve kilometres was agreed, and mine maps were handed over at the bridge.',
};
const freight = {
  title: 'Railway freight tariff through Georgia cut by a third',
  summary:
    'The railways agreed on a lower tariff for grain wagons bound for Armenia, the ministry announced.',
};
const told = (id: string, outletId: string, text: { title: string; summary: string }): Article =>
  storedArticle({
    id,
    outletId,
    ...text,
    topics: ['armenia-azerbaijan'],
    publishedAt: '2026-03-04T11:00:00.000Z',
    seenAt: '2026-03-04T11:00:00.000Z',
  });

/** A desk whose window can be made to refuse the next save, and whose process can be started anew. */
function desk() {
  const table = new StoriesInMemory();
  const said: string[] = [];
  let window: BookState | null = null;
  let minutes = 0;
  let refuses = false;
  let rebuilt = 0;
  const clock = (): Date => new Date(Date.parse('2026-03-04T12:00:00Z') + minutes * 60_000);
  const started = () =>
    storyGrouper({
      table: table.ports,
      window: {
        read: () => Promise.resolve(window && { state: structuredClone(window), deltas: [] }),
        forget: () => undefined,
        save: (_delta, book) => {
          if (refuses) return Promise.reject(new Error('killed'));
          window = structuredClone(book.state());
          return Promise.resolve();
        },
      },
      rebuild: () => {
        rebuilt++;
        return rebuildBook(table, clock());
      },
      outletOf: (id) => ({ name: id, country: 'AM', kind: 'agency' }),
      clock,
      log: (event) => said.push(event),
    });
  return {
    said,
    rebuilds: () => rebuilt,
    window: (): BookStory[] => window?.stories ?? [],
    remade: async (): Promise<BookStory[]> => (await rebuildBook(table, clock())).state().stories,
    revise: (article: Article) => table.articles.set(article.id, article),
    /** A batch by a new process. @param dies after its rows, before its window. @returns what it failed with */
    take: async (articles: Article[], dies = false): Promise<string | null> => {
      minutes++;
      refuses = dies;
      for (const each of articles) table.articles.set(each.id, each);
      const batch = started()(articles.map(({ id }) => ({ articleId: id, revision: 1 })));
      const failed = await batch.then(
        () => null,
        (error: unknown) => String(error),
      );
      table.settle();
      return failed;
    },
    /** Story → its articles, by what readers see. */
    rows: () =>
      table
        .stories()
        .map(({ story, articles }) => `${story.id}: ${articles.map(({ articleId }) => articleId).join(' ')}`),
  };
}

test('an article that was revised between a batch that died and its retry is in one story', async () => {
  const { take, revise, rows, said } = desk();
  await take([told('a1', 'first-post', talks)]);
  expect(await take([told('b1', 'second-post', freight)], true)).toBe('Error: killed');
  expect(rows()).toEqual(['a1: a1', 'b1: b1']);
  const revised = told('b1', 'second-post', { ...talks, title: `${talks.title}, again` });
  revise(revised);
  await take([revised]);
  expect(rows().filter((row) => row.includes('b1'))).toHaveLength(1);
  expect(said).toContain('story-rows-unknown');
});

test('a new process trusts the window where the rows tell of no more', async () => {
  const { take, said, rebuilds } = desk();
  await take([told('a1', 'first-post', talks)]);
  await take([told('b1', 'second-post', freight)]);
  await take([told('c1', 'third-post', { ...talks, summary: `${talks.summary} So said Yerevan.` })]);
  expect(said).not.toContain('story-rows-unknown');
  // The first start, when there is no window.
  expect(rebuilds()).toBe(1);
});

test('a book remade from the rows is the one that was saved: order, choices, evidence and the coverage gap that falls due', async () => {
  const { take, window, remade } = desk();
  for (const [id, outletId, minute] of [
    ['c1', 'third-post', 30],
    ['a1', 'first-post', 10],
    ['b1', 'second-post', 20],
  ] as const)
    await take([
      {
        ...told(id, outletId, {
          ...talks,
          summary: `${talks.summary} ${outletId} heard it at ${minute} past.`,
        }),
        publishedAt: `2026-03-04T11:${minute}:00.000Z`,
      },
    ]);
  const [saved, again] = [window(), await remade()].map((stories) =>
    stories.map(({ id, silenceAt, articles }) => ({
      id,
      silenceAt,
      articles: articles.map(({ articleId, chosen, at, evidence }) => ({ articleId, chosen, at, evidence })),
    })),
  );
  expect(again).toEqual(saved?.map((each) => ({ ...each, articles: byTime(each.articles) })));
  expect(saved?.map(({ articles }) => articles.length)).toEqual([3]);
  expect(saved?.[0]?.silenceAt).toMatch(/^2026-03-0/);
});

const byTime = <T extends { at: number }>(articles: readonly T[]): T[] =>
  articles.toSorted((one, other) => one.at - other.at);
