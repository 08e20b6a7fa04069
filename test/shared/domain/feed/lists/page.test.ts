import { describe, expect, it } from 'vitest';
import type { FeedSource } from '../../../../../shared/domain/feed/document.ts';
import { parseFeed } from '../../../../../shared/domain/feed/parse.ts';

const url = 'https://ministry.example/en/news';
async function read(html: string, source: FeedSource = {}) {
  const parsed = await parseFeed(new TextEncoder().encode(html), {
    kind: 'page',
    zone: 'Asia/Baku',
    at: '2026-11-24T12:00:00.000Z',
    url,
    ...source,
  });
  if (parsed.kind !== 'feed') throw new Error(parsed.reason);
  return parsed.articles;
}
const said = (articles: Awaited<ReturnType<typeof read>>) =>
  articles.map(({ title, url: link, published, summary }) => [title, link, published, summary]);

const page = (list: string) => `<!doctype html><html lang="en"><head><title>News</title></head><body>
<nav><ul><li><a href="/en/about">About the ministry and its people</a></li><li><a href="/en/help">Where to ask for help in town</a></li>
<li><a href="/en/jobs">Vacancies that are open this month</a></li></ul></nav><main>${list}</main>
<footer><ul><li><a href="/en/map">Map of this site and its parts</a></li></ul></footer></body></html>`;
const headlines = [
  'Bridge over the river is opened',
  'Orchard fair draws the whole valley',
  'School library gets new books',
  'Choir sings in the old mill',
];

describe('by the selectors of the catalogue', () => {
  it('reads title, link, date and summary, each from its element', async () => {
    const list = `<ul class="search__list">${headlines.map((headline, at) => `<li><a href="/en/item/${at}/"><div class="pic"><img src="/p${at}.jpg" alt=""></div><div class="search__date">2${at}.11.2026</div><div class="search__text-wrapper"><strong>${headline}</strong><p>More of it.</p></div></a></li>`).join('')}</ul>`;
    const select = {
      item: 'ul.search__list li',
      title: '.search__text-wrapper strong',
      date: 'div.search__date',
      dateForm: '%d.%m.%Y',
      summary: '.search__text-wrapper p',
    };
    expect(said(await read(page(list), { select }))).toEqual(
      headlines.map((headline, at) => [
        headline,
        `https://ministry.example/en/item/${at}/`,
        `2026-11-${19 + at}T20:00:00.000Z`,
        'More of it.',
      ]),
    );
  });

  it('an item that is itself the link gives its text without the date', async () => {
    const list = headlines
      .map(
        (headline, at) =>
          `<a class="row" href="item/${at}"><span class="when">${at + 1} hours ago</span><div>${headline}</div></a>`,
      )
      .join('');
    expect(said(await read(page(list), { select: { item: 'a.row', date: 'span.when' } }))[0]).toEqual([
      headlines[0],
      'https://ministry.example/en/item/0',
      '2026-11-24T11:00:00.000Z',
      '',
    ]);
  });

  it('of two links to one article the title is the one with words, and the article comes once', async () => {
    const list = `<div class="c"><a href="/a/1"><img src="/1.jpg" alt="picture"></a><a href="/a/1">${headlines[0]}</a></div><div class="c"><a href="/a/1">${headlines[0]}</a></div>`;
    const articles = await read(page(list), { select: { item: 'div.c' } });
    expect(articles.map(({ title, image }) => [title, image])).toEqual([
      [headlines[0], 'https://ministry.example/1.jpg'],
    ]);
  });

  it('says of each date that it cannot read, or find, that it is unreadable', async () => {
    const list = `<div class="c"><a href="/a/1">One</a><i>soon</i></div><div class="c"><a href="/a/2">Two</a></div>`;
    const articles = await read(page(list), { select: { item: 'div.c', date: 'i' } });
    expect(articles.map(({ dateUnreadable }) => dateUnreadable)).toEqual([true, true]);
  });

  it('links are relative to the page’s own base; without one, to its address', async () => {
    const list = '<div class="c"><a href="1">One</a></div><div class="c"><a href="./1">One again</a></div>';
    const select = { item: 'div.c' };
    const links = async (html: string) => (await read(html, { select })).map((article) => article.url);
    expect(await links(`<base href="https://cdn.example/x/">${list}`)).toEqual(['https://cdn.example/x/1']);
    expect(await links(`<base href="/deep/">${list}`)).toEqual(['https://ministry.example/deep/1']);
    expect(await links(`<base href="https://[">${list}`)).toEqual(['https://ministry.example/en/1']);
    expect(await links(list)).toEqual(['https://ministry.example/en/1']);
  });

  it('has a title, a language and its own address', async () => {
    const bytes = new TextEncoder().encode(page('<p>x</p>'));
    const head = async (html: Uint8Array) => {
      const parsed = await parseFeed(html, { kind: 'page', url, at: '2026-11-24T12:00:00.000Z' });
      return parsed.kind === 'feed' ? [parsed.format, parsed.feed] : parsed;
    };
    expect(await head(bytes)).toMatchObject(['page', { title: 'News', link: url, language: 'en' }]);
    expect(await head(new TextEncoder().encode('<p>x</p>'))).toMatchObject([
      'page',
      { title: '', link: url, language: 'und' },
    ]);
  });

  it('the title is its own element, a heading, the link’s words, or what the link or picture is called', async () => {
    const list = [
      '<div class="c"><a href="/a/1">go</a><h2>Heading</h2><b>Bold</b></div>',
      '<div class="c"><a href="/a/2">go</a><b></b><h3>Other</h3></div>',
      '<div class="c"><a href="/a/3" title="Called so"><img src="x" alt="Picture"></a></div>',
      '<div class="c"><a href="/a/4"><img src="x" alt="Picture"></a></div>',
      '<div class="c"><a href="/a/5">short</a><a href="/a/5">the longer one</a><a href="/a/9">a quite other link</a></div>',
    ].join('');
    const titles = async (select: { item: string; title?: string }) =>
      (await read(page(list), { select })).map(({ title }) => title);
    expect(await titles({ item: 'div.c' })).toEqual([
      'Heading',
      'Other',
      'Called so',
      'Picture',
      'the longer one',
    ]);
    expect((await titles({ item: 'div.c', title: 'b' }))[0]).toBe('Bold');
  });

  it.each([
    ['<time datetime="2026-11-23T10:00:00Z">x</time>', undefined, '2026-11-23T10:00:00.000Z'],
    ['<time data-unixtime="1795413600">x</time>', undefined, '2026-11-23T06:00:00.000Z'],
    ['<i data-timestamp="1795413600">x</i>', 'i', '2026-11-23T06:00:00.000Z'],
    ['<meta content="2026-11-23T10:00:00Z">', 'meta', '2026-11-23T10:00:00.000Z'],
    ['<i content="2026-11-23T10:00:00Z">22.11.2026</i>', 'i', '2026-11-21T20:00:00.000Z'],
    ['<i>22.11.2026</i>', undefined, null],
  ])('the date of %s by %s', async (date, selector, published) => {
    const list = `<div class="c"><a href="/a/1">One</a>${date}</div>`;
    const select = { item: 'div.c', ...(selector !== undefined && { date: selector }) };
    expect((await read(page(list), { select }))[0]?.published).toBe(published);
  });

  it('a short text is a label, a sentence is a teaser, unless the catalogue says so', async () => {
    const sentence = 'A teaser that is long enough to be a sentence.';
    const list = `<div class="c"><a href="/a/1">One</a><p>Label</p></div><div class="c"><a href="/a/2">Two</a><p>${sentence}</p></div>`;
    const summaries = async (select: { item: string; summary?: string }) =>
      (await read(page(list), { select })).map(({ summary }) => summary);
    expect(await summaries({ item: 'div.c' })).toEqual(['', sentence]);
    expect(await summaries({ item: 'div.c', summary: 'p' })).toEqual(['Label', sentence]);
  });

  it('the link is where the selector says: the element or the first in it', async () => {
    const list =
      '<div class="c"><a href="/no/1">No</a><span class="l"><a href="/a/1">One</a></span></div><div class="c"><a class="l" href="/a/2">Two</a></div><div class="c"><a href="/no/3">None</a></div>';
    const articles = await read(page(list), { select: { item: 'div.c', link: '.l' } });
    expect(articles.map((article) => article.url)).toEqual([
      'https://ministry.example/a/1',
      'https://ministry.example/a/2',
    ]);
  });

  it('takes so many items as are asked for, counting those that are none', async () => {
    const list = `<div class="c">No link</div>${headlines.map((headline, at) => `<div class="c"><a href="/a/${at}">${headline}</a></div>`).join('')}`;
    const titles = async (maxItems: number) =>
      (await read(page(list), { select: { item: 'div.c' }, maxItems })).map(({ title }) => title);
    expect(await titles(3)).toEqual(headlines.slice(0, 2));
    expect(await titles(50)).toEqual(headlines);
  });

  it('links that lead nowhere are no articles', async () => {
    const list =
      '<div class="c"><a href="javascript:void(0)">One</a></div><div class="c"><a href="#top">Two</a></div><div class="c">Three</div>';
    expect(await read(page(list), { select: { item: 'div.c' } })).toEqual([]);
  });
});

