import { expect, test } from 'vitest';
import { pageLinks, refreshTarget } from '../../../../shared/domain/visit/page-links.ts';

test.each([
  ['0; url=/feed', '/feed'],
  ['0;URL="/feed"', '/feed'],
  [" 10 , url = '/feed' ", '/feed'],
  ['0.5;/feed', '/feed'],
  ['0; url=/feed  ', '/feed'],
  ['11; url=/feed', null],
  ['99999; url=/feed', null],
  ['5', null],
  ['', null],
  ['now; url=/feed', null],
  ['x 0; url=/feed', null],
])('«%s» sends to %s', (content, target) => {
  expect(refreshTarget(content)).toBe(target);
});

const page = 'https://outlet.example/news/';
const link = (type: string, href: string, rel = 'alternate') =>
  `<link rel="${rel}" type="${type}" href="${href}">`;

test('a page names its feeds, each once and absolute', () => {
  const html = [
    link('application/rss+xml', '/rss'),
    link('application/atom+xml', 'atom.xml', 'home ALTERNATE'),
    link('APPLICATION/rdf+xml; charset=utf-8', '/rdf'),
    link('text/feed+json', 'https://other.example/feed'),
    link('application/rss+xml', '/rss'),
    link('text/html', '/hy'),
    link('x-application/rss+xml', '/x'),
    link('application/rss+xml', '/style', 'stylesheet'),
    link('application/rss+xml', '/alternates', 'alternates'),
    link('application/rss+xml', 'javascript:feed()'),
    '<link rel="alternate" type="application/rss+xml">',
    `<a rel="alternate" type="application/rss+xml" href="/a">`,
  ].join('');
  expect(pageLinks(html, page)).toStrictEqual({
    refresh: null,
    feeds: [
      'https://outlet.example/rss',
      'https://outlet.example/news/atom.xml',
      'https://outlet.example/rdf',
      'https://other.example/feed',
    ],
  });
});

test('a page sends on where its first such element says', () => {
  const html =
    '<meta name="x" content="0; url=/no"><meta http-equiv="Refresh" content="30; url=/late"><meta http-equiv="refresh" content="1; url=/feed"><meta http-equiv="refresh" content="1; url=/later">';
  expect(pageLinks(html, page)).toStrictEqual({ refresh: 'https://outlet.example/feed', feeds: [] });
  expect(pageLinks('<meta http-equiv="refresh">', page).refresh).toBeNull();
  expect(pageLinks('<meta http-equiv="refresh" content="0; url=ftp://f.example/">', page).refresh).toBeNull();
});

test('it looks at the beginning of a page, and at no more than twenty feeds', () => {
  const feed = link('application/rss+xml', '/rss');
  expect(pageLinks(' '.repeat(100_000 - feed.length) + feed, page).feeds).toHaveLength(1);
  expect(pageLinks(' '.repeat(100_000) + feed, page).feeds).toStrictEqual([]);
  const many = Array.from({ length: 21 }, (_, n) => link('application/rss+xml', `/${n}`)).join('');
  expect(pageLinks(many, page).feeds).toHaveLength(20);
});
