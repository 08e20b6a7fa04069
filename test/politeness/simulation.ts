import { queueDueFeeds } from '../../functions/due-feeds/due-feeds.ts';
import { type Ports, visitHost } from '../../functions/visit-feeds/visit-feeds.ts';
import { wantsRecheck } from '../../shared/domain/visit/request.ts';
import { type FeedState, applyParseReport, stateOf } from '../../shared/domain/visit/feed-state.ts';
import { dueAt, hostGap } from '../../shared/domain/visit/next-visit.ts';
import type { Hop } from '../../shared/domain/visit/outcome.ts';
import { publishTimesLimit } from '../../shared/domain/visit/parse-report.ts';
import { type FollowContext, followRedirects } from '../../shared/http/follow-redirects.ts';
import { type OutletClient, outletClient, userAgent } from '../../shared/http/outlet-client.ts';
import type { VisitRequest } from '../../shared/messages.ts';
import { Freshness } from './freshness.ts';
import { MemoryFeeds, MemoryQueue } from './memory-store.ts';
import { type ScriptedFeed, scriptedFeeds } from './outlets.ts';
import { ScoreServer, countUntil } from './score-server.ts';
import { Random } from './seeded.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const start = Date.parse('2026-11-01T00:00:00Z');
/** Six times the visiting function's timeout, as in the stack. */
const visibility = 30 * minute;
const workers = 10;
const contact = 'https://wire.example/about';

export interface SimulationOptions {
  feeds: number;
  days: number;
  restarts: number;
  seed: number;
  /** Over real HTTP on loopback; else the server is called as a function, and only the socket is left out. */
  sockets: boolean;
  progress?: (day: number) => void;
}

/** A URL as the server's table has it. */
const bare = (url: string): string => url.slice('http://'.length);

class Killed extends Error {
  override name = 'Killed';
}

/**
 * Due-feeds and visit-feeds as they are, over real HTTP on loopback, on a clock that runs as fast as the machine.
 * The process is killed at a random call and started again; ticks come twice; hosts fail, move and say 429.
 */
export class Simulation {
  readonly server: ScoreServer;
  readonly feeds: ScriptedFeed[];
  readonly store = new MemoryFeeds();
  readonly freshness = new Freshness();
  kills = 0;
  doubleTicks = 0;
  private readonly queue = new MemoryQueue(visibility);
  private readonly random: Random;
  private readonly byId: Map<string, ScriptedFeed>;
  private readonly byHost = new Map<string, ScriptedFeed[]>();
  private readonly idOf: Map<string, string>;
  /** The hosts that a visit may be led to. */
  private readonly movedTo: Map<string, string[]>;
  private readonly hostsDue = new Map<string, number>();
  private readonly options: SimulationOptions;
  private client: OutletClient | undefined;
  private port = 0;
  private callsToLive = Infinity;
  private readonly readings: (() => Promise<void>)[] = [];

  constructor(options: SimulationOptions) {
    this.options = options;
    this.random = new Random(options.seed);
    this.feeds = scriptedFeeds(options.feeds, this.random, start, start + options.days * day);
    for (const feed of this.feeds) this.byHost.set(feed.host, [...(this.byHost.get(feed.host) ?? []), feed]);
    this.byId = new Map(this.feeds.map((feed) => [feed.catalogue.id, feed]));
    this.idOf = new Map(
      this.feeds.flatMap((feed) =>
        [
          feed.catalogue.url,
          ...(feed.moves ? [feed.moves.to] : []),
          ...(feed.catalogue.alternate ? [feed.catalogue.alternate.url] : []),
        ].map((url) => [url, feed.catalogue.id] as const),
      ),
    );
    this.movedTo = new Map(
      this.feeds.flatMap((feed) =>
        feed.moves ? [[feed.catalogue.url, [new URL(feed.moves.to).host]] as const] : [],
      ),
    );
    this.server = new ScoreServer(this.feeds);
  }

  async run(): Promise<void> {
    this.port = await this.server.start();
    this.openClient();
    const kills = Array.from(
      { length: this.options.restarts },
      () => start + Math.floor(this.random.next() * this.options.days * 1440) * minute,
    ).sort((a, b) => a - b);
    const end = start + this.options.days * day;
    for (let now = start; now < end; now += minute) {
      if ((now - start) % day === 0) this.options.progress?.((now - start) / day);
      if (this.random.chance(0.002)) this.busyHost(now);
      const dies = kills[0] !== undefined && kills[0] <= now;
      if (dies) {
        kills.shift();
        this.callsToLive = Math.floor(this.random.between(0, 40));
      }
      await this.tick(now);
      if (dies) now = await this.restart(now);
    }
    await this.client?.close();
    this.server.stop();
  }

