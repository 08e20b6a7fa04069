import type { Story, StoryArticle } from './story.ts';

interface StoryRead {
  story: Story;
  articles: StoryArticle[];
}

function titleAlone(article: StoryArticle): StoryArticle {
  return {
    ...article,
    summary: '',
    revisions: article.revisions.map((revision) => ({ ...revision, summary: '' })),
    evidence: article.evidence.map((evidence) => ({
      ...evidence,
      places: evidence.places.filter(({ field }) => field === 'title'),
    })),
  };
}

/**
 * A story as it may be shown: of outlets whose terms allow a headline with link, no more, their titles alone.
 * @param titleOnly ids of those outlets
 */
export function asAllowed({ story, articles }: StoryRead, titleOnly: ReadonlySet<string>): StoryRead {
  const titles = new Map(
    articles
      .filter(({ outletId }) => titleOnly.has(outletId))
      .map(({ articleId, title }) => [articleId, title]),
  );
  if (titles.size === 0) return { story, articles };
  return {
    story: {
      ...story,
      claims: story.claims.map((conflict) => ({
        ...conflict,
        claims: conflict.claims.map((claim) => ({
          ...claim,
          text: titles.get(claim.articleId) ?? claim.text,
        })),
      })),
    },
    articles: articles.map((article) => (titleOnly.has(article.outletId) ? titleAlone(article) : article)),
  };
}
