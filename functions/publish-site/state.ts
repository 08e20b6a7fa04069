import type { Card } from '../../shared/domain/site/card.ts';
import { gunzip, gzip } from '../../shared/zip.ts';
import { type IndexEntry, windowDays } from '../../shared/domain/site/story-index.ts';
import { dayOfState, dayStatePath, dayStatePrefix, indexStatePath } from '../../shared/domain/site/paths.ts';
import { errorText, log } from '../../shared/log.ts';
import { Lru } from '../../shared/domain/text/lru.ts';
import type { Hashes } from './site-writer.ts';
import type { Ports } from './ports.ts';
import { addDays } from '../../shared/domain/text/time.ts';
import { atMost } from '../../shared/at-most.ts';

/** Raise it when a field changes its meaning: older states are then ignored and everything is rendered again. */
const stateVersion = 3;

/** What was published, as one object: written last, so that a run that died is simply done again. */
export interface IndexState {
  version: number;
  /** Stories changed before this are published. */
  since: string;
  /** When the changes were last read without trusting what was noted of them. */
  checkedAt?: string;
  /** Stories of the window by id. */
  entries: Record<string, IndexEntry>;
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

/** The stories first published on one day, and what is published of them. */
export interface DayState {
  version: number;
  cards: Record<string, Card>;
  hashes: Hashes;
}

/** A day's state of ten thousand stories has 20 MB; more is not ours. */
const stateLimit = 256 * 1024 * 1024;

interface StoredState<T> {
  state: T;
  text: string;
}

/**
 * We wrote it ourselves, so its version is enough to know its shape.
 * @returns null where it is missing, damaged or of another version: it is then remade from the tables
 */
async function readState<T extends { version: number }>(
  ports: Pick<Ports, 'readFile'>,
  path: string,
): Promise<StoredState<T> | null> {
  return parsedState<T>(await ports.readFile(path), path);
}

async function parsedState<T extends { version: number }>(
  zipped: Uint8Array | null,
  path: string,
): Promise<StoredState<T> | null> {
  if (zipped === null) return null;
  try {
    const text = (await gunzip(zipped, stateLimit)).toString('utf8');
    const state = JSON.parse(text) as T;
    return state.version === stateVersion ? { state, text } : null;
  } catch (error) {
    log('site-state-damaged', { path, error: errorText(error) });
    return null;
  }
}

/** @param known the text that is stored: the same is not written again @returns the text that is stored now */
async function writeState(
  ports: Pick<Ports, 'writeFile'>,
  path: string,
  state: object,
  known?: string,
): Promise<string> {
  const text = JSON.stringify(state);
  if (text === known) return text;
  const body = await gzip(text, { level: 1 });
  await ports.writeFile({ path, body, contentType: 'application/gzip', cacheControl: 'no-store' });
  return text;
}

/** The index, with its stored text; '' where there is none that can be read: the stories of the window are then published again. */
export async function readIndex(
  ports: Pick<Ports, 'readFile' | 'listFiles'>,
  now: Date,
): Promise<StoredState<IndexState>> {
  const stored = await readState<IndexState>(ports, indexStatePath);
  if (stored !== null) return stored;
  const state: IndexState = {
    version: stateVersion,
    since: `${addDays(now.toISOString(), -windowDays)}T00:00:00.000Z`,
    entries: {},
    hashes: {},
    dayCounts: await countDays(ports),
    owedLists: [],
    owedDays: [],
    slowAt: '',
    looks: {},
  };
  return { state, text: '' };
}

/** Stories by day as the day states have them: no other object lists the days that left the window. One that cannot be read counts as published, so that it is remade. */
async function countDays(ports: Pick<Ports, 'readFile' | 'listFiles'>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  await atMost(await ports.listFiles(dayStatePrefix), 8, async (path) => {
    const stored = await readState<DayState>(ports, path);
    counts[dayOfState(path)] = stored === null ? 1 : Object.keys(stored.state.cards).length;
  });
  return counts;
}

export const writeIndex = (
  ports: Pick<Ports, 'writeFile'>,
  state: IndexState,
  known?: string,
): Promise<string> => writeState(ports, indexStatePath, state, known);

/**
 * Days as this process last read them, from round to round: old stories stay in lists for months, and unpacking their days was
 * most of what a round cost that held 90 of them. Nobody changes these: `edit` makes a copy. In characters of JSON; the objects
 * take some three times as much.
 */
const readDays = new Lru<{ zipped: Uint8Array; stored: StoredState<DayState>; seenIn: DayStateCache }>(
  12_000_000,
);

/** Makes the cards of a published day from the tables. */
type RemakeDay = (day: string) => Promise<DayState['cards']>;

/** The day states of a round: those that change until the end, the others as long as there is room. */
export class DayStateCache {
  readonly #ports: Pick<Ports, 'readFile' | 'writeFile'>;
  readonly #remake: RemakeDay;
  readonly #edited = new Map<string, StoredState<DayState>>();
  /** What is under way, and days that are not there. */
  readonly #reading = new Map<string, Promise<StoredState<DayState>>>();

