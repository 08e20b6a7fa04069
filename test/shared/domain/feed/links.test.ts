import { describe, expect, it } from 'vitest';
import { mendedLink, safeLink } from '../../../../shared/domain/feed/links.ts';

const base = 'http://www.news.example/rss';

describe('a link as it was meant', () => {
  it.each([
    // right, or nobody knows better
    ['https://news.example/1', 'https://news.example/1'],
    ['/1', '/1'],
    ['page/1', 'page/1'],
    ['mailto:a@news.example', 'mailto:a@news.example'],
    ['https://other.example/https://third.example/1', 'https://other.example/https://third.example/1'],
    ['https://news.example/?to=https://news.example/', 'https://news.example/?to=https://news.example/'],
    ['say https:/news.example', 'say https:/news.example'],
    // slashes and colons
    ['http:/news.example/1', 'http://news.example/1'],
    ['http:///news.example/1', 'http://news.example/1'],
    ['http//news.example/1', 'http://news.example/1'],
    ['https/news.example/1', 'https://news.example/1'],
    ['http://://news.example/1', 'http://news.example/1'],
    ['https:news.example/1', 'https://news.example/1'],
    ['https:news', 'https:news'],
    ['://news.example/1', '//news.example/1'],
    ['HTTP:/news.example/1', 'HTTP://news.example/1'],
    // a scheme before another one
    ['http://https://news.example/1', 'https://news.example/1'],
    ['http://http://https://news.example/1', 'https://news.example/1'],
    ['http//https://news.example/1', 'https://news.example/1'],
    ['https:/http://news.example/1', 'http://news.example/1'],
    ['http://https//news.example/1', 'https://news.example/1'],
    // the address of the site before a whole one
    ['https://news.example/https://news.example/1', 'https://news.example/1'],
    ['https://news.examplehttps://news.example/1', 'https://news.example/1'],
    ['https://www.news.example/http://news.example/1', 'http://news.example/1'],
    // a host without a scheme: that of the feed
    ['www.other.example/1', 'http://www.other.example/1'],
    ['www.x', 'www.x'],
    ['see www.other.example', 'see www.other.example'],
    ['news.example/1', 'http://news.example/1'],
    ['news.example', 'http://news.example'],
    ['sport.News.example?1', 'http://sport.News.example?1'],
    ['mynews.example/1', 'mynews.example/1'],
    // what a program left around it
    ['  https://news.example/1\n', 'https://news.example/1'],
    ['<![CDATA[ https://news.example/1 ]]>', 'https://news.example/1'],
    ['https://news.example/?a=1&amp;b=2&#38;c=3&#x26;d', 'https://news.example/?a=1&b=2&c=3&d'],
  ])('%j is %j', (written, meant) => {
    expect(mendedLink(written, base)).toBe(meant);
  });
  it('has a secure scheme where the feed has one, or none is known', () => {
    expect([
      mendedLink('www.other.example/1', 'https://news.example/rss'),
      mendedLink('www.other.example/1', null),
      mendedLink('news.example/1', null),
      mendedLink('localhost/1', 'http://localhost/rss'),
    ]).toEqual([
      'https://www.other.example/1',
      'https://www.other.example/1',
      'news.example/1',
      'localhost/1',
    ]);
  });
});

describe('a safe link', () => {
  const long = `https://news.example/${'a'.repeat(2_048)}`;
  it.each([
    ['https://news.example', 'https://news.example'],
    [' https://news.example/1 ', 'https://news.example/1'],
    ['1', 'http://www.news.example/1'],
    ['https://news.example/"x"', 'https://news.example/%22x%22'],
    ['https:\\\\news.example\\1', 'https://news.example/1'],
    ['https://news.example/a b', 'https://news.example/a%20b'],
    ['https://user@news.example/', null],
    ['https://:word@news.example/', null],
    ['ftp://news.example/', null],
    ['javascript:alert(1)', null],
    ['', null],
    [long, null],
    [long.slice(0, 2_048), long.slice(0, 2_048)],
  ])('%j → %j', (written, safe) => {
    expect(safeLink(written, base)).toBe(safe);
  });
});
