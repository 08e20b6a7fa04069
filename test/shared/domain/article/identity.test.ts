import { describe, expect, it } from 'vitest';
import type { ParsedArticle } from '../../../../shared/domain/article/article.ts';
import { guidsAreTrustworthy, identify, isRenamed } from '../../../../shared/domain/article/identity.ts';

const article = (given: Partial<ParsedArticle>): ParsedArticle => ({
  guid: null,
  url: null,
  title: 'Title',
  summary: '',
  content: '',
  published: null,
  updated: null,
  authors: [],
  categories: [],
  enclosures: [],
  image: null,
  language: 'en',
  ...given,
});
const scope = { outletId: 'outlet', homepage: 'https://news.example/' };
const of = (...articles: Partial<ParsedArticle>[]): (string | null)[] =>
  identify(articles.map(article), scope);

describe('identify', () => {
  it('knows an article by its address, whatever its tracking, scheme, guid or title', () => {
    const [one] = of({ url: 'https://news.example/a?utm_source=rss', guid: '1', title: 'Old' });
    const [other] = of({ url: 'http://www.news.example/a', guid: '2', title: 'New' });
    expect(one).toBe(other);
  });
  it('is the same for one page in two feeds of different outlets', () => {
    const [one] = of({ url: 'https://news.example/a' });
    expect(
      identify([article({ url: 'https://news.example/a' })], { outletId: 'other', homepage: null }),
    ).toEqual([one]);
  });
  it('takes the address behind a feed proxy', () => {
    expect(of({ url: 'http://feedproxy.google.com/~r/x/1', originalUrl: 'https://news.example/a' })).toEqual([
      'url:news.example/a',
    ]);
  });
  it('keeps apart what shares one address with different titles', () => {
    const [one, other] = of(
      { url: 'https://news.example/live', title: 'First', guid: 'a' },
      { url: 'https://news.example/live', title: 'Second', guid: 'b' },
    );
    expect(one).toBe('guid:outlet:a');
    expect(other).toBe('guid:outlet:b');
  });
  it('knows a page by its query where the address has no path', () => {
    const [one, renamed] = ['Bridge opens', 'Bridge opened'].map((title) =>
      identify([article({ url: 'https://news.example/?p=77', title })], scope),
    );
    expect(one).toEqual(['url:news.example?p=77']);
    expect(renamed).toEqual(one);
  });
  it('does not take the home page for an article', () => {
    expect(of({ url: 'https://news.example/', title: 'A title' })).toEqual(['title:outlet:a title']);
  });
  it('distrusts a guid that all items share (qafqazinfo.az)', () => {
    expect(of({ guid: 'same', title: 'One' }, { guid: 'same', title: 'Two' })).toEqual([
      'title:outlet:one',
      'title:outlet:two',
    ]);
  });
  it('distrusts guids that are hashes of the text', () => {
    expect(guidsAreTrustworthy([{ guid: 'd41d8cd98f00b204e9800998ecf8427e' }])).toBe(false);
  });
  it('keeps guids strings: 007 is not 7', () => {
    expect(new Set(of({ guid: '007' }, { guid: '7' })).size).toBe(2);
  });
  it('keeps letters of every script in a title', () => {
    expect(of({ title: 'Սահմանին հանգիստ է' }, { title: 'Սահմանին լարված է' })).toEqual([
      'title:outlet:սահմանին հանգիստ է',
      'title:outlet:սահմանին լարված է',
    ]);
  });
  it('has nothing to go by for an empty item', () => {
    expect(of({ title: '' })).toEqual([null]);
  });
});

describe('an item under a guid that is known', () => {
  const known = { title: 'Talks begin in Kazan', publishedAt: '2026-11-24T10:00:00.000Z' };
  const after = (ms: number): string => new Date(Date.parse(known.publishedAt) + ms).toISOString();
  const renamed = (given: Partial<ParsedArticle>): boolean =>
    isRenamed(known, article({ title: 'Kazan: talks end', ...given }));
  const twoDays = 2 * 24 * 3_600_000;

  it('is the article known where the headline is the same but for signs and capitals', () => {
    expect(renamed({ title: '«TALKS» begin, in Kazan!' })).toBe(true);
  });
  it('is another one where it has neither the headline nor a date', () => {
    expect(renamed({ guid: 'tag:news.example,2026:1' })).toBe(false);
  });
  it.each([0, 59_999, -59_999])('is the same where it was published within the minute (%d ms)', (ms) => {
    expect(renamed({ guid: '17', published: after(ms) })).toBe(true);
  });
  it.each([60_000, -60_000])(
    'under a number that may be a place in a list, is another from a minute on (%d ms)',
    (ms) => {
      expect(renamed({ guid: '17', published: after(ms) })).toBe(false);
      expect(renamed({ guid: null, published: after(ms) })).toBe(false);
    },
  );
  it.each([
    'https://news.example/?p=17',
    'http://news.example/17',
    'TAG:news.example,2026:17',
    'urn:uuid:17',
  ])('under %s, which names one thing for good, is the same for two days', (guid) => {
    expect(renamed({ guid, published: after(twoDays - 1) })).toBe(true);
    expect(renamed({ guid, published: after(twoDays) })).toBe(false);
    expect(renamed({ guid: `x${guid}`, published: after(60_000) })).toBe(false);
  });
});

describe('a page that lists articles', () => {
  const listed = (url: string): (string | null)[] => of({ url, title: 'Talks', guid: '17' });
  it.each(['https://news.example', 'https://news.example/', 'https://other.example/'])(
    '%s identifies none',
    (url) => {
      expect(listed(url)).toEqual(['guid:outlet:17']);
    },
  );
  it('is also the home of a feed that has a path', () => {
    const feed = { outletId: 'outlet', homepage: 'https://news.example/hy/' };
    expect(identify([article({ url: 'https://news.example/hy', guid: '17' })], feed)).toEqual([
      'guid:outlet:17',
    ]);
    expect(identify([article({ url: 'https://news.example/ru', guid: '17' })], feed)).toEqual([
      'url:news.example/ru',
    ]);
  });
});
