import { followDays, joinRules } from '../../shared/domain/story/grouping-data.ts';
import { StoryBook } from '../../shared/domain/story/book.ts';
import type { BookStory } from '../../shared/domain/story/book-state.ts';
import { titleEntitiesOf } from '../../shared/domain/story/facts.ts';
import { nextCoverageGapAt } from '../../shared/domain/story/coverage-gaps.ts';
import { seenFirst } from '../../shared/domain/story/view.ts';
import { comparableHead } from '../../shared/domain/reprint/reprint.ts';
import { dayMs } from '../../shared/domain/text/time.ts';
import type { RebuildPorts } from './ports.ts';

/** Rebuilds the book from the Stories table: for the first start, and when the window's object was lost. */
export async function rebuildBook(table: RebuildPorts, now: Date): Promise<StoryBook> {
  const since = new Date(now.getTime() - (joinRules.windowDays + followDays) * dayMs).toISOString();
  const stories: BookStory[] = [];
  for (const { id } of await table.storiesChangedSince(since)) {
    const read = await table.readStory(id);
    if (read === null) continue;
    const { follows, relatesTo, closedAt, mergedInto } = read.story;
    const { links, storedSeparately } = await table.readLinks(id);
    const evidence = new Map([...links, ...storedSeparately].map((link) => [link.articleId, link.evidence]));
    const own = new Set(storedSeparately.map((link) => link.articleId));
    const articles = read.articles.map((article) => {
      const { title, summary } = comparableHead({ ...article, id: article.articleId });
      const isSeparate = own.has(article.articleId);
      return {
        ...article,
        title,
        summary,
        chosen: article.storyId,
        at: Date.parse(article.publishedAt),
        titleEntities: titleEntitiesOf(article.evidence),
        evidence: evidence.get(article.articleId) ?? [],
        ...(isSeparate && { apart: true as const }),
      };
    });
    const gapAt = nextCoverageGapAt(read.articles.toSorted(seenFirst), read.story.changedAt);
    stories.push({
      id,
      articles,
      ...(gapAt !== null && { silenceAt: gapAt }),
      ...(follows !== undefined && { follows }),
      ...(relatesTo !== undefined && { relatesTo }),
      ...(closedAt !== undefined && { closedAt }),
      ...(mergedInto !== undefined && { mergedInto }),
    });
  }
  return new StoryBook({ version: 2, stories });
}
