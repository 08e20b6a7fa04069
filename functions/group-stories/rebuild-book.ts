import { followDays, joinRules } from '../../shared/domain/story/grouping-data.ts';
import type { Article } from '../../shared/domain/article/article.ts';
import { StoryBook } from '../../shared/domain/story/book.ts';
import { bookArticle } from '../../shared/domain/story/book-article.ts';
import type { BookStory, DayShard } from '../../shared/domain/story/book-state.ts';
import { nextCoverageGapAt } from '../../shared/domain/story/coverage-gaps.ts';
import { shardOf } from '../../shared/domain/story/day-shard.ts';
import type { Story, StoryLink } from '../../shared/domain/story/story.ts';
import { seenFirst } from '../../shared/domain/story/view.ts';
import { dayMs, dayOf } from '../../shared/domain/text/time.ts';
import type { RebuildPorts, StoryWithLinks } from './ports.ts';

interface PlacedLink {
  link: StoryLink;
  isApart: boolean;
}

/** Rebuilds the book from the Stories table: for the first start, and when the window's object was lost or damaged. Day by day: all articles at once are more than a process holds. */
export async function rebuildBook(table: RebuildPorts, now: Date): Promise<StoryBook> {
  const since = new Date(now.getTime() - (joinRules.windowDays + followDays) * dayMs).toISOString();
  const stored = await table.storiesWithLinksSince(since);
  const { kept, doubled } = oneStoryEach(stored);
  const shards: DayShard[] = [];
  for (const [day, ofDay] of byDay(stored)) {
    const own = ofDay.map((each) => ({ story: each.story, links: keptOf(each, kept) }));
    const ids = own.flatMap(({ links }) => links.map(({ link }) => link.articleId));
    const articles = await table.findArticles(ids);
    shards.push(
      shardOf(
        day,
        own.map(({ story, links }) => bookStory(story, { day, links, articles })),
      ),
    );
  }
  const book = new StoryBook({ version: 2, stories: [], shards });
  for (const { link, isApart } of doubled)
    book.dropLink({ storyId: link.storyId, articleId: link.articleId, isApart });
  return book;
}

function byDay(stored: readonly StoryWithLinks[]): Map<string, StoryWithLinks[]> {
  const days = new Map<string, StoryWithLinks[]>();
  for (const each of stored) {
    const day = dayOf(each.story.firstSeenAt);
    const known = days.get(day);
    if (known === undefined) days.set(day, [each]);
    else known.push(each);
  }
  return days;
}

const keptOf = (
  { links, storedSeparately }: StoryWithLinks,
  kept: ReadonlyMap<string, PlacedLink>,
): PlacedLink[] =>
  [...placed(links, false), ...placed(storedSeparately, true)].filter(
    (each) => kept.get(each.link.articleId)?.link === each.link,
  );

interface OfStory {
  day: string;
  links: readonly PlacedLink[];
  articles: ReadonlyMap<string, Article>;
}

function bookStory(story: Story, { day, links, articles }: OfStory): BookStory {
  const { id, follows, relatesTo, closedAt, mergedInto } = story;
  const own = links
    .flatMap(({ link, isApart }) => {
      const article = articles.get(link.articleId);
      if (article === undefined) return [];
      return [{ ...bookArticle(article, link, id), ...(isApart && { apart: true as const }) }];
    })
    .sort((a, b) => (a.publishedAt + a.articleId < b.publishedAt + b.articleId ? -1 : 1));
  const gapAt = nextCoverageGapAt(own.toSorted(seenFirst), story.changedAt);
  return {
    id,
    day,
    articles: own,
    ...(gapAt !== null && { silenceAt: gapAt }),
    ...(follows !== undefined && { follows }),
    ...(relatesTo !== undefined && { relatesTo }),
    ...(closedAt !== undefined && { closedAt }),
    // Where a person decided it, the decisions say so again.
    ...(mergedInto !== undefined && { absorbedInto: mergedInto }),
  };
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
