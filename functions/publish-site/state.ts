import { type IndexEntry, windowDays } from '../../shared/domain/site/story-index.ts';
import {
  dayOfState,
  dayStatePrefix,
  type EntriesPlace,
  indexStatePath,
} from '../../shared/domain/site/paths.ts';
import { addDays } from '../../shared/domain/text/time.ts';
import { atMost } from '../../shared/at-most.ts';
import { readDayState } from './day-states.ts';
import type { Ports } from './ports.ts';
import type { Hashes } from './site-writer.ts';
import { readState, writeState } from './stored-state.ts';

/** Where the entries of a day are, and their hash. The place that is not named may hold what a round wrote that died. */
interface EntriesName {
  place: EntriesPlace;
  hash: string;
}

/** What was published, and which objects hold the rest of it: written last, so that a run that died is simply done again. */
export interface IndexState {
  version: 4;
  /** Stories changed before this are published. */
  since: string;
  /** When the changes were last read without trusting what was noted of them. */
  checkedAt?: string;
  /** Where the entries are of the stories of the window, by the day of their first report. */
  entriesOfDays: Record<string, EntriesName>;
  /** Hashes of the states of these days. */
  cardsOfDays: Hashes;
  /** Of every file that belongs to no day. */
  hashes: Hashes;
  /** Stories by the day their first report was published, for good. */
  dayCounts: Record<string, number>;
  /** Lists and days that changed since the last half-hourly pass. The stored name is old. */
  owedLists: string[];
  owedDays: string[];
  /** Stories some of whose texts have no translation yet; states of before translations have none. */
  untranslated?: string[];
  slowAt: string;
  /** Set while a long round is under way. */
  begun?: Begun;
  /** The render version (see `renderVersionOf`) of the story pages of each day. The stored name is old. */
  looks: Record<string, string>;
}

/** What a round that was cut owes: what it had changed in the lists, which it saves before it prints them. */
interface Begun {
  lists: string[];
  days: string[];
  listsBefore: string[];
}

/** An index of before the entries were apart. */
interface WholeIndex extends Omit<IndexState, 'version' | 'entriesOfDays' | 'cardsOfDays'> {
  version: 3;
  /** Stories of the window by id. */
  entries: Record<string, IndexEntry>;
}

interface ReadIndex {
  state: IndexState;
  /** Of what is stored; '' where another is to be stored whatever happens. */
  hash: string;
  /** Where the stored index still holds them itself. */
  entries?: IndexEntry[];
}

/** The index; where there is none that can be read the stories of the window are published again. */
export async function readIndex(ports: Pick<Ports, 'readFile' | 'listFiles'>, now: Date): Promise<ReadIndex> {
  const stored = await readState<IndexState | WholeIndex>(ports, indexStatePath, [3, 4]);
  if (stored === null) return { state: await emptyIndex(ports, now), hash: '' };
  const { state, hash } = stored;
  if (state.version === 4) return { state, hash };
  const { entries, ...index } = state;
  return {
    state: { ...index, version: 4, entriesOfDays: {}, cardsOfDays: {} },
    hash: '',
    entries: Object.values(entries),
  };
}

const emptyIndex = async (ports: Pick<Ports, 'readFile' | 'listFiles'>, now: Date): Promise<IndexState> => ({
  version: 4,
  since: `${addDays(now.toISOString(), -windowDays)}T00:00:00.000Z`,
  entriesOfDays: {},
  cardsOfDays: {},
  hashes: {},
  dayCounts: await countDays(ports),
  owedLists: [],
  owedDays: [],
  slowAt: '',
  looks: {},
});

/** Stories by day as the day states have them: no other object lists the days that left the window. One that cannot be read counts as published, so that it is remade. */
async function countDays(ports: Pick<Ports, 'readFile' | 'listFiles'>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  await atMost(await ports.listFiles(dayStatePrefix), 8, async (path) => {
    const stored = await readDayState(ports, path);
    counts[dayOfState(path)] = stored === null ? 1 : Object.keys(stored.state.cards).length;
  });
  return counts;
}

/** @param known the hash of what is stored @returns the hash of what is stored now */
export async function writeIndex(
  ports: Pick<Ports, 'writeFile'>,
  state: IndexState,
  known?: string,
): Promise<string> {
  // Nobody asks for the days that left the window but once in a while.
  for (const day of Object.keys(state.cardsOfDays))
    if (state.entriesOfDays[day] === undefined) delete state.cardsOfDays[day];
  return (await writeState(ports, indexStatePath, state, known)).hash;
}
