import { expect, it } from 'vitest';
import { citationText, cslOf } from '../../../../shared/domain/site/citation.ts';

const article = {
  articleId: 'a1',
  outletName: 'Sevan Lur',
  title: 'Ճանապարհը բացվեց',
  language: 'hy',
  url: 'https://sevan-lur.example/1',
  publishedAt: '2026-01-09T23:59:00.000Z',
  seenAt: '2026-11-24T06:07:08.000Z',
};
const undated = { ...article, dateFlag: 'missing', url: null } as const;
const page = 'https://w.example/stories/s1.html';

it('an article is cited with its own date and address, and when and where it was read', () => {
  expect(cslOf(article, page)).toStrictEqual({
    id: 'a1',
    type: 'article-newspaper',
    title: 'Ճանապարհը բացվեց',
    'container-title': 'Sevan Lur',
    language: 'hy',
    issued: { 'date-parts': [[2026, 1, 9]] },
    accessed: { 'date-parts': [[2026, 11, 24]] },
    URL: 'https://sevan-lur.example/1',
    note: 'Caucasus Wire, https://w.example/stories/s1.html',
  });
  expect(citationText(article, page)).toBe(
    'Sevan Lur: «Ճանապարհը բացվեց» [hy], 2026-01-09. https://sevan-lur.example/1 (read 2026-11-24 06:07 UTC; https://w.example/stories/s1.html)',
  );
});

it('a date that is our own clock is none of the article, and no address is no address', () => {
  const cited = cslOf(undated, page, 'Some Wire');
  expect('issued' in cited || 'URL' in cited).toBe(false);
  expect(cited.note).toBe('Some Wire, https://w.example/stories/s1.html');
  expect(citationText(undated, page)).toBe(
    'Sevan Lur: «Ճանապարհը բացվեց» [hy], n.d.. (read 2026-11-24 06:07 UTC; https://w.example/stories/s1.html)',
  );
});
