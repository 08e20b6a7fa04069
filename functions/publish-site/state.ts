import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Card } from '../../shared/domain/site-card.ts';
import { dayBefore, type IndexEntry, windowDays } from '../../shared/domain/site-index.ts';
import { dayStatePath, indexStatePath } from '../../shared/domain/site-paths.ts';
import { inParallel, type Hashes } from './printer.ts';
import type { Ports } from './publish-site.ts';

/** Raise it when a field changes its meaning: older states are then left aside and everything is printed anew. */
const stateVersion = 1;

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
}

/** The stories first seen on one day, and what is published of them. */
export interface DayState {
  version: number;
  cards: Record<string, Card>;
  hashes: Hashes;
}

const unpack = promisify(gunzip);
const pack = promisify(gzip);

/** Our own writing: its version stands for its shape. */
async function read<T extends { version: number }>(ports: Pick<Ports, 'readFile'>, path: string): Promise<T | null> {
  const zipped = await ports.readFile(path);
  if (zipped === null) return null;
  const state = JSON.parse((await unpack(zipped)).toString('utf8')) as T;
  return state.version === stateVersion ? state : null;
}

async function write(ports: Pick<Ports, 'writeFile'>, path: string, state: object): Promise<void> {
  const body = await pack(JSON.stringify(state), { level: 1 });
  await ports.writeFile({ path, body, contentType: 'application/gzip', cacheControl: 'no-store' });
}

export async function readIndex(ports: Pick<Ports, 'readFile'>, now: Date): Promise<IndexState> {
  const state = await read<IndexState>(ports, indexStatePath);
  return state ?? { version: stateVersion, since: `${dayBefore(now.toISOString(), windowDays)}T00:00:00.000Z`, entries: {}, hashes: {}, dayCounts: {}, owedLists: [], owedDays: [], slowAt: '' };
}

export const writeIndex = (ports: Pick<Ports, 'writeFile'>, state: IndexState): Promise<void> => write(ports, indexStatePath, state);

/** Day states as they are needed; days that are only looked at are not kept in memory. */
export class Shelf {
  readonly #ports: Pick<Ports, 'readFile' | 'writeFile'>;
  readonly #open = new Map<string, DayState>();

  constructor(ports: Pick<Ports, 'readFile' | 'writeFile'>) {
    this.#ports = ports;
  }

  /** The state of a day, to be changed: it is written back by `close`. */
  async open(day: string): Promise<DayState> {
    const held = this.#open.get(day);
    if (held !== undefined) return held;
    const state = await this.#read(day);
    const raced = this.#open.get(day);
    if (raced !== undefined) return raced;
    this.#open.set(day, state);
    return state;
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
    await inParallel(byDay, 8, async ([day, ids]) => {
      const { cards } = this.#open.get(day) ?? (await this.#read(day));
      for (const id of ids) {
        const card = cards[id];
        if (card !== undefined) found.set(id, card);
      }
    });
    return found;
  }

  async cardsOfDay(day: string): Promise<Card[]> {
    const { cards } = this.#open.get(day) ?? (await this.#read(day));
    return Object.values(cards);
  }

  async close(): Promise<void> {
    await inParallel(this.#open, 8, ([day, state]) => write(this.#ports, dayStatePath(day), state));
  }

  async #read(day: string): Promise<DayState> {
    return (await read<DayState>(this.#ports, dayStatePath(day))) ?? { version: stateVersion, cards: {}, hashes: {} };
  }
}
