import type { HostRobots } from '../../shared/domain/visit/host-state.ts';
import type { Reply } from '../../shared/domain/visit/outcome.ts';
import { robotsOf, robotsVerdict, sitemapsIn } from '../../shared/domain/visit/robots.ts';
import type { OutletClient } from '../../shared/http/outlet-client.ts';

export interface JourneySettings {
  client: OutletClient;
  /** Requests at most, redirects and robots.txt among them. */
  most: number;
  /** Between two requests to one host, ms. */
  gap: number;
  clock: () => Date;
  wait: (ms: number) => Promise<void>;
}

export type Step = { reply: Reply } | { untold: 'robots' | 'no-requests-left' };

/** A few polite requests to a site that nobody visits yet: by its robots.txt, with gaps, and counted. */
export class SiteJourney {
  requests = 0;
  readonly sitemaps: string[] = [];
  private readonly robots = new Map<string, HostRobots>();
  private readonly lastAt = new Map<string, number>();
  private readonly settings: JourneySettings;

  constructor(settings: JourneySettings) {
    this.settings = settings;
  }

  /** Whether the page of a host can still be asked for, with its robots.txt where that is not known. */
  canAsk(url: string): boolean {
    return this.left() >= (this.robots.has(new URL(url).host) ? 1 : 2);
  }

  async ask(url: string): Promise<Step> {
    if (!this.canAsk(url)) return { untold: 'no-requests-left' };
    const robots = await this.robotsOf(url);
    if (robotsVerdict(robots, url) !== 'allowed') return { untold: 'robots' };
    return this.canAsk(url) ? { reply: await this.request(url) } : { untold: 'no-requests-left' };
  }

  private left(): number {
    return this.settings.most - this.requests;
  }

  private async robotsOf(url: string): Promise<HostRobots> {
    const { host } = new URL(url);
    const known = this.robots.get(host);
    if (known !== undefined) return known;
    const reply = await this.request(new URL('/robots.txt', url).href, 'text/plain');
    const isAnswer = reply.kind === 'answer';
    const text = isAnswer ? new TextDecoder().decode(reply.body) : '';
    const robots = robotsOf(isAnswer ? reply.answer.status : null, text, this.settings.clock().toISOString());
    this.robots.set(host, robots);
    if (robots.kind === 'rules') this.sitemaps.push(...sitemapsIn(text));
    return robots;
  }

  private async request(url: string, accept?: string): Promise<Reply> {
    const { client, gap, wait, clock } = this.settings;
    const { host } = new URL(url);
    const since = clock().getTime() - (this.lastAt.get(host) ?? -Infinity);
    if (since < gap) await wait(gap - since);
    const reply = await client.visit({
      url,
      validators: [],
      maxHops: this.left() - 1,
      ...(accept !== undefined && { accept }),
    });
    this.lastAt.set(host, clock().getTime());
    this.requests += 1 + (reply.kind === 'answer' ? reply.answer.hops : reply.hops).length;
    return reply;
  }
}
