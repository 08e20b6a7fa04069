import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { atMost } from '../at-most.ts';
import { readAnew } from '../domain/story/book-article.ts';
import type { BookDelta, BookState, BookStory, DayShard } from '../domain/story/book-state.ts';
import { shardOf, storiesIn } from '../domain/story/day-shard.ts';
import { factsVersion } from '../domain/story/facts-version.at-build.ts';
import { errorText, log } from '../log.ts';
import { Damaged, getDerived, parsed, putDerived, zipped } from './derived-object.ts';
import { storyDayStateKey, storyJournalKey, storyWindowKey } from './keys.ts';
import { packShard, unpackShard } from './shard-object.ts';

const atOnce = 8;
/** Batches whose changes stand beside the days; then the days that they changed are written anew. */
const batchesADay = 48;
/** Their places, more than that: who reads them while a day is written still finds all. */
const journalPlaces = 64;

interface SavedWindow {
  state?: BookState;
  deltas: BookDelta[];
}

/** The book, as far as its days are saved. */
interface SavedBook {
  days(): string[];
  shardOf(day: string): DayShard;
  /** The day is saved so. */
  unload(shard: DayShard): void;
}

interface StoryWindowStore {
  read(): Promise<SavedWindow | null>;
  forget(): void;
  save(delta: BookDelta, book: SavedBook): Promise<void>;
}

const story = z.looseObject({ id: z.string(), articles: z.array(z.unknown()) });
const stories = z.array(story) as unknown as z.ZodType<BookStory[]>;
const head = z.object({
  version: z.literal(4),
  /** Of this making of the window; after it was lost and made again there is another. */
  epoch: z.string(),
  /** Batches that the days hold. */
  batch: z.int(),
  days: z.array(z.string()),
});
const journal = z.object({
  batch: z.int(),
  /** See factsVersion. */
  facts: z.string(),
  stories,
  gone: z.array(z.object({ id: z.string(), day: z.string() })),
});
type Head = z.output<typeof head>;

/** What this process knows of the saved window. */
interface Known {
  head: Head;
  etag: string | undefined;
  /** The last batch that is in the book. */
  batch: number;
  /** Days that changed since they were written. */
  changed: Set<string>;
}

/**
 * The open stories as objects, free of write units: those of a day together, read by a new process and unpacked one by one
 * when they are needed; beside them what each later batch changed. So a batch writes what it changed and not all that is
 * held. Another process may have saved meanwhile: each batch asks whether there is a journal entry that it does not know.
 */
export function storyWindowStore(bucket: string): StoryWindowStore {
  const memory: Memory = { known: undefined };
  return {
    read: () => readWindow(bucket, memory),
    forget: () => {
      memory.known = undefined;
    },
    save: (delta, book) => saveWindow(bucket, memory, { delta, book }),
  };
}

/** What a process knows from batch to batch. */
interface Memory {
  known: Known | undefined;
}

/** What is saved beyond what this process knows; null where the book is to be remade from the table. */
async function readWindow(bucket: string, memory: Memory): Promise<SavedWindow | null> {
  const wasKnown = memory.known !== undefined;
  try {
    const saved = await readBeyond(bucket, memory);
    if (saved === null) memory.known = undefined;
    return saved;
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    memory.known = undefined;
    // What does not go on from here may still be whole.
    if (wasKnown) return readWindow(bucket, memory);
    log('story-window-damaged', { key: storyWindowKey, because: errorText(error.cause ?? error) });
    return null;
  }
}

/** @throws Damaged */
async function readBeyond(bucket: string, memory: Memory): Promise<SavedWindow | null> {
  const { known } = memory;
  const found = await readHead(bucket, known?.etag);
  if (found === null) return null;
  const isNew = found !== 'unchanged' && found.head.epoch !== known?.head.epoch;
  const shards = isNew ? await readDays(bucket, found.head.days) : [];
  if (isNew) memory.known = { ...found, batch: found.head.batch, changed: new Set() };
  else if (known !== undefined && found !== 'unchanged') memory.known = { ...known, ...found };
  if (memory.known === undefined) return null;
  const deltas = await readJournal(bucket, memory.known);
  return { ...(isNew && { state: { version: 2, stories: [], shards } }), deltas };
}

