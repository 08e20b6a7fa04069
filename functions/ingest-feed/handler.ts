import { readBody } from '../../shared/aws/archive.ts';
import { saveParseReport } from '../../shared/aws/feeds-table.ts';
import { keptCatalogue } from '../../shared/aws/catalogue-overlay.ts';
import { keptOverlay, withOverlays } from '../../shared/aws/overlay-objects.ts';
import { compileInThread, packChanges } from '../../shared/aws/pack-changes.ts';
import { send } from '../../shared/aws/queue.ts';
import { eachRecord } from '../../shared/aws/sqs-batch.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { defaultKeepDays } from '../../shared/aws/tables.ts';
import { catalogueSource } from '../../shared/catalogue/catalogue.ts';
import { currentTagger, defaultTagger, usePacks } from '../../shared/catalogue/default-tagger.ts';
import { wantPage } from '../../shared/aws/wanted-pages.ts';
import type { WantedPage } from '../../shared/domain/visit/wanted-page.ts';
import { clockFrom } from '../../shared/clock.ts';
import { settingsFor } from '../../shared/env.ts';
import { log } from '../../shared/log.ts';
import { ingestRequest } from '../../shared/messages.ts';
import { threadBeside } from '../../shared/thread.ts';
import { ingestFeed, type Ports } from './ingest-feed.ts';
import { KnownArticles } from './known-articles.ts';
import { bodiesAtOnce, pageThreads, parseThreads } from './parse-thread.ts';

const settings = settingsFor('ingest-feed');
const clock = clockFrom(process.env);
const keepDays = Number(settings.KEEP_DAYS ?? defaultKeepDays);
const stories = storiesTable(settings.TABLE_STORIES, clock, keepDays);
// With the start, which has a whole core, and not with the first body.
defaultTagger();
const packWorker = threadBeside('pack-worker', import.meta.url);
const packs = packChanges(compileInThread(packWorker, 'thrown'), usePacks);

const ports: Ports = {
  known: new KnownArticles(),
  feed: (feedId) => catalogueSource(feedId),
  readBody: (key) => readBody(settings.BUCKET_ARCHIVE, key),
  parse: parseThreads(),
  readPage: pageThreads(),
  ...(settings.FULL_TEXT === 'true' && {
    wantPage: (feedId: string, page: WantedPage) => wantPage(settings.TABLE_FEEDS, feedId, page),
  }),
  findArticles: (ids) => stories.findArticles(ids),
  findShown: (shown, guidIds) => stories.findShown(shown, guidIds),
  findByGuid: (guidIds) => stories.findByGuid(guidIds),
  putGuid: (guidId, articleId) => stories.putGuid(guidId, articleId),
  tag: (text) => currentTagger().tag(text),
  findReprint: (text) => stories.findReprint(text),
  putArticle: (article) => stories.putArticle(article),
  retagArticle: (article) => stories.retagArticle(article),
  reviseArticle: (article, previous) => stories.reviseArticle(article, previous),
  // One group: stories have one writer. A message sent again within five minutes counts once.
  queueStory: (request) =>
    send(settings.QUEUE_STORY_URL, request, {
      group: 'stories',
      deduplicationId: `${request.articleId}-${request.revision}`,
    }),
  saveParseReport: (feedId, reading) => saveParseReport(settings.TABLE_FEEDS, feedId, reading),
  clock,
  log,
};

export const handler = withOverlays(
  settings.BUCKET_ARCHIVE,
  [keptCatalogue, keptOverlay(packs)],
  eachRecord(ingestRequest, (message) => ingestFeed(ports, message), bodiesAtOnce),
);
