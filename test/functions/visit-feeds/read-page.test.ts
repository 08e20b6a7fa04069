import { describe, expect, test } from 'vitest';
import { queueDueFeeds } from '../../../functions/due-feeds/due-feeds.ts';
import { type Ports, visitHost } from '../../../functions/visit-feeds/visit-feeds.ts';
import type { Reply } from '../../../shared/domain/visit/outcome.ts';
import { pagesToRead, type WantedPage } from '../../../shared/domain/visit/wanted-page.ts';
import { type IngestRequest, type VisitRequest, visitRequest } from '../../../shared/messages.ts';
import { MemoryFeeds } from '../../politeness/memory-store.ts';
import { at, now } from '../../shared/domain/visit/visit-answers.ts';
import { client, fakeNetwork, loopbackServer } from '../../shared/http/loopback.ts';

const outlet = {
  id: 'o',
  name: 'O',
  country: 'AM',
  kind: 'independent',
  homepage: 'http://n.example/',
} as const;
const article = '<!doctype html><html><body><p>Long text</p></body></html>';
const pageAt = (path: string, wantedAt = at(-5)): WantedPage => ({
  articleId: path,
  url: `http://n.example/${path}`,
  at: wantedAt,
});

interface Script {
  robots?: string;
  pages?: WantedPage[];
  source?: object;
  answers?: (url: string) => Reply | undefined;
  client?: Ports['visit'];
}

/** One host with one feed, the pages that are wanted of it, and what was asked when. */
function world({ robots = '', pages = [pageAt('1')], source = {}, answers, client: visit }: Script) {
  const store = new MemoryFeeds();
  const wanted = new Map(pages.map((page) => [page.articleId, page]));
  const asked: { url: string; at: number }[] = [];
  const queued: IngestRequest[] = [];
  let time = now.getTime();
  const feed = { id: 'feed', url: 'http://n.example/rss', outlet: { ...outlet, ...source } };
  const answer = (url: string, body: string, status = 200): Reply => ({
    kind: 'answer',
    answer: { url, status, headers: {}, hops: [], conditional: false },
    body: Buffer.from(body),
  });
  const ports: Ports = {
    feed: () => feed,
    loadState: store.loadState,
    loadHost: store.loadHost,
    saveState: store.saveState,
    saveHost: store.saveHost,
    release: store.releaseFeeds,
    takePage: async (_feedId, { articleId }) => wanted.delete(articleId),
    visit: async (target) => {
      asked.push({ url: target.url, at: time });
      time += 300;
      const scripted = answers?.(target.url);
      if (scripted !== undefined) return scripted;
      if (target.url.endsWith('/robots.txt')) return answer(target.url, robots);
      if (visit !== undefined && !target.url.endsWith('/rss')) return visit(target);
      return answer(target.url, target.url.endsWith('/rss') ? '<rss><channel/></rss>' : article);
    },
    archive: async () => 'bodies/1',
    enqueue: async (message) => void queued.push(message),
    wait: async (ms) => void (time += ms),
    remaining: () => Infinity,
    clock: () => new Date(time),
    log: () => undefined,
    gap: 2_000,
  };
  const tick = async (): Promise<VisitRequest> => {
    const messages: VisitRequest[] = [];
    const load = async () => ({ ...(await store.load()), pages: new Map([['feed', [...wanted.values()]]]) });
    const queue = async (more: VisitRequest[]) => {
      messages.push(...more.map((message) => visitRequest.parse(JSON.parse(JSON.stringify(message)))));
      return null;
    };
    await queueDueFeeds({ load, lease: store.lease, queue, release: store.releaseFeeds }, [feed], now);
    const [message] = messages;
    if (message === undefined) throw new Error('nothing was queued');
    return message;
  };
  const paths = () => asked.map(({ url }) => new URL(url).pathname);
  return { store, ports, tick, asked, queued, wanted, paths };
}