  private openClient(): void {
    const network = {
      resolve: async () => ['93.184.216.34'],
      dialled: () => ({ address: '127.0.0.1', port: this.port }),
    };
    this.client = this.options.sockets
      ? outletClient({ contact, allowed: new Set(), network })
      : directClient(this.server);
  }

  private async restart(now: number): Promise<number> {
    this.kills++;
    this.callsToLive = Infinity;
    await this.client?.close();
    this.openClient();
    return now + Math.floor(this.random.between(0, 5)) * minute;
  }

  private busyHost(now: number): void {
    const feed = this.feeds[Math.floor(this.random.next() * this.feeds.length)];
    if (feed !== undefined) this.server.busyUntil.set(feed.host, now + this.random.between(20, 90) * minute);
  }

  /** One minute: due-feeds (sometimes twice at once), then ten workers until the queue is empty. */
  private async tick(now: number): Promise<void> {
    const double = this.random.chance(0.05);
    if (double) this.doubleTicks++;
    await Promise.all([this.dueFeeds(now), ...(double ? [this.dueFeeds(now)] : [])]);
    const messages = this.queue.receive(now);
    const work = async (): Promise<void> => {
      for (let next = messages.shift(); next !== undefined; next = messages.shift()) {
        if (await this.visit(next.message, next.received > 1, now)) this.queue.delete(next);
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
    for (const save of this.readings.splice(0)) await save();
  }

  /** Only hosts that may have something due are looked at, and all of them every hour: the same decisions in a tenth of the time. */
  private async dueFeeds(now: number): Promise<void> {
    const whole = now % (60 * minute) === 0;
    const catalogue = [...this.byHost].flatMap(([host, feeds]) =>
      whole || (this.hostsDue.get(host) ?? 0) <= now ? feeds.map((feed) => feed.catalogue) : [],
    );
    const alive = <A extends unknown[], T>(call: (...args: A) => Promise<T>) => this.mortal(call);
    await queueDueFeeds(
      {
        load: alive(this.store.load),
        lease: alive(this.store.lease),
        queue: alive(async (messages: VisitRequest[]) => {
          this.queue.send(messages, now);
          return null;
        }),
        release: alive(this.store.releaseFeeds),
      },
      catalogue,
      new Date(now),
    ).catch(unlessKilled);
    for (const host of new Set(catalogue.map((feed) => new URL(feed.url).host)))
      this.hostsDue.set(host, this.nextDue(host, now));
  }

  private nextDue(host: string, now: number): number {
    const dues = (this.byHost.get(host) ?? []).map(
      (feed) =>
        dueAt(
          applyParseReport(stateOf(feed.catalogue, this.store.feeds.get(feed.catalogue.id))),
          feed.catalogue,
        ) ?? Infinity,
    );
    return Math.max(now + minute, Math.min(...dues));
  }

  /** @returns whether the message is done */
  private async visit(message: VisitRequest, again: boolean, now: number): Promise<boolean> {
    const worker = { time: now + this.random.between(200, 4_000) };
    const done = await visitHost(this.ports(worker), message, again).then(() => true, unlessKilled);
    for (const feedId of message.feedIds) this.hostsDue.set(this.byId.get(feedId)?.host ?? '', now);
    return done === true;
  }

  private ports(worker: { time: number }): Ports {
    const { store } = this;
    const alive = <A extends unknown[], T>(call: (...args: A) => Promise<T>) => this.mortal(call);
    return {
      feed: (feedId) => this.byId.get(feedId)?.catalogue,
      loadState: alive(store.loadState),
      saveState: alive(async (state: FeedState, before: number) => this.save(state, before)),
      loadHost: alive(store.loadHost),
      saveHost: alive(store.saveHost),
      release: alive(store.releaseFeeds),
      visit: alive(async (target: Parameters<Ports['visit']>[0]) => this.ask(target, worker)),
      archive: alive(async (_body: Uint8Array, { feedId }: { feedId: string }) => `bodies/${feedId}`),
      enqueue: alive(async ({ feedId, visitedAt }: { feedId: string; visitedAt: string }) =>
        this.ingest(feedId, visitedAt),
      ),
      gap: hostGap,
      wait: async (ms) => {
        worker.time += ms;
      },
      remaining: () => Infinity,
      clock: () => new Date(worker.time),
      log: () => undefined,
    };
  }

  private async ask(target: Parameters<Ports['visit']>[0], worker: { time: number }) {
    for (const host of [new URL(target.url).host, ...(this.movedTo.get(target.url) ?? [])])
      this.server.time.set(host, worker.time);
    const declared = this.leftOut(target);
    if (declared !== undefined) this.server.declared.add(declared);
    const reply = await this.client?.visit(target);
    if (declared !== undefined) this.server.declared.delete(declared);
    if (reply === undefined) throw new Error('no client');
    worker.time += this.random.between(50, 1_500);
    return reply;
  }

  /** The URL, perhaps behind a redirect, whose stored validators the re-check rule leaves out of this visit. */
  private leftOut({ url, validators }: Parameters<Ports['visit']>[0]): string | undefined {
    const stored = this.store.feeds.get(this.idOf.get(url) ?? '');
    const state = stored && applyParseReport(stored);
    if (
      state === undefined ||
      state.validators === null ||
      !wantsRecheck(state, this.server.time.get(new URL(url).host) ?? 0)
    )
      return undefined;
    const own = state.validators.url;
    return validators.some((pair) => pair.url === own) ? undefined : bare(own);
  }

  private async save(state: FeedState, before: number): Promise<boolean> {
    const saved = await this.store.saveState(state, before);
    this.server.saved([state.url, state.validators?.url ?? state.url].map(bare));
    return saved;
  }

  /** A short ingest-feed: what the body holds is known here, so nothing is parsed. */
  private async ingest(feedId: string, visitedAt: string): Promise<void> {
    const feed = this.byId.get(feedId);
    if (feed === undefined) return;
    const items = countUntil(feed.published, Date.parse(visitedAt));
    this.freshness.stored(feed, items, Date.parse(visitedAt) + 5_000, start);
    const publishTimes = feed.published
      .slice(Math.max(0, items - publishTimesLimit), items)
      .map((time) => new Date(time).toISOString());
    const newest = publishTimes.at(-1);
    const reading = {
      kind: 'ok',
      at: visitedAt,
      items: Math.min(items, feed.window),
      ...(newest !== undefined && { newest }),
      hints: feed.hints,
      problems: 0,
      publishTimes,
    } as const;
    // The state is saved after the queue, so the reading comes after it, as it would from a real queue.
    this.readings.push(() => this.store.saveReading(feedId, { ...reading, publishTimes }));
  }

  /** A call that may be the process's last: half of the deaths come before the effect, half after it. */
  private mortal<A extends unknown[], T>(call: (...args: A) => Promise<T>): (...args: A) => Promise<T> {
    return async (...args) => {
      if (this.callsToLive < 0) throw new Killed('the process is dead');
      const last = this.callsToLive-- === 0;
      if (last && this.random.chance(0.5)) throw new Killed('before the effect');
      const result = await call(...args);
      if (last || this.callsToLive < 0) throw new Killed('after the effect');
      return result;
    };
  }

  states(): FeedState[] {
    return [...this.store.feeds.values()];
  }
}

function unlessKilled(error: unknown): undefined {
  const isKill = (each: unknown): boolean =>
    each instanceof Killed || (each instanceof Error && each.cause !== undefined && isKill(each.cause));
  if (!isKill(error)) throw error;
  return undefined;
}

/** The way of a visit without the socket: redirects, checks and validators as the real client has them. */
function directClient(server: ScoreServer): OutletClient {
  return {
    visit: async ({ url, validators, accept = '*/*' }) => {
      const headers = { 'user-agent': userAgent(contact), accept, 'accept-encoding': 'gzip, br' };
      const hops: Hop[] = [];
      const ask: FollowContext['ask'] = async (to, path, sent) => {
        const answer = server.respond(to.host, path, { host: to.host, connection: 'keep-alive', ...sent });
        await Promise.resolve();
        server.closed(to.host);
        if (answer === 'reset') throw new Error('reset');
        return {
          status: answer.status,
          headers: answer.headers,
          body: async () => Buffer.from(answer.body),
          skip: async () => undefined,
        };
      };
      return followRedirects(
        { ask, waitGap: async () => undefined, allowed: new Set(), headers, validators, hops },
        url,
      ).catch(() => ({ kind: 'unanswered', fault: 'reset', detail: '', hops }));
    },
    close: async () => undefined,
  };
}
