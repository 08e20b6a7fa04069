import type { Card } from '../../shared/domain/site/card.ts';
import { dayStatePath } from '../../shared/domain/site/paths.ts';
import { Lru } from '../../shared/domain/text/lru.ts';
import { atMost } from '../../shared/at-most.ts';
import type { Ports } from './ports.ts';
import type { Hashes } from './site-writer.ts';
import { readState, writeState } from './stored-state.ts';

/** Raise it when a field changes its meaning: older states are then ignored and everything is rendered again. */
const version = 3;

/** The stories first published on one day, and what is published of them. */
export interface DayState {
  version: number;
  cards: Record<string, Card>;
  hashes: Hashes;
}

/** A day as it is stored; hash '' where it is not. */
interface Held {
  state: DayState;
  hash: string;
}

export const readDayState = (ports: Pick<Ports, 'readFile'>, path: string) =>
  readState<DayState>(ports, path, [version]);

/**
 * Days as this process last read or wrote them, from round to round, told apart by their hash. Nobody changes these: `edit`
 * makes a copy. In characters of JSON; the objects take some three times as much.
 */
const heldDays = new Lru<Held>(12_000_000);

/** Old stories stay in lists for months: their cards alone, where there is no room for their days. */
const heldCards = new Lru<{ card: Card | undefined; hash: string }>(12_000);

/** Makes the cards of a published day from the tables. */
type RemakeDay = (day: string) => Promise<DayState['cards']>;

/** The day states of a round: those that change until they are saved, the others as long as there is room. */
export class DayStateCache {
  readonly #ports: Pick<Ports, 'readFile' | 'writeFile'>;
  readonly #known: Hashes;
  readonly #remake: RemakeDay;
  readonly #edited = new Map<string, Held>();
  /** What is under way, and days that are not there. */
  readonly #reading = new Map<string, Promise<Held>>();

  /**
   * @param known the hash of each day as the index knows it: such a day is not read again; kept up here
   * @param remake asked where a day's state is missing or damaged; answers no cards for a new day
   */
  constructor(ports: Pick<Ports, 'readFile' | 'writeFile'>, known: Hashes, remake: RemakeDay) {
    this.#ports = ports;
    this.#known = known;
    this.#remake = remake;
  }

  /** The state of a day, to be changed: it is written back by `save`. */
  async edit(day: string): Promise<DayState> {
    const held = this.#edited.get(day) ?? (await this.#held(day));
    const raced = this.#edited.get(day);
    if (raced !== undefined) return raced.state;
    const { cards, hashes } = held.state;
    const own = { state: { version, cards: { ...cards }, hashes: { ...hashes } }, hash: held.hash };
    this.#edited.set(day, own);
    return own.state;
  }

  /** The cards of a day. */
  async cardsOf(day: string): Promise<Readonly<DayState['cards']>> {
    return (this.#edited.get(day) ?? (await this.#held(day))).state.cards;
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
      const cards = this.#heldCards(day, ids) ?? (await this.#cardsToHold(day, ids));
      for (const [id, card] of cards) if (card !== undefined) found.set(id, card);
    });
    return found;
  }

  /** @returns null where not all of them are held as they are stored now */
  #heldCards(day: string, ids: readonly string[]): [string, Card | undefined][] | null {
    const known = this.#known[day];
    if (known === undefined || this.#edited.has(day)) return null;
    const held = ids.map((id) => heldCards.get(id));
    return held.every((each) => each?.hash === known) ? ids.map((id, at) => [id, held[at]?.card]) : null;
  }

  async #cardsToHold(day: string, ids: readonly string[]): Promise<[string, Card | undefined][]> {
    const cards = await this.cardsOf(day);
    const hash = this.#edited.has(day) ? undefined : this.#known[day];
    return ids.map((id) => {
      const card = cards[id];
      if (hash !== undefined) heldCards.set(id, { card, hash });
      return [id, card];
    });
  }

  /** Who changes a day after this asks for it again. */
  async save(): Promise<void> {
    await atMost([...this.#edited], 8, async ([day, { state, hash: known }]) => {
      const { hash, size } = await writeState(this.#ports, dayStatePath(day), state, known);
      this.#known[day] = hash;
      heldDays.set(day, { state, hash }, size);
      this.#edited.delete(day);
      this.#reading.delete(day);
    });
  }

  #held(day: string): Promise<Held> {
    const held = heldDays.get(day);
    if (held !== undefined && held.hash === this.#known[day]) return Promise.resolve(held);
    const underWay = this.#reading.get(day) ?? this.#read(day);
    this.#reading.set(day, underWay);
    return underWay;
  }

  async #read(day: string): Promise<Held> {
    const stored = await readDayState(this.#ports, dayStatePath(day));
    if (stored !== null) {
      const { state, hash, size } = stored;
      heldDays.set(day, { state, hash }, size);
      this.#known[day] = hash;
      this.#reading.delete(day);
      return { state, hash };
    }
    const remade = { state: { version, cards: await this.#remake(day), hashes: {} }, hash: '' };
    // Kept even if nothing else changes: the next round need not make it again.
    if (Object.keys(remade.state.cards).length > 0) this.#edited.set(day, remade);
    return remade;
  }
}
