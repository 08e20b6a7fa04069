import type { StoryBook } from '../../shared/domain/story/book.ts';
import { followDays, joinRules } from '../../shared/domain/story/grouping-data.ts';
import { dayMs } from '../../shared/domain/text/time.ts';
import type { RebuildPorts, StoryWithLinks } from './ports.ts';

/**
 * Whether the table has rows of a batch that the saved window does not know: its writer died between the two. The retry may
 * decide otherwise (an article was revised meanwhile, a story closed), and then an article would stay in two stories.
 */
export async function hasUnknownRows(
  table: Pick<RebuildPorts, 'storiesWithLinksSince'>,
  book: StoryBook,
  now: Date,
): Promise<boolean> {
  const oldest = now.getTime() - (joinRules.windowDays + followDays) * dayMs;
  // What the window knows was seen before it was saved: rows of later batches are among those that changed since then.
  const since = new Date(Math.max(oldest, book.lastSeenAt() ?? oldest)).toISOString();
  const stored = await table.storiesWithLinksSince(since);
  return stored.some((each) => Date.parse(each.story.lastSeenAt) >= oldest && !isKnown(each, book));
}

function isKnown({ story, links, storedSeparately }: StoryWithLinks, book: StoryBook): boolean {
  const inRows = new Set([...links, ...storedSeparately].map(({ articleId }) => articleId));
  const inBook = new Set(book.articleIdsOf(story.id));
  return inRows.size === inBook.size && [...inRows].every((id) => inBook.has(id));
}
