import type { StoriesTable } from '../../../shared/aws/stories-table.ts';
import type { Article } from '../../../shared/domain/article/article.ts';
import type { StoryWithArticles } from '../../../shared/domain/digest/choice.ts';
import { sideOf } from '../../../shared/domain/outlet.ts';
import type { StoryRow } from '../../../shared/domain/story/book-state.ts';
import type { Decision } from '../../../shared/domain/story/decisions.ts';
import type { Story, StoryArticle, StoryLink } from '../../../shared/domain/story/story.ts';

type Row = Pick<StoryRow, 'story' | 'links'>;

/** The Stories table for histories: writes may become readable late, one by one, and a writer may die between two of them. */
export class StoriesInMemory {
  readonly articles = new Map<string, Article>();
  decisions: Decision[] = [];
  /** Writes until the writer dies; null: it lives. */
  dieAfter: number | null = null;
  readonly #stories = new Map<string, Row>();
  readonly #links = new Map<string, StoryLink>();
  #pending: (() => void)[] = [];

  #write(effect: () => void): Promise<void> {
    if (this.dieAfter === 0) return Promise.reject(new Error('killed'));
    if (this.dieAfter !== null) this.dieAfter--;
    this.#pending.push(effect);
    return Promise.resolve();
  }

  /** Lets so many of the writes that are under way become readable. */
  settle(writes = Number.POSITIVE_INFINITY): void {
    for (const effect of this.#pending.splice(0, writes)) effect();
  }

  readonly ports: Pick<
    StoriesTable,
    'findArticles' | 'putStory' | 'putLink' | 'removeLink' | 'readDecisions' | 'storiesWithLinksSince'
  > = {
    findArticles: (ids) =>
      Promise.resolve(new Map(ids.flatMap((id) => this.#found(id).map((article) => [id, article])))),
    putStory: (story, kept) =>
      this.#write(
        () => void this.#stories.set(story.id, structuredClone({ story, links: kept?.links ?? [] })),
      ),
    putLink: (link) =>
      this.#write(() => void this.#links.set(`${link.storyId} ${link.articleId}`, structuredClone(link))),
    removeLink: (storyId, articleId) => this.#write(() => void this.#links.delete(`${storyId} ${articleId}`)),
    readDecisions: () => Promise.resolve(this.decisions),
    storiesWithLinksSince: (instant) => this.storiesWithLinksSince(instant),
  };

  #found(id: string): Article[] {
    const article = this.articles.get(id);
    return article === undefined ? [] : [article];
  }

  #linksOf(id: string): { links: StoryLink[]; storedSeparately: StoryLink[] } {
    return {
      links: this.#stories.get(id)?.links ?? [],
      storedSeparately: [...this.#links.values()].filter((link) => link.storyId === id),
    };
  }

  findArticles(ids: string[]): Promise<Map<string, Article>> {
    return this.ports.findArticles(ids);
  }

  storiesWithLinksSince(
    instant: string,
  ): Promise<{ story: Story; links: StoryLink[]; storedSeparately: StoryLink[] }[]> {
    const stories = [...this.#stories.values()].filter(({ story }) => story.changedAt >= instant);
    return Promise.resolve(
      structuredClone(stories.map(({ story }) => ({ story, ...this.#linksOf(story.id) }))),
    );
  }

  stories(): StoryWithArticles[] {
    return [...this.#stories.values()].map(({ story }) => {
      const { links, storedSeparately } = this.#linksOf(story.id);
      const articles = [...links, ...storedSeparately].flatMap((link) =>
        this.#found(link.articleId).map((article) => storyArticle(link, article)),
      );
      return { story, articles };
    });
  }

  /** Whether grouping found an article to be a copy. */
  isReprint(articleId: string): boolean {
    const links = [...[...this.#stories.values()].flatMap((row) => row.links), ...this.#links.values()];
    return links.some((link) => link.articleId === articleId && link.reprintOf !== undefined);
  }
}

/** As the real table joins them. */
function storyArticle(link: StoryLink, article: Article): StoryArticle {
  const { id, title, summary, url, language, outletId, publishedAt, seenAt } = article;
  return {
    storyId: link.storyId,
    articleId: id,
    outletId,
    outletName: link.outletName,
    country: link.country,
    kind: link.kind,
    side: link.side ?? sideOf({ country: link.country }),
    language,
    title,
    summary,
    url,
    publishedAt,
    seenAt,
    ...(article.dateFlag !== undefined && { dateFlag: article.dateFlag }),
    ...(article.baseline === true && { baseline: true }),
    ...(link.visibleAt !== undefined && { visibleAt: link.visibleAt }),
    topics: article.topics,
    subtopics: article.subtopics,
    entities: article.entities,
    ...(link.reprintOf !== undefined && { reprintOf: link.reprintOf }),
    revisions: [],
    evidence: link.evidence,
  };
}
