import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ScriptedFeed } from './outlets.ts';
import { type RequestHeaders, ScoreTable } from './score-table.ts';

const hour = 3_600_000;

export type Response = { status: number; headers: Record<string, string>; body: string } | 'reset';

interface UrlState {
  feed: ScriptedFeed;
  /** No request before this, by what was asked of the reader. */
  allowedAt: number;
  floorAt: number;
  items: number;
}

/**
 * A loopback server that plays every outlet and keeps Kroll's table. Time is the reader's: the simulation tells it per host
 * before each request, which is sound as long as a host sees one request at a time, and that is measured too.
 */
export class ScoreServer {
  readonly table = new ScoreTable();
  readonly time = new Map<string, number>();
  /** Most requests at once, and the smallest gap between two, over all hosts. */
  mostAtOnce = 0;
  leastGap = Infinity;
  robotsRequests = 0;
  /** Requests for what is neither a feed nor robots.txt. */
  invented = 0;
  /** Hosts that answer 429 now, and until when. */
  readonly busyUntil = new Map<string, number>();
  pausedRequests = 0;
  /** Requests for the second addresses of sources. */
  alternateRequests = 0;
  /** URLs whose last answer has not been saved by the reader (yet, or ever), and those of which it ever saved one. */
  private readonly unsaved = new Set<string>();
  private readonly everSaved = new Set<string>();
  /** URLs whose validators the reader now leaves out on purpose. */
  readonly declared = new Set<string>();
  private readonly urls = new Map<string, UrlState>();
  private readonly open = new Map<string, number>();
  private readonly lastRequest = new Map<string, number>();
  private readonly server: Server;

