import type { Volume } from './card.ts';
import { byActivity, type IndexEntry, listsOf, totalVolume } from './story-index.ts';
import { onceEach } from '../text/once-each.ts';
import { dayOf } from '../text/time.ts';

/** The stories of the window that began on one day, ordered by `byActivity`. Never changed: a day with a change is another object. */
export type DayEntries = readonly IndexEntry[];

const byId = onceEach((entries: DayEntries) => new Map(entries.map((entry) => [entry.id, entry])));

const membersByList = onceEach((entries: DayEntries): ReadonlyMap<string, DayEntries> => {
  const lists = new Map<string, IndexEntry[]>();
  for (const entry of entries) {
    for (const name of listsOf(entry)) {
      const list = lists.get(name);
      if (list === undefined) lists.set(name, [entry]);
      else list.push(entry);
    }
  }
  return lists;
});

const volumeOfDay = onceEach((entries: DayEntries): Volume => totalVolume(entries));

const oldestSeen = onceEach((entries: DayEntries): string =>
  entries.reduce((oldest, { lastSeenAt }) => (lastSeenAt < oldest ? lastSeenAt : oldest), '9'),
);

const following = onceEach((entries: DayEntries): DayEntries =>
  entries.filter(({ follows }) => follows !== undefined),
);

const edited = onceEach((entries: DayEntries): DayEntries =>
  entries.filter(({ editedAt }) => editedAt !== undefined),
);

/**
 * The stories that lists, plots and search know, by the day of their first report. What is asked of a day is worked out
 * once, so that a round pays for the days that changed and not for all that are held.
 */
export class StoryWindow {
  readonly #days: Map<string, DayEntries>;
  /** Days as they are being changed; `#days` has them as they were. */
  readonly #open = new Map<string, Map<string, IndexEntry>>();
  readonly #changed = new Set<string>();
  /** Lists as they were asked for since the last change. */
  readonly #asked = new Map<string, DayEntries[]>();

  /** @param changed days that are not kept so */
  constructor(days: Iterable<readonly [string, DayEntries]>, changed: Iterable<string> = []) {
    this.#days = new Map(days);
    this.#changed = new Set(changed);
  }

  get(id: string): IndexEntry | undefined {
    for (const [day, entries] of this.#days) {
      const entry = (this.#open.get(day) ?? byId(entries)).get(id);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  put(entry: IndexEntry): void {
    this.#opened(entry.day).set(entry.id, entry);
  }

  remove({ id, day }: Pick<IndexEntry, 'id' | 'day'>): void {
    this.#opened(day).delete(id);
  }

  #opened(day: string): Map<string, IndexEntry> {
    const entries = this.#days.get(day) ?? [];
    const open = this.#open.get(day) ?? new Map(byId(entries));
    this.#days.set(day, entries);
    this.#open.set(day, open);
    this.#changed.add(day);
    return open;
  }

  /** Removes the stories that were last seen before a day. */
  keepSince(oldest: string): void {
    for (const entries of this.days().values())
      if (oldestSeen(entries) < oldest)
        for (const entry of entries) if (entry.lastSeenAt < oldest) this.remove(entry);
  }

  /** No day is empty. */
  days(): ReadonlyMap<string, DayEntries> {
    for (const [day, open] of this.#open) {
      if (open.size === 0) this.#days.delete(day);
      else this.#days.set(day, [...open.values()].sort(byActivity));
    }
    if (this.#open.size > 0) this.#asked.clear();
    this.#open.clear();
    return this.#days;
  }

  /** Days that are not kept as they are, without entries where none are left. */
  changes(): [string, DayEntries][] {
    const days = this.days();
    return [...this.#changed].map((day) => [day, days.get(day) ?? []]);
  }

  /** All changes are kept. */
  settle(): void {
    this.#changed.clear();
  }

  /** Stories that follow up another. */
  following(): IndexEntry[] {
    return [...this.days().values()].flatMap(following);
  }

  /** Every list that has a story. */
  lists(): Set<string> {
    const names = new Set<string>();
    for (const entries of this.days().values())
      for (const name of membersByList(entries).keys()) names.add(name);
    return names;
  }

  /** The stories of a list, day by day, in no order of the days. */
  membersByDay(list: string): readonly DayEntries[] {
    const days = this.days();
    const known = this.#asked.get(list);
    if (known !== undefined) return known;
    const found: DayEntries[] = [];
    for (const entries of days.values()) {
      const members = membersByList(entries).get(list);
      if (members !== undefined) found.push(members);
    }
    this.#asked.set(list, found);
    return found;
  }

  /** The first of a list. */
  newest(list: string, count: number): IndexEntry[] {
    let newest: IndexEntry[] = [];
    for (const members of this.membersByDay(list).toSorted(([a], [b]) => (a && b ? byActivity(a, b) : 0))) {
      const [last, next] = [newest[count - 1], members[0]];
      if (last !== undefined && next !== undefined && byActivity(last, next) < 0) break;
      newest = [...newest, ...members.slice(0, count)].sort(byActivity).slice(0, count);
    }
    return newest;
  }

  volume(list: string): Volume {
    return totalVolume(this.membersByDay(list).map((members) => ({ volume: volumeOfDay(members) })));
  }

  /** Stories with a report of that day or later. */
  reportedSince(day: string): IndexEntry[] {
    const isSince = (entry: IndexEntry): boolean => dayOf(entry.lastPublishedAt) >= day;
    return [...this.days().values()].flatMap(([first, ...others]) =>
      first !== undefined && isSince(first) ? [first, ...others].filter(isSince) : [],
    );
  }

  /** Stories of which an outlet was seen to change a title that day or later. */
  editedSince(day: string): IndexEntry[] {
    return [...this.days().values()].flatMap((entries) =>
      edited(entries).filter(({ editedAt = '' }) => editedAt >= day),
    );
  }
}
