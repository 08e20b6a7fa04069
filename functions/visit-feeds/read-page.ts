import type { Clock } from '../../shared/clock.ts';
import { type CatalogueSource, readsPages } from '../../shared/domain/outlet.ts';
import { type AnswerRecord, answerRecordOf } from '../../shared/domain/visit/answer-record.ts';
import { pageRateLimit } from '../../shared/domain/visit/after-visit.ts';
import { looksLikeFeed } from '../../shared/domain/visit/looks-like-feed.ts';
import { contentTypeOf, type Reply } from '../../shared/domain/visit/outcome.ts';
import { isOnHost, type WantedPage } from '../../shared/domain/visit/wanted-page.ts';
import type { Validators } from '../../shared/domain/visit/feed-state.ts';
import { errorText, type Log } from '../../shared/log.ts';
import type { IngestRequest } from '../../shared/messages.ts';

/** The longest that one feed or page can take: the gap, robots.txt and the body at 20 s each, and the stores. */
export const longestFeed = 45_000;
export const htmlAccept = 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1';

export interface PageVisitPorts {
  feed(feedId: string): CatalogueSource | undefined;
  /** Takes an article's page off the list of the wanted; absent: no page is read. @returns false where it is not to be asked again */
  takePage?(feedId: string, page: WantedPage): Promise<boolean>;
  visit(target: VisitTarget): Promise<Reply>;
  /** Keeps a body with what a later reading needs to know, and how it was sent, as proof. @returns its key */
  archive(body: Uint8Array, facts: Omit<IngestRequest, 'archiveKey'>, answer: AnswerRecord): Promise<string>;
  enqueue(message: IngestRequest): Promise<void>;
  /** Until this invocation is cut off, ms. */
  remaining(): number;
  clock: Clock;
  log: Log;
}

interface VisitTarget {
  url: string;
  validators: readonly Validators[];
  accept?: string;
  maxHops?: number;
  mostBytes?: number;
}

/** One host on one visit, with its manners. */
export interface HostToAsk {
  name: string;
  isPaused(): boolean;
  robots(url: string, feed: { id: string }): Promise<'allowed' | 'disallowed' | 'unreachable'>;
  paced(ask: () => Promise<Reply>): Promise<Reply>;
  pause(limit: { host: string; until: string }): Promise<void>;
}

type Outcome = 'left' | 'taken' | 'robots' | 'no-page' | 'not-kept' | 'read';

/** News pages have 50 to 500 KB, most of it script. */
const mostBytes = 2 * 1024 * 1024;

/**
 * Reads an article's page for its text, within the manners of the visit: robots.txt (also where the operator has leave for the
 * feed), the gap, the host's rate limit. It is taken off the list first, so that no page is asked for twice; one that fails is
 * not asked again: its title stands as it did.
 */
export async function readPage(
  host: HostToAsk,
  ports: PageVisitPorts,
  feedId: string,
  page: WantedPage,
): Promise<void> {
  const outcome = await outcomeOf(host, ports, feedId, page).catch((error: unknown) => {
    // The feeds of the host matter more.
    ports.log('page-not-kept', { feedId, error: errorText(error) });
    return 'not-kept' as const;
  });
  ports.log('page-visited', { feedId, articleId: page.articleId, outcome });
}

async function outcomeOf(
  host: HostToAsk,
  ports: PageVisitPorts,
  feedId: string,
  page: WantedPage,
): Promise<Outcome> {
  const entry = ports.feed(feedId);
  const mayAsk = entry !== undefined && readsPages(entry.outlet) && isOnHost(page.url, host.name);
  if (!mayAsk || host.isPaused() || ports.remaining() < longestFeed) return 'left';
  if ((await ports.takePage?.(feedId, page)) !== true) return 'taken';
  if ((await host.robots(page.url, { id: feedId })) !== 'allowed') return 'robots';
  const reply = await host.paced(() =>
    ports.visit({ url: page.url, validators: [], accept: htmlAccept, maxHops: 2, mostBytes }),
  );
  if (reply.kind !== 'answer') return 'no-page';
  const { answer, body } = reply;
  const limit = pageRateLimit(answer, ports.clock());
  if (limit !== undefined) await host.pause(limit);
  if (answer.status !== 200 || looksLikeFeed(body, contentTypeOf(answer)) !== 'html') return 'no-page';
  const facts = {
    feedId,
    visitedAt: ports.clock().toISOString(),
    url: answer.url,
    contentType: contentTypeOf(answer),
    page: page.articleId,
  };
  await ports.enqueue({ ...facts, archiveKey: await ports.archive(body, facts, answerRecordOf(answer)) });
  return 'read';
}