  /** @param remake asked where a day's state is missing or damaged; answers no cards for a new day */
  constructor(ports: Pick<Ports, 'readFile' | 'writeFile'>, remake: RemakeDay) {
    this.#ports = ports;
    this.#remake = remake;
  }

  /** The state of a day, to be changed: it is written back by `save`. */
  async edit(day: string): Promise<DayState> {
    const held = this.#edited.get(day);
    if (held !== undefined) return held.state;
    const { state, text } = await this.#stored(day);
    const raced = this.#edited.get(day);
    if (raced !== undefined) return raced.state;
    const own = { state: text === '' ? state : (JSON.parse(text) as DayState), text };
    this.#edited.set(day, own);
    return own.state;
  }

  /** Cards by story id; a story without a card is left out. */
  async cards(wanted: Iterable<{ id: string; day: string }>): Promise<Map<string, Card>> {
    const byDay = new Map<string, string[]>();
    for (const { id, day } of wanted) {
      const ids = byDay.get(day);
      if (ids === undefined) byDay.set(day, [id]);
      else ids.push(id);
    }
    const found = new Map<string, Card>();
    await atMost(byDay, 8, async ([day, ids]) => {
      const { cards } = (this.#edited.get(day) ?? (await this.#stored(day))).state;
      for (const id of ids) {
        const card = cards[id];
        if (card !== undefined) found.set(id, card);
      }
    });
    return found;
  }

  async save(): Promise<void> {
    await atMost(this.#edited, 8, async ([day, held]) => {
      held.text = await writeState(this.#ports, dayStatePath(day), held.state, held.text);
    });
  }

  #stored(day: string): Promise<StoredState<DayState>> {
    const held = readDays.get(dayStatePath(day));
    if (held?.seenIn === this) return Promise.resolve(held.stored);
    const underWay = this.#reading.get(day) ?? this.#read(day);
    this.#reading.set(day, underWay);
    return underWay;
  }

  async #read(day: string): Promise<StoredState<DayState>> {
    const path = dayStatePath(day);
    const zipped = await this.#ports.readFile(path);
    const known = readDays.get(path);
    const stored =
      zipped !== null && known !== undefined && Buffer.compare(known.zipped, zipped) === 0
        ? known.stored
        : await parsedState<DayState>(zipped, path);
    if (stored !== null && zipped !== null) {
      readDays.set(path, { zipped, stored, seenIn: this }, stored.text.length);
      this.#reading.delete(day);
      return stored;
    }
    const cards = await this.#remake(day);
    const remade = { state: { version: stateVersion, cards, hashes: {} }, text: '' };
    // Kept even if nothing else changes: the next round need not make it again.
    if (Object.keys(cards).length > 0) this.#edited.set(day, remade);
    return remade;
  }
}
