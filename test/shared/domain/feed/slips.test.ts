import Parser from 'rss-parser';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ParsedArticle } from '../../../../shared/domain/article/article.ts';
import { cleanUrl } from '../../../../shared/domain/article/canonical-url.ts';
import { languageOfLabel } from '../../../../shared/domain/article/detect-language.ts';
import { readListDate } from '../../../../shared/domain/feed/lists/list-dates.ts';
import { tokensOf } from '../../../../shared/domain/query/tokens.ts';
import { updatePeriodMinutes } from '../../../../shared/domain/visit/poll-hints.ts';
import { damagedUtf8 } from '../../../../shared/domain/feed/damaged-utf8.ts';
import { readDate } from '../../../../shared/domain/feed/dates.ts';
import { parseFeed } from '../../../../shared/domain/feed/parse.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const url = 'https://www.paper.example/feed';

async function articlesOf(body: Uint8Array | string): Promise<ParsedArticle[]> {
  const parsed = await parseFeed(typeof body === 'string' ? bytes(body) : body, { url });
  if (parsed.kind !== 'feed') throw new Error(parsed.reason);
  return parsed.articles;
}
const rss = (items: string, attributes = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"${attributes}><channel><title>P</title>${items}</channel></rss>`;
const item = (inner: string): string => `<item><link>https://paper.example/1</link>${inner}</item>`;
const first = async (inner: string, attributes = ''): Promise<ParsedArticle | undefined> =>
  (await articlesOf(rss(item(inner), attributes)))[0];

describe('siblings of known slips', () => {
  test.each([
    ['24 Kasım 2026 10:20 (TSİ)', '2026-11-24T07:20:00.000Z'],
    ['2026-11-24T10:20:00+04:00[Asia/Yerevan]', '2026-11-24T06:20:00.000Z'],
    ['2026-11-24T10:20:00[Asia/Yerevan]', '2026-11-24T06:20:00.000Z'],
    ['10.20 24.11.2026 GMT+4', '2026-11-24T06:20:00.000Z'],
    ['<time datetime="2026-11-24T10:20:00+04:00">11/24/2026</time>', '2026-11-24T06:20:00.000Z'],
  ])('the date %s', async (written, published) => {
    expect(await first(`<title>Bridge</title><pubDate>${written}</pubDate>`)).toMatchObject({ published });
  });

  test.each([
    ['https:paper.example/1', 'https://paper.example/1'],
    ['https//:paper.example/1', 'https://paper.example/1'],
    ['https://paper.example/https://www.paper.example/1', 'https://www.paper.example/1'],
    ['https://paper.examplehttps://paper.example/1', 'https://paper.example/1'],
    ['https://archive.example/http://paper.example/1', 'https://archive.example/http://paper.example/1'],
    ['https://paper.example/?a=1&amp;#38;b=2', 'https://paper.example/?a=1&b=2'],
    ['&lt;![CDATA[https://paper.example/1]]&gt;', 'https://paper.example/1'],
  ])('the link %s', async (written, link) => {
    expect((await articlesOf(rss(`<item><title>a</title><link>${written}</link></item>`)))[0]?.url).toBe(
      link,
    );
  });

  test.each([
    ['The bridge is open. The post appeared first on Valley Post', 'The bridge is open.'],
    ['The bridge is open. Read Full Article at valley.example', 'The bridge is open.'],
    ['The stamp appeared first on letters.', 'The stamp appeared first on letters.'],
  ])('the tail of «%s»', async (description, summary) => {
    expect(await first(`<title>Bridge</title><description>${description}</description>`)).toMatchObject({
      summary,
    });
  });

  test('a hidden picture counts readers', async () => {
    const html =
      '&lt;img src="https://c.example/x" style="display: none"&gt;&lt;img src="https://p.example/1.jpg"&gt;';
    expect((await first(`<title>a</title><description>${html}</description>`))?.image).toBe(
      'https://p.example/1.jpg',
    );
  });

  test('where one sign of a plain title was escaped twice, so was every «&»', async () => {
    const title = async (text: string) =>
      (
        await articlesOf(
          JSON.stringify({
            version: 'https://jsonfeed.org/version/1.1',
            items: [{ id: '1', url: 'https://paper.example/1', title: text }],
          }),
        )
      )[0]?.title;
    expect(await title('Fish &#8217;n&#8217; chips &amp; tea')).toBe('Fish ’n’ chips & tea');
    expect(await title('How to write &amp; in HTML')).toBe('How to write &amp; in HTML');
  });
});

describe('UTF-8 with wrong bytes', () => {
  const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

  test.each([
    ['a pasted blank', `${utf8('Lori’s “orchard”')}\xa0blooms`, 'Lori’s “orchard” blooms'],
    ['a pasted dash', `${utf8('Ağdam')} \x96 ${utf8('Xankəndi')}`, 'Ağdam – Xankəndi'],
    ['a letter cut by a byte limit', `${utf8('Դիլիջանի ճանապարհ')}\xd5`, 'Դիլիջանի ճանապարհ'],
    ['a byte of nothing', `${utf8('ახალი')}\xfe${utf8('ამბავი')}`, 'ახალიამბავი'],
  ])('%s stays UTF-8', async (_name, title, read) => {
    expect((await articlesOf(latin(rss(item(`<title>${title}</title>`)))))[0]?.title).toBe(read);
  });

  test('a text pasted whole is read as what it is, its neighbours as UTF-8', async () => {
    const pasted = Buffer.from('D1EDE5E320E7E0EAF0FBEB20EFE5F0E5E2E0EB20E2E5F7E5F0EEEC', 'hex').toString(
      'latin1',
    );
    const body = rss(item(`<title>${utf8('Перевал')}</title><description>${pasted}</description>`));
    expect((await articlesOf(latin(body)))[0]).toMatchObject({
      title: 'Перевал',
      summary: 'Снег закрыл перевал вечером',
    });
  });

  test('next to no proof is no proof', () => {
    const windows1251 = Buffer.from('D1EEE2E5F220AB CCC8D0BB20F0E5F8E8EB'.replace(' ', ''), 'hex');
    expect(damagedUtf8(windows1251)).toBeNull();
  });
});

describe('UTF-8 twice', () => {
  const twice = (text: string, by: 'latin1'): string => Buffer.from(text, 'utf8').toString(by);

  test.each(['Вечер в Шуше', 'Ձմեռը Գորիսում', 'ზამთარი გორში', 'Şəkidə qış — “soyuq”'])(
    '%s',
    async (title) => {
      expect((await first(`<title>${twice(title, 'latin1')}</title>`))?.title).toBe(title);
    },
  );

  test('by way of windows-1251', async () => {
    const title = new TextDecoder('windows-1251').decode(bytes('Шорох листьев'));
    expect((await first(`<title>${title}</title>`))?.title).toBe('Шорох листьев');
  });

  test.each(['«CAFÉ» in Gyumri', 'ÇÖRƏK VƏ DUZ', 'NÃO e SÃO'])('%s is a language', async (title) => {
    expect((await first(`<title>${title}</title>`))?.title).toBe(title);
  });

  test('a good neighbour of a quoted one stays', async () => {
    const items = item('<title>Что значит Ð¢Ð°Ðº в письме</title>') + item('<title>Осень</title>');
    expect((await articlesOf(rss(items)))[1]?.title).toBe('Осень');
  });

  test('C1 controls are signs of windows-1252', async () => {
    expect((await first('<title>It\u0092s \u0093late\u0094\u0085</title>'))?.title).toBe('It’s “late”…');
  });
});

test.each([
  'http://www.w3.org/2005/Atom',
  'http://search.yahoo.com/mrss/',
  'http://purl.org/dc/terms/',
  'http://www.georss.org/georss',
])('RSS under the default namespace %s is RSS', async (uri) => {
  const inner =
    '<title>A</title><description>B</description><guid>g</guid><pubDate>24 Nov 2026 06:00 GMT</pubDate>';
  expect(await first(inner, ` xmlns="${uri}"`)).toMatchObject({
    title: 'A',
    summary: 'B',
    guid: 'g',
    published: '2026-11-24T06:00:00.000Z',
  });
});

test.each([
  [
    '<time class="d" datetime="2026-03-04T05:06:00+04:00" title="4/3/26">yesterday</time>',
    '2026-03-04T01:06:00.000Z',
  ],
  ['08:15, 04.03.2026 (+0300)', '2026-03-04T05:15:00.000Z'],
  ['4 марта 2026 года, 08:15 по тбилисскому времени', '2026-03-04T04:15:00.000Z'],
  ['4 mart 2026 08:15 (Bakı vaxtı ilə)', '2026-03-04T04:15:00.000Z'],
  ['2026-03-04 08:15 Europe/Moscow', '2026-03-04T05:15:00.000Z'],
  ['4 mars 2026 08.15', '2026-03-04T08:15:00.000Z'],
  ['03/04/2026 8:15 PM', '2026-03-04T20:15:00.000Z'],
  ['0000000000', null],
  ['1970-01-01 04:00:00 +0400', null],
])('the date %s', (written, date) => {
  expect(readDate(written)).toBe(date);
});

test('an outlet that writes its local time has a clock; a date that names its own does not need it', () => {
  expect(readDate('2026-03-04 08:15', 'Asia/Yerevan')).toBe('2026-03-04T04:15:00.000Z');
  expect(readDate('Wed, 04 Mar 2026 08:15:00 +0300', 'Asia/Yerevan')).toBe('2026-03-04T05:15:00.000Z');
});

describe('a summary', () => {
  const described = async (html: string, title = 'Mill restored'): Promise<string | undefined> =>
    (await first(`<title>${title}</title><description><![CDATA[${html}]]></description>`))?.summary;

  test.each([
    '<p>The post <a href="/1">Mill restored</a> first appeared on <a href="/">Lori Weekly</a>.</p>',
    '<p>Запись <a href="/1">Mill restored</a> впервые появилась на <a href="/">Лори</a>.</p>',
    '<p><a href="/1">Mill restored</a> yazısı ilk olarak <a href="/">Lori</a> sitesinde yayınlandı.</p>',
    '<p><a href="/1">Read more →</a></p>',
    ' <a href="/1">Подробнее</a>',
    ' <a href="/1">Ətraflı oxu</a>',
    ' <a href="/1">Haberin devamı için tıklayın</a>',
    ' <a href="/1">Կարդալ ավելին</a>',
    ' <a href="/1">წაიკითხეთ სრულად</a>',
  ])('ends before %s', async (tail) => {
    expect(await described(`<p>It grinds again.</p>${tail}`)).toBe('It grinds again.');
  });

  test.each([
    'The poem appeared first in a letter of 1911.',
    'Read more books, says the mayor. Schools agree.',
    'Далее слово взял министр и напомнил о сроках.',
  ])('%s is text', async (text) => {
    expect(await described(text)).toBe(text);
  });

  test('comes before the captions of its pictures, which stand for it alone', async () => {
    const caption =
      '<media:content url="https://paper.example/a.jpg"><media:description>Photo: N</media:description></media:content>';
    expect((await first(`${caption}<content:encoded>The text.</content:encoded>`))?.summary).toBe(
      'The text.',
    );
    expect((await first(caption))?.summary).toBe('Photo: N');
  });
});

test.each([
  ['<img src="/p.png" width=1 height=1><img src="/a.jpg">', 'https://www.paper.example/a.jpg'],
  ['<img class="emoji" src="/e.svg"><img src="/a.jpg">', 'https://www.paper.example/a.jpg'],
  ['<img src="/blank.gif" data-lazy-src="/a.jpg">', 'https://www.paper.example/a.jpg'],
  ['<img src="https://mc.yandex.ru/watch/1">', null],
])('the picture of %s', async (html, picture) => {
  expect((await first(`<description><![CDATA[${html}]]></description>`))?.image).toBe(picture);
});

test.each([
  ['www.paper.example/a', 'https://www.paper.example/a'],
  ['paper.example/a', 'https://paper.example/a'],
  ['http:/paper.example/a', 'http://paper.example/a'],
  ['https://http://paper.example/a', 'http://paper.example/a'],
  ['https://paper.example/?a=1&amp;amp;b=2', 'https://paper.example/?a=1&b=2'],
  ['news/a', 'https://www.paper.example/news/a'],
])('the link %s', async (link, read) => {
  expect((await articlesOf(rss(`<item><title>t</title><link>${link}</link></item>`)))[0]?.url).toBe(read);
});

test('signs, lists and other forms are read as meant', async () => {
  expect((await first('<title>Fair &#55357;&#56832; day</title>'))?.title).toBe('Fair 😀 day');
  expect((await first('<tags><tag>Rail</tag><tag>Sea</tag></tags>'))?.categories).toEqual(['Rail', 'Sea']);
  const atom =
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>It&amp;#8217;s &amp;lt;b&amp;gt;</title><content src="/c"/></entry></feed>';
  expect((await articlesOf(atom))[0]).toMatchObject({
    title: 'It’s &lt;b&gt;',
    url: 'https://www.paper.example/c',
  });
  const json = {
    channel: { title: 'P', item: { title: 'Tea & bread', guid: { '@isPermaLink': 'false', '#text': '7' } } },
  };
  expect((await articlesOf(JSON.stringify(json)))[0]).toMatchObject({ title: 'Tea & bread', guid: '7' });
});

describe('a word that is also the name of what every object inherits', () => {
  const at = '2026-11-24T12:00:00.000Z';
  test.each(['constructor', '__proto__', 'toString', 'valueof'])('%s', async (word) => {
    expect(cleanUrl(`https://paper.example/?${word}=1`)).toBe(`https://paper.example/?${word}=1`);
    expect(readDate(`24 Nov 2026 10:20 ${word}`)).toBe(readDate('24 Nov 2026 10:20 bogus'));
    expect(readListDate(`2 ${word} ago`, { zone: 'UTC', at })).toBe(
      readListDate('2 bogus ago', { zone: 'UTC', at }),
    );
    expect(languageOfLabel(word)).toBe(null);
    expect(updatePeriodMinutes({ updatePeriod: word })).toBe(undefined);
    const [token] = [tokensOf(`${word}:x`)].flat();
    expect(token).not.toMatchObject({ kind: 'filter' });
    const body = `<?xml version="1.0" encoding="${word}"?><rss><channel><language>${word}</language><item xmlns:a="${word}"><${word}>x</${word}><a:${word}>x</a:${word}><title>One</title></item></channel></rss>`;
    expect(await articlesOf(body)).toMatchObject([{ title: 'One', language: 'und' }]);
  });
});

describe('rss-parser', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test('reads every item', async () => {
    const parse = vi.spyOn(Parser.prototype, 'parseString');
    await articlesOf(rss(item('<title>One</title>') + item('<title>Two</title>')));
    expect(parse).toHaveBeenCalledOnce();
    expect(parse.mock.calls[0]?.[0]).toMatch(/One.*Two/s);
    parse.mockResolvedValue({ items: [] });
    expect(await articlesOf(rss(item('<title>One</title>')))).toEqual([]);
  });

  test('gets the end of a CDATA section in a title, a guid and a link unharmed', async () => {
    const inner =
      '<title>a]]&gt;b &amp; c</title><guid isPermaLink="false">g]]&gt;1</guid><link>https://paper.example/?q=]]&gt;</link>';
    expect((await articlesOf(rss(`<item>${inner}</item>`)))[0]).toMatchObject({
      title: 'a]]>b & c',
      guid: 'g]]>1',
      url: 'https://paper.example/?q=]]%3E',
    });
  });
});
