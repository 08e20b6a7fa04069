import { describe, expect, it } from 'vitest';
import type { FeedDocument, FeedSource } from '../../../../shared/domain/feed/document.ts';
import { parseFeed } from '../../../../shared/domain/feed/parse.ts';

async function feedOf(text: string, source: FeedSource = {}): Promise<FeedDocument> {
  const parsed = await parseFeed(new TextEncoder().encode(text), source);
  if (parsed.kind !== 'feed') throw new Error(parsed.reason);
  return parsed;
}
const namespaces = [
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:dcterms="http://purl.org/dc/terms/"',
  'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
  'xmlns:media="http://search.yahoo.com/mrss/"',
  'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
  'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"',
  'xmlns:atom="http://www.w3.org/2005/Atom"',
  'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"',
  'xmlns:admin="http://webns.net/mvcb/"',
].join(' ');
const rss = (channel: string) => `<rss version="2.0" ${namespaces}><channel>${channel}</channel></rss>`;
const url = 'https://n.example/rss';
const itemOf = async (inner: string) =>
  (await feedOf(rss(`<title>T</title><item>${inner}</item>`), { url })).articles[0];
const headOf = async (inner: string) => (await feedOf(rss(inner), { url })).feed;
const jsonOf = async (value: unknown) => feedOf(JSON.stringify(value), { url });
const codes = ({ problems }: FeedDocument): string[] => problems.map(({ code }) => code);

