import { expect, test } from 'vitest';
import { checkFeeds } from '../../../infra/local/feed-check.ts';
import { draftsOf, outletOf } from '../../../infra/local/opml-outlets.ts';
import { feedHealth } from '../../../shared/domain/visit/health.ts';
import type { CatalogueFeed } from '../../../shared/domain/outlet.ts';
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
const feed = (path: string, host = 'a.example'): CatalogueFeed => ({
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
