import { sides } from '../outlet.ts';
import { addDays } from '../text/time.ts';
import type { IndexEntry } from './story-index.ts';

/** What the stories of a name, place or subtopic come to. */
export interface Overview {
  /** Days (UTC) of the first and the last article in the window. */
  first: string;
  last: string;
  /** Entities named in most of its stories, itself left out. */
  related: string[];
  /** Newest first: the Monday, and in how many stories each side (in the order of `sides`) took part in that week. */
  weeks: { monday: string; stories: number[] }[];
}

const relatedNames = 8;
const shownWeeks = 13;

const mondayOf = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

/** @param self the entity that the list is of; null for a list without stories */
export function overviewOf(
  members: readonly Pick<IndexEntry, 'entities' | 'volume'>[],
  self?: string,
): Overview | null {
  const names = new Map<string, number>();
  const weeks = new Map<string, number[]>();
  const days: string[] = [];
  for (const { entities, volume } of members) {
    for (const id of entities) if (id !== self) names.set(id, (names.get(id) ?? 0) + 1);
    days.push(...Object.keys(volume));
    addStory(weeks, volume);
  }
  const [first] = days.sort();
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  const related = [...names].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, relatedNames);
  return {
    first,
    last,
    related: related.map(([id]) => id),
    weeks: [...weeks]
      .sort(([a], [b]) => (a < b ? 1 : -1))
      .slice(0, shownWeeks)
      .map(([monday, stories]) => ({ monday, stories })),
  };
}

/** A story counts once a week and side, however many articles it has there. */
function addStory(weeks: Map<string, number[]>, volume: IndexEntry['volume']): void {
  const took = new Map<string, boolean[]>();
  for (const [day, counts] of Object.entries(volume)) {
    const monday = mondayOf(day);
    const before = took.get(monday);
    took.set(
      monday,
      sides.map((_side, at) => (counts[at] ?? 0) > 0 || before?.[at] === true),
    );
  }
  for (const [monday, present] of took) {
    const sums = weeks.get(monday) ?? sides.map(() => 0);
    weeks.set(
      monday,
      sums.map((sum, at) => sum + Number(present[at])),
    );
  }
}
