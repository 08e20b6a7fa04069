import type { Clock } from '../../shared/clock.ts';
import type { Article } from '../../shared/domain/article/article.ts';
import type { OutletFacts } from '../../shared/domain/outlet.ts';
import type { StoryBook } from '../../shared/domain/story/book.ts';
import type { BookDelta, BookState, StoryRow } from '../../shared/domain/story/book-state.ts';
import type { Decision } from '../../shared/domain/story/decisions.ts';
import type { Story, StoryLink } from '../../shared/domain/story/story.ts';
import type { Log } from '../../shared/log.ts';

/** Where articles are read and stories written. Every put is idempotent. */
interface StoryStore {
  findArticles(ids: string[]): Promise<Map<string, Article>>;
  /** @param kept what is stored in the story's row with it */
  putStory(story: Story, kept: Pick<StoryRow, 'links' | 'indexedForDay'>): Promise<void>;
  putLink(link: StoryLink): Promise<void>;
  removeLink(storyId: string, articleId: string): Promise<void>;
  readDecisions(): Promise<Decision[]>;
  /** Stories that changed since the instant, with all their links. */
  storiesWithLinksSince(instant: string): Promise<StoryWithLinks[]>;
}

/** What was saved: in full, or of the state that this process knows what others changed since. */
interface SavedWindow {
  state?: BookState;
  deltas: BookDelta[];
}

/** Where the open stories survive the process. */
interface WindowStore {
  /** Null when there is none, or none that can be read. */
  read(): Promise<SavedWindow | null>;
  /** Forgets which state it knows, so that the next read answers in full: after a batch that failed half-way. */
  forget(): void;
  /** @param book gives its days now and then, when they are written anew, and then need not hold them */
  save(delta: BookDelta, book: StoryBook): Promise<void>;
}

/** What grouping needs of the world. */
export interface Ports {
  table: StoryStore;
  window: WindowStore;
  /** Remakes the book where its object is missing or damaged. */
  rebuild(): Promise<StoryBook>;
  outletOf(outletId: string): OutletFacts;
  clock: Clock;
  log: Log;
}

/** A story's row and its links; `storedSeparately` are those in rows of their own. */
export interface StoryWithLinks {
  story: Story;
  links: StoryLink[];
  storedSeparately: StoryLink[];
}

/** What remaking the book needs of the Stories table. */
export interface RebuildPorts {
  storiesWithLinksSince(instant: string): Promise<StoryWithLinks[]>;
  findArticles(ids: string[]): Promise<Map<string, Article>>;
}
