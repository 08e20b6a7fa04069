import type { Article } from '../../shared/domain/article/article.ts';
import { StoryBook } from '../../shared/domain/story/book.ts';
import { type BookChanges, mergedDelta, type StoryRow } from '../../shared/domain/story/book-state.ts';
import { overridesOf } from '../../shared/domain/story/decisions.ts';
import type { StoryMessage, StoryRequest } from '../../shared/messages.ts';
import type { Ports } from './ports.ts';
import { hasUnknownRows } from './unknown-rows.ts';

/**
 * The single writer of stories. A batch is placed in memory, stored row by row (links first, then stories) and only then is
 * the window saved: a crash at any point is repaired by the retry, which starts from the rows where they tell of more than
 * the window.
 */
export function storyGrouper(ports: Ports): (messages: StoryMessage[]) => Promise<void> {
  let kept: StoryBook | null = null;
  return async (messages) => {
    const book = await openBook(ports, kept);
    kept = null;
    const overrides = overridesOf(await ports.table.readDecisions());
    book.applyDecisions(overrides);
    const requests = messages.filter((message) => 'articleId' in message);
    const articles = await ports.table.findArticles(requests.map(({ articleId }) => articleId));
    for (const message of requests)
      groupArticle(ports, book, { message, article: articles.get(message.articleId) });
    // Again: in a replay an article may just have reopened a story that was merged away.
    book.applyDecisions(overrides);
    const now = ports.clock().toISOString();
    book.closeStale(now);
    const changes = book.changes(now);
    await storeChanges(ports, changes);
    await ports.window.save(book.takeDelta(), book);
    book.unloadUnchanged();
    kept = book;
    ports.log('stories-grouped', { articles: requests.length, stories: changes.stories.length });
  };
}

async function openBook(ports: Ports, kept: StoryBook | null): Promise<StoryBook> {
  if (kept === null) ports.window.forget();
  const saved = await ports.window.read();
  if (saved === null) return ports.rebuild();
  const book = saved.state === undefined && kept !== null ? kept : new StoryBook(saved.state);
  book.apply(mergedDelta(saved.deltas));
  if (book === kept || !(await hasUnknownRows(ports.table, book, ports.clock()))) return book;
  ports.log('story-rows-unknown', {});
  ports.window.forget();
  return ports.rebuild();
}

function groupArticle(
  ports: Ports,
  book: StoryBook,
  { message, article }: { message: StoryRequest; article: Article | undefined },
): void {
  if (article === undefined) {
    ports.log('article-missing', { articleId: message.articleId });
    return;
  }
  if (message.revision > 1 && book.storyOfArticle(article.id) !== undefined) book.revise(article);
  else book.add(article, ports.outletOf(article.outletId));
}

/**
 * Where articles arrive before where they leave: who dies in between, even with the window lost, leaves an article in
 * two stories rather than in none.
 */
async function storeChanges(ports: Ports, changes: BookChanges): Promise<void> {
  const put = async ({ story, links, indexedForDay }: StoryRow): Promise<void> =>
    ports.table.putStory(story, { links, indexedForDay });
  const isLeft = ({ story }: StoryRow): boolean => changes.left.has(story.id);
  await Promise.all(changes.links.map((link) => ports.table.putLink(link)));
  await Promise.all(changes.stories.filter((row) => !isLeft(row)).map(put));
  await Promise.all(changes.stories.filter(isLeft).map(put));
  await Promise.all(changes.unlinked.map((link) => ports.table.removeLink(link.storyId, link.articleId)));
}
