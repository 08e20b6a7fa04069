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
}

/** Days in lists, plots and search. Older stories keep their pages, day pages and exports. */
export const windowDays = 90;

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

/** The `count` days up to and including the day of `instant`, oldest first. */
export const daysUpTo = (instant: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => addDays(instant, at + 1 - count));

/** Members of each wanted list, newest activity first (ties by id, so that order never depends on the store). */
export function membersByList(
  entries: Iterable<IndexEntry>,
  wanted: ReadonlySet<string>,
): Map<string, IndexEntry[]> {
  const lists = new Map<string, IndexEntry[]>();
  for (const entry of entries) {
    for (const name of listsOf(entry)) {
      if (!wanted.has(name)) continue;
      const list = lists.get(name);
      if (list === undefined) lists.set(name, [entry]);
      else list.push(entry);
    }
  }
  for (const list of lists.values()) list.sort(byActivity);
  return lists;
}

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