describe('of several elements that say the same, an item has', () => {
  it.each([
    ['title', '<dc:title>B</dc:title><title>A</title>', 'A'],
    ['title', '<title></title><media:title>B</media:title>', 'B'],
    ['summary', '<dc:description>B</dc:description><description>A</description>', 'A'],
    ['summary', '<itunes:subtitle>C</itunes:subtitle><itunes:summary>B</itunes:summary>', 'B'],
    ['summary', '<dcterms:abstract>B</dcterms:abstract>', 'B'],
    ['summary', '<media:description>of the picture</media:description>', 'of the picture'],
    ['summary', '<content:encoded>whole</content:encoded><media:description>x</media:description>', 'whole'],
    ['guid', '<dc:identifier>2</dc:identifier><guid>1</guid>', '1'],
    ['guid', '<dc:identifier>2</dc:identifier>', '2'],
    ['guid', `<guid> a\n b </guid>`, 'a b'],
    ['guid', `<guid>${'g'.repeat(1_200)}</guid>`, 'g'.repeat(1_000)],
    ['content', '<content:encoded>B</content:encoded><body>A</body>', 'B'],
    ['published', '<dc:date>2026-11-23</dc:date><pubDate>2026-11-24</pubDate>', '2026-11-24T00:00:00.000Z'],
    ['published', '<dcterms:created>2026-11-23</dcterms:created>', '2026-11-23T00:00:00.000Z'],
    ['published', '<dcterms:modified>2026-11-25</dcterms:modified>', '2026-11-25T00:00:00.000Z'],
    ['updated', '<dcterms:modified>2026-11-25</dcterms:modified>', '2026-11-25T00:00:00.000Z'],
    ['updated', '<pubDate>2026-11-24</pubDate>', null],
    ['language', '<title>A</title><dc:language>en</dc:language>', 'en'],
  ] as const)('%s of %s', async (field, inner, value) => {
    expect((await itemOf(inner))?.[field]).toBe(value);
  });

  it.each([
    ['<author>B</author><dc:creator>A</dc:creator>', ['B']],
    ['<dc:creator>A</dc:creator><dc:creator>B</dc:creator><dc:creator>A</dc:creator>', ['A', 'B']],
    ['<author></author><dc:creator>A</dc:creator>', ['A']],
    ['<media:credit>A</media:credit>', ['A']],
    ['<atom:author><atom:name>A</atom:name><atom:email>a@n.example</atom:email></atom:author>', ['A']],
    ['<atom:author><atom:email>a@n.example</atom:email></atom:author>', ['a@n.example']],
    ['<author>a@ (A)</author>', ['a@ (A)']],
    ['<author>(A)</author>', ['(A)']],
    ['<author>a@n.example ()</author>', ['a@n.example ()']],
    [
      Array.from({ length: 60 }, (_, n) => `<dc:creator>A${n}</dc:creator>`).join(''),
      Array.from({ length: 50 }, (_, n) => `A${n}`),
    ],
  ])('authors: %s', async (inner, authors) => {
    expect((await itemOf(`<title>T</title>${inner}`))?.authors).toEqual(authors);
  });

  it.each([
    ['<category>A</category><dc:subject>B</dc:subject><category>A</category>', ['A', 'B']],
    ['<category> A \n B</category>', ['A', 'B']],
    ['<category>A, B</category><itunes:keywords>C, D;E</itunes:keywords>', ['A, B', 'C', 'D', 'E']],
    ['<media:keywords>C,D</media:keywords>', ['C', 'D']],
    ['<itunes:category text="A"/>', ['A']],
    ['<atom:category term="a" label="A"/><atom:category term="b"/>', ['A', 'b']],
    ['<category></category>', []],
    [
      Array.from({ length: 60 }, (_, n) => `<category>A${n}</category>`).join(''),
      Array.from({ length: 50 }, (_, n) => `A${n}`),
    ],
  ])('categories: %s', async (inner, categories) => {
    expect((await itemOf(`<title>T</title>${inner}`))?.categories).toEqual(categories);
  });

  it.each([
    ['<enclosure url="https://n.example/a.mp3"/>', [{ url: 'https://n.example/a.mp3' }]],
    [
      '<enclosure url="https://n.example/a" type="audio/mpeg" length="0"/>',
      [{ url: 'https://n.example/a', type: 'audio/mpeg', length: 0 }],
    ],
    ['<enclosure url="https://n.example/a" length="-1"/>', [{ url: 'https://n.example/a' }]],
    ['<enclosure url="https://n.example/a" length="?"/>', [{ url: 'https://n.example/a' }]],
    [
      '<media:content url="https://n.example/v.mp4" fileSize="12"/>',
      [{ url: 'https://n.example/v.mp4', length: 12 }],
    ],
    ['<atom:link rel="Enclosure" href="https://n.example/l"/>', [{ url: 'https://n.example/l' }]],
    ['<enclosure url="ftp://n.example/a"/><enclosure url=""/><enclosure/>', []],
    ['<enclosure url="a.mp3"/>', [{ url: 'https://n.example/a.mp3' }]],
    [
      '<enclosure url="https://n.example/a" length="1"/><media:content url="https://n.example/a" fileSize="2"/>',
      [{ url: 'https://n.example/a', length: 2 }],
    ],
  ])('files: %s', async (inner, enclosures) => {
    expect((await itemOf(`<title>T</title>${inner}`))?.enclosures).toStrictEqual(enclosures);
  });

  it.each([
    [
      '<media:thumbnail url="https://n.example/t"/><itunes:image href="https://n.example/i"/>',
      'https://n.example/i',
    ],
    ['<itunes:image url="https://n.example/u"/>', 'https://n.example/u'],
    [
      '<itunes:link rel="image" href="https://n.example/l"/><itunes:link href="https://n.example/no"/>',
      'https://n.example/l',
    ],
    ['<image>https://n.example/text</image>', 'https://n.example/text'],
    ['<image href="https://n.example/href"/>', 'https://n.example/href'],
    ['<image url="https://n.example/url"/>', 'https://n.example/url'],
    ['<image><url>https://n.example/in</url></image>', 'https://n.example/in'],
    [
      '<enclosure url="https://n.example/e" type="image/png"/><media:content url="https://n.example/m.jpg"/>',
      'https://n.example/m.jpg',
    ],
    ['<enclosure url="https://n.example/e" type="image/png"/>', 'https://n.example/e'],
    ['<enclosure url="https://n.example/e" type="audio/png"/>', null],
    ['<image>/relative</image>', 'https://n.example/relative'],
    ['<image url=""/><media:thumbnail url="https://n.example/t"/>', 'https://n.example/t'],
    ['<description>&lt;img src="/p.jpg"&gt; words</description>', 'https://n.example/p.jpg'],
    [
      '<description>&lt;img src="/p.jpg"&gt;</description><content:encoded>&lt;img src="/c.jpg"&gt;</content:encoded>',
      'https://n.example/c.jpg',
    ],
  ])('picture: %s', async (inner, image) => {
    expect((await itemOf(`<title>T</title>${inner}`))?.image).toBe(image);
  });

  it.each([
    ['<link>https://n.example/1</link><link>https://n.example/2</link>', 'https://n.example/2'],
    ['<link></link><guid>https://n.example/g</guid>', 'https://n.example/g'],
    ['<guid isPermaLink="FALSE">https://n.example/g</guid>', null],
    ['<guid isPermaLink="true">https://n.example/g</guid>', 'https://n.example/g'],
    ['<guid>g-1</guid>', null],
    ['<dc:identifier>https://n.example/d</dc:identifier>', 'https://n.example/d'],
    ['<atom:link rel="self" href="https://n.example/s"/>', 'https://n.example/s'],
    [
      '<atom:link rel="self" href="https://n.example/s"/><atom:link href="https://n.example/a"/>',
      'https://n.example/a',
    ],
    [
      '<atom:link type="application/json" href="https://n.example/j"/><atom:link type="text/html" href="https://n.example/h"/>',
      'https://n.example/h',
    ],
    ['<atom:link type="application/json" href="https://n.example/j"/>', 'https://n.example/j'],
    ['<atom:link rel="replies" href="https://n.example/r"/>', null],
    ['<atom:link href=""/>', null],
    ['<atom:link href=""/><guid>https://n.example/g</guid>', 'https://n.example/g'],
    ['<link href=" "/>', null],
  ])('page: %s', async (inner, page) => {
    expect((await itemOf(`<title>T</title>${inner}`))?.url).toBe(page);
  });

  it('the address before a counter took its place', async () => {
    const inner =
      '<link>https://count.example/1</link><feedburner:origLink>https://n.example/1</feedburner:origLink>';
    expect(await itemOf(inner)).toMatchObject({
      url: 'https://count.example/1',
      originalUrl: 'https://n.example/1',
    });
    expect(await itemOf('<title>A</title>')).not.toHaveProperty('originalUrl');
  });

  it('says which date it could not read, and how often', async () => {
    const feed = await feedOf(
      rss('<item><pubDate>soon</pubDate></item><item><pubDate>later</pubDate></item><item/>'),
    );
    expect(feed.articles.map(({ dateUnreadable }) => dateUnreadable)).toEqual([true, true, undefined]);
    expect(feed.problems).toContainEqual({
      code: 'bad-date',
      message: "unreadable date 'soon' (2 times)",
    });
  });

  it('says that it dropped a link', async () => {
    const feed = await feedOf(rss('<item><title>A</title><link>javascript:x</link></item>'), { url });
    expect(feed.problems).toContainEqual({
      code: 'bad-link',
      message: 'a link that is not http(s) was dropped',
    });
  });

  it('no content where none is asked for', async () => {
    const text = rss('<item><title>A</title><content:encoded>C</content:encoded></item>');
    expect((await feedOf(text, { content: false })).articles[0]).toMatchObject({ content: '', summary: 'C' });
  });
});

