import { describe, expect, it } from 'vitest';
import type { FeedDocument } from '../../../../shared/domain/feed/document.ts';
import type { FeedSource } from '../../../../shared/domain/feed/document.ts';
import { parseFeed } from '../../../../shared/domain/feed/parse.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function feedOf(text: string, source: FeedSource = {}): Promise<FeedDocument> {
  const parsed = await parseFeed(bytes(text), source);
  if (parsed.kind !== 'feed') throw new Error(parsed.reason);
  return parsed;
}

const rss = (inner: string, attributes = ''): string =>
  `<?xml version="1.0"?><rss version="2.0"${attributes}><channel><title>T</title>${inner}</channel></rss>`;
const item = (inner: string): string =>
  rss(
    `<item>${inner}</item>`,
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"',
  );
const atom = (inner: string, attributes = ''): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom"${attributes}><title>T</title>${inner}</feed>`;
const first = async (text: string, source: FeedSource = {}) => (await feedOf(text, source)).articles[0];
const codes = ({ problems }: FeedDocument): string[] => problems.map((problem) => problem.code);

describe('dialects', () => {
  it('reads RSS 2.0 with the usual modules', async () => {
    expect(
      await first(
        item(
          '<title>A</title><link>https://n.example/a</link><guid isPermaLink="false">1</guid><pubDate>Tue, 24 Nov 2026 08:00:00 +0400</pubDate><description>D</description><content:encoded><![CDATA[<p>C</p>]]></content:encoded><dc:creator>N</dc:creator><category>K</category><enclosure url="https://n.example/a.mp3" type="audio/mpeg" length="9"/><media:thumbnail url="https://n.example/i.jpg"/>',
        ),
      ),
    ).toMatchObject({
      guid: '1',
      url: 'https://n.example/a',
      title: 'A',
      summary: 'D',
      content: '<p>C</p>',
      published: '2026-11-24T04:00:00.000Z',
      updated: null,
      authors: ['N'],
      categories: ['K'],
      enclosures: [{ url: 'https://n.example/a.mp3', type: 'audio/mpeg', length: 9 }],
      image: 'https://n.example/i.jpg',
    });
  });
  it('reads RSS 1.0, whose items stand beside the channel', async () => {
    const feed = await feedOf(
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://n.example/"><title>T</title><link>https://n.example/</link></channel><item rdf:about="https://n.example/a"><title>A</title><dc:date>2026-11-24T08:00:00Z</dc:date></item></rdf:RDF>',
    );
    expect(feed).toMatchObject({
      format: 'rdf',
      feed: { title: 'T', link: 'https://n.example/' },
      articles: [
        { url: 'https://n.example/a', guid: 'https://n.example/a', published: '2026-11-24T08:00:00.000Z' },
      ],
    });
  });
  it('reads Atom 1.0 text constructs by their types', async () => {
    const entry = (title: string): Promise<string | undefined> =>
      first(atom(`<entry>${title}</entry>`)).then((article) => article?.title);
    expect(await entry('<title>1 &lt; 2 &amp;amp; 3</title>')).toBe('1 < 2 &amp; 3');
    expect(await entry('<title type="html">&lt;b&gt;A&lt;/b&gt; &amp;amp; B</title>')).toBe('A & B');
    expect(
      await entry(
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>&lt;B&gt;</b></div></title>',
      ),
    ).toBe('A <B>');
  });
  it('keeps the order of XHTML content, which xml2js loses', async () => {
    expect(
      (
        await first(
          atom(
            '<entry><title>A</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">one <b>two</b> three <i>four</i></div></content></entry>',
          ),
        )
      )?.content,
    ).toBe('one <b>two</b> three <i>four</i>');
  });
  it('reads Atom 0.3 modes', async () => {
    expect(
      (
        await first(
          '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>A</title><content type="text/html" mode="base64">PGI+aGk8L2I+</content></entry></feed>',
        )
      )?.content,
    ).toBe('<b>hi</b>');
  });
  it('leaves out Atom content that is no text, and reads no entry inside content', async () => {
    expect(
      await first(
        atom('<entry><title>A</title><content type="image/jpeg">/9j/4AAQSkZJRg==</content></entry>'),
      ),
    ).toMatchObject({ title: 'A', content: '', summary: '' });
    expect(
      (
        await feedOf(
          atom(
            '<entry><content type="application/atom+xml"><entry><title>inner</title></entry></content><id>1</id></entry>',
          ),
        )
      ).articles,
    ).toMatchObject([{ guid: '1' }]);
  });
  it('reads JSON Feed, numbers for ids included', async () => {
    expect(
      await feedOf(
        '{"version":"https://jsonfeed.org/version/1.1","title":"T","authors":[{"name":"N"}],"items":[{"id":7,"content_text":"<x>","date_published":"2026-11-24T08:00:00Z"}]}',
      ),
    ).toMatchObject({
      format: 'json',
      articles: [{ guid: '7', summary: '<x>', published: '2026-11-24T08:00:00.000Z', authors: ['N'] }],
    });
  });
  it('reads RSS 0.91 with a DOCTYPE, RSS without a channel, RSS in capitals, and CDF', async () => {
    expect(
      (
        await feedOf(
          '<!DOCTYPE rss SYSTEM "x.dtd" [<!ELEMENT a ANY>]><rss version="0.91"><channel><item><title>A</title></item></channel></rss>',
        )
      ).articles,
    ).toHaveLength(1);
    expect(codes(await feedOf('<rss version="2.0"><item><title>A</title></item></rss>'))).toEqual([
      'no-channel',
    ]);
    expect(
      (await feedOf('<RSS><CHANNEL><ITEM><TITLE>A</TITLE></ITEM></CHANNEL></RSS>')).articles[0]?.title,
    ).toBe('A');
    expect(
      (
        await feedOf(
          '<CHANNEL HREF="https://n.example/"><ITEM HREF="https://n.example/a" LASTMOD="2003-12-31"><TITLE>A</TITLE></ITEM></CHANNEL>',
        )
      ).articles[0],
    ).toMatchObject({ url: 'https://n.example/a', published: '2003-12-31T00:00:00.000Z' });
  });
  it('knows namespaces by URI, whatever their prefix', async () => {
    expect(
      await first(
        '<r:rss xmlns:r="http://backend.userland.com/rss2" xmlns:x="http://purl.org/dc/elements/1.1/"><r:channel><r:item><r:title>A</r:title><x:creator>N</x:creator></r:item></r:channel></r:rss>',
      ),
    ).toMatchObject({ title: 'A', authors: ['N'] });
  });
  it('does not take the parts of a picture or of a foreign vocabulary for the item’s own', async () => {
    expect(
      await first(
        rss(
          '<item><image><title>wrong</title><link>https://wrong.example/</link></image><z:title>wrong</z:title><title>A</title><link>https://n.example/a</link></item>',
          ' xmlns:z="https://z.example/"',
        ),
      ),
    ).toMatchObject({ title: 'A', url: 'https://n.example/a' });
  });
  it.each([
    ['medium="image" url="https://n.example/1"', true],
    ['medium="video" url="https://n.example/1"', false],
    ['type="image/png" url="https://n.example/1"', true],
    ['type="video/mp4" url="https://n.example/1"', false],
    ['url="https://n.example/1.JPG"', true],
    ['url="https://n.example/1.jpeg?w=9"', true],
    ['url="https://n.example/1.webp"', true],
    ['url="https://n.example/1.mp4"', false],
    ['url="https://n.example/1.png/video"', false],
  ])('takes media:content for a picture: %s %s', async (attributes, isPicture) => {
    const found = await first(item(`<title>A</title><media:content ${attributes}/>`));
    expect(found?.image).toBe(isPicture ? /url="([^"]*)"/.exec(attributes)?.[1] : null);
  });
  it.each([
    ['me@n.example (A. B.)', 'A. B.'],
    ['A. B. (me@n.example)', 'A. B.'],
    ['A. B. &lt;me@n.example&gt;', 'A. B.'],
    ['"A. B." &lt;me@n.example&gt;', 'A. B.'],
    ['A. B.', 'A. B.'],
    ['me@n.example', 'me@n.example'],
    ['A. B. (Yerevan)', 'A. B. (Yerevan)'],
    ['me@n.example (A) (B)', 'me@n.example (A) (B)'],
    ['A (mailto:me@n.example)', 'A'],
  ])('reads the author %j as %j', async (written, name) => {
    expect((await first(item(`<title>T</title><author>${written}</author>`)))?.authors).toEqual([name]);
  });
  it('reads what the feed asks of readers', async () => {
    const feed = await feedOf(
      rss(
        '<ttl>45</ttl><skipHours><hour>1</hour><hour>24</hour><hour>99</hour></skipHours><skipDays><day>sunday</day><day>Someday</day></skipDays><sy:updatePeriod>Hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>',
      ),
    );
    expect(feed.feed.hints).toEqual({
      ttlMinutes: 45,
      skipHours: [1, 0],
      skipDays: ['Sunday'],
      updatePeriod: 'hourly',
      updateFrequency: 2,
    });
  });
});

