import type { BookStory, DayShard, ShardEntry } from './book-state.ts';
import { hashOfFact, postingsOf, storyIn } from './day-shard.ts';

/** Here; loaded, but found by the index of its shard as before; changed or gone. */
const [here, loaded, past] = [0, 1, 2];

type Span = Pick<ShardEntry, 'firstAt' | 'lastAt'>;

interface Held {
  shard: DayShard;
  /** Of all its stories. */
  span: Span;
  /** Of each story, by its place among the entries: one of those below. */
  states: Uint8Array;
}

interface Place {
  held: Held;
  at: number;
}

/** The stories of the saved days that are not loaded: what is asked of all stories is answered without loading them. */
export class UnloadedStories {
  readonly #days = new Map<string, Held>();
  readonly #places = new Map<string, Place>();
  /** Where those lie that were loaded and may be put back. */
  readonly #loaded = new Map<string, Place>();
  readonly #storyOf = new Map<string, string>();
  readonly #copying = new Map<string, Set<string>>();
  readonly #leading = new Map<string, Set<string>>();
  readonly #silences = new Map<string, string>();
  readonly #decided = new Set<string>();
  readonly #load: (story: BookStory) => void;

  /** @param load takes a story in */
  constructor(load: (story: BookStory) => void) {
    this.#load = load;
  }

  get size(): number {
    return this.#places.size;
  }

  has(id: string): boolean {
    return this.#places.has(id);
  }

  entry(id: string): ShardEntry | undefined {
    const place = this.#places.get(id);
    return place?.held.shard.entries[place.at];
  }

  dayOf(id: string): string | undefined {
    return this.#places.get(id)?.held.shard.day;
  }

