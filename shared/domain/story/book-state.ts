import type { Language } from '../language.ts';
import type { Story, StoryArticle, StoryLink } from './story.ts';

/** An article in the book: what the story's row and centroid are made of. Text is cut to what grouping reads; the evidence is that of its link alone. */
export interface BookArticle extends StoryArticle {
  /** The story grouping chose; `storyId` differs where a person decided otherwise. */
  chosen: string;
  /** Epoch ms of publication, or of our seeing it where the feed's date cannot be trusted. */
  at: number;
  /** The entities its title names. */
  titleEntities?: string[];
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

/** What of the state a batch changed: the stories as they are now, and those that are forgotten. */
export interface BookDelta {
  stories: BookStory[];
  gone: { id: string; day: string }[];
}

/** All stories that still take articles or may still be followed: plain JSON, the whole state of grouping. */
export interface BookState {
  version: 2;
  stories: BookStory[];
}

/** The state after what later batches changed. */
export function changedState(state: BookState, deltas: readonly BookDelta[]): BookState {
  const stories = new Map(state.stories.map((story) => [story.id, story]));
  for (const delta of deltas) {
    for (const { id } of delta.gone) stories.delete(id);
    for (const story of delta.stories) stories.set(story.id, story);
  }
  return { version: 2, stories: [...stories.values()] };
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
