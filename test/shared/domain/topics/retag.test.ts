import { expect, it } from 'vitest';
import type { Article } from '../../../../shared/domain/article/article.ts';
import { retag } from '../../../../shared/domain/topics/retag.ts';
import type { Tagging } from '../../../../shared/domain/topics/tagging.ts';

const stored: Article = {
  id: 'a1',
  outletId: 'o',
  feedId: 'f',
  url: null,
  title: 'T',
  summary: 'S',
  language: 'en',
  publishedAt: '2026-01-01T00:00:00Z',
  seenAt: '2026-01-01T00:00:00Z',
  authors: [],
  categories: [],
  image: null,
  archiveKey: 'k',
  revision: 3,
  topics: ['csto'],
  subtopics: ['border'],
  entities: ['armenia'],
  evidence: [
    { kind: 'topic', of: 'csto', rule: 'old', score: 1, places: [] },
    { kind: 'reprint', of: 'a0', rule: 'copy', score: 1, places: [] },
  ],
  packVersion: 'old',
  reprintOf: 'a0',
};
const tagging: Tagging = {
  topics: ['armenia-azerbaijan'],
  subtopics: ['border'],
  entities: [],
  nearMisses: [],
  packVersion: 'new',
  evidence: [{ kind: 'topic', of: 'armenia-azerbaijan', rule: 'r', score: 1, places: [] }],
};

it('says what was gained and lost and keeps the text, the revision and the reprint', () => {
  const { article, gained, lost, before } = retag(() => tagging, stored);
  expect({ gained, lost, before }).toEqual({ gained: ['armenia-azerbaijan'], lost: ['csto'], before: 'old' });
  expect(article).toMatchObject({ revision: 3, reprintOf: 'a0', packVersion: 'new', entities: [] });
  expect(article.evidence.map((one) => one.kind)).toEqual(['topic', 'reprint']);
});

it('done twice changes nothing', () => {
  const once = retag(() => tagging, stored).article;
  const twice = retag(() => tagging, once);
  expect(twice).toEqual({ article: once, gained: [], lost: [], before: 'new' });
});
