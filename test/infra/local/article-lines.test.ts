import { expect, test } from 'vitest';
import { readArticleLines } from '../../../infra/local/article-lines.ts';

const country = (line: object) =>
  readArticleLines('a.jsonl', JSON.stringify({ id: '1', title: 'T', ...line }))[0]?.country;

test('a line has its own country, else that of the outlet it names by id, name or host, else none', () => {
  expect(country({ country: 'GE', outlet: 'news.am' })).toBe('GE');
  expect(
    ['news.am', 'Sputnik Armenia', 'hetq.am', 'Anadolu Agency'].map((outlet) => country({ outlet })),
  ).toEqual(['AM', 'AM', 'AM', 'TR']);
  expect([country({ outlet: 'nobody.example' }), country({})]).toEqual([undefined, undefined]);
});