describe('a feed’s head has', () => {
  it.each([
    ['title', '<title>A &amp;amp; B</title><dc:title>C</dc:title>', 'A & B'],
    ['link', '<link>https://n.example/</link>', 'https://n.example/'],
    ['link', '<link>news</link>', 'https://n.example/news'],
    ['link', '', null],
    ['description', '<description>D</description><itunes:summary>E</itunes:summary>', 'D'],
    ['description', '<itunes:subtitle>S</itunes:subtitle>', 'S'],
    ['language', '<language>hy</language><dc:language>en</dc:language>', 'hy'],
    ['language', '<dc:language>en</dc:language>', 'en'],
    ['language', '', 'und'],
    ['language', `<language>${'x'.repeat(60)}</language>`, 'x'.repeat(40)],
    ['published', '<pubDate>2026-11-24</pubDate>', '2026-11-24T00:00:00.000Z'],
    ['updated', '<lastBuildDate>2026-11-25</lastBuildDate>', '2026-11-25T00:00:00.000Z'],
    ['updated', '<pubDate>2026-11-24</pubDate>', '2026-11-24T00:00:00.000Z'],
    ['image', '<image><url>https://n.example/i.png</url><title>x</title></image>', 'https://n.example/i.png'],
    ['generator', '<generator>G &lt;b&gt;1&lt;/b&gt;</generator>', 'G 1'],
    ['generator', '', null],
    ['id', '', null],
  ] as const)('%s of %s', async (field, inner, value) => {
    expect((await headOf(`${inner}<item><title>A</title></item>`))[field]).toBe(value);
  });

  it.each([
    ['<managingEditor>a@n.example (A)</managingEditor><webMaster>B</webMaster>', ['A']],
    ['<webMaster>B</webMaster>', ['B']],
    ['<dc:publisher>P</dc:publisher>', ['P']],
  ])('authors of %s', async (inner, authors) => {
    expect((await headOf(inner)).authors).toEqual(authors);
  });

  it.each([
    ['<ttl>0</ttl>', {}],
    ['<ttl>x</ttl>', {}],
    ['<ttl>30 minutes</ttl>', { ttlMinutes: 30 }],
    [
      '<skipHours><hour>-1</hour><hour>1.5</hour><hour>0</hour><hour>0</hour></skipHours>',
      { skipHours: [0] },
    ],
    ['<skipDays><day> MONDAY </day></skipDays>', { skipDays: ['Monday'] }],
    ['<sy:updateFrequency>0</sy:updateFrequency>', {}],
    ['<sy:updateBase>2026-11-24T00:00+04:00</sy:updateBase>', { updateBase: '2026-11-23T20:00:00.000Z' }],
    [
      '<item><pubDate>2026-11-23</pubDate></item><item><pubDate>2026-11-24</pubDate></item><item/>',
      { newestPublished: '2026-11-24T00:00:00.000Z' },
    ],
  ])('hints of %s', async (inner, hints) => {
    expect((await headOf(inner)).hints).toStrictEqual(hints);
  });
});

