import { expect, test } from 'vitest';
import type { Article } from '../../../../shared/domain/article/article.ts';
import { StoryBook } from '../../../../shared/domain/story/book.ts';
import { overridesOf } from '../../../../shared/domain/story/decisions.ts';
import { storedArticle } from '../../../fakes/stored-article.ts';

const outlet = { name: 'Sevan Lur', country: 'AM', kind: 'independent' } as const;
const article = (id: string, changed: Partial<Article> = {}): Article =>
  storedArticle({
    id,
    outletId: 'sevan-lur',
    title: `Commissions met near Ijevan ${id}`,
    summary: `Report ${id}`,
    publishedAt: '2026-11-24T02:00:00.000Z',
    seenAt: '2026-11-24T02:50:00.000Z',
    ...changed,
  });
const visibleIn = (book: StoryBook, now: string): Record<string, string | undefined> =>
  Object.fromEntries(
    book
      .changes(now)
      .stories.flatMap(({ links }) => links)
      .map((link) => [link.articleId, link.visibleAt]),
  );

test('an article is visible from the end of the batch that put it into its story, and stays so', () => {
  const book = new StoryBook();
  book.add(article('a'), outlet);
  expect(visibleIn(book, '2026-11-24T03:05:00.000Z')).toEqual({ a: '2026-11-24T03:05:00.000Z' });
  book.add(article('b', { title: 'Commissions met near Ijevan a again', summary: 'Report a' }), outlet);
  expect(visibleIn(book, '2026-11-24T04:00:00.000Z')).toMatchObject({ b: '2026-11-24T04:00:00.000Z' });
  expect(book.state().stories.flatMap((story) => story.articles)[0]?.visibleAt).toBe(
    '2026-11-24T03:05:00.000Z',
  );
});

test('it only moves forward: with a retry, with a later text, and when its story changes', () => {
  const book = new StoryBook();
  book.add(article('a'), outlet);
  visibleIn(book, '2026-11-24T03:05:00.000Z');
  book.add(article('a'), outlet);
  expect(visibleIn(book, '2026-11-24T03:10:00.000Z')).toEqual({ a: '2026-11-24T03:10:00.000Z' });
  book.revise(article('a', { topics: ['armenia-azerbaijan', 'csto'], revision: 2 }));
  expect(visibleIn(book, '2026-11-24T03:20:00.000Z')).toEqual({ a: '2026-11-24T03:20:00.000Z' });
  book.applyDecisions(
    overridesOf([
      { id: 'd', at: '2026-11-24T03:25:00.000Z', kind: 'split', from: 'a', into: 'c', articleIds: ['a'] },
    ]),
  );
  expect(visibleIn(book, '2026-11-24T03:30:00.000Z')).toEqual({ a: '2026-11-24T03:30:00.000Z' });
});

test('an article of a state that knew no such moment was visible when it was stored', () => {
  const before = new StoryBook();
  before.add(article('old'), outlet);
  before.changes('2026-11-24T03:00:00.000Z');
  const state = structuredClone(before.state());
  for (const story of state.stories) for (const each of story.articles) delete each.visibleAt;
  const book = new StoryBook(state);
  book.add(article('new', { title: 'Commissions met near Ijevan old again', summary: 'Report old' }), outlet);
  expect(visibleIn(book, '2026-11-24T05:00:00.000Z')).toMatchObject({ new: '2026-11-24T05:00:00.000Z' });
  const articles = book.state().stories.flatMap((story) => story.articles);
  expect(articles.find(({ articleId }) => articleId === 'old')?.visibleAt ?? '2026-11-24T02:50:00.000Z').toBe(
    '2026-11-24T02:50:00.000Z',
  );
});
