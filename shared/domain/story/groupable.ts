import type { Article } from '../article/article.ts';
import { timeOf } from './book-article.ts';
import { titleEntitiesOf } from './facts.ts';
import type { GroupableArticle } from './grouping.ts';

/** An article as it is placed. @param decidedStory the story that a person decided for it */
export function groupable(article: Article, decidedStory: string | undefined): GroupableArticle {
  const { id, outletId, title, summary, language, topics, subtopics, entities, reprintOf } = article;
  return {
    id,
    outletId,
    title,
    summary,
    language,
    topics,
    subtopics,
    entities,
    titleEntities: titleEntitiesOf(article.evidence),
    at: timeOf(article),
    ...(reprintOf !== undefined && { reprintOf }),
    ...(decidedStory !== undefined && { decidedStory }),
  };
}
