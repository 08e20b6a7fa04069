import type { SearchRow } from '../query/searchable.ts';
import { publicationSpan } from '../story/view.ts';
import { type Card, searchedLeads } from './card.ts';
import { dayMs } from '../text/time.ts';

/** Shards, newest first; `v` changes with the content, so that a browser may keep what it has. */
export interface SearchManifest {
  shards: { name: string; stories: number; v: string }[];
  names: string;
}

export const searchRow = (card: Card): SearchRow => ({
  id: card.id,
  at: publicationSpan(card).last.slice(0, 16),
  h: Object.fromEntries(Object.entries(card.headlines).map(([language, { title }]) => [language, title])),
  ...(card.leads !== undefined &&
    card.leads.length > 0 && {
      l: card.leads
        .slice(0, searchedLeads)
        .map(({ language, outletId, text }): [string, string, string] => [language, outletId, text]),
    }),
  t: card.topics,
  s: card.subtopics,
  e: card.entities,
  d: card.sides.map(({ side }) => side),
  ...(card.outlets !== undefined && { o: card.outlets }),
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
