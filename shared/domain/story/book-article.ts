import type { Article } from '../article/article.ts';
import { sideOf } from '../outlet.ts';
import { comparableHead } from '../reprint/reprint.ts';
import type { BookArticle, BookStory } from './book-state.ts';
import { factsOf, readLanguage, titleEntitiesOf } from './facts.ts';
import { savedFacts } from './saved-facts.ts';
import type { StoryLink } from './story.ts';

/** Epoch ms of publication, or of our seeing it where the feed's date cannot be trusted. */
export const timeOf = (article: Pick<Article, 'dateFlag' | 'publishedAt' | 'seenAt'>): number =>
  Date.parse(article.dateFlag === undefined ? article.publishedAt : article.seenAt);

/** What the book keeps of an article that is linked to a story. @param chosen the story grouping chose */
export function bookArticle(article: Article, link: StoryLink, chosen: string): BookArticle {
  const { title, summary } = comparableHead(article);
  return {
    storyId: link.storyId,
    chosen,
    articleId: article.id,
    at: timeOf(article),
    outletId: article.outletId,
    outletName: link.outletName,
    country: link.country,
    kind: link.kind,
    // Links of before outlets had a side of their own go by the country.
    side: link.side ?? sideOf({ country: link.country }),
    ...(link.owner !== undefined && { owner: link.owner }),
    language: article.language,
    title,
    summary,
    url: article.url,
    publishedAt: article.publishedAt,
    ...(article.dateFlag !== undefined && { dateFlag: article.dateFlag }),
    ...(article.baseline === true && { baseline: true }),
    seenAt: article.seenAt,
    ...(link.visibleAt !== undefined && { visibleAt: link.visibleAt }),
    topics: article.topics,
    subtopics: article.subtopics,
    entities: article.entities,
    titleEntities: titleEntitiesOf(article.evidence),
    ...(link.reprintOf !== undefined && { reprintOf: link.reprintOf }),
    revisions: [],
    evidence: link.evidence,
  };
}

/** The article with what it says. */
export function withFacts(article: BookArticle): BookArticle {
  if (article.facts !== undefined) return article;
  const language = readLanguage(article);
  return { ...article, facts: savedFacts(factsOf({ ...article, language }), language) };
}

/** The story as it was saved by other code: what its articles say is read again. */
export function readAnew(story: BookStory): BookStory {
  return { ...story, articles: story.articles.map(({ facts: _facts, ...article }) => withFacts(article)) };
}