describe('recovery', () => {
  it.each([
    ['a bare ampersand', rss('<item><title>A & B</title></item>'), 'A & B'],
    ['an HTML entity nobody declared', rss('<item><title>A&nbsp;&mdash; B</title></item>'), 'A — B'],
    ['a lone <', rss('<item><title>1 < 2</title></item>'), '1 < 2'],
    ['naked markup', rss('<item><title>A <b>B</b> C</title></item>'), 'A B C'],
    [
      'white space and junk before the declaration',
      ` \n\u0007junk ${rss('<item><title>A</title></item>')}`,
      'A',
    ],
    ['an unclosed tag inside', rss('<item><title>A</title><description><p>x</description></item>'), 'A'],
    ['a missing end tag of an item', rss('<item><title>A</title><item><title>B</title></item>'), 'A'],
    [
      'attributes without quotes',
      '<rss version=2.0><channel><item><title lang=en>A</title></item></channel></rss>',
      'A',
    ],
    ['end tags in other letters', '<rss><channel><Item><Title>A</TITLE></item></channel></rss>', 'A'],
    ['CDATA in CDATA', rss('<item><title><![CDATA[ <![CDATA[A]]> ]]></title></item>'), 'A'],
    [
      'text after the end',
      `${rss('<item><title>A</title></item>')}<!-- generated --> junk <item><title>B</title></item>`,
      'A',
    ],
  ])('survives %s', async (_name, text, title) => {
    expect((await first(text))?.title).toBe(title);
  });
  it('lets no control character of JSON out either', async () => {
    expect(
      await first(
        '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1\\u0000","title":"a\\u0001b","content_html":"<p>a\\u0000b</p>"}]}',
      ),
    ).toMatchObject({ guid: '1', title: 'ab', content: '<p>ab</p>' });
  });
  it('loses one date, not the feed', async () => {
    const feed = await feedOf(
      atom(
        '<entry><title>A</title><updated>soon</updated></entry><entry><title>B</title><updated>2026-11-24T08:00:00Z</updated></entry>',
      ),
    );
    expect(feed.articles.map(({ published, dateUnreadable }) => ({ published, dateUnreadable }))).toEqual([
      { published: null, dateUnreadable: true },
      { published: '2026-11-24T08:00:00.000Z', dateUnreadable: undefined },
    ]);
    expect(codes(feed)).toContain('bad-date');
  });
  it('gives every complete item of a document cut at any byte, and never half a one', async () => {
    const whole = rss(
      Array.from(
        { length: 3 },
        (_, at) =>
          `<item><title>Վերնագիր ${at}</title><link>https://n.example/${at}</link><description><![CDATA[<p>x</p>]]></description></item>`,
      ).join('\n'),
    );
    const body = bytes(whole);
    const ends = [...whole.matchAll(/<\/item>/g)].map(
      (match) => bytes(whole.slice(0, match.index + '</item>'.length)).length,
    );
    for (let cut = 40; cut < body.length; cut++) {
      const parsed = await parseFeed(body.subarray(0, cut));
      expect(parsed.kind === 'feed' ? parsed.articles.length : 0, `cut at ${cut}`).toBe(
        ends.filter((end) => end <= cut).length,
      );
      expect(parsed.kind === 'feed' ? codes(parsed) : ['truncated'], `cut at ${cut}`).toContain('truncated');
    }
  });
  it('lets no illegal character out, wherever it stands', async () => {
    for (const code of [
      0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 31, 0x7f, 0x80, 0x9f, 0xfffe, 0xffff, 0x202e, 0x200b, 0xfeff,
    ]) {
      for (const letter of [String.fromCharCode(code), `&#${code};`]) {
        const article = await first(
          item(
            `<title>a${letter}b</title><link>https://n.example/a</link><description><![CDATA[a${letter}b]]></description>`,
          ),
        );
        expect(article?.title.replace('Ÿ', '').replace('€', ''), `U+${code.toString(16)}`).toBe('ab');
        expect(article?.summary).toMatch(/^a(&#\d+;|.)?b$/u);
      }
    }
  });
  it('keeps the newest items of too many', async () => {
    const items = Array.from(
      { length: 1_200 },
      (_, at) =>
        `<item><title>${at}</title><pubDate>${new Date(Date.UTC(2026, 0, 1) + at * 60_000).toUTCString()}</pubDate></item>`,
    );
    const feed = await feedOf(rss(items.join('')));
    expect(feed.articles).toHaveLength(500);
    expect(feed.articles[0]?.title).toBe('700');
    expect(codes(feed)).toEqual(['too-many-items']);
  });
});

describe('links', () => {
  it('resolves on xml:base, then the URL of the feed', async () => {
    expect(
      (
        await first(
          atom(
            '<entry xml:base="/b/"><title>A</title><link href="c"/></entry>',
            ' xml:base="https://n.example/a/"',
          ),
        )
      )?.url,
    ).toBe('https://n.example/b/c');
    expect(
      (await first(item('<title>A</title><link>/a</link>'), { url: 'https://n.example/rss' }))?.url,
    ).toBe('https://n.example/a');
  });
  it.each([
    ['b/c', 'https://n.example/a/b/c'],
    ['c', 'c'],
    ['tag:n.example,2026:c', 'tag:n.example,2026:c'],
    ['https://o.example/c', 'https://o.example/c'],
  ])('resolves an id on xml:base where it looks like a link: %s', async (id, guid) => {
    const entry = `<entry><title>A</title><id>${id}</id></entry>`;
    expect((await first(atom(entry, ' xml:base="https://n.example/a/"')))?.guid).toBe(guid);
  });
  it('leaves an id as it is written where no xml:base is in force', async () => {
    const entry = '<entry><title>A</title><id>b/c</id></entry>';
    expect((await first(atom(entry), { url: 'https://n.example/rss' }))?.guid).toBe('b/c');
  });
  it('resolves inside XHTML on the xml:base of each element', async () => {
    const content =
      '<div xmlns="http://www.w3.org/1999/xhtml"><a href="x">1</a> <p xml:base="q/"><a href="x">2</a></p></div>';
    expect(
      (
        await first(
          atom(`<entry xml:base="https://n.example/d/"><content type="xhtml">${content}</content></entry>`),
        )
      )?.content,
    ).toBe('<a href="https://n.example/d/x">1</a> <p><a href="https://n.example/d/q/x">2</a></p>');
  });
  it('knows a link relation by its IANA address', async () => {
    expect(
      (
        await first(
          atom(
            '<entry><link rel="self" href="https://n.example/s"/><link rel="http://www.iana.org/assignments/relation/alternate" href="https://n.example/a"/></entry>',
          ),
        )
      )?.url,
    ).toBe('https://n.example/a');
  });
  it('resolves inside content', async () => {
    expect(
      (
        await first(item('<title>A</title><content:encoded>&lt;a href="x">y&lt;/a></content:encoded>'), {
          url: 'https://n.example/d/rss',
        })
      )?.content,
    ).toBe('<a href="https://n.example/d/x">y</a>');
  });
  it.each([
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    ' javascript:x',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://n.example/',
    'https://user:pw@n.example/',
    'http://',
    'mailto:a@n.example',
    `https://n.example/${'a'.repeat(3_000)}`,
  ])('drops %s', async (link) => {
    expect(
      (await first(item(`<title>A</title><link>${link}</link>`), { url: 'https://n.example/' }))?.url,
    ).toBeNull();
  });
  it('leaves an absolute link as it is written', async () => {
    expect((await first(item('<title>A</title><link>http://n.example</link>')))?.url).toBe(
      'http://n.example',
    );
  });
  it('takes the link of the item, not an atom:link beside it', async () => {
    expect(
      (
        await first(
          rss(
            '<item><title>A</title><link>https://n.example/a</link><atom:link href="https://n.example/feed"/></item>',
            ' xmlns:atom="http://www.w3.org/2005/Atom"',
          ),
        )
      )?.url,
    ).toBe('https://n.example/a');
  });
  it('takes a permalink guid for the link, and no other guid', async () => {
    expect((await first(item('<title>A</title><guid>https://n.example/a</guid>')))?.url).toBe(
      'https://n.example/a',
    );
    expect(
      (await first(item('<title>A</title><guid isPermaLink="false">https://n.example/a</guid>')))?.url,
    ).toBeNull();
  });
});

describe('not a feed', () => {
  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['<!doctype html><html><body>news</body></html>', 'html'],
    ['<html><head><title>Just a moment...</title></head></html>', 'challenge'],
    ['{"error":"not found"}', 'json'],
    ['[1,2]', 'json'],
    ['{"items":', 'json'],
    ['<?xml version="1.0"?><sitemapindex><sitemap/></sitemapindex>', 'xml'],
    ['Service unavailable', 'text'],
    ['\u0089PNG\r\n\u001a\n\0\0\0', 'binary'],
    ['%PDF-1.4 \0\0', 'binary'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'json'],
  ])('%j looks like %s', async (text, looksLike) => {
    for (const contentType of [
      'text/xml',
      'application/rss+xml; charset=utf-8',
      'text/html',
      'application/json',
      null,
    ]) {
      expect(await parseFeed(bytes(text), { contentType })).toMatchObject({ kind: 'not-feed', looksLike });
    }
  });
});

