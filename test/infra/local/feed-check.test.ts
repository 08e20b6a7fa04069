import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { checkFeeds } from '../../../infra/local/feed-check.ts';
import { draftsOf, outletOf } from '../../../infra/local/opml-outlets.ts';
import { feedHealth } from '../../../shared/domain/visit/health.ts';
import type { CatalogueSource } from '../../../shared/domain/outlet.ts';
import { client, fakeNetwork, loopbackServer } from '../../shared/http/loopback.ts';

const now = new Date('2026-11-24T06:00:00Z');
const item = (date: string) =>
  `<item><title>Նիստ</title><link>http://a.example/1</link><pubDate>${date}</pubDate></item>`;
const bodies: Record<string, [number, string]> = {
  '/fine': [
    200,
    `<rss version="2.0"><channel><title>a</title>${item('Tue, 24 Nov 2026 05:00:00 GMT')}</channel></rss>`,
  ],
  '/old': [
    200,
    `<rss version="2.0"><channel><title>a</title>${item('Mon, 01 Jun 2026 05:00:00 GMT')}</channel></rss>`,
  ],
  '/page': [200, '<!DOCTYPE html><html><body>moved</body></html>'],
  '/none': [404, 'no'],
  '/gone': [410, 'no'],
  '/closed/rss': [200, 'never asked'],
  '/robots.txt': [200, 'User-agent: *\nDisallow: /closed/'],
};
const feed = (path: string, host = 'a.example'): CatalogueSource => ({
  id: `${host}${path.replaceAll('/', '.')}`,
  url: `http://${host}${path}`,
  outlet: { id: host, name: host, country: 'AM', kind: 'independent', homepage: `http://${host}/` },
});

test('a check visits each feed once, and says how each is', async () => {
  const server = await loopbackServer((request, response) => {
    const [status, body] = bodies[request.url ?? ''] ?? [500, ''];
    response.writeHead(status).end(body);
  });
  const feeds = [
    ...['/fine', '/old', '/page', '/none', '/gone', '/closed/rss'].map((path) => feed(path)),
    feed('/fine', 'b.example'),
    feed('/fine', 'lost.example'),
  ];
  const progress: number[] = [];
  const network = fakeNetwork(server.port, { 'lost.example': [] });
  const states = await checkFeeds(feeds, {
    client: client(network),
    clock: () => now,
    progress: (done) => progress.push(done),
    gap: 0,
  });
  expect(
    feeds.map(({ id }) => {
      const state = states.get(id);
      return state && feedHealth(state, now).kind;
    }),
  ).toEqual(['healthy', 'stale', 'html-page', 'missing', 'gone', 'robots', 'healthy', 'robots-unreachable']);
  expect(server.requests.map((request) => `${request.headers.host}${request.url}`).toSorted()).toEqual([
    'a.example/fine',
    'a.example/gone',
    'a.example/none',
    'a.example/old',
    'a.example/page',
    'a.example/robots.txt',
    'b.example/fine',
    'b.example/robots.txt',
  ]);
  expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

const paperSitemap = `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://a.example/one</loc><news:news><news:publication_date>2026-11-24T05:00:00Z</news:publication_date><news:title>Նիստ</news:title></news:news></url></urlset>`;
const listOf = (count: number) =>
  `<!doctype html><html><body><ul class="n">${Array.from({ length: count }, (_, at) => `<li><a href="/n/${at}">Headline of the item ${at}</a><b>24.11.2026 0${at}:00</b></li>`).join('')}</ul></body></html>`;

test('sources of every kind are visited by the same stage, each read by its reader', async () => {
  const channel = readFileSync(new URL('../../fixtures/lists/channel.html', import.meta.url));
  const answers: Record<string, string | Uint8Array> = {
    '/index.xml': `<?xml version="1.0"?><sitemapindex><sitemap><loc>http://a.example/news.xml.gz</loc></sitemap></sitemapindex>`,
    '/news.xml.gz': gzipSync(paperSitemap),
    '/list': listOf(4),
    '/rebuilt': '<!doctype html><html><body><div id="app"></div></body></html>',
    '/s/valleypost': channel,
    '/s/lost': '<!doctype html><html><head><title>Telegram</title></head><body>Open in the app</body></html>',
    '/moved':
      '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>x</body></html>',
  };
  const server = await loopbackServer((request, response) => {
    const body = answers[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(body ?? '');
  });
  const sources: CatalogueSource[] = [
    { ...feed('/index.xml'), kind: 'sitemap' },
    { ...feed('/list'), kind: 'page', zone: 'Asia/Baku', select: { item: 'ul.n li', date: 'b' } },
    { ...feed('/rebuilt'), kind: 'page', select: { item: 'ul.n li' } },
    { ...feed('/s/valleypost'), kind: 'telegram' },
    { ...feed('/s/lost'), kind: 'telegram' },
    feed('/moved'),
  ];
  const states = await checkFeeds(sources, {
    client: client(fakeNetwork(server.port)),
    clock: () => new Date('2026-11-24T12:00:00Z'),
    progress: () => undefined,
    gap: 0,
  });
  const later = new Date('2026-11-26T13:00:00Z');
  expect(
    sources.map(({ id }) => {
      const state = states.get(id);
      return state && [state.reading?.items, state.reading?.newest, feedHealth(state, later).kind];
    }),
  ).toEqual([
    [1, '2026-11-24T05:00:00.000Z', 'healthy'],
    [4, '2026-11-23T23:00:00.000Z', 'healthy'],
    [0, undefined, 'no-list'],
    [3, '2026-11-24T07:00:00.000Z', 'healthy'],
    [0, undefined, 'no-preview'],
    [undefined, undefined, 'html-page'],
  ]);
  expect(states.get('a.example.moved')?.fault?.detail).toContain('the page names http://a.example/feed.xml');
});

test('feeds of a list become catalogue entries, one outlet a host, known ones left out', () => {
  const listed = (feedUrl: string, title: string, language: string | null) => ({
    title,
    feedUrl,
    siteUrl: null,
    language,
    folders: [],
  });
  const drafts = draftsOf(
    [
      listed('https://www.a.example/rss?l=hy', 'A', 'hy-AM'),
      listed('https://www.a.example/rss?l=ru', 'A', null),
      listed('https://b.example/feed', '', 'en'),
    ],
    new Set(['https://b.example/feed']),
  );
  const answers = { country: 'AM', owner: 'A Ltd', ownerCountry: 'CY', kind: 'agency' as const };
  expect(drafts.map((draft) => outletOf(draft, answers, 'list.opml'))).toEqual([
    {
      id: 'a.example',
      name: 'A',
      country: 'AM',
      kind: 'agency',
      owner: { name: 'A Ltd', country: 'CY' },
      source: 'list.opml',
      homepage: 'https://www.a.example/',
      sources: [
        { id: 'a.example-rss', url: 'https://www.a.example/rss?l=hy', language: 'hy' },
        { id: 'a.example-rss-2', url: 'https://www.a.example/rss?l=ru' },
      ],
    },
  ]);
});