async function saveWindow(
  bucket: string,
  memory: Memory,
  { delta, book }: { delta: BookDelta; book: SavedBook },
): Promise<void> {
  const { known } = memory;
  if (known === undefined) {
    memory.known = await writeDays(bucket, { epoch: randomUUID().slice(0, 8), batch: 0 }, { book });
    return;
  }
  if (delta.stories.length === 0 && delta.gone.length === 0) return;
  const { epoch } = known.head;
  const batch = known.batch + 1;
  const key = storyJournalKey(epoch, batch % journalPlaces);
  await putDerived(bucket, key, await zipped({ batch, facts: factsVersion, ...delta }));
  noteChanged(known, delta, batch);
  if (batch - known.head.batch < batchesADay) return;
  memory.known = await writeDays(bucket, { epoch, batch }, { book, changed: known.changed });
}

function noteChanged(known: Known, { stories, gone }: BookDelta, batch: number): void {
  known.batch = batch;
  for (const { day } of [...stories, ...gone]) if (day !== undefined) known.changed.add(day);
}

/** Writes the days that changed, all where none are named, and then what leads to them; the book need not hold them after that. */
async function writeDays(
  bucket: string,
  { epoch, batch }: Pick<Head, 'epoch' | 'batch'>,
  { book, changed }: { book: SavedBook; changed?: ReadonlySet<string> },
): Promise<Known> {
  const days = book.days();
  const written = await atMost([...(changed ?? days)], atOnce, async (day) => {
    const bytes = packShard(book.shardOf(day), factsVersion);
    await putDerived(bucket, storyDayStateKey(day), bytes);
    return unpackShard(bytes).shard;
  });
  const made: Head = { version: 4, epoch, batch, days };
  const etag = await putDerived(bucket, storyWindowKey, await zipped(made));
  for (const shard of written) book.unload(shard);
  return { head: made, etag, batch, changed: new Set() };
}

async function readHead(
  bucket: string,
  etag: string | undefined,
): Promise<Pick<Known, 'head' | 'etag'> | 'unchanged' | null> {
  const found = await getDerived(bucket, storyWindowKey, etag);
  if (found === null || found === 'unchanged') return found;
  return { head: await parsed(found.body, head), etag: found.etag };
}

async function readDays(bucket: string, days: readonly string[]): Promise<DayShard[]> {
  return atMost(days, atOnce, async (day) => {
    const found = await getDerived(bucket, storyDayStateKey(day));
    if (found === null || found === 'unchanged') throw new Damaged(`the day ${day} is missing`);
    const { shard, facts } = unpacked(day, found.body);
    return facts === factsVersion ? shard : readDayAnew(bucket, shard);
  });
}

/** Other code saved the day. It is saved again at once: whoever has not the time for all days goes on where it stopped. */
async function readDayAnew(bucket: string, shard: DayShard): Promise<DayShard> {
  const bytes = packShard(shardOf(shard.day, storiesIn(shard).map(readAnew)), factsVersion);
  await putDerived(bucket, storyDayStateKey(shard.day), bytes);
  return unpackShard(bytes).shard;
}

/** @throws Damaged */
function unpacked(day: string, bytes: Uint8Array): ReturnType<typeof unpackShard> {
  try {
    return unpackShard(bytes);
  } catch (error) {
    throw new Damaged(`the day ${day} cannot be read`, { cause: error });
  }
}

/** What batches changed after those that are known, in their order. */
async function readJournal(bucket: string, known: Known): Promise<BookDelta[]> {
  const deltas: BookDelta[] = [];
  for (;;) {
    // A process that knows all but the last batch reads one place; a new one reads many.
    const places = deltas.length === 0 && known.batch > known.head.batch ? 1 : atOnce;
    const next = Array.from({ length: places }, (_, at) => known.batch + 1 + at);
    const entries = await atMost(next, atOnce, (batch) => readEntry(bucket, known.head.epoch, batch));
    for (const [at, entry] of entries.entries()) {
      if (entry === null) {
        if (entries.slice(at).some((later) => later !== null))
          throw new Damaged('a journal entry is missing');
        return deltas;
      }
      deltas.push(entry);
      noteChanged(known, entry, known.batch + 1);
    }
  }
}

/** @returns null where the place holds an earlier batch, or none */
async function readEntry(bucket: string, epoch: string, batch: number): Promise<BookDelta | null> {
  const found = await getDerived(bucket, storyJournalKey(epoch, batch % journalPlaces));
  if (found === null || found === 'unchanged') return null;
  const entry = await parsed(found.body, journal);
  if (entry.batch < batch) return null;
  if (entry.batch > batch) throw new Damaged('the journal has gone on by a whole round');
  const { stories: own, gone, facts } = entry;
  return { stories: facts === factsVersion ? own : own.map(readAnew), gone };
}
