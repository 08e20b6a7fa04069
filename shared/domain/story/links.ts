import type { BookArticle, BookStory, StoryRow } from './book-state.ts';
import type { StoryLink } from './story.ts';
import { viewStory } from './view.ts';

/** So many links fit into a story's row without a second write unit, give or take its headlines; further ones have rows of their own. */
const linksInRow = 16;

/** Where the link of an article that comes into the story lies from now on. */
export function settleLink(story: BookStory, article: BookArticle): void {
  const inRow = story.articles.filter((each) => each !== article && each.apart !== true).length;
  if (inRow < linksInRow) delete article.apart;
  else article.apart = true;
}

export function linkOf({
  storyId,
  articleId,
  outletName,
  country,
  kind,
  reprintOf,
  evidence,
}: BookArticle): StoryLink {
  return {
    storyId,
    articleId,
    outletName,
    country,
    kind,
    ...(reprintOf !== undefined && { reprintOf }),
    evidence,
  };
}

/** The row of a story that changed `now` (ISO 8601 UTC), and notes that it is listed. One changed on the day its own first article was seen is listed by that article. */
export function rowOf(kept: BookStory, now: string): StoryRow {
  const { id, articles, follows, closedAt, named, absorbedInto, mergedInto = absorbedInto } = kept;
  const day = now.slice(0, 10);
  const listed =
    kept.listed === day ||
    articles.some((article) => article.articleId === id && article.seenAt.startsWith(day));
  if (!listed) kept.listed = day;
  return {
    story: viewStory(articles, {
      id,
      changedAt: now,
      follows,
      closedAt,
      mergedInto,
      ...(named !== undefined && { named }),
    }),
    links: articles.filter((article) => article.apart !== true).map(linkOf),
    listed,
  };
}
