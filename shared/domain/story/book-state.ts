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
}

/** All stories that still take articles or may still be followed: plain JSON, the whole state of grouping. */
export interface BookState {
  version: 2;
  stories: BookStory[];
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
}
