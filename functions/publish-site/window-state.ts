import { atMost } from '../../shared/at-most.ts';
import { dayEntriesPath } from '../../shared/domain/site/paths.ts';
import { byActivity, editDays, entryOf, type IndexEntry } from '../../shared/domain/site/story-index.ts';
import { type DayEntries, StoryWindow } from '../../shared/domain/site/story-window.ts';
import { addDays } from '../../shared/domain/text/time.ts';
import { log } from '../../shared/log.ts';
import type { DayStateCache } from './day-states.ts';
import type { Ports } from './ports.ts';
import type { IndexState } from './state.ts';
import { readState, writeState } from './stored-state.ts';

const version = 1;

interface EntriesState {
  version: number;
  entries: DayEntries;
}

/** Days as this process last read or wrote them, by hash. Nobody changes these. */
const held = new Map<string, DayEntries>();

interface Read {
  day: string;
  entries: DayEntries;
  isRemade: boolean;
}

/** The window as the index names it: a process that goes on reads the days that another changed, a new one all. */
export async function readWindow(
  { entriesOfDays }: Pick<IndexState, 'entriesOfDays'>,
  ports: Pick<Ports, 'readFile'>,
  dayStates: DayStateCache,
): Promise<StoryWindow> {
  const named = new Set(Object.values(entriesOfDays).map(({ hash }) => hash));
  for (const hash of held.keys()) if (!named.has(hash)) held.delete(hash);
  const days = await atMost(
    Object.entries(entriesOfDays),
    16,
    async ([day, { place, hash }]): Promise<Read> => {
      const known = held.get(hash);
      if (known !== undefined) return { day, entries: known, isRemade: false };
      const stored = await readState<EntriesState>(ports, dayEntriesPath(day, place), [version]);
      if (stored?.hash !== hash) return { day, entries: await remade(day, dayStates), isRemade: true };
      held.set(hash, stored.state.entries);
      return { day, entries: stored.state.entries, isRemade: false };
    },
  );
  return new StoryWindow(
    days.map(({ day, entries }) => [day, entries] as const),
    days.filter(({ isRemade }) => isRemade).map(({ day }) => day),
  );
}

async function remade(day: string, dayStates: DayStateCache): Promise<DayEntries> {
  const cards = Object.values(await dayStates.cardsOf(day));
  log('site-entries-remade', { day, stories: cards.length });
  return cards.map(entryOf).sort(byActivity);
}

/** The window of an index of before its days were apart: all days are written, in this round and never again. */
export async function windowOf(
  entries: readonly IndexEntry[],
  dayStates: DayStateCache,
  now: Date,
): Promise<StoryWindow> {
  const window = new StoryWindow([]);
  for (const entry of entries) window.put(entry);
  // Such entries do not say which titles were changed.
  const since = addDays(now.toISOString(), -editDays);
  const recent = entries.filter(({ lastSeenAt }) => lastSeenAt >= since);
  const cards = await dayStates.cards(recent);
  for (const entry of recent) {
    const editedAt = cards.get(entry.id)?.edits?.[0]?.at;
    if (editedAt !== undefined) window.put({ ...entry, editedAt });
  }
  return window;
}

/** Writes the days that changed, each beside the one that the stored index names; the index is to be written after that. */
export async function saveWindow(
  window: StoryWindow,
  { entriesOfDays }: Pick<IndexState, 'entriesOfDays'>,
  ports: Pick<Ports, 'writeFile'>,
): Promise<void> {
  await atMost(window.changes(), 8, async ([day, entries]) => {
    const before = entriesOfDays[day];
    if (entries.length === 0) {
      delete entriesOfDays[day];
      return;
    }
    const place = before?.place === 'a' ? 'b' : 'a';
    const state: EntriesState = { version, entries };
    const { hash } = await writeState(ports, dayEntriesPath(day, place), state, before?.hash);
    held.set(hash, entries);
    if (hash !== before?.hash) entriesOfDays[day] = { place, hash };
  });
  window.settle();
}