describe('JSON Feed', () => {
  const version = 'https://jsonfeed.org/version/1.1';

  it('is read field by field', async () => {
    const feed = await jsonOf({
      version,
      title: 'T',
      home_page_url: 'https://n.example/home/',
      description: 'D',
      icon: 'https://n.example/i.png',
      favicon: 'https://n.example/f.png',
      language: 'en',
      authors: [{ name: 'Desk' }, { url: 'https://n.example/nobody' }],
      items: [
        {
          id: 7,
          url: 'a',
          title: 'A <b>',
          content_html: '<p>C</p>',
          content_text: 'plain',
          summary: 'S',
          image: '/p.jpg',
          date_published: '2026-11-24T08:00:00+04:00',
          date_modified: '2026-11-25',
          tags: ['x', 1, 'y'],
          attachments: [
            { url: 'https://n.example/f', mime_type: 'audio/mpeg', size_in_bytes: 0 },
            { url: 'https://n.example/g', size_in_bytes: '9' },
            { mime_type: 'no url' },
          ],
        },
      ],
    });
    expect(feed.format).toBe('json');
    expect(feed.feed).toMatchObject({
      id: url,
      title: 'T',
      link: 'https://n.example/home/',
      description: 'D',
      language: 'en',
      image: 'https://n.example/i.png',
      authors: ['Desk'],
    });
    expect(feed.articles).toStrictEqual([
      {
        guid: '7',
        url: 'https://n.example/a',
        title: 'A <b>',
        summary: 'S',
        content: '<p>C</p>',
        published: '2026-11-24T04:00:00.000Z',
        updated: '2026-11-25T00:00:00.000Z',
        authors: ['Desk'],
        categories: ['x', 'y'],
        enclosures: [
          { url: 'https://n.example/f', type: 'audio/mpeg', length: 0 },
          { url: 'https://n.example/g' },
        ],
        image: 'https://n.example/p.jpg',
        language: 'en',
      },
    ]);
    expect(feed.problems).toEqual([]);
  });

  it.each([
    ['external_url', { external_url: 'https://o.example/1' }, { url: 'https://o.example/1' }],
    ['content_text', { content_text: 'a < b' }, { content: 'a &lt; b' }],
    ['banner_image', { banner_image: 'https://n.example/b' }, { image: 'https://n.example/b' }],
    ['author', { author: { name: 'A' }, authors: [{ name: 'B' }, { name: 'A' }] }, { authors: ['B', 'A'] }],
    ['nothing', {}, { guid: null, url: null, title: '', authors: [], categories: [], image: null }],
    ['nonsense', { title: {}, tags: 'x', authors: 3, url: null }, { title: '', url: null, categories: [] }],
  ])('an item with %s', async (_name, item, expected) => {
    expect((await jsonOf({ version, items: [item] })).articles[0]).toMatchObject(expected);
  });

  it('leaves out items that are no objects', async () => {
    expect((await jsonOf({ version, items: [null, 'x', [], { title: 'A' }] })).articles).toHaveLength(1);
  });

  it.each([
    [{ version: '1', items: [] }, true],
    [{ version: '1.1', items: [] }, true],
    [{ title: 'T', items: [] }, true],
    [{ version: '2.0', items: [] }, false],
    [{ items: [] }, false],
    [{ version, items: {} }, false],
  ])('%j is a feed: %s', async (value, isFeed) => {
    const parsed = await parseFeed(new TextEncoder().encode(JSON.stringify(value)), {});
    expect(parsed.kind === 'feed').toBe(isFeed);
  });

  it('keeps the newest of too many, by either date', async () => {
    const items = [
      { title: 'old', date_published: '2026-11-20' },
      { title: 'new', date_modified: '2026-11-24' },
      { title: 'middle', date_published: '2026-11-22' },
    ];
    const feed = await feedOf(JSON.stringify({ version, items }), { maxItems: 2 });
    expect(feed.articles.map(({ title }) => title).sort()).toEqual(['middle', 'new']);
    expect(codes(feed)).toEqual(['too-many-items']);
  });
});

