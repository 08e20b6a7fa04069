import type { Article } from '../../shared/domain/article/article.ts';

const seenAt = '2026-11-24T06:00:00.000Z';

/** An article on topic as ingest-feed stores it; a test says what matters to it. */
export const storedArticle = (given: Pick<Article, 'id'> & Partial<Article>): Article => ({
  outletId: given.id,
  feedId: 'f',
  url: null,
  title: '',
  summary: '',
  language: 'en',
  publishedAt: seenAt,
  seenAt,
  authors: [],
  categories: [],
  image: null,
  archiveKey: 'k',
  revision: 1,
  topics: ['armenia-azerbaijan'],
  subtopics: [],
  entities: [],
  evidence: [],
  packVersion: '1',
  ...given,
});
