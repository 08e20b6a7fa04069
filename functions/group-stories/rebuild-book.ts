import { followDays, joinRules } from '../../shared/domain/story/grouping-data.ts';
import { StoryBook } from '../../shared/domain/story/book.ts';
import { bookArticle } from '../../shared/domain/story/book-article.ts';
import type { BookStory } from '../../shared/domain/story/book-state.ts';
import { nextCoverageGapAt } from '../../shared/domain/story/coverage-gaps.ts';
import type { StoryLink } from '../../shared/domain/story/story.ts';
import { seenFirst } from '../../shared/domain/story/view.ts';
import { dayMs } from '../../shared/domain/text/time.ts';
import type { RebuildPorts, StoryWithLinks } from './ports.ts';

interface PlacedLink {
  link: StoryLink;
  isApart: boolean;
}

/** Rebuilds the book from the Stories table: for the first start, and when the window's object was lost or damaged. */
export async function rebuildBook(table: RebuildPorts, now: Date): Promise<StoryBook> {
  const since = new Date(now.getTime() - (joinRules.windowDays + followDays) * dayMs).toISOString();
  const stored = await table.storiesWithLinksSince(since);
  const { kept, doubled } = oneStoryEach(stored);
  const articles = await table.findArticles([...kept.keys()]);
  const stories = stored.map(({ story, links, storedSeparately }): BookStory => {
    const { id, follows, relatesTo, closedAt, mergedInto } = story;
    const own = [...placed(links, false), ...placed(storedSeparately, true)]
      .filter((each) => kept.get(each.link.articleId)?.link === each.link)
      .flatMap(({ link, isApart }) => {
        const article = articles.get(link.articleId);
        if (article === undefined) return [];
        return [{ ...bookArticle(article, link, id), ...(isApart && { apart: true as const }) }];
      })
      .sort((a, b) => (a.publishedAt + a.articleId < b.publishedAt + b.articleId ? -1 : 1));
    const gapAt = nextCoverageGapAt(own.toSorted(seenFirst), story.changedAt);
    return {
      id,
      articles: own,
      ...(gapAt !== null && { silenceAt: gapAt }),
      ...(follows !== undefined && { follows }),
      ...(relatesTo !== undefined && { relatesTo }),
      ...(closedAt !== undefined && { closedAt }),
      // Where a person decided it, the decisions say so again.
      ...(mergedInto !== undefined && { absorbedInto: mergedInto }),
    };
  });
  const book = new StoryBook({ version: 2, stories });
  for (const { link, isApart } of doubled)
    book.dropLink({ storyId: link.storyId, articleId: link.articleId, isApart });
  return book;
}

const placed = (links: readonly StoryLink[], isApart: boolean): PlacedLink[] =>
  links.map((link) => ({ link, isApart }));

/** A batch that died half-way may have left an article where it came from too: it is where it was stored last. */
function oneStoryEach(stories: readonly StoryWithLinks[]): {
  kept: Map<string, PlacedLink>;
  doubled: PlacedLink[];
} {
  const kept = new Map<string, PlacedLink>();
  const doubled: PlacedLink[] = [];
  for (const { links, storedSeparately } of stories) {
    for (const each of [...placed(links, false), ...placed(storedSeparately, true)]) {
      const other = kept.get(each.link.articleId);
      const isLater = other === undefined || (each.link.visibleAt ?? '') > (other.link.visibleAt ?? '');
      if (isLater) kept.set(each.link.articleId, each);
      const left = isLater ? other : each;
      if (left !== undefined) doubled.push(left);
    }
  }
  return { kept, doubled };
}