  constructor(feeds: readonly ScriptedFeed[]) {
    for (const feed of feeds) {
      this.urls.set(`${feed.host}${feed.path}`, { feed, allowedAt: 0, floorAt: 0, items: 0 });
      if (feed.alternate)
        this.urls.set(`${feed.alternate.host}${feed.alternate.path}`, {
          feed,
          allowedAt: 0,
          floorAt: 0,
          items: 0,
        });
      if (feed.moves)
        this.urls.set(feed.moves.to.slice('http://'.length), { feed, allowedAt: 0, floorAt: 0, items: 0 });
    }
    this.server = createServer((request, response) => {
      const host = request.headers.host ?? '';
      const answer = this.respond(host, request.url ?? '', request.headers);
      response.on('close', () => this.closed(host));
      if (answer === 'reset') response.destroy();
      else response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  }

  async start(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** The answer to one request, scored; `closed` must follow. */
  respond(host: string, path: string, headers: RequestHeaders): Response {
    const now = this.time.get(host) ?? 0;
    const atOnce = (this.open.get(host) ?? 0) + 1;
    this.open.set(host, atOnce);
    this.mostAtOnce = Math.max(this.mostAtOnce, atOnce);
    this.leastGap = Math.min(this.leastGap, now - (this.lastRequest.get(host) ?? -Infinity));
    this.lastRequest.set(host, now);
    if (path !== '/robots.txt') return this.feed(headers, { host, now, path });
    this.robotsRequests++;
    return {
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: 'User-agent: *\nDisallow: /admin\n',
    };
  }

  closed(host: string): void {
    this.open.set(host, (this.open.get(host) ?? 1) - 1);
  }

  /** The reader saved what it knows of these URLs. */
  saved(urls: readonly string[]): void {
    for (const url of urls) {
      this.unsaved.delete(url);
      this.everSaved.add(url);
    }
  }

  private feed(
    headers: RequestHeaders,
    { host, now, path }: { host: string; now: number; path: string },
  ): Response {
    const url = `${host}${path}`;
    const state = this.urls.get(url);
    if (state === undefined) {
      this.invented++;
      return { status: 404, headers: {}, body: '' };
    }
    const { feed } = state;
    const isOld = path === feed.path && host === feed.host;
    const unsaved = this.unsaved.has(url);
    const skipped =
      feed.hints.skipHours?.includes(new Date(now).getUTCHours()) === true ||
      feed.hints.skipDays?.includes(new Date(now).getUTCDay()) === true;
    // Nobody can know what an answer asked for when a kill kept it from being saved; the floor still holds.
    const early = now < (unsaved ? state.floorAt : state.allowedAt) || (skipped && state.items > 0);
    this.table.request(url, headers, {
      path,
      asked: isOld ? feed.path : host === feed.alternate?.host ? feed.alternate.path : '/rss',
      early,
      unsaved,
      everSaved: this.everSaved.has(url),
      declared: this.declared.has(url),
    });
    this.unsaved.add(url);
    if (now < (this.busyUntil.get(host) ?? 0)) this.pausedRequests++;
    state.allowedAt = now + feed.floor;
    state.floorAt = now + feed.floor;
    return this.refusal(state, { host, now, isOld }) ?? this.answer(headers, state, { url, now });
  }

  /** @returns an answer other than the feed, in times of trouble */
  private refusal(
    state: UrlState,
    { host, now, isOld }: { host: string; now: number; isOld: boolean },
  ): Response | undefined {
    const { feed } = state;
    const isAlternate = host === feed.alternate?.host;
    if (isAlternate) this.alternateRequests++;
    const said = isAlternate
      ? undefined
      : feed.troubles.find(({ from, to }) => now >= from && now < to)?.kind;
    // a page in a page's place is news, good or not
    const isPage = feed.catalogue.kind === 'page' || feed.catalogue.kind === 'telegram';
    const trouble = said === 'page' && isPage ? 'error' : said;
    const busy = this.busyUntil.get(host) ?? 0;
    if (feed.goneFrom !== undefined && now >= feed.goneFrom) return { status: 410, headers: {}, body: '' };
    if (isOld && feed.moves && now >= feed.moves.from)
      return { status: 301, headers: { location: feed.moves.to }, body: '' };
    if (now < busy) {
      state.allowedAt = busy;
      return { status: 429, headers: { 'retry-after': String(Math.ceil((busy - now) / 1000)) }, body: '' };
    }
    if (trouble === 'unavailable') state.allowedAt = now + 2 * hour;
    return trouble === undefined ? undefined : troubled[trouble];
  }

  private answer(
    asked: RequestHeaders,
    state: UrlState,
    { url, now }: { url: string; now: number },
  ): Response {
    const { feed } = state;
    const items = countUntil(feed.published, now);
    const { etag, lastModified } = validatorsOf(feed, items);
    const headers = {
      ...feed.headers,
      'content-type': isHtml(feed) ? 'text/html' : 'application/xml',
      date: new Date(now).toUTCString(),
      ...(etag && { etag }),
      ...(lastModified && { 'last-modified': lastModified }),
    };
    // What a feed asks beyond a day, or beyond what its items last, would lose its news: readers come sooner.
    state.allowedAt =
      now + Math.max(feed.floor, Math.min(feed.asks, itemsLast(feed.published.slice(0, items), feed.window)));
    const { 'if-none-match': inm, 'if-modified-since': ims } = asked;
    const same = inm === undefined ? ims !== undefined && ims === lastModified : inm === etag;
    if (feed.lies && (inm ?? ims) !== undefined) return { status: 304, headers: feed.headers, body: '' };
    this.table.answered(url, etag, lastModified);
    if (same) return { status: 304, headers, body: '' };
    state.items = items;
    return {
      status: 200,
      headers: { ...headers, 'set-cookie': 'visitor=1' },
      body: bodyOf(feed, items, now),
    };
  }
}

const isHtml = ({ catalogue: { kind } }: ScriptedFeed): boolean => kind === 'page' || kind === 'telegram';

/** A document of the source's kind that says how many items came out; a page also counts its views, which is no change. */
function bodyOf(feed: ScriptedFeed, items: number, now: number): string {
  const { id, kind } = feed.catalogue;
  if (kind === 'sitemap') return `<urlset><url><loc>http://${feed.host}/${items}</loc></url></urlset>`;
  if (isHtml(feed))
    return `<!doctype html><html><body><p>${items}</p><span class="page-views">${now}</span></body></html>`;
  return `<rss version="2.0"><channel><title>${id}</title><description>${items}</description></channel></rss>`;
}

const troubled: Record<ScriptedFeed['troubles'][number]['kind'], Response> = {
  unavailable: { status: 503, headers: { 'retry-after': '7200' }, body: '' },
  error: { status: 500, headers: {}, body: 'error' },
  missing: { status: 404, headers: {}, body: 'not here' },
  page: {
    status: 200,
    headers: { 'content-type': 'text/html', etag: '"page"' },
    body: '<!DOCTYPE html><html><body>Maintenance</body></html>',
  },
  reset: 'reset',
};

/** How long the items of a document last at the pace of its newest dozen, in ms; a day at most. */
function itemsLast(published: readonly number[], window: number): number {
  const newest = published.slice(-12);
  const span = (newest.at(-1) ?? 0) - (newest[0] ?? 0);
  return newest.length < 2
    ? 24 * hour
    : Math.min(24 * hour, (span / (newest.length - 1)) * Math.min(published.length, window));
}

/** How many of the ascending times are at or before `time`. */
export function countUntil(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function validatorsOf(feed: ScriptedFeed, items: number): { etag?: string; lastModified?: string } {
  const date = new Date(feed.published[items - 1] ?? 0).toUTCString();
  if (feed.validators === 'both') return { etag: `"${items}-${feed.catalogue.id}"`, lastModified: date };
  if (feed.validators === 'etag') return { etag: `"${items},a"` };
  if (feed.validators === 'weak') return { etag: `W/"${items}"`, lastModified: date };
  if (feed.validators === 'date') return { lastModified: date };
  if (feed.validators === 'odd')
    return { etag: `${items}-no-quotes`, lastModified: `about item ${items}, local time` };
  return {};
}
