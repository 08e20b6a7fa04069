import type { Card, Volume } from './card.ts';
import { publicationSpan } from '../story/view.ts';
import { addDays, dayOf } from '../text/time.ts';

/** What the site remembers of every story in its window: enough to know which lists it is in, and to plot them. */
export interface IndexEntry {
  id: string;
  /** The day its first report was published: where its card is kept. */
  day: string;
  changedAt: string;
  lastSeenAt: string;
  /** Lists are in this order. */
  lastPublishedAt: string;
  topics: string[];
  subtopics: string[];
  entities: string[];
  languages: string[];
  volume: Volume;
  /** The earlier story that it follows up. */
  follows?: string;
  /** When we last saw that an outlet had changed a title. */
  editedAt?: string;
}

/** Days in lists, plots and search. Older stories keep their pages, day pages and exports. */
export const windowDays = 90;

/** A title that an outlet changed is told for so many days. */
export const editDays = 14;

export const entryOf = (card: Card): IndexEntry => ({
  id: card.id,
  day: dayOf(publicationSpan(card).first),
  changedAt: card.changedAt,
  lastSeenAt: card.lastSeenAt,
  lastPublishedAt: publicationSpan(card).last,
  topics: card.topics,
  subtopics: card.subtopics,
  entities: card.entities,
  languages: card.languages,
  volume: card.volume,
  ...(card.follows !== undefined && { follows: card.follows }),
  ...(card.edits?.[0] !== undefined && { editedAt: card.edits[0].at }),
});

/** The lists that contain a story; each list has a feed, and most have a page. */
export function listsOf(
  entry: Pick<IndexEntry, 'topics' | 'subtopics' | 'entities' | 'languages'>,
): string[] {
  return [
    'all',
    ...entry.topics,
    ...entry.topics.flatMap((topic) => entry.subtopics.map((subtopic) => `${topic}.${subtopic}`)),
    ...entry.languages.map((language) => `language-${language}`),
    ...entry.entities.map((entity) => `entity-${entity}`),
  ];
}

/** The entity that a list is of. */
export const entityOfList = (list: string): string | undefined =>
  list.startsWith('entity-') ? list.slice('entity-'.length) : undefined;

/** The `count` days up to and including the day of `instant`, oldest first. */
export const daysUpTo = (instant: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => addDays(instant, at + 1 - count));

/** Newest activity first; ties by id, so that order never depends on the store. */
export function byActivity(
  a: Pick<IndexEntry, 'lastPublishedAt' | 'id'>,
  b: Pick<IndexEntry, 'lastPublishedAt' | 'id'>,
): number {
  if (a.lastPublishedAt !== b.lastPublishedAt) return a.lastPublishedAt < b.lastPublishedAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

/** The sum of volumes. */
export function totalVolume(entries: Iterable<Pick<IndexEntry, 'volume'>>): Volume {
  const total: Volume = {};
  for (const { volume } of entries) {
    for (const [day, counts] of Object.entries(volume)) {
      const sums = (total[day] ??= []);
      for (const [at, count] of counts.entries()) sums[at] = (sums[at] ?? 0) + count;
    }
  }
  return total;
}
