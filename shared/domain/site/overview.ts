import { sides } from '../outlet.ts';
import { onceEach } from '../text/once-each.ts';
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

type Member = Pick<IndexEntry, 'entities' | 'volume'>;

/** What the stories of a day come to. */
interface Part {
  /** In how many stories an entity is named. */
  names: Map<string, number>;
  /** By Monday. */
  weeks: Map<string, number[]>;
  first: string;
  last: string;
}

const partOf = onceEach((members: readonly Member[]): Part => {
  const part: Part = { names: new Map(), weeks: new Map(), first: '9', last: '' };
  for (const { entities, volume } of members) {
    for (const id of entities) part.names.set(id, (part.names.get(id) ?? 0) + 1);
    for (const day of Object.keys(volume)) {
      if (day < part.first) part.first = day;
      if (day > part.last) part.last = day;
    }
    for (const [monday, present] of weeksOf(volume)) addWeek(part.weeks, monday, present);
  }
  return part;
});

/** @param days the stories of each day, none of them changed later; @param self the entity that the list is of; null for a list without stories */
export function overviewOf(days: readonly (readonly Member[])[], self?: string): Overview | null {
  const whole: Part = { names: new Map(), weeks: new Map(), first: '9', last: '' };
  for (const { names, weeks, first, last } of days.map(partOf)) {
    for (const [id, stories] of names) whole.names.set(id, (whole.names.get(id) ?? 0) + stories);
    for (const [monday, stories] of weeks) addWeek(whole.weeks, monday, stories);
    if (first < whole.first) whole.first = first;
    if (last > whole.last) whole.last = last;
  }
  if (whole.last === '') return null;
  const related = [...whole.names]
    .filter(([id]) => id !== self)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, relatedNames);
  return {
    first: whole.first,
    last: whole.last,
    related: related.map(([id]) => id),
    weeks: [...whole.weeks]
      .sort(([a], [b]) => (a < b ? 1 : -1))
      .slice(0, shownWeeks)
      .map(([monday, stories]) => ({ monday, stories })),
  };
}

/** A story counts once a week and side, however many articles it has there. */
function weeksOf(volume: IndexEntry['volume']): Map<string, number[]> {
  const took = new Map<string, number[]>();
  for (const [day, counts] of Object.entries(volume)) {
    const monday = mondayOf(day);
    const before = took.get(monday);
    took.set(
      monday,
      sides.map((_side, at) => ((counts[at] ?? 0) > 0 ? 1 : (before?.[at] ?? 0))),
    );
  }
  return took;
}

function addWeek(weeks: Map<string, number[]>, monday: string, stories: readonly number[]): void {
  const sums = weeks.get(monday) ?? sides.map(() => 0);
  weeks.set(
    monday,
    sums.map((sum, at) => sum + (stories[at] ?? 0)),
  );
}
