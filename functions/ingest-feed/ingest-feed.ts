import type { Article, ParsedArticle } from '../../shared/domain/article/article.ts';
import type { Evidence } from '../../shared/domain/evidence.ts';
import type { FeedDocument, FeedSource } from '../../shared/domain/feed/document.ts';
import { atAlternate, type CatalogueSource, readingOf } from '../../shared/domain/outlet.ts';
import type { ParseReport } from '../../shared/domain/visit/parse-report.ts';
import type { CopyableText } from '../../shared/domain/reprint/reprint.ts';
import type { WantedPage } from '../../shared/domain/visit/wanted-page.ts';
import type { Log } from '../../shared/log.ts';
import type { IngestRequest, StoryRequest } from '../../shared/messages.ts';
import type { ShownText } from './known-articles.ts';
import { byId, inTime } from './listed-items.ts';
import type { Parsed } from './parse-thread.ts';
import { type GuidIdOf, type GuidPorts, guidIdsOf, isRenewed, renamedArticles } from './renamed.ts';
import { type PagePorts, readArticlePage, wantsPage } from './article-page.ts';
import { retagKnown, type RetagPorts } from './retag-known.ts';
import { parseReportOf } from './parse-report-of.ts';
import { buildArticle, urlOf } from './build-article.ts';
import { storedOf, type StoredPorts, textOf } from './stored-of.ts';

export interface Ports extends GuidPorts, RetagPorts, StoredPorts, Omit<PagePorts, 'withReprint'> {
  /** Asks for an article's page; absent where the operator wants no page read. */
  wantPage?(feedId: string, page: WantedPage): Promise<void>;
  /** Undefined where the catalogue no longer has the feed. */
  feed(feedId: string): CatalogueSource | undefined;
  readBody(archiveKey: string): Promise<Uint8Array>;
  parse(body: Uint8Array, source: FeedSource): Promise<Parsed>;
  /** Also claims the text's fingerprint, so that a later copy finds this article. */
  findReprint(text: CopyableText): Promise<{ original: string; evidence: Evidence } | null>;
  putArticle(article: Article): Promise<'stored' | 'known'>;
  reviseArticle(article: Article, previousRevision: number): Promise<'revised' | 'known'>;
  queueStory(request: StoryRequest): Promise<void>;
  saveParseReport(feedId: string, reading: ParseReport): Promise<void>;
  log: Log;
}

/** Articles of one feed stored at a time: enough to hide the network, too few to overrun a table. */
const atOnce = 8;

interface Work {
  feed: CatalogueSource;
  message: IngestRequest;
  ports: Ports;
  guidIdOf: GuidIdOf;
}

type StoreOutcome = 'new' | 'revised' | 'unchanged' | 'retagged';

const nothingStored: Record<StoreOutcome, number> = { new: 0, revised: 0, unchanged: 0, retagged: 0 };

interface StoredArticle {
  outcome: StoreOutcome;
  /** The stored text is now the one shown. */
  asShown?: true;
  /** Set for an on-topic article that is new, changed, or stored by an earlier try of this message: it needs its story. */
  story?: StoryRequest;
  /** What is stored when the story is queued. */
  finished?: Article;
}

const sameAsBefore: StoredArticle = { outcome: 'unchanged', asShown: true };

const storedArticle = (outcome: StoreOutcome, article: Article): StoredArticle => ({
  outcome,
  ...(article.topics.length > 0 && { story: { articleId: article.id, revision: article.revision } }),
});

/** Also one that is off topic now: its story must let it go. At least 2: an article that has its story already is brought up to date there. */
const retaggedArticle = (article: Article): StoredArticle => ({
  outcome: 'retagged',
  story: { articleId: article.id, revision: Math.max(2, article.revision) },
  finished: article,
});

/** What the feed said of an article: of one whose summary is its page's, the title. */
const saidOf = (article: Article): Pick<Article, 'title' | 'summary'> =>
  article.fromPage === true ? { title: article.title, summary: '' } : article;

const sameText = (a: Pick<Article, 'title' | 'summary'>, b: Pick<Article, 'title' | 'summary'>): boolean =>
  a.title === b.title && a.summary === b.summary;

/** On-topic articles only: a fingerprint costs eight writes, and nobody looks at reprints of off-topic articles. */
async function withReprint(article: Article, ports: Ports): Promise<Article> {
  if (article.topics.length === 0) return article;
  const found = await ports.findReprint(article);
  return found === null
    ? article
    : { ...article, reprintOf: found.original, evidence: [...article.evidence, found.evidence] };
}

/** A guid is remembered for on-topic articles only: it costs a write. */
async function storeNew(id: string, parsed: ParsedArticle, work: Work): Promise<StoredArticle> {
  const { ports } = work;
  const { article, tagging } = buildArticle(id, parsed, work);
  const complete = await withReprint(article, ports);
  const guidId = complete.topics.length === 0 ? null : work.guidIdOf(parsed);
  if (guidId !== null) await ports.putGuid(guidId, complete.id);
  const result = await ports.putArticle(complete);
  if (result === 'stored' && wantsPage(complete, tagging, work.feed))
    await ports.wantPage?.(work.feed.id, { articleId: id, url: complete.url, at: complete.seenAt });
  return result === 'stored'
    ? { ...storedArticle('new', complete), asShown: true }
    : storedArticle('unchanged', complete);
}

