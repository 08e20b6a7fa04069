import { loadAllStates } from '../../shared/aws/feeds-table.ts';
import { archiveKey } from '../../shared/aws/keys.ts';
import { send, sendAll } from '../../shared/aws/queue.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { listSubscribers } from '../../shared/aws/subscriber-list.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { catalogueSources } from '../../shared/catalogue/catalogue.ts';
import type { FeedState } from '../../shared/domain/visit/feed-state.ts';
import { allowedHosts } from '../../shared/domain/visit/public-address.ts';
import type { IngestRequest } from '../../shared/messages.ts';
import type { LocalWire } from './local-wire.ts';
import { recoverVisits } from './lost-visits.ts';
import { addDays } from '../../shared/domain/text/time.ts';

/** How far back articles on topic are queued for their story again, and planned editions for their mail, in days. */
const daysBack = 2;

/**
 * The embedded queues live in memory, so what was in them when the last run stopped is queued again: visits, archived bodies
 * without a parse report, the stories of recent articles, and mails. Stages are idempotent: work that was done is found done.
 * @returns how many bodies were queued again
 */
export async function recoverQueues({ settings }: Pick<LocalWire, 'settings'>, now: Date): Promise<number> {
  await recoverVisits(settings.TABLE_FEEDS, catalogueSources(), allowedHosts(process.env));
  const { feeds } = await loadAllStates(settings.TABLE_FEEDS);
  const unread = [...feeds.values()].flatMap(unreadBody);
  await sendAll(settings.QUEUE_INGEST_URL, unread);
  const table = storiesTable(settings.TABLE_STORIES);
  for (let back = daysBack; back >= 0; back--) {
    const day = addDays(now.toISOString(), -back);
    const articles = (await table.articlesOfDay(day)).filter((article) => article.topics.length > 0);
    for (const { id: articleId, revision } of articles) {
      await send(
        settings.QUEUE_STORY_URL,
        { articleId, revision },
        { group: 'stories', deduplicationId: `${articleId}-${revision}` },
      );
    }
  }
  await recoverMails(settings, now);
  return unread.length;
}

/** Editions that are planned and letters that are due: on AWS their messages would still be in the queue. */
async function recoverMails(
  { TABLE_SUBSCRIBERS: table, QUEUE_DIGEST_URL: queue }: LocalWire['settings'],
  now: Date,
): Promise<void> {
  const subscribers = subscribersTable(table);
  const since = addDays(now.toISOString(), -daysBack);
  for (const { id, letter } of await listSubscribers(table)) {
    if (letter?.state === 'due') await send(queue, { subscriberId: id, letterId: letter.id });
    const planned = (await subscribers.readEditions(id, since)).filter((row) => row.state === 'planned');
    for (const { editionId } of planned) await send(queue, { subscriberId: id, editionId });
  }
}

/** The last body of a feed, where ingest-feed has not said what it found in it. */
function unreadBody(state: FeedState): IngestRequest[] {
  const visitedAt = state.changedAt.at(-1);
  if (visitedAt === undefined || state.bodyHash === null) return [];
  if (state.reading !== null && state.reading.at >= visitedAt) return [];
  const key = archiveKey(visitedAt, state.feedId, state.bodyHash);
  return [
    {
      feedId: state.feedId,
      archiveKey: key,
      visitedAt,
      url: state.validators?.url ?? state.url,
      contentType: null,
      ...(state.changedAt.length === 1 && { baseline: true as const }),
      ...(state.alternate?.isTrial === false && { alternate: true as const }),
    },
  ];
}
