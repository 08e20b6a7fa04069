import { answerRecordOf } from '../../shared/domain/visit/answer-record.ts';
import { addressed, chooseAddress } from '../../shared/domain/visit/alternate.ts';
import { afterVisit, hostRateLimit } from '../../shared/domain/visit/after-visit.ts';
import { requestFor } from '../../shared/domain/visit/request.ts';
import {
  type FeedState,
  applyParseReport,
  stateOf,
  isBaseline,
} from '../../shared/domain/visit/feed-state.ts';
import type { HostState } from '../../shared/domain/visit/host-state.ts';
import { isDue } from '../../shared/domain/visit/next-visit.ts';
import type { CatalogueSource } from '../../shared/domain/outlet.ts';
import { robotsExpired, robotsOf, robotsVerdict } from '../../shared/domain/visit/robots.ts';
import {
  type Reply,
  type VisitOutcome,
  contentTypeOf,
  outcomeOf,
} from '../../shared/domain/visit/outcome.ts';
import { errorText } from '../../shared/log.ts';
import {
  type IngestRequest,
  knownLifeMs,
  type VisitRequest,
  visitRequestLifeMs,
} from '../../shared/messages.ts';
import { type HostToAsk, type PageVisitPorts, htmlAccept, longestFeed, readPage } from './read-page.ts';

export interface Ports extends PageVisitPorts {
  loadState(feedId: string): Promise<FeedState | undefined>;
  /** @returns false where another visit was saved since: nothing is written */
  saveState(state: FeedState, before: number): Promise<boolean>;
  loadHost(host: string): Promise<HostState>;
  saveHost(host: string, facts: Partial<Pick<HostState, 'robots' | 'pausedUntil'>>): Promise<void>;
  /** Returns feeds that were not asked to due-feeds. */
  release(host: string, feedIds: readonly string[]): Promise<void>;
  wait(ms: number): Promise<void>;
  /** The shortest gap between two requests to a host, ms. */
  gap: number;
}

/**
 * Visits the due feeds of one host, one after the other.
 * @param redelivered the message came before; its unsaved feeds may have been asked already, so they are left to due-feeds
 * @throws Error when a feed's state could not be saved; the other feeds of the host were visited
 */
export async function visitHost(ports: Ports, request: VisitRequest, redelivered: boolean): Promise<void> {
  const age = ports.clock().getTime() - Date.parse(request.queuedAt);
  if (redelivered || age > visitRequestLifeMs)
    return ports.log('visit-dropped', {
      host: request.host,
      again: redelivered,
      ageSeconds: Math.round(age / 1000),
    });
  const known = age > knownLifeMs ? undefined : request.known;
  const host = new HostVisit(ports, request.host, known?.host ?? (await ports.loadHost(request.host)));
  // Before the feeds: until they are saved nobody else is sent to this host.
  for (const { feedId, page } of request.pages ?? []) await readPage(host, ports, feedId, page);
  const failed: unknown[] = [];
  const left: string[] = [];
  for (const feedId of request.feedIds) {
    try {
      const stored = known === undefined ? await ports.loadState(feedId) : known.feeds[feedId];
      const asked = ports.remaining() >= longestFeed && (await host.visitFeed(feedId, stored));
      if (!asked) left.push(feedId);
    } catch (error) {
      ports.log('visit-not-saved', { feedId, error: errorText(error) });
      failed.push(error);
    }
  }
  if (left.length > 0) await ports.release(request.host, left);
  if (failed.length > 0)
    throw new Error(`${failed.length} feeds of ${request.host} could not be saved`, { cause: failed[0] });
}

/** What a source of another kind than feed is asked for. */
const acceptFor = ({ kind }: CatalogueSource): { accept?: string } =>
  kind === 'page' || kind === 'telegram' ? { accept: htmlAccept } : {};

/** One host's visit: what was learned of the host, and when it was last asked. */
class HostVisit implements HostToAsk {
  private lastRequest: number | undefined;
  private readonly ports: Ports;
  readonly name: string;
  private state: HostState;

  constructor(ports: Ports, name: string, state: HostState) {
    this.ports = ports;
    this.name = name;
    this.state = state;
  }