describe('without selectors', () => {
  it.each([
    [
      'cards',
      headlines.map(
        (headline, at) =>
          `<div class="card"><h3><a href="/n/${at}">${headline}</a></h3><time datetime="2026-11-2${at}T10:00:00Z">x</time></div>`,
      ),
    ],
    [
      'rows',
      headlines.map(
        (headline, at) =>
          `<p class="row"><span class="d">2${at}.11.2026 14:00</span> <a href="/n/${at}">${headline}</a></p>`,
      ),
    ],
    [
      'whole links',
      headlines.map(
        (headline, at) =>
          `<a class="news" href="/n/${at}"><div class="d">2${at}.11.2026 14:00</div><div class="t">${headline}</div></a>`,
      ),
    ],
  ])('takes what repeats: %s', async (_form, items) => {
    expect(said(await read(page(`<div class="list">${items.join('')}</div>`)))).toEqual(
      headlines.map((headline, at) => [
        headline,
        `https://ministry.example/n/${at}`,
        `2026-11-2${at}T10:00:00.000Z`,
        '',
      ]),
    );
  });

  it('a page of menus has no news', async () => {
    expect(await read(page('<p>Nothing here.</p>'))).toEqual([]);
  });
});

it('does not fall over what is no page: depth, unclosed tags, a faulty selector', async () => {
  expect(await read('<div>'.repeat(50_000))).toEqual([]);
  expect(await read(page('<a href="/a/1">One</a>'), { select: { item: 'div[' } })).toEqual([]);
});

it('reads an item of more parts than a call takes arguments', async () => {
  const list = `<ul>${headlines.map((headline, at) => `<li><a href="/en/item/${at}/">${headline}</a>${'<b></b>'.repeat(at === 0 ? 200_000 : 1)}</li>`).join('')}</ul>`;
  expect((await read(page(list))).map(({ title }) => title)).toEqual(headlines);
});