/**
 * A changed text is a revision; only of the same feed, since two feeds of an outlet may carry one article with different
 * summaries and would revise each other for ever. Of a renamed one the address counts too. What an earlier try of this message stored is queued again.
 */
async function storeKnown(
  known: Article,
  parsed: ParsedArticle,
  work: Work & { isRenamed: boolean },
): Promise<StoredArticle> {
  const { feed, message, ports, isRenamed } = work;
  if (message.again === true && known.feedId === feed.id) {
    const retagged = await retagKnown(ports, known, feed.outlet.country);
    if (retagged !== null) return retaggedArticle(retagged);
    // A later body may have said otherwise: only what came from this body is revised by it.
    if (known.archiveKey !== message.archiveKey) return { outcome: 'unchanged' };
  }
  const isSame = sameText(saidOf(known), textOf(parsed)) && !(isRenamed && known.url !== urlOf(parsed));
  if (known.feedId !== feed.id || isSame) {
    return known.archiveKey === message.archiveKey
      ? storedArticle('unchanged', known)
      : { outcome: 'unchanged', ...(isSame && { asShown: true }) };
  }
  // The feed has a new title and still no text: the page's beginning stays.
  const keepsPage = known.fromPage === true && parsed.summary === '';
  const shown = keepsPage ? { ...parsed, summary: known.summary } : parsed;
  const revised: Article = {
    ...buildArticle(known.id, shown, work).article,
    ...(keepsPage && { fromPage: true }),
    revision: known.revision + 1,
    publishedAt: known.publishedAt,
    ...(known.dateFlag !== undefined && { dateFlag: known.dateFlag }),
    ...(known.baseline === true && { baseline: true }),
    ...(known.reprintOf !== undefined && { reprintOf: known.reprintOf }),
  };
  const result = await ports.reviseArticle(revised, known.revision);
  return result === 'revised'
    ? { ...storedArticle('revised', revised), asShown: true }
    : storedArticle('unchanged', revised);
}

async function storeAll(
  document: FeedDocument,
  base: Omit<Work, 'guidIdOf'>,
): Promise<Record<StoreOutcome, number>> {
  const counts = { ...nothingStored };
  const guidIdOf = guidIdsOf(document.articles, base.feed.outlet.id);
  const items = byId(document, base.feed);
  const articles = inTime([...items]);
  const { known, named } = await storedOf(articles, { ...base, guidIdOf });
  const renamed = await renamedArticles(base.ports, { items, known, guidIdOf, ...(named && { named }) });
  const message = isRenewed(base.message, items.size, [known, renamed])
    ? { ...base.message, baseline: true as const }
    : base.message;
  const work = { ...base, message, guidIdOf };
  const stored = new Map<string, ShownText>();
  for (let at = 0; at < articles.length; at += atOnce) {
    const some = articles.slice(at, at + atOnce);
    const done = await Promise.all(
      some.map(async ([id, parsed]) => {
        const earlier = known.get(id) ?? renamed.get(id);
        if (earlier === 'same') return sameAsBefore;
        return earlier === undefined
          ? storeNew(id, parsed, work)
          : storeKnown(earlier, parsed, { ...work, isRenamed: renamed.has(id) });
      }),
    );
    for (const [place, [id, parsed]] of some.entries())
      if (done[place]?.asShown === true && !renamed.has(id)) stored.set(id, textOf(parsed));
    for (const { outcome, story, finished } of done) {
      counts[outcome]++;
      if (story !== undefined) await work.ports.queueStory(story);
      if (finished !== undefined) await work.ports.retagArticle(finished);
    }
  }
  base.ports.known.remember(base.message, stored, base.ports.clock());
  return counts;
}

/**
 * Reads one archived body: new and changed articles are stored and queued for grouping, and last the parse report is
 * saved, so that a crash anywhere is repaired by the message's next try. A body that cannot be read is not our failure:
 * the report says so and the message is done.
 */
export async function ingestFeed(ports: Ports, message: IngestRequest): Promise<void> {
  if (message.page !== undefined)
    return readArticlePage(
      { ...ports, withReprint: (article) => withReprint(article, ports) },
      message,
      message.page,
    );
  const entry = ports.feed(message.feedId);
  if (entry === undefined) {
    ports.log('feed-unknown', { feedId: message.feedId });
    return;
  }
  const feed = message.alternate === true ? atAlternate(entry) : entry;
  const body = await ports.readBody(message.archiveKey);
  const parsed = await ports.parse(body, {
    ...readingOf(feed),
    url: message.url,
    contentType: message.contentType,
    at: message.visitedAt,
    content: false,
  });
  const counts = parsed.kind === 'feed' ? await storeAll(parsed, { feed, message, ports }) : nothingStored;
  const reading = parseReportOf(parsed, message.visitedAt, feed.kind);
  await ports.saveParseReport(feed.id, reading);
  ports.log('feed-read', {
    feedId: feed.id,
    kind: reading.kind,
    items: reading.items,
    problems: reading.problems,
    ...counts,
    ...(parsed.kind !== 'feed' && { reason: parsed.reason }),
  });
}