describe('Atom text', () => {
  const entry = async (inner: string) =>
    (await feedOf(`<feed xmlns="http://www.w3.org/2005/Atom"><entry>${inner}</entry></feed>`, { url }))
      .articles[0];
  const encoded = (text: string) => Buffer.from(text).toString('base64');

  it.each([
    ['<title>a &lt;b&gt; c</title>', 'a <b> c'],
    ['<title type="html">a &lt;b&gt;c&lt;/b&gt;</title>', 'a c'],
    ['<title type=" HTML ">a &lt;b&gt;c&lt;/b&gt;</title>', 'a c'],
    ['<title type="text/html" mode="escaped">a &lt;b&gt;c&lt;/b&gt;</title>', 'a c'],
    ['<title type="text/plain" mode="escaped">a &lt;b&gt;c</title>', 'a <b>c'],
    ['<title>It&amp;#8217;s &amp;ndash; fine</title>', 'It’s – fine'],
    ['<title>&amp;lt;b&amp;gt; &amp;amp;</title>', '&lt;b&gt; &amp;'],
    ['<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a <b>c</b></div></title>', 'a c'],
  ])('%s', async (inner, title) => {
    expect((await entry(inner))?.title).toBe(title);
  });

  it.each([
    [`<content type="text/plain" mode="base64">${encoded('a <b>c')}</content>`, 'a &lt;b&gt;c'],
    [`<content mode="base64">${encoded('<p>whole</p>')}</content>`, '<p>whole</p>'],
    [`<content type="application/xhtml+xml">${encoded('<p>whole</p>')}</content>`, encoded('<p>whole</p>')],
    [
      '<content type="xhtml"><p xmlns="http://www.w3.org/1999/xhtml">a<br/>b</p></content>',
      '<p>a<br />b</p>',
    ],
    [
      '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a</p><p>b</p></div></content>',
      '<p>a</p><p>b</p>',
    ],
  ])('content %s', async (inner, content) => {
    expect((await entry(inner))?.content).toBe(content);
  });
});

