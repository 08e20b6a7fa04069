import { randomUUID } from 'node:crypto';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { atMost } from '../at-most.ts';
import { readAnew } from '../domain/story/book-article.ts';
import type { BookDelta, BookState, BookStory, DayShard } from '../domain/story/book-state.ts';
import { shardOf, storiesIn } from '../domain/story/day-shard.ts';
import { factsVersion } from '../domain/story/facts-version.at-build.ts';
import { errorText, log } from '../log.ts';
import { s3 } from './clients.ts';
import { storyDayStateKey, storyJournalKey, storyWindowKey } from './keys.ts';
import { packShard, unpackShard } from './shard-object.ts';
import { gunzip, gzip } from '../zip.ts';

/** What a batch of ten changed takes some 100 KB; more is not ours. */
const objectLimit = 64 * 1024 * 1024;
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

/** A derived object that is missing, cut or of another version: it is remade from the table. */
class Damaged extends Error {}

/**
 * The open stories as objects, free of write units: those of a day together, read by a new process and unpacked one by one
 * when they are needed; beside them what each later batch changed. So a batch writes what it changed and not all that is
 * held. Another process may have saved meanwhile: each batch asks whether there is a journal entry that it does not know.
 */
export function storyWindowStore(bucket: string): StoryWindowStore {
  let known: Known | undefined;
  const readAll = async (): Promise<SavedWindow | null> => {
    const found = await readHead(bucket, known?.etag);
    if (found === null) return null;
    const isNew = found !== 'unchanged' && found.head.epoch !== known?.head.epoch;
    const shards = isNew ? await readDays(bucket, found.head.days) : [];
    if (isNew) known = { ...found, batch: found.head.batch, changed: new Set() };
    else if (known !== undefined && found !== 'unchanged') known = { ...known, ...found };
    if (known === undefined) return null;
    const deltas = await readJournal(bucket, known);
    return { ...(isNew && { state: { version: 2, stories: [], shards } }), deltas };
  };
  const read = async (): Promise<SavedWindow | null> => {
    const wasKnown = known !== undefined;
    try {
      const saved = await readAll();
      if (saved === null) known = undefined;
      return saved;
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      known = undefined;
      // What does not go on from here may still be whole.
      if (wasKnown) return read();
      log('story-window-damaged', { key: storyWindowKey, because: errorText(error.cause ?? error) });
      return null;
    }
  };
  return {
    read,
    forget: () => {
      known = undefined;
    },
    save: async (delta, book) => {
      if (known === undefined) {
        known = await writeDays(bucket, { epoch: randomUUID().slice(0, 8), batch: 0 }, { book });
        return;
      }
      if (delta.stories.length === 0 && delta.gone.length === 0) return;
      const { epoch } = known.head;
      const batch = known.batch + 1;
      const key = storyJournalKey(epoch, batch % journalPlaces);
      await put(bucket, key, await zipped({ batch, facts: factsVersion, ...delta }));
      noteChanged(known, delta, batch);
      if (batch - known.head.batch < batchesADay) return;
      known = await writeDays(bucket, { epoch, batch }, { book, changed: known.changed });
    },
  };
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
    await put(bucket, storyDayStateKey(day), bytes);
    return unpackShard(bytes).shard;
  });
  const made: Head = { version: 4, epoch, batch, days };
  const etag = await put(bucket, storyWindowKey, await zipped(made));
  for (const shard of written) book.unload(shard);
  return { head: made, etag, batch, changed: new Set() };
}

async function readHead(
  bucket: string,
  etag: string | undefined,
): Promise<Pick<Known, 'head' | 'etag'> | 'unchanged' | null> {
  const found = await get(bucket, storyWindowKey, etag);
  if (found === null || found === 'unchanged') return found;
  return { head: await parsed(found.body, head), etag: found.etag };
}

async function readDays(bucket: string, days: readonly string[]): Promise<DayShard[]> {
  return atMost(days, atOnce, async (day) => {
    const found = await get(bucket, storyDayStateKey(day));
    if (found === null || found === 'unchanged') throw new Damaged(`the day ${day} is missing`);
    const { shard, facts } = unpacked(day, found.body);
    return facts === factsVersion ? shard : readDayAnew(bucket, shard);
  });
}

/** Other code saved the day. It is saved again at once: whoever has not the time for all days goes on where it stopped. */
async function readDayAnew(bucket: string, shard: DayShard): Promise<DayShard> {
  const bytes = packShard(shardOf(shard.day, storiesIn(shard).map(readAnew)), factsVersion);
  await put(bucket, storyDayStateKey(shard.day), bytes);
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
  const found = await get(bucket, storyJournalKey(epoch, batch % journalPlaces));
  if (found === null || found === 'unchanged') return null;
  const entry = await parsed(found.body, journal);
  if (entry.batch < batch) return null;
  if (entry.batch > batch) throw new Damaged('the journal has gone on by a whole round');
  const { stories: own, gone, facts } = entry;
  return { stories: facts === factsVersion ? own : own.map(readAnew), gone };
}

interface Found {
  body: Uint8Array;
  etag: string | undefined;
}

async function get(bucket: string, key: string, etag?: string): Promise<Found | 'unchanged' | null> {
  const condition = etag !== undefined && { IfNoneMatch: etag };
  try {
    const { Body, ETag } = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key, ...condition }));
    if (etag !== undefined && ETag === etag) return 'unchanged';
    return { body: (await Body?.transformToByteArray()) ?? new Uint8Array(), etag: ETag };
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 304) return 'unchanged';
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}

const zipped = (value: object): Promise<Buffer> => gzip(JSON.stringify(value), { level: 1 });

/** @returns the object's ETag */
async function put(bucket: string, key: string, Body: Uint8Array): Promise<string | undefined> {
  const ContentType = 'application/octet-stream';
  const { ETag } = await s3().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType }));
  return ETag;
}

/** The border. A derived object stops nobody. @throws Damaged */
async function parsed<T>(body: Uint8Array, schema: z.ZodType<T>): Promise<T> {
  try {
    const value: unknown = JSON.parse((await gunzip(body, objectLimit)).toString());
    schema.parse(value);
    return value as T;
  } catch (error) {
    throw new Damaged('an object cannot be read', { cause: error });
  }
}
