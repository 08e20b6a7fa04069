import { sideOf } from '../outlet.ts';
import type { BookArticle, BookStory, StoryRow } from './book-state.ts';
import type { StoryLink } from './story.ts';
import { viewStory } from './view.ts';
import { dayOf } from '../text/time.ts';

/** This many links fit into a story's row without a second write unit, give or take its headlines; further ones have rows of their own. */
const linksInRow = 16;

/** Decides where the link of an article that joins the story is stored: in the story's row or separately. */
export function assignLinkRow(story: BookStory, article: BookArticle): void {
  const inRow = story.articles.filter((each) => each !== article && each.apart !== true).length;
  if (inRow < linksInRow) delete article.apart;
  else article.apart = true;
}

export function storyLinkOf({
  storyId,
  articleId,
  outletName,
  country,
  kind,
  side,
  owner,
  visibleAt,
  reprintOf,
  evidence,
}: BookArticle): StoryLink {
  const own = { ...(side !== sideOf({ country }) && { side }), ...(owner !== undefined && { owner }) };
  return {
    storyId,
    articleId,
    outletName,
    country,
    kind,
    ...own,
    ...(visibleAt !== undefined && { visibleAt }),
    ...(reprintOf !== undefined && { reprintOf }),
    evidence,
  };
}

/** The row of a story that changed `now` (ISO 8601 UTC); notes that it is indexed. A story that changed on the day its first article was seen is indexed by that article. */
export function storyRowOf(kept: BookStory, now: string): StoryRow {
  const { id, articles, follows, relatesTo, closedAt, named, absorbedInto, mergedInto = absorbedInto } = kept;
  const day = dayOf(now);
  const indexedForDay =
    kept.listed === day ||
    articles.some((article) => article.articleId === id && article.seenAt.startsWith(day));
  if (!indexedForDay) kept.listed = day;
  return {
    story: viewStory(articles, {
      id,
      changedAt: now,
      follows,
      relatesTo,
      closedAt,
      mergedInto,
      ...(named !== undefined && { named }),
    }),
    links: articles.filter((article) => article.apart !== true).map(storyLinkOf),
    indexedForDay,
  };
}