describe('an entry without a link is read where its content is', () => {
  const pageOf = async (inner: string, attributes = '') =>
    (
      await feedOf(`<feed xmlns="http://www.w3.org/2005/Atom"><entry${attributes}>${inner}</entry></feed>`, {
        url,
      })
    ).articles[0]?.url;

  it.each([
    ['<content src=" https://n.example/c "/>', 'https://n.example/c'],
    ['<content src="c" type="text/html"/>', 'https://n.example/c'],
    ['<content src="https://n.example/c" type="application/xhtml+xml"/>', 'https://n.example/c'],
    ['<content src="https://n.example/c.mp4" type="video/mp4"/>', null],
    ['<content type="text/html">x</content>', null],
    ['<content src=""/>', null],
    ['<content src="https://n.example/c"/><link href="https://n.example/l"/>', 'https://n.example/l'],
    [
      '<content src="https://n.example/c"/><link rel="alternate" href="https://n.example/l"/>',
      'https://n.example/l',
    ],
    [
      '<content src="https://n.example/c"/><link rel="related" href="https://n.example/l"/>',
      'https://n.example/c',
    ],
  ])('%s', async (inner, page) => {
    expect(await pageOf(inner)).toBe(page);
  });

  it('on its own base', async () => {
    expect(await pageOf('<content src="c"/>', ' xml:base="https://n.example/b/"')).toBe(
      'https://n.example/b/c',
    );
  });

  it('CDF has its facts in attributes', async () => {
    const text =
      '<channel href="https://n.example/"><title>T</title><item href="a.html" lastmod="2026-11-24T08:00"><title>A</title></item></channel>';
    expect((await feedOf(text, { url })).articles[0]).toMatchObject({
      url: 'https://n.example/a.html',
      updated: '2026-11-24T08:00:00.000Z',
    });
  });
});

describe('broken trees', () => {
  it('an item that closes itself is one, and those beside it are whole', async () => {
    const feed = await feedOf(rss('<title>T</title><item/><item><title>A</title></item><item/>'));
    expect(feed.articles.map(({ title }) => title)).toEqual(['', 'A', '']);
  });

  it('a forgotten end tag of an item ends it where the next begins', async () => {
    const feed = await feedOf(rss('<item><title>A</title><item><title>B</title></item>'));
    expect(feed.articles.map(({ title }) => title)).toEqual(['A', 'B']);
    expect(codes(feed)).toContain('not-well-formed');
  });

  it('a void tag in an item’s text needs no end tag', async () => {
    const feed = await feedOf(
      rss('<item><description>a<br>b<img src="x">c</description><title>A</title></item>'),
    );
    expect(feed.articles).toMatchObject([{ title: 'A', summary: 'a b c' }]);
  });

  it('an item cut at its limit is kept, and the next one is whole', async () => {
    const long = `<description>${'word '.repeat(500_000)}</description>`;
    const feed = await feedOf(rss(`<item>${long}<title>A</title></item><item><title>B</title></item>`));
    expect(feed.articles).toHaveLength(2);
    expect(feed.articles[1]?.title).toBe('B');
    expect(codes(feed)).toContain('too-long');
  });

  it('of a feed that becomes far longer by its base the last items are dropped, which is said', async () => {
    const base = `https://n.example/${'b'.repeat(900)}/`;
    const links = '<link rel="enclosure" href="x"/>'.repeat(12);
    const entries = `<entry><title>A</title>${links}</entry>`.repeat(20);
    const feed = await feedOf(
      `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="${base}">${entries}</feed>`,
    );
    const { length } = feed.articles;
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThan(20);
    expect(feed.problems).toContainEqual({
      code: 'too-long',
      message: `the feed is too long; ${20 - length} items were dropped`,
    });
  });
});
