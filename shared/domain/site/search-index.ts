import type { Card } from './card.ts';
import { dayMs } from '../text/time.ts';

/** A story as the search in the browser reads it; keys are short because 90 days of them travel. */
export interface SearchRow {
  id: string;
  /** Last seen, to the minute: `2026-11-24T08:11`. */
  seen: string;
  /** Headlines by language. */
  h: Record<string, string>;
  t: string[];
  s: string[];
  /** Entity ids. */
  e: string[];
  /** Countries and kinds of its outlets. */
  c: string[];
  k: string[];
  /** Folded words of its other titles. */
  w?: string;
  /** Independent articles. */
  n: number;
}

/** How the id of a subtopic begins among the names, so that no entity has it. */
const subtopicMark = 'subtopic:';
export const subtopicName = (id: string): string => `${subtopicMark}${id}`;

/** `[entity or subtopic id, English name, folded names]`. */
export type SearchName = [id: string, name: string, folded: string[]];

/** Shards, newest first; `v` changes with the content, so that a browser may keep what it has. */
export interface SearchManifest {
  shards: { name: string; stories: number; v: string }[];
  names: string;
}

export const searchRow = (card: Card): SearchRow => ({
  id: card.id,
  seen: card.lastSeenAt.slice(0, 16),
  h: Object.fromEntries(Object.entries(card.headlines).map(([language, { title }]) => [language, title])),
  t: card.topics,
  s: card.subtopics,
  e: card.entities,
  c: card.countries,
  k: card.kinds,
  ...(card.words !== undefined && card.words !== '' && { w: card.words }),
  n: card.independent,
});

/** Days per shard: at 90 stories a day the newest shard is about 60 KB compressed. */
const shardDays = 4;

/** Which shard a day's stories are in: the same forever, so that old shards stay as they are. */
export function shardOfDay(day: string): string {
  const number = Math.floor(Date.parse(`${day}T00:00:00Z`) / dayMs);
  return `d${Math.floor(number / shardDays)}`;
}
