import type { Clock } from '../../shared/clock.ts';
import type { Article, ParsedArticle } from '../../shared/domain/article/article.ts';
import { cleanUrl } from '../../shared/domain/article/canonical-url.ts';
import { publishedAt } from '../../shared/domain/article/published.ts';
import type { CatalogueSource } from '../../shared/domain/outlet.ts';
import type { TaggableText, Tagging } from '../../shared/domain/topics/tagging.ts';
import type { IngestRequest } from '../../shared/messages.ts';
import { textOf } from './stored-of.ts';

interface Building {
  feed: CatalogueSource;
  message: IngestRequest;
  ports: { clock: Clock; tag(text: TaggableText): Tagging };
}

export const urlOf = (parsed: ParsedArticle): string | null =>
  parsed.url === null ? null : cleanUrl(parsed.originalUrl ?? parsed.url);

/** Tags the text, so only what is new or changed comes here: of a usual body a few items in thirty. */
export function buildArticle(
  id: string,
  parsed: ParsedArticle,
  { feed, message, ports }: Building,
): { article: Article; tagging: Tagging } {
  const seenAt = ports.clock().toISOString();
  const { title, summary } = textOf(parsed);
  const language = parsed.language === 'und' ? (feed.language ?? 'und') : parsed.language;
  const tagging = ports.tag({ title, summary, language, country: feed.outlet.country });
  const article: Article = {
    id,
    outletId: feed.outlet.id,
    feedId: feed.id,
    url: urlOf(parsed),
    title,
    summary,
    language,
    ...publishedAt(parsed, seenAt),
    seenAt,
    ...(message.baseline === true && { baseline: true }),
    authors: parsed.authors,
    categories: parsed.categories,
    image: parsed.image,
    archiveKey: message.archiveKey,
    revision: 1,
    topics: tagging.topics,
    subtopics: tagging.subtopics,
    entities: tagging.entities.map((entity) => entity.id),
    evidence: tagging.evidence,
    packVersion: tagging.packVersion,
  };
  return { article, tagging };
}
