import { expect, it } from 'vitest';
import {
  articleColumns,
  articleRows,
  articleRowsPath,
} from '../../../../shared/domain/site/article-table.ts';
import type { StoryArticle } from '../../../../shared/domain/story/story.ts';

const article: StoryArticle = {
  storyId: 's1',
  articleId: 'a1',
  outletId: 'armenpress',
  outletName: 'Armenpress',
  country: 'AM',
  kind: 'agency',
  side: 'yerevan',
  language: 'hy',
  title: 'ՀԱՊԿ-ի «նիստը»\nԵրևանում',
  summary: '',
  url: null,
  publishedAt: '2026-11-20T08:00:00Z',
  seenAt: '2026-11-20T08:05:00Z',
  topics: ['csto'],
  subtopics: [],
  entities: ['csto'],
  revisions: [{ at: '2026-11-20T09:00:00Z', title: 'x', summary: '' }],
  evidence: [],
};

it('one article is one line of JSON with exactly the columns of the table', () => {
  const [line = '', rest] = articleRows([article]).split('\n');
  expect(rest).toBe('');
  expect(Object.keys(JSON.parse(line) as object)).toEqual(articleColumns.map((column) => column.name));
  expect(JSON.parse(line)).toMatchObject({
    article_id: 'a1',
    title: 'ՀԱՊԿ-ի «նիստը»\nԵրևանում',
    url: null,
    reprint_of: null,
    owner: 'armenpress',
    revisions: 1,
    topics: ['csto'],
  });
});

it('the order of the articles does not change the bytes', () => {
  const later = { ...article, articleId: 'a2', seenAt: '2026-11-20T08:06:00Z', reprintOf: 'a1' };
  expect(articleRows([later, article])).toBe(articleRows([article, later]));
});

it('partitions are named as Hive names them', () => {
  expect(articleRowsPath('2026-11-20')).toBe('exports/articles/day=2026-11-20/articles.ndjson.gz');
});
