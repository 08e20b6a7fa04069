import { loadAllStates } from '../../shared/aws/feeds-table.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { catalogueSources } from '../../shared/catalogue/catalogue.ts';
import type { Clock } from '../../shared/clock.ts';
import type { FeedState } from '../../shared/domain/visit/feed-state.ts';
import type { LocalWire } from './local-wire.ts';
import { keepMails } from './mail-keeper.ts';
import { deadLetters } from './queue-pump.ts';
import type { Stages } from './stages.ts';
import { dayOf } from '../../shared/domain/text/time.ts';

export interface FeedFault {
  feedId: string;
  url: string;
  /** In words. */
  cause: string;
  kind: string;
}

/** What one round did, counted from the tables and not from what the stages say of themselves. */
export interface RoundReport {
  seconds: number;
  feeds: number;
  visited: number;
  unchanged: number;
  faults: FeedFault[];
  /** Items in the bodies read in this round. */
  items: number;
  articles: number;
  onTopic: number;
  reprints: number;
  /** Stories that changed in this round. */
  stories: number;
  /** .eml files of mails sent in this round. */
  mails: string[];
  /** Messages that failed five times, by queue. */
  dead: Record<string, number>;
}

export interface RoundOptions {
  clock: Clock;
  progress: (stage: string) => void;
  /** Asked between stages: a round that should stop ends early, and the next start goes on from there. */
  stopAsked: () => boolean;
}

/** due → visit → ingest → group → publish → digests, each queue emptied before the next. */
export async function runRound(
  wire: LocalWire,
  stages: Stages,
  { clock, progress, stopAsked }: RoundOptions,
): Promise<RoundReport> {
  const start = clock();
  const steps: [string, () => Promise<unknown>][] = [
    ['looking what is due', stages.dueFeeds],
    ['visiting feeds', stages.visitFeeds],
    ['reading articles', stages.ingestFeeds],
    ['grouping stories', stages.groupStories],
    ['publishing the site', stages.publishSite],
    ['planning digests', stages.planDigests],
    ['sending digests', stages.sendDigests],
  ];
  for (const [name, step] of steps) {
    if (stopAsked()) break;
    progress(name);
    await step();
  }
  const mails = wire.inboxUrl === null ? [] : await keepMails(wire.inboxUrl, wire.folder.path);
  return { ...(await countRound(wire, start, clock())), mails };
}

async function countRound(
  { settings }: LocalWire,
  start: Date,
  end: Date,
): Promise<Omit<RoundReport, 'mails'>> {
  const since = start.toISOString();
  const { feeds } = await loadAllStates(settings.TABLE_FEEDS);
  const visited = [...feeds.values()].filter((state) => (state.lastVisitAt ?? '') >= since);
  const faults = visited.flatMap(feedFaultsOf);
  const changed = visited.filter((state) => (state.changedAt.at(-1) ?? '') >= since);
  const table = storiesTable(settings.TABLE_STORIES, () => end);
  const days = [...new Set([dayOf(since), dayOf(end.toISOString())])];
  const articles = (await Promise.all(days.map((day) => table.articlesOfDay(day))))
    .flat()
    .filter((article) => article.seenAt >= since);
  const changedStories = await table.storiesChangedSince(since);
  // Also bodies that an earlier, interrupted run had fetched.
  const read = [...feeds.values()].filter(
    (state) => changed.includes(state) || articles.some((article) => article.feedId === state.feedId),
  );
  return {
    seconds: (end.getTime() - start.getTime()) / 1000,
    feeds: catalogueSources().length,
    visited: visited.length,
    unchanged:
      visited.filter((state) => state.fault === null).length -
      changed.filter((state) => state.fault === null).length,
    faults,
    items: read.reduce((sum, state) => sum + (state.reading?.items ?? 0), 0),
    articles: articles.length,
    onTopic: articles.filter((article) => article.topics.length > 0).length,
    reprints: articles.filter((article) => article.reprintOf !== undefined).length,
    // Not those that were joined with others meanwhile.
    stories: changedStories.filter(({ mergedInto }) => mergedInto === undefined).length,
    dead: await deadByQueue(settings),
  };
}

async function deadByQueue(settings: LocalWire['settings']): Promise<Record<string, number>> {
  const queues = {
    visit: settings.QUEUE_VISIT_URL,
    ingest: settings.QUEUE_INGEST_URL,
    story: settings.QUEUE_STORY_URL,
    digest: settings.QUEUE_DIGEST_URL,
  };
  const dead = await Promise.all(
    Object.entries(queues).map(async ([name, url]) => [name, await deadLetters(url)] as const),
  );
  return Object.fromEntries(dead.filter(([, count]) => count > 0));
}

function feedFaultsOf({ feedId, url, fault, reading }: FeedState): FeedFault[] {
  if (fault !== null) return [{ feedId, url, cause: fault.detail || fault.kind, kind: fault.kind }];
  if (reading === null || reading.kind === 'ok') return [];
  return [{ feedId, url, cause: reading.kind, kind: reading.kind }];
}
