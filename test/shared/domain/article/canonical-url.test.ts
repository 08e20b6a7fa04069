import { describe, expect, it } from 'vitest';
import { cleanUrl, urlIdentity } from '../../../../shared/domain/article/canonical-url.ts';

describe('cleanUrl', () => {
  it.each([
    ['https://news.example/a?utm_source=rss&utm_medium=feed', 'https://news.example/a'],
    ['https://news.example/a?id=7&fbclid=x&page=2', 'https://news.example/a?id=7&page=2'],
    ['https://news.example/a?yclid=1&ysclid=2', 'https://news.example/a'],
    ['https://news.example/a?from=rss', 'https://news.example/a'],
    ['https://news.example/a#xtor=RSS-3', 'https://news.example/a'],
    [
      'https://www.google.com/url?rct=j&url=https%3A%2F%2Fnews.example%2Fa%3Futm_source%3Dx',
      'https://news.example/a',
    ],
    ['https://l.facebook.com/l.php?u=https%3A%2F%2Fnews.example%2Fa&h=1', 'https://news.example/a'],
    ['https://vk.com/away.php?to=https%3A%2F%2Fnews.example%2Fa', 'https://news.example/a'],
    [
      'https://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3A%2F%2Fnews.example%2Fa',
      'https://news.example/a',
    ],
  ])('%s becomes %s', (link, clean) => {
    expect(cleanUrl(link)).toBe(clean);
  });
  it.each([
    'https://news.example',
    'https://news.example/ა?from=tbilisi',
    'https://news.example/A%20b?x=1&y=#part',
    'https://vk.com/away.php?to=javascript:alert(1)',
  ])('leaves %s as it is written', (link) => {
    expect(cleanUrl(link)).toBe(link);
  });
});

describe('urlIdentity', () => {
  it.each([
    'http://news.example/a',
    'https://www.news.example/a/',
    'https://NEWS.example:443/a?utm_campaign=x',
    'https://news.example//a#top',
    'https://news.example./a',
    'https://news.example/mobile/a',
    'https://news.example/print/a',
    'https://news.example/(S(abc123def456ghi789jkl0))/a',
    'https://news.example/a?view=amp',
    'https://news.example/a?mobile=1&print=yes',
    'https://news.example/a?cache=123456',
    'https://news.example/a?ASPSESSIONIDQQ=XYZ',
    'https://news-example.cdn.ampproject.org/c/s/news.example/a',
    'https://www.google.com/amp/s/news.example/a',
  ])('is one for %s', (link) => {
    expect(urlIdentity(link)).toBe('news.example/a');
  });
  it('stays the same after many calls, with letters such as Ö (URL.canParse of Node 20 does not)', () => {
    const identities = new Set(Array.from({ length: 12_000 }, () => urlIdentity('https://news.example/Ö')));
    expect(identities).toEqual(new Set(['news.example/%C3%96']));
  });
  it('is one for both spellings of an escape, and for the front controller', () => {
    expect(urlIdentity('https://news.example/%d5%ac')).toBe(urlIdentity('https://news.example/լ'));
    expect(urlIdentity('https://news.example/index.php?p=7')).toBe(urlIdentity('https://news.example/?p=7'));
  });
  it('does not depend on the order of the query', () => {
    expect(urlIdentity('https://news.example/?b=2&a=1')).toBe(urlIdentity('https://news.example/?a=1&b=2'));
  });
  it.each([
    ['https://news.example/a', 'https://news.example/b'],
    ['https://news.example/?id=1', 'https://news.example/?id=2'],
    ['https://news.example/a', 'https://ru.news.example/a'],
    ['https://news.example/#!/1', 'https://news.example/#!/2'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(urlIdentity(one)).not.toBe(urlIdentity(other));
  });
});
