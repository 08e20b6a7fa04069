import type { FeedState } from '../../shared/domain/visit/feed-state.ts';
import { type HostLease, type HostState, hostStateSchema } from '../../shared/domain/visit/host-state.ts';
import type { ParseReport } from '../../shared/domain/visit/parse-report.ts';
import type { VisitRequest } from '../../shared/messages.ts';

/** The Feeds table in memory, with the conditions of the real one (the contract test runs over both). */
export class MemoryFeeds {
  readonly feeds = new Map<string, FeedState>();
  readonly hosts = new Map<string, HostState>();
  writes = 0;

  load = async () => ({ feeds: this.feeds, hosts: this.hosts });
  loadState = async (feedId: string) => this.feeds.get(feedId);
  loadHost = async (host: string) => this.host(host);

  saveState = async (state: FeedState, before: number): Promise<boolean> => {
    const stored = this.feeds.get(state.feedId);
    if ((stored?.visit ?? 0) !== before) return false;
    this.writes++;
    this.feeds.set(state.feedId, { ...state, reading: stored?.reading ?? null });
    return true;
  };

  saveReading = async (feedId: string, reading: ParseReport): Promise<void> => {
    const stored = this.feeds.get(feedId);
    if (stored !== undefined && (stored.reading === null || stored.reading.at <= reading.at))
      this.feeds.set(feedId, { ...stored, reading });
  };

  saveHost = async (
    host: string,
    facts: Partial<Pick<HostState, 'robots' | 'pausedUntil'>>,
  ): Promise<void> => {
    this.writes++;
    this.hosts.set(host, { ...this.host(host), ...facts });
  };

  lease = async (host: string, lease: HostLease, before: HostLease | null): Promise<boolean> => {
    const stored = this.host(host);
    if ((stored.lease?.at ?? null) !== (before?.at ?? null)) return false;
    this.writes++;
    this.hosts.set(host, { ...stored, lease });
    return true;
  };

  releaseFeeds = async (host: string, feedIds: readonly string[]): Promise<void> => {
    const { lease, ...rest } = this.host(host);
    if (lease === null) return;
    this.writes++;
    this.hosts.set(host, {
      ...rest,
      lease: {
        ...lease,
        feeds: Object.fromEntries(
          Object.entries(lease.feeds).filter(([feedId]) => !feedIds.includes(feedId)),
        ),
      },
    });
  };

  private host(host: string): HostState {
    return this.hosts.get(host) ?? hostStateSchema.parse({});
  }
}

interface Waiting {
  message: VisitRequest;
  visibleAt: number;
  received: number;
}

/** SQS in memory: what a dead worker had taken comes back after the visibility timeout, counted. */
export class MemoryQueue {
  private waiting: Waiting[] = [];
  private readonly visibility: number;

  constructor(visibility: number) {
    this.visibility = visibility;
  }

  send(messages: readonly VisitRequest[], now: number): void {
    this.waiting.push(...messages.map((message) => ({ message, visibleAt: now, received: 0 })));
  }

  /** All visible messages, hidden until deleted or until their time is up. */
  receive(now: number): Waiting[] {
    const visible = this.waiting.filter((each) => each.visibleAt <= now);
    for (const each of visible) {
      each.received++;
      each.visibleAt = now + this.visibility;
    }
    return visible;
  }

  delete(done: Waiting): void {
    this.waiting = this.waiting.filter((each) => each !== done);
  }
}