describe('an article’s page', () => {
  test('is read once, on the visit of its feed and before it, by robots.txt and in the gap', async () => {
    const { ports, tick, asked, queued, wanted, paths } = world({});
    const message = await tick();
    await visitHost(ports, message, false);
    expect(paths()).toEqual(['/robots.txt', '/1', '/rss']);
    for (const [n, { at: time }] of asked.entries())
      expect(n === 0 ? 2_000 : time - (asked[n - 1]?.at ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect(queued[0]).toMatchObject({ feedId: 'feed', page: '1', url: 'http://n.example/1' });
    expect(queued[1]?.page).toBeUndefined();
    expect(wanted.size).toBe(0);
    // the same message at another worker
    await visitHost(ports, message, false);
    expect(paths().filter((path) => path === '/1')).toHaveLength(1);
  });

  test.each<[string, Script]>([
    ['robots.txt forbids', { robots: 'User-agent: *\nDisallow: /1' }],
    ['the outlet allows a headline only', { source: { titleOnly: true } }],
    ['the catalogue says no', { source: { fullText: false } }],
    ['it is on another host', { pages: [{ ...pageAt('1'), url: 'http://other.example/1' }] }],
    ['it was wanted a day ago', { pages: [pageAt('1', at(-1_441))] }],
  ])('is not asked for where %s', async (_why, script) => {
    const { ports, tick, queued, paths } = world(script);
    await visitHost(ports, await tick(), false);
    expect(paths()).not.toContain('/1');
    expect(queued.filter(({ page }) => page !== undefined)).toEqual([]);
    expect(paths()).toContain('/rss');
  });

  test('that answers 429 stops the host, its feed too', async () => {
    const limited = (url: string): Reply | undefined =>
      url.endsWith('/2')
        ? {
            kind: 'answer',
            answer: { url, status: 429, headers: { 'retry-after': '600' }, hops: [], conditional: false },
            body: Buffer.from(''),
          }
        : undefined;
    const { ports, tick, paths, store, wanted } = world({
      pages: [pageAt('1', at(-9)), pageAt('2')],
      answers: limited,
    });
    await visitHost(ports, await tick(), false);
    expect(paths()).toEqual(['/robots.txt', '/2']);
    expect(store.hosts.get('n.example')?.pausedUntil).toMatch(/^2026-11-24T06:1/);
    expect([...wanted.keys()]).toEqual(['1']);
  });

  test('is not asked again when its answer is lost, is no page or cannot be kept; the feed is visited all the same', async () => {
    const { ports, tick, paths, wanted } = world({ pages: ['1', '2', '3'].map((path) => pageAt(path)) });
    const failing: Ports = { ...ports, archive: async () => Promise.reject(new Error('full')) };
    await visitHost(failing, await tick(), false);
    expect(paths()).toEqual(['/robots.txt', '/3', '/2', '/1', '/rss']);
    expect(wanted.size).toBe(0);
  });

  test('never leads to an address inside, not by its name and not by a redirect', async () => {
    const server = await loopbackServer((request, response) => {
      if (request.url === '/1')
        response.writeHead(302, { location: 'http://inside.example/latest/meta-data' }).end();
      else response.writeHead(200, { 'content-type': 'text/html' }).end(article);
    });
    const network = fakeNetwork(server.port, {
      'inside.example': ['169.254.169.254'],
      'n.example': ['93.184.216.34'],
    });
    const guarded = client(network);
    const { ports, tick, queued, paths } = world({ client: (target) => guarded.visit(target) });
    await visitHost(ports, await tick(), false);
    expect(paths()).toContain('/1');
    expect(network.lookups).toContain('inside.example');
    expect(server.requests.map(({ url }) => url)).toEqual(['/1']);
    expect(queued.filter(({ page }) => page !== undefined)).toEqual([]);
    const rebound = client(fakeNetwork(server.port, { 'n.example': ['10.0.0.1'] }));
    const second = world({ pages: [pageAt('2')], client: (target) => rebound.visit(target) });
    await visitHost(second.ports, await second.tick(), false);
    expect(server.requests).toHaveLength(1);
  });

  test('is read to two megabytes and no further', async () => {
    const server = await loopbackServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(`<!doctype html><html><body>${'x'.repeat(5 * 1024 * 1024)}`);
    });
    const reader = client(fakeNetwork(server.port));
    const { ports, tick } = world({ client: (target) => reader.visit(target) });
    let kept = 0;
    const archive: Ports['archive'] = async (body) => {
      kept = Math.max(kept, body.length);
      return 'bodies/1';
    };
    await visitHost({ ...ports, archive }, await tick(), false);
    expect(kept).toBe(2 * 1024 * 1024);
  });
});

test('a visit takes the five newest pages of its feeds', () => {
  const many = Array.from({ length: 8 }, (_, n) => pageAt(String(n), at(-n)));
  const wanted = new Map([
    ['a', many.slice(0, 4)],
    ['b', many.slice(4)],
    ['c', [pageAt('9', at(0))]],
  ]);
  const found = pagesToRead(['a', 'b'], wanted, { host: 'n.example', now });
  expect(found.map(({ feedId, page }) => feedId + page.articleId)).toEqual(['a0', 'a1', 'a2', 'a3', 'b4']);
});
