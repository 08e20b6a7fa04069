import type { Card } from '../../shared/domain/site/card.ts';
import { gunzip, gzip } from '../../shared/zip.ts';
import { type IndexEntry, windowDays } from '../../shared/domain/site/story-index.ts';
import { dayStatePath, indexStatePath } from '../../shared/domain/site/paths.ts';
import type { Hashes } from './printer.ts';
import type { Ports } from './ports.ts';
import { addDays } from '../../shared/domain/text/time.ts';
import { atMost } from '../../shared/at-most.ts';

/** Raise it when a field changes its meaning: older states are then left aside and everything is printed anew. */
const stateVersion = 2;

/** What was published, as one object: written last, so that a run that died is simply done again. */
export interface IndexState {
  version: number;
  /** Stories changed before this are published. */
  since: string;
  /** Stories of the window by id. */
  entries: Record<string, IndexEntry>;
  /** Of every file that belongs to no day. */
  hashes: Hashes;
  /** Stories by the day they were first seen, for good. */
  dayCounts: Record<string, number>;
  /** Lists and days that changed since the last slow round. */
  owedLists: string[];
  owedDays: string[];
  slowAt: string;
  /** In which look (see `lookOf`) the story pages of each day are printed. */
  looks: Record<string, string>;
}

/** The stories first seen on one day, and what is published of them. */
export interface DayState {
  version: number;
  cards: Record<string, Card>;
  hashes: Hashes;
}

/** A day's state of ten thousand stories has 20 MB; more is not ours. */
const stateLimit = 256 * 1024 * 1024;

interface Stored<T> {
  state: T;
  text: string;
}

/** Our own writing: its version stands for its shape. */
async function read<T extends { version: number }>(
  ports: Pick<Ports, 'readFile'>,
  path: string,
): Promise<Stored<T> | null> {
  const zipped = await ports.readFile(path);
  if (zipped === null) return null;
  const text = (await gunzip(zipped, stateLimit)).toString('utf8');
  const state = JSON.parse(text) as T;
  return state.version === stateVersion ? { state, text } : null;
}

/** @param known the text that is stored: the same is not written again */
async function write(
  ports: Pick<Ports, 'writeFile'>,
  path: string,
  state: object,
  known?: string,
): Promise<void> {
  const text = JSON.stringify(state);
  if (text === known) return;
  const body = await gzip(text, { level: 1 });
  await ports.writeFile({ path, body, contentType: 'application/gzip', cacheControl: 'no-store' });
}

/** The index, with its stored text ('' where there is none yet). */
export async function readIndex(ports: Pick<Ports, 'readFile'>, now: Date): Promise<Stored<IndexState>> {
  const state: IndexState = {
    version: stateVersion,
    since: `${addDays(now.toISOString(), -windowDays)}T00:00:00.000Z`,
    entries: {},
    hashes: {},
    dayCounts: {},
    owedLists: [],
    owedDays: [],
    slowAt: '',
    looks: {},
  };
  return (await read<IndexState>(ports, indexStatePath)) ?? { state, text: '' };
}

export const writeIndex = (
  ports: Pick<Ports, 'writeFile'>,
  state: IndexState,
  known?: string,
): Promise<void> => write(ports, indexStatePath, state, known);

/** Days that were only looked at and are still held: 24 of them are about 15 MB. */
const glanced = 24;

/** Day states as they are needed: those that change until the end, of the others the last few. */
export class Shelf {
  readonly #ports: Pick<Ports, 'readFile' | 'writeFile'>;
  readonly #open = new Map<string, Stored<DayState>>();
  readonly #seen = new Map<string, Promise<Stored<DayState>>>();

  constructor(ports: Pick<Ports, 'readFile' | 'writeFile'>) {
    this.#ports = ports;
  }

  /** The state of a day, to be changed: it is written back by `close`. */
  async open(day: string): Promise<DayState> {
    const held = this.#open.get(day);
    if (held !== undefined) return held.state;
    const stored = await this.#look(day);
    const raced = this.#open.get(day);
    if (raced !== undefined) return raced.state;
    this.#open.set(day, stored);
    return stored.state;
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
      const { cards } = (this.#open.get(day) ?? (await this.#look(day))).state;
      for (const id of ids) {
        const card = cards[id];
        if (card !== undefined) found.set(id, card);
      }
    });
    return found;
  }

  async close(): Promise<void> {
    await atMost(this.#open, 8, ([day, { state, text }]) =>
      write(this.#ports, dayStatePath(day), state, text),
    );
  }

  #look(day: string): Promise<Stored<DayState>> {
    const seen = this.#seen.get(day) ?? this.#read(day);
    this.#seen.delete(day);
    this.#seen.set(day, seen);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > glanced && oldest !== undefined) this.#seen.delete(oldest);
    return seen;
  }

  async #read(day: string): Promise<Stored<DayState>> {
    return (
      (await read<DayState>(this.#ports, dayStatePath(day))) ?? {
        state: { version: stateVersion, cards: {}, hashes: {} },
        text: '',
      }
    );
  }
}