  /** Adds a day's stories in the place of those of before. */
  put(shard: DayShard): void {
    const before = this.#days.get(shard.day);
    for (const { id } of before?.shard.entries ?? []) {
      if (this.#places.get(id)?.held === before) this.#leave(id);
      if (this.#loaded.get(id)?.held === before) this.#loaded.delete(id);
    }
    if (shard.entries.length === 0) return void this.#days.delete(shard.day);
    const held = { shard, span: spanOf(shard), states: new Uint8Array(shard.entries.length) };
    this.#days.set(shard.day, held);
    for (const at of shard.entries.keys()) this.#enter({ held, at });
    // Whatever has articles may be found; one without any only waits for its end.
    for (const { id, articleIds } of shard.entries) if (articleIds.length === 0) this.load(id);
  }

  #enter(place: Place): void {
    const { shard, states } = place.held;
    const entry = shard.entries[place.at];
    if (entry === undefined) return;
    const { id } = entry;
    states[place.at] = here;
    this.#places.set(id, place);
    for (const articleId of entry.articleIds) this.#storyOf.set(articleId, id);
    for (const original of entry.originals) addTo(this.#copying, original, id);
    for (const target of entry.leadsTo) addTo(this.#leading, target, id);
    if (entry.silenceAt !== undefined) this.#silences.set(id, entry.silenceAt);
    if (entry.isDecided) this.#decided.add(id);
  }

  /** @returns where it was */
  #leave(id: string): Place | undefined {
    const place = this.#places.get(id);
    const entry = place?.held.shard.entries[place.at];
    if (place === undefined || entry === undefined) return undefined;
    place.held.states[place.at] = past;
    this.#places.delete(id);
    for (const articleId of entry.articleIds)
      if (this.#storyOf.get(articleId) === id) this.#storyOf.delete(articleId);
    for (const original of entry.originals) removeFrom(this.#copying, original, id);
    for (const target of entry.leadsTo) removeFrom(this.#leading, target, id);
    this.#silences.delete(id);
    this.#decided.delete(id);
    return place;
  }

  /** Loads the story if it is here. */
  load(id: string): void {
    const entry = this.entry(id);
    const place = this.#leave(id);
    if (entry === undefined || place === undefined) return;
    place.held.states[place.at] = loaded;
    this.#loaded.set(id, place);
    this.#load(storyIn(place.held.shard, entry));
  }

  /** A story that was loaded is found by another index from now on. */
  unindex(id: string): void {
    const place = this.#loaded.get(id);
    if (place !== undefined) place.held.states[place.at] = past;
  }

  /** A story that was loaded and is as it was. @returns whether it was */
  putBack(id: string): boolean {
    const place = this.#loaded.get(id);
    if (place === undefined) return false;
    this.#loaded.delete(id);
    this.#enter(place);
    return true;
  }

  /** What is here of the story is of the past: it has changed, or is no more. */
  forget(id: string): void {
    this.#leave(id);
    this.unindex(id);
    this.#loaded.delete(id);
  }

  storyOf(articleId: string): string | undefined {
    return this.#storyOf.get(articleId);
  }

  /** The stories with a copy of the article. */
  withCopyOf(articleId: string): string[] {
    return [...(this.#copying.get(articleId) ?? [])];
  }

  /** The stories that follow or relate to it. */
  leadingTo(id: string): string[] {
    return [...(this.#leading.get(id) ?? [])];
  }

  /** Those whose coverage gap is due. @param now ISO 8601 UTC */
  withGapDue(now: string): string[] {
    return [...this.#silences].filter(([, at]) => at <= now).map(([id]) => id);
  }

  /** Those that hold what a person decided. */
  decided(): string[] {
    return [...this.#decided];
  }

  /** Adds the stories that have the fact, those too that are loaded and as they were. @param most no more than one over so many */
  withFact(fact: string, { into, most }: { into: string[]; most: number }): void {
    const hash = hashOfFact(fact);
    for (const { shard, states } of this.#days.values()) {
      const [from, to] = postingsOf(shard, hash);
      for (let posting = from; posting < to; posting++) {
        const at = shard.postings[posting] ?? 0;
        if (states[at] === past) continue;
        into.push(shard.entries[at]?.id ?? '');
        if (into.length > most) return;
      }
    }
  }

  /** The stories that are so. */
  whichAre(so: (entry: ShardEntry) => boolean): ShardEntry[] {
    return [...this.#days.values()].flatMap((held) => whichAre(held, so));
  }

  /** How many have articles less than so many ms around an instant (epoch ms). */
  countNear(at: number, ms: number): number {
    const isNear = ({ firstAt, lastAt }: Span): boolean => at - lastAt < ms && firstAt - at < ms;
    let count = 0;
    for (const held of this.#days.values()) if (isNear(held.span)) count += whichAre(held, isNear).length;
    return count;
  }

  /** The days of the stories that are here. */
  days(): string[] {
    return [...this.#days.values()]
      .filter(({ states }) => states.includes(here))
      .map(({ shard }) => shard.day);
  }

  /** The day's stories; the shard itself where all of it is here. */
  ofDay(day: string): { whole: DayShard } | { stories: BookStory[] } {
    const held = this.#days.get(day);
    if (held === undefined) return { stories: [] };
    if (held.states.every((state) => state === here)) return { whole: held.shard };
    const left = held.shard.entries.filter((_, at) => held.states[at] === here);
    return { stories: left.map((entry) => storyIn(held.shard, entry)) };
  }
}

function whichAre({ shard: { entries }, states }: Held, so: (entry: ShardEntry) => boolean): ShardEntry[] {
  return entries.filter((entry, at) => states[at] === here && so(entry));
}

function spanOf({ entries }: DayShard): Span {
  const span = { firstAt: Infinity, lastAt: -Infinity };
  for (const { articleIds, firstAt, lastAt } of entries) {
    if (articleIds.length === 0) continue;
    span.firstAt = Math.min(span.firstAt, firstAt);
    span.lastAt = Math.max(span.lastAt, lastAt);
  }
  return span;
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([value]));
  else known.add(value);
}

function removeFrom(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key);
  known?.delete(value);
  if (known?.size === 0) sets.delete(key);
}
