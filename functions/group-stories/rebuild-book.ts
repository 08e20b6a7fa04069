import type { StoriesTable } from '../../shared/aws/stories-table.ts';
import { followDays, joinRules } from '../../shared/domain/story/grouping-data.ts';
import { StoryBook } from '../../shared/domain/story/book.ts';
import type { BookStory } from '../../shared/domain/story/book-state.ts';
import { nextSilenceAt } from '../../shared/domain/story/silences.ts';
import { seenFirst } from '../../shared/domain/story/view.ts';
import { headOf } from '../../shared/domain/reprint/reprint.ts';
import { dayMs } from '../../shared/domain/text/time.ts';

/** The book as the Stories table tells it: for the first start, and where the window's object was lost. */
export async function rebuildBook(
  table: Pick<StoriesTable, 'storiesChangedSince' | 'readStory' | 'readLinks'>,
  now: Date,
): Promise<StoryBook> {
  const since = new Date(now.getTime() - (joinRules.windowDays + followDays) * dayMs).toISOString();
  const stories: BookStory[] = [];
  for (const { id } of await table.storiesChangedSince(since)) {
    const read = await table.readStory(id);
    if (read === null) continue;
    const { follows, closedAt, mergedInto } = read.story;
    const { links, apart } = await table.readLinks(id);
    const evidence = new Map([...links, ...apart].map((link) => [link.articleId, link.evidence]));
    const own = new Set(apart.map((link) => link.articleId));
    const articles = read.articles.map((article) => {
      const { title, summary } = headOf({ ...article, id: article.articleId });
      const isApart = own.has(article.articleId);
      return {
        ...article,
        title,
        summary,
        chosen: article.storyId,
        at: Date.parse(article.publishedAt),
        evidence: evidence.get(article.articleId) ?? [],
        ...(isApart && { apart: true as const }),
      };
    });
    const silenceAt = nextSilenceAt(read.articles.toSorted(seenFirst), read.story.changedAt);
    stories.push({
      id,
      articles,
      ...(silenceAt !== null && { silenceAt }),
      ...(follows !== undefined && { follows }),
      ...(closedAt !== undefined && { closedAt }),
      ...(mergedInto !== undefined && { mergedInto }),
    });
  }
  return new StoryBook({ version: 2, stories });
}