  /** @returns false where the feed was not asked after all: no longer due, moved to another host, the host paused, the hour skipped, or out of the catalogue */
  async visitFeed(feedId: string, stored: FeedState | undefined): Promise<boolean> {
    const { ports } = this;
    const entry = ports.feed(feedId);
    if (entry === undefined) return false;
    const state = applyParseReport(stateOf(entry, stored));
    const feed = addressed(entry, state);
    if (!this.mayAsk(state, feed)) return false;
    const request = requestFor(state, ports.clock());
    const verdict = await this.robots(request.url, feed);
    const reply =
      verdict === 'allowed'
        ? await this.paced(() => ports.visit({ ...request, ...acceptFor(feed) }))
        : undefined;
    const now = ports.clock();
    const outcome: VisitOutcome =
      reply === undefined
        ? { kind: 'robots', verdict: verdict === 'unreachable' ? verdict : 'disallowed' }
        : outcomeOf(state, reply, feed.kind);
    const kept = await this.keep(state, outcome, reply, now);
    const after = chooseAddress(afterVisit(state, kept, feed, now), entry, now);
    const saved = await ports.saveState(after, state.visit);
    await this.rememberRateLimit(outcome, after, now);
    ports.log('feed-visited', {
      feedId,
      outcome: kept.kind,
      status: 'answer' in outcome ? outcome.answer.status : null,
      saved,
      nextDueAt: after.nextDueAt,
    });
    return true;
  }

  private mayAsk(state: FeedState, feed: CatalogueSource): boolean {
    if (this.isPaused()) return false;
    return new URL(state.url).host === this.name && isDue(state, feed, this.ports.clock().getTime());
  }

  isPaused(): boolean {
    const { pausedUntil } = this.state;
    return pausedUntil !== null && Date.parse(pausedUntil) > this.ports.clock().getTime();
  }

  /** Archive first, then the queue; a body that could not be kept is requested again later, with the old validators. */
  private async keep(
    before: FeedState,
    outcome: VisitOutcome,
    reply: Reply | undefined,
    now: Date,
  ): Promise<VisitOutcome> {
    if (outcome.kind !== 'changed' || reply?.kind !== 'answer') return outcome;
    const visitedAt = now.toISOString();
    const { feedId } = before;
    try {
      const facts: Omit<IngestRequest, 'archiveKey'> = {
        feedId,
        visitedAt,
        url: outcome.answer.url,
        contentType: contentTypeOf(outcome.answer),
        ...(isBaseline(before, now) && { baseline: true }),
        ...(before.alternate?.isTrial === false && { alternate: true }),
      };
      const archiveKey = await this.ports.archive(reply.body, facts, answerRecordOf(outcome.answer));
      const previousAt = before.changedAt.at(-1);
      await this.ports.enqueue({ ...facts, archiveKey, ...(previousAt !== undefined && { previousAt }) });
      return outcome;
    } catch (error) {
      this.ports.log('body-not-kept', { feedId, error: errorText(error) });
      return { kind: 'not-kept', answer: outcome.answer };
    }
  }

  private async rememberRateLimit(outcome: VisitOutcome, after: FeedState, now: Date): Promise<void> {
    const limit = hostRateLimit(outcome, after, now);
    if (limit !== undefined) await this.pause(limit);
  }

  async pause({ host, until }: { host: string; until: string }): Promise<void> {
    await this.ports.saveHost(host, { pausedUntil: until });
    if (host === this.name) this.state = { ...this.state, pausedUntil: until };
  }

  /** @param feed with the operator's leave not to ask, if any */
  async robots(
    url: string,
    feed: Pick<CatalogueSource, 'id' | 'ignoreRobots'>,
  ): Promise<'allowed' | 'disallowed' | 'unreachable'> {
    if (feed.ignoreRobots === true) {
      this.ports.log('robots-ignored', { feedId: feed.id });
      return 'allowed';
    }
    const robots = robotsExpired(this.state.robots, this.ports.clock())
      ? await this.fetchRobots(url)
      : this.state.robots;
    return robots === null ? 'allowed' : robotsVerdict(robots, url);
  }

  private async fetchRobots(url: string) {
    const reply = await this.paced(() =>
      this.ports.visit({ url: new URL('/robots.txt', url).href, validators: [], accept: 'text/plain' }),
    );
    const answered = reply.kind === 'answer';
    const robots = robotsOf(
      answered ? reply.answer.status : null,
      answered ? new TextDecoder().decode(reply.body) : '',
      this.ports.clock().toISOString(),
    );
    await this.ports.saveHost(this.name, { robots });
    this.state = { ...this.state, robots };
    return robots;
  }

  /** Never two requests to the host within the gap. */
  async paced(ask: () => Promise<Reply>): Promise<Reply> {
    const { gap } = this.ports;
    const since = this.lastRequest === undefined ? gap : this.ports.clock().getTime() - this.lastRequest;
    if (since < gap) await this.ports.wait(gap - since);
    const reply = await ask();
    this.lastRequest = this.ports.clock().getTime();
    return reply;
  }
}