describe('hostile bodies', () => {
  it('expands no entity that a DTD declares', async () => {
    const feed = await feedOf(
      `<!DOCTYPE rss [<!ENTITY a "boom"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>${rss('<item><title>t &b; &x;</title></item>')}`,
    );
    expect(feed.articles[0]?.title).toBe('t &b; &x;');
    expect(codes(feed)).toContain('doctype-ignored');
  });
  it('pollutes no prototype', async () => {
    await feedOf(
      item(
        '<title>A</title><__proto__ polluted="1"><polluted>1</polluted></__proto__><constructor><prototype><polluted>1</polluted></prototype></constructor>',
      ),
    );
    await feedOf(
      '{"version":"https://jsonfeed.org/version/1","title":"T","__proto__":{"polluted":1},"items":[{"id":"1","__proto__":{"polluted":1}}]}',
    );
    expect('polluted' in {}).toBe(false);
  });
  it('stops at more markup than any feed has, with what is complete so far', async () => {
    const whole = '<item><title>A</title></item>';
    const feed = await feedOf(rss(`${whole.repeat(3)}<item>${'<a>'.repeat(300_000)}</item>${whole}`));
    expect(feed.articles).toHaveLength(3);
    expect(feed.problems).toContainEqual({
      code: 'too-long',
      message: 'more than 400000 tags, texts and attributes; what comes after was not read',
    });
    expect(codes(feed)).not.toContain('truncated');
  });
  it('reads 10,000 items, and says so', async () => {
    const feed = await feedOf(rss('<item><title>A</title></item>'.repeat(10_500)));
    expect(feed.articles).toHaveLength(500);
    expect(feed.problems).toEqual([
      {
        code: 'too-many-items',
        message: 'the newest 500 of the first 10000 items were kept; items after these were not read',
      },
    ]);
  });
  it('loses nothing of 2,000 honest items with full text', async () => {
    const text = '<p>One <b>two</b> <a href="/x">three</a>.</p>'.repeat(10);
    const items = Array.from(
      { length: 2_000 },
      (_, at) =>
        `<item><title>${at}</title><link>https://n.example/${at}</link><guid>${at}</guid><dc:creator>N</dc:creator>${'<category>c</category>'.repeat(3)}<description>${text}</description></item>`,
    );
    const feed = await feedOf(rss(items.join('\n')), { maxItems: 2_000 });
    expect(feed.articles.map(({ title }) => title)).toEqual(items.map((_, at) => String(at)));
    expect(codes(feed)).toEqual([]);
  });
  it('keeps the newest items of too many in JSON, and refuses JSON of more values than any feed has', async () => {
    const json = (items: unknown[]): string =>
      JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'T', items });
    const feed = await feedOf(
      json(
        Array.from({ length: 600 }, (_, at) => ({
          id: String(at),
          date_published: new Date(Date.UTC(2026, 0, 1) + at * 60_000).toISOString(),
        })),
      ),
    );
    expect([feed.articles.length, feed.articles[0]?.guid, codes(feed)]).toEqual([
      500,
      '100',
      ['too-many-items'],
    ]);
    expect(await parseFeed(bytes(json(Array.from({ length: 50_000 }, () => 1))))).toMatchObject({
      kind: 'not-feed',
      looksLike: 'json',
      reason: 'JSON with more than 40000 values, or nested deeper than 64: not read',
    });
  });
  it('reads one of each field once there are more fields than in any feed, and every item', async () => {
    const feed = await feedOf(
      rss(
        Array.from(
          { length: 400 },
          (_, at) =>
            `<item><title>${at}</title>${Array.from({ length: 50 }, (_, n) => `<category>${n}</category>`).join('')}</item>`,
        ).join(''),
      ),
    );
    expect(feed.articles).toHaveLength(400);
    expect([feed.articles[0]?.categories.length, feed.articles[399]?.categories.length, codes(feed)]).toEqual(
      [50, 1, ['too-long']],
    );
  });
  it('reads an empty item as empty, not as String.prototype.link', async () => {
    expect(
      (await feedOf('<rss version="2.0"><channel><item/><item></item></channel></rss>')).articles,
    ).toMatchObject([
      { url: null, title: '' },
      { url: null, title: '' },
    ]);
  });
});
