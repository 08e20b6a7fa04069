import type { Language } from '../language.ts';
import type { SavedFacts } from './saved-facts.ts';
import type { Story, StoryArticle, StoryLink } from './story.ts';

/** An article in the book: what the story's row and centroid are made of. Text is cut to what grouping reads; the evidence is that of its link alone. */
export interface BookArticle extends StoryArticle {
  /** The story grouping chose; `storyId` differs where a person decided otherwise. */
  chosen: string;
  /** Epoch ms of publication, or of our seeing it where the feed's date cannot be trusted. */
  at: number;
  /** The entities its title names. */
  titleEntities?: string[];
  /** What it says, as the code of now reads it; absent where it is to be read anew. */
  facts?: SavedFacts;
  /** Its link is stored separately, not in the story's row. */
  apart?: true;
}

export interface BookStory {
  id: string;
  articles: BookArticle[];
  follows?: string;
  relatesTo?: string;
  closedAt?: string;
  /** The article whose headline a person chose, by language: kept, so that an undone choice is noticed. */
  named?: Record<Language, string>;
  /** When the story's next coverage gap falls due, unless the silent side reports before. */
  silenceAt?: string;
  /** The story that grouping joined it with. */
  absorbedInto?: string;
  /** The story a person merged it into. */
  mergedInto?: string;
  /** The last day (yyyy-mm-dd) for which it was indexed. */
  listed?: string;
  /** The day (yyyy-mm-dd) with whose stories it is saved, that on which its first article was seen; set once. */
  day?: string;
}

/** What is asked of a story before it is loaded. */
export interface ShardEntry {
  id: string;
  articleIds: string[];
  /** Epoch ms of the earliest and the latest article; both 0 where it has none. */
  firstAt: number;
  lastAt: number;
  /** Epoch ms of when its latest article was seen. */
  lastSeenAt: number;
  closed: boolean;
  /** A person decided about it, by what its articles or it itself hold. */
  isDecided: boolean;
  silenceAt?: string;
  /** The stories that it follows and relates to. */
  leadsTo: string[];
  /** What its articles copy. */
  originals: string[];
  /** Where its JSON is: the block, and the characters in it. */
  place: [block: number, from: number, to: number];
}

/**
 * The stories of a day, saved: a list of them, an index from facts to stories, and the stories themselves in blocks that are
 * read when one of them is needed. Immutable.
 */
export interface DayShard {
  /** yyyy-mm-dd */
  day: string;
  entries: readonly ShardEntry[];
  /** Of the facts (see `hashOfFact`), ascending. */
  hashes: Float64Array;
  /** The stories that have the fact of hashes[n] are postings[starts[n]] to postings[starts[n + 1]], by their places among the entries. */
  starts: Uint32Array;
  postings: Uint32Array;
  blocks: number;
  block(at: number): string;
}

/** What of the state a batch changed: the stories as they are now, and those that are forgotten. */
export interface BookDelta {
  stories: BookStory[];
  gone: { id: string; day: string }[];
}

/** All stories that still take articles or may still be followed: the whole state of grouping. */
export interface BookState {
  version: 2;
  stories: BookStory[];
  /** Further stories, by days, to be loaded when they are needed. */
  shards?: readonly DayShard[];
}

/** What several batches changed, one after the other. */
export function mergedDelta(deltas: readonly BookDelta[]): BookDelta {
  const stories = new Map<string, BookStory>();
  const gone = new Map<string, string>();
  for (const delta of deltas) {
    for (const { id, day } of delta.gone) {
      stories.delete(id);
      gone.set(id, day);
    }
    for (const story of delta.stories) {
      gone.delete(story.id);
      stories.set(story.id, story);
    }
  }
  return { stories: [...stories.values()], gone: [...gone].map(([id, day]) => ({ id, day })) };
}

/** What the row of a story holds. */
export interface StoryRow {
  story: Story;
  /** The links stored in it; others have rows of their own. */
  links: StoryLink[];
  /** Whether it is already indexed for the day of its change. */
  indexedForDay: boolean;
}

/** What a batch changed, to be stored: links that have rows of their own first, then stories. */
export interface BookChanges {
  links: StoryLink[];
  unlinked: { storyId: string; articleId: string }[];
  stories: StoryRow[];
  /** Of these the stories that an article left: to be stored after those where it arrived. */
  left: ReadonlySet<string>;
}
