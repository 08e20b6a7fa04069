import { ingestFeed, type Ports } from '../../functions/ingest-feed/ingest-feed.ts';
import { KnownArticles } from '../../functions/ingest-feed/known-articles.ts';
import { ingestRequestsOf, readBody } from '../../shared/aws/archive.ts';
import { archiveDayPrefix } from '../../shared/aws/keys.ts';
import { send, sendAll } from '../../shared/aws/queue.ts';
import { listSiteFiles, putSiteFile } from '../../shared/aws/site-bucket.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { atMost } from '../../shared/at-most.ts';
import { catalogueSource } from '../../shared/catalogue/catalogue.ts';
import type { Article } from '../../shared/domain/article/article.ts';
import { dayStatePath, indexStatePath } from '../../shared/domain/site/paths.ts';
import type { IngestRequest } from '../../shared/messages.ts';
import { gzip } from '../../shared/zip.ts';
import { loadTagger } from './load-tagger.ts';
import { pageThreads } from '../../functions/ingest-feed/parse-thread.ts';
import { parseGuarded } from './parse-guarded.ts';
import type { Place } from './place.ts';

/** `done` of `total`, of what a replay works on. */
export type Progress = (done: number, total: number) => void;

/** The bodies of days, oldest first, as the messages that have them read again; how many do not say how. */
export async function bodiesOf(
  { settings }: Place,
  days: readonly string[],
): Promise<{ bodies: IngestRequest[]; silent: number }> {
  const bucket = settings.BUCKET_ARCHIVE;
  const keys: string[] = [];
  for (const day of days) keys.push(...(await listSiteFiles(bucket, archiveDayPrefix(day))));
  const found = await atMost(keys, 16, (key) => ingestRequestsOf(bucket, key));
  const bodies = found.flat().map((request) => ({ ...request, again: true as const }));
  return {
    bodies: bodies.sort((a, b) => a.visitedAt.localeCompare(b.visitedAt)),
    silent: found.filter((requests) => requests.length === 0).length,
  };
}

/** Articles first stored on the days, by id. */
export async function articlesOf(
  { settings }: Place,
  days: readonly string[],
  now: Date,
): Promise<Map<string, Article>> {
  const table = storiesTable(settings.TABLE_STORIES, () => now);
  const found = new Map<string, Article>();
  for (const day of days)
    for (const article of await table.articlesOfDay(day)) found.set(article.id, article);
  return found;
}

/** What a rehearsal saw stored, and what it would have stored. */
interface Rehearsed {
  before: Map<string, Article>;
  written: Map<string, Article>;
}

/** Ports of ingest-feed that write nothing: what was written is found again among `written`. */
async function silentPorts({ settings }: Place, now: Date, { before, written }: Rehearsed): Promise<Ports> {
  const table = storiesTable(settings.TABLE_STORIES, () => now);
  const tagger = await loadTagger();
  const find = async (ids: string[]): Promise<Map<string, Article>> => {
    const stored = await table.findArticles(ids);
    for (const [id, article] of stored) before.set(id, article);
    const known = ids.map((id) => [id, written.get(id) ?? stored.get(id)] as const);
    return new Map(known.flatMap(([id, article]) => (article === undefined ? [] : [[id, article] as const])));
  };
  const put = <T>(article: Article, answer: T): Promise<T> => {
    written.set(article.id, article);
    return Promise.resolve(answer);
  };
  const nothing = () => Promise.resolve();
  return {
    known: new KnownArticles(),
    feed: (feedId) => catalogueSource(feedId),
    readBody: (key) => readBody(settings.BUCKET_ARCHIVE, key),
    parse: parseGuarded,
    readPage: pageThreads(),
    findArticles: find,
    findShown: async (shown, guidIds) => ({
      articles: new Map(await find([...shown.keys()])),
      named: await table.findByGuid([...guidIds]),
    }),
    findByGuid: (guidIds) => table.findByGuid(guidIds),
    putGuid: nothing,
    tag: (text) => tagger.tag(text),
    // Looking for an original claims the text's buckets, which is a write.
    findReprint: () => Promise.resolve(null),
    putArticle: (article) => put(article, 'stored'),
    reviseArticle: (article) => put(article, 'revised'),
    retagArticle: (article) => put(article, 'retagged'),
    queueStory: nothing,
    saveParseReport: nothing,
    clock: () => now,
    log: () => undefined,
  };
}

/**
 * What reading bodies again would store, by ingest-feed itself with ports that write nothing.
 * @returns the articles that the bodies show, as they are and as they would be
 */
export async function rehearse(
  place: Place,
  bodies: readonly IngestRequest[],
  { now, progress }: { now: Date; progress: Progress },
): Promise<{ before: Map<string, Article>; after: Map<string, Article> }> {
  const seen: Rehearsed = { before: new Map(), written: new Map() };
  const ports = await silentPorts(place, now, seen);
  for (const [at, body] of bodies.entries()) {
    await ingestFeed(ports, body);
    progress(at + 1, bodies.length);
  }
  return { before: seen.before, after: new Map([...seen.before, ...seen.written]) };
}

/** Bodies that are queued before they are read: on a laptop, where nobody else reads, that is how far progress jumps. */
const bodiesAtATime = 25;

/** Queues bodies to be read again; in a data folder reads them too, and brings their stories up to date. */
export async function readAgain(
  place: Place,
  bodies: readonly IngestRequest[],
  progress: Progress,
): Promise<void> {
  const stages = await place.stages?.();
  for (let at = 0; at < bodies.length; at += bodiesAtATime) {
    await sendAll(place.settings.QUEUE_INGEST_URL, bodies.slice(at, at + bodiesAtATime));
    await stages?.ingestFeeds();
    await stages?.groupStories();
    progress(Math.min(bodies.length, at + bodiesAtATime), bodies.length);
  }
}

/** Queues articles on topic for their stories: one without a story is placed, the others are brought up to date in theirs. */
export async function groupAgain(
  place: Place,
  articles: readonly Article[],
  progress: Progress,
): Promise<void> {
  const run = Date.now().toString(36);
  for (const [at, { id: articleId, revision }] of articles.entries()) {
    await send(
      place.settings.QUEUE_STORY_URL,
      { articleId, revision: Math.max(2, revision) },
      // A replay within five minutes of another is not its repetition.
      { group: 'stories', deduplicationId: `${run}-${articleId}` },
    );
    progress(at + 1, articles.length);
  }
  await (await place.stages?.())?.groupStories();
}

/** Forgets what was published: the pages of the window, and those of the days, are made and written anew. */
export async function publishAgain(place: Place, days: readonly string[]): Promise<void> {
  const bucket = place.settings.BUCKET_SITE;
  // A state of no known version is remade from the tables, as a damaged one is.
  const body = await gzip(JSON.stringify({ version: 0 }));
  for (const path of [...days.map(dayStatePath), indexStatePath])
    await putSiteFile(bucket, { path, body, contentType: 'application/gzip', cacheControl: 'no-store' });
  await (await place.stages?.())?.publishSite();
}
