import type { Article } from '../../shared/domain/article/article.ts';
import type { Evidence } from '../../shared/domain/evidence.ts';
import { type CatalogueSource, readsPages } from '../../shared/domain/outlet.ts';
import type { TaggableText, Tagging } from '../../shared/domain/topics/tagging.ts';
import { parsedUrl } from '../../shared/domain/text/parsed-url.ts';
import { isOnHost } from '../../shared/domain/visit/wanted-page.ts';
import type { Log } from '../../shared/log.ts';
import type { IngestRequest, StoryRequest } from '../../shared/messages.ts';
import type { PageSource, PageText } from './main-text.ts';
import type { Unreadable } from './parse-thread.ts';

export interface PagePorts {
  feed(feedId: string): CatalogueSource | undefined;
  findArticles(ids: string[]): Promise<Map<string, Article>>;
  readBody(archiveKey: string): Promise<Uint8Array>;
  /** The text of an article's page. */
  readPage(body: Uint8Array, source: PageSource): Promise<PageText | Unreadable>;
  tag(text: TaggableText): Tagging;
  withReprint(article: Article): Promise<Article>;
  retagArticle(article: Article): Promise<'retagged' | 'changed'>;
  queueStory(request: StoryRequest): Promise<void>;
  log: Log;
}

/** Log odds of the topic: what is further from it by its title is seldom on topic by its text (`npm run measure -- full-text`). */
const nearScore = -2;

/** Something in the title speaks for a topic, and too little. */
const isNear = ({ score, places }: Evidence): boolean => places.length > 0 && score >= nearScore;

/**
 * Whether the article's page should be read: the feed gave a title alone, which is on topic or nearly, and the page is on the
 * source's own host. What a feed held at its first visit may be old: its pages are left alone.
 */
export function wantsPage(
  article: Article,
  { topics, nearMisses }: Pick<Tagging, 'topics' | 'nearMisses'>,
  { url, outlet }: CatalogueSource,
): article is Article & { url: string } {
  const isTitleOnly = article.summary === '' && article.baseline !== true;
  const isCandidate = topics.length > 0 || nearMisses.some(isNear);
  const host = parsedUrl(url)?.host ?? '';
  return isTitleOnly && isCandidate && readsPages(outlet) && isOnHost(article.url ?? '', host);
}

/** Less is a caption, or the line of a page that wants a subscription. */
const shortestText = 120;

/** In place of a pack version: the text is stored, and perhaps the story is not queued yet. */
const halfDone = 'page';

/**
 * Reads the text of an article's page and tags the article by it: topics, names and reprints. Of the text only its beginning
 * is kept, which is what an outlet's feed would give; where it stays off topic, nothing is.
 */
export async function readArticlePage(ports: PagePorts, message: IngestRequest, id: string): Promise<void> {
  const outcome = await outcomeOf(ports, message, id);
  ports.log('page-read', { feedId: message.feedId, articleId: id, outcome });
}

async function outcomeOf(ports: PagePorts, message: IngestRequest, id: string): Promise<string> {
  const entry = ports.feed(message.feedId);
  const known = (await ports.findArticles([id])).get(id);
  if (entry === undefined || known === undefined || !readsPages(entry.outlet)) return 'not wanted';
  const isDone = known.fromPage === true && known.packVersion !== halfDone && message.again !== true;
  if (isDone || (known.fromPage !== true && known.summary !== '')) return 'has a text';
  const read = await ports.readPage(await ports.readBody(message.archiveKey), {
    contentType: message.contentType,
    language: known.language,
  });
  if (read.kind === 'unreadable') return read.reason;
  if (read.text.length < shortestText) return 'no text';
  const article = await withText(ports, known, read, entry.outlet.country);
  if (article.topics.length === 0 && known.topics.length === 0) return 'off topic';
  if ((await ports.retagArticle({ ...article, packVersion: halfDone })) === 'changed')
    return 'changed meanwhile';
  // At least 2: an article that has its story already is brought up to date there.
  await ports.queueStory({ articleId: id, revision: Math.max(2, article.revision) });
  await ports.retagArticle(article);
  return article.topics.length === 0
    ? 'off topic now'
    : known.topics.length === 0
      ? 'on topic now'
      : 'on topic';
}

async function withText(
  ports: PagePorts,
  known: Article,
  { text, beginning: summary }: PageText,
  country: string,
): Promise<Article> {
  const { title, language } = known;
  const tagging = ports.tag({ title, summary: text, language, country });
  const isKept = ({ field, end }: { field: string; end: number }) =>
    field === 'title' || end <= summary.length;
  const article: Article = {
    ...known,
    summary,
    fromPage: true,
    topics: tagging.topics,
    subtopics: tagging.subtopics,
    entities: tagging.entities.map((entity) => entity.id),
    evidence: [
      ...tagging.evidence.map((one) => ({ ...one, places: one.places.filter(isKept) })),
      ...known.evidence.filter(({ kind }) => kind === 'reprint'),
    ],
    packVersion: tagging.packVersion,
  };
  return known.reprintOf === undefined && article.topics.length > 0 ? ports.withReprint(article) : article;
}
