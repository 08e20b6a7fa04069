import { describe, expect, it } from 'vitest';
import { newestPart } from '../../../../../shared/domain/feed/lists/sitemap.ts';
import { parseFeed } from '../../../../../shared/domain/feed/parse.ts';

const url = 'https://paper.example/news-sitemap.xml';
const sitemap = (entries: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">${entries}</urlset>`;
const read = (xml: string) => parseFeed(new TextEncoder().encode(xml), { kind: 'sitemap', url });

describe('a sitemap', () => {
  it('gives title, date, link, language, keywords and picture of Google’s extensions', async () => {
    const entry = `<url><loc>https://paper.example/orchard</loc><lastmod>2026-11-24T09:00:00+04:00</lastmod><news:news><news:publication><news:name>Paper</news:name><news:language>hy</news:language></news:publication><news:publication_date>2026-11-24T08:00:00+04:00</news:publication_date><news:title><![CDATA[Խնձորի &amp; տանձի տոնը]]></news:title><news:keywords>fair, fruit</news:keywords></news:news><image:image><image:loc>https://paper.example/o.jpg</image:loc><image:title>A tree</image:title></image:image></url>`;
    expect(await read(sitemap(entry))).toMatchObject({
      kind: 'feed',
      format: 'sitemap',
      feed: { title: 'Paper' },
      problems: [],
      articles: [
        {
          url: 'https://paper.example/orchard',
          title: 'Խնձորի & տանձի տոնը',
          published: '2026-11-24T04:00:00.000Z',
          updated: '2026-11-24T05:00:00.000Z',
          language: 'hy',
          categories: ['fair', 'fruit'],
          image: 'https://paper.example/o.jpg',
        },
      ],
    });
  });

  it('without titles is read from its addresses, and says so', async () => {
    const entries = [
      '/en/news/new-bridge-opened-over-the-river-12345.html',
      '/about',
      '/%D1%81%D0%BD%D0%B5%D0%B3-%D0%B7%D0%B0%D0%BA%D1%80%D1%8B%D0%BB-%D0%B2%D0%B5%D1%81%D1%8C-%D0%BF%D0%B5%D1%80%D0%B5%D0%B2%D0%B0%D0%BB/',
    ];
    const parsed = await read(
      sitemap(
        entries
          .map((path) => `<url><loc>https://paper.example${path}</loc><lastmod>2026-11-24</lastmod></url>`)
          .join(''),
      ),
    );
    if (parsed.kind !== 'feed') throw new Error(parsed.reason);
    expect(parsed.articles.map(({ title }) => title)).toEqual([
      'New bridge opened over the river',
      'Снег закрыл весь перевал',
    ]);
    expect(parsed.problems.map(({ code }) => code)).toEqual(['no-titles']);
  });

  it('keeps the newest of many, wherever they stand', async () => {
    const entries = Array.from(
      { length: 40 },
      (_, at) =>
        `<url><loc>https://paper.example/${at}</loc><news:news><news:publication_date>2026-11-${String((at % 24) + 1).padStart(2, '0')}</news:publication_date><news:title>Item ${at}</news:title></news:news></url>`,
    );
    const parsed = await parseFeed(new TextEncoder().encode(sitemap(entries.join(''))), {
      kind: 'sitemap',
      url,
      maxItems: 2,
    });
    expect(parsed.kind === 'feed' && parsed.articles.map(({ title }) => title)).toEqual([
      'Item 22',
      'Item 23',
    ]);
  });

  it('that ends early keeps its whole entries; another document is none', async () => {
    const cut = sitemap(
      '<url><loc>https://paper.example/one-two-three-four</loc></url><url><loc>https://paper.ex',
    ).slice(0, -9);
    expect(await read(cut)).toMatchObject({ kind: 'feed', articles: [{ title: 'One two three four' }] });
    expect(await read('<rss version="2.0"><channel/></rss>')).toMatchObject({
      kind: 'not-feed',
      reason: 'no sitemap',
    });
  });
});

describe('an index of sitemaps', () => {
  const index = (parts: [string, string | undefined][]) =>
    `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${parts.map(([loc, at]) => `<sitemap><loc>${loc}</loc>${at === undefined ? '' : `<lastmod>${at}</lastmod>`}</sitemap>`).join('')}</sitemapindex>`;

  it.each<[string, [string, string?][], string]>([
    [
      'the part of news',
      [
        ['/post-sitemap.xml', '2026-11-24'],
        ['/news-sitemap.xml', '2026-11-20'],
      ],
      '/news-sitemap.xml',
    ],
    [
      'the part that changed last',
      [
        ['/post-sitemap.xml', '2026-11-20'],
        ['/post-sitemap2.xml', '2026-11-24'],
        ['/category-sitemap.xml', '2026-11-25'],
      ],
      '/post-sitemap2.xml',
    ],
    ['the highest number', [['/sitemap_9.xml'], ['/sitemap_10.xml'], ['/sitemap_2.xml']], '/sitemap_10.xml'],
    [
      'the latest month',
      [['/sitemap-2026-11.xml.gz'], ['/sitemap-2026-2.xml.gz'], ['/sitemap-2025-12.xml.gz']],
      '/sitemap-2026-11.xml.gz',
    ],
  ])('leads to %s', (_name, parts, chosen) => {
    const xml = index(parts.map(([path, at]) => [`https://paper.example${path}`, at]));
    expect(newestPart(xml, url)).toBe(`https://paper.example${chosen}`);
  });

  it('is no sitemap itself, and a sitemap is no index', async () => {
    expect(newestPart(sitemap(''), url)).toBeNull();
    expect(await read(index([['https://paper.example/a.xml', undefined]]))).toMatchObject({
      kind: 'not-feed',
      reason: 'an index of sitemaps; its newest part is https://paper.example/a.xml',
    });
  });
});
