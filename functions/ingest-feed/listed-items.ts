import { articleId } from '../../shared/domain/article/article-id.ts';
import type { ParsedArticle } from '../../shared/domain/article/article.ts';
import { identify } from '../../shared/domain/article/identity.ts';
import type { FeedDocument } from '../../shared/domain/feed/document.ts';
import type { CatalogueSource } from '../../shared/domain/outlet.ts';

/** The first of each identity: a feed that lists an article twice has it once. */
export function byId(document: FeedDocument, feed: CatalogueSource): Map<string, ParsedArticle> {
  const identities = identify(document.articles, { outletId: feed.outlet.id, homepage: document.feed.link });
  const articles = new Map<string, ParsedArticle>();
  document.articles.forEach((article, at) => {
    const identity = identities[at];
    if (identity === null || identity === undefined) return;
    const id = articleId(identity);
    if (!articles.has(id)) articles.set(id, article);
  });
  return articles;
}

/** Oldest first, so that stories grow in the order of events. What has no date comes first, feeds being newest first. */
export const inTime = (articles: [string, ParsedArticle][]): [string, ParsedArticle][] =>
  articles.toReversed().sort(([, a], [, b]) => (a.published ?? '').localeCompare(b.published ?? ''));
