import { gzipSync } from 'node:zlib';
import {
  GetObjectCommand,
  type GetObjectCommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { storyWindowStore } from '../../../shared/aws/story-window-store.ts';
import { bookArticle } from '../../../shared/domain/story/book-article.ts';
import {
  type BookDelta,
  type BookStory,
  type DayShard,
  mergedDelta,
} from '../../../shared/domain/story/book-state.ts';
import { shardOf, storiesIn } from '../../../shared/domain/story/day-shard.ts';
import { factsVersion } from '../../../shared/domain/story/facts-version.at-build.ts';
import { packShard, unpackShard } from '../../../shared/aws/shard-object.ts';
import type { StoryLink } from '../../../shared/domain/story/story.ts';
import { storedArticle } from '../../fakes/stored-article.ts';
import { noSuchKey, objectBody } from '../../mocked-aws.ts';

const s3 = mockClient(S3Client);
const status = (httpStatusCode: number) =>
  new S3ServiceException({ name: 'S3', message: 'no', $fault: 'client', $metadata: { httpStatusCode } });

/** A bucket: what was put can be read, with a tag that changes. */
const objects = new Map<string, { bytes: Uint8Array; tag: string }>();
let puts: string[] = [];
let gets: string[] = [];
beforeEach(() => {
  objects.clear();
  [puts, gets] = [[], []];
  s3.reset();
  s3.on(PutObjectCommand).callsFake(({ Key = '', Body }: PutObjectCommandInput) => {
    puts.push(plain(Key));
    const tag = `"${puts.length}"`;
    objects.set(Key, { bytes: Body as Uint8Array, tag });
    return { ETag: tag };
  });
  s3.on(GetObjectCommand).callsFake(({ Key = '', IfNoneMatch }: GetObjectCommandInput) => {
    gets.push(plain(Key));
    const found = objects.get(Key);
    if (found === undefined) throw noSuchKey();
    if (found.tag === IfNoneMatch) throw status(304);
    return { Body: objectBody(found.bytes), ETag: found.tag };
  });
});

/** Without the mark of the making. */
const plain = (key: string): string => key.replace(/[0-9a-f]{8}-/, '');
const keyOf = (key: string): string => [...objects.keys()].find((each) => plain(each) === key) ?? key;
const head = 'state/story-window.gz';
const story = (id: string, day: string, title = ''): BookStory => {
  const article = storedArticle({ id, title, seenAt: `${day}T06:00:00.000Z` });
  const link: StoryLink = {
    storyId: id,
    articleId: id,
    outletName: 'O',
    country: 'AM',
    kind: 'agency',
    evidence: [],
  };
  const [saved] = storiesIn(shardOf(day, [{ id, day, articles: [bookArticle(article, link, id)] }]));
  if (saved === undefined) throw new Error('a shard lost its story');
  return saved;
};
/** A book as far as the store asks: stories by days, and what it was told to let go of. */
const bookOf = (...stories: BookStory[]) => {
  const unloaded: DayShard[] = [];
  return {
    unloaded,
    days: () => [...new Set(stories.map(({ day = '' }) => day))],
    shardOf: (of: string) =>
      shardOf(
        of,
        stories.filter(({ day }) => day === of),
      ),
    unload: (shard: DayShard) => void unloaded.push(shard),
  };
};
const changed = (...stories: BookStory[]): BookDelta => ({ stories, gone: [] });
const nothing = changed();
const [one, two] = [story('a', '2026-03-04'), story('b', '2026-03-05')];
const later = story('b', '2026-03-05', 'changed');
/** All that a process finds that knows nothing, as it takes it in. */
async function storiesRead(store = storyWindowStore('archive')): Promise<BookStory[] | undefined> {
  const read = await store.read();
  if (read?.state === undefined) return undefined;
  const { stories, gone } = mergedDelta([
    changed(...(read.state.shards ?? []).flatMap(storiesIn)),
    ...read.deltas,
  ]);
  expect(gone.filter(({ id }) => stories.some((each) => each.id === id))).toEqual([]);
  return stories;
}

it('saves all once, then what a batch changed, and nothing where nothing changed', async () => {
  const store = storyWindowStore('archive');
  expect(await store.read()).toBe(null);
  await store.save(nothing, bookOf(one, two));
  expect(puts).toEqual(['state/stories/2026-03-04.shard', 'state/stories/2026-03-05.shard', head]);
  await store.save(changed(later), bookOf(one, later));
  await store.save({ stories: [], gone: [{ id: 'a', day: '2026-03-04' }] }, bookOf(later));
  await store.save(nothing, bookOf(later));
  expect(puts.slice(3)).toEqual(['state/journal/01.gz', 'state/journal/02.gz']);
  expect(await storiesRead()).toEqual([later]);
});

it('a process that knows the state asks for the next batch alone; what another saved it takes in', async () => {
  const store = storyWindowStore('archive');
  await store.save(nothing, bookOf(one, two));
  await store.save(changed(later), bookOf(one, later));
  gets = [];
  expect(await store.read()).toEqual({ deltas: [] });
  expect(gets).toEqual([head, 'state/journal/02.gz']);

  const other = storyWindowStore('archive');
  await other.read();
  await other.save(changed(one), bookOf(one, later));
  expect(await store.read()).toEqual({ deltas: [changed(one)] });
  expect(await store.read()).toEqual({ deltas: [] });
  store.forget();
  expect(await storiesRead(store)).toEqual([one, later]);
});

it('after some dozen batches writes the days anew that they changed, and goes on', async () => {
  const [store, reader] = [storyWindowStore('archive'), storyWindowStore('archive')];
  await store.save(nothing, bookOf(one, two));
  await reader.read();
  puts = [];
  let now = two;
  for (let batch = 1; batch <= 60; batch++) {
    now = story('b', '2026-03-05', `batch ${batch}`);
    await store.save(changed(now), bookOf(one, now));
  }
  expect(puts.filter((key) => !key.startsWith('state/journal/'))).toEqual([
    'state/stories/2026-03-05.shard',
    head,
  ]);
  expect(await storiesRead()).toEqual([one, now]);
  // Who knows the first batch only finds the others one by one.
  expect((await reader.read())?.deltas).toHaveLength(60);
  for (let batch = 61; batch <= 130; batch++) await store.save(changed(now), bookOf(one, now));
  // By now the places have come round: it is read in full.
  expect(await storiesRead(reader)).toEqual([one, now]);
});

describe('what cannot be read is made again from the table, and saved over', () => {
  const whole = gzipSync('{"version":4,"epoch":"e","batch":0,"days":[]}');
  it.each([
    ['empty', Buffer.alloc(0)],
    ['cut', whole.subarray(0, whole.length - 9)],
    ['no archive', Buffer.from('<html>')],
    ['no JSON', gzipSync('{"version":4,')],
    ['another shape', gzipSync('{"version":4}')],
    ['of an earlier version', gzipSync('{"version":3,"epoch":"e","batch":0,"days":[]}')],
    ['another value', gzipSync('null')],
  ])('the object that leads to the days: %s', async (_, bytes) => {
    objects.set(head, { bytes, tag: '"x"' });
    const store = storyWindowStore('archive');
    expect(await store.read()).toBe(null);
    await store.save(nothing, bookOf(one));
    expect(await storiesRead()).toEqual([one]);
  });

  it.each(['state/stories/2026-03-05.shard', 'state/journal/01.gz'])('%s damaged', async (key) => {
    const store = storyWindowStore('archive');
    await store.save(nothing, bookOf(one, two));
    await store.save(changed(later), bookOf(one, later));
    objects.set(keyOf(key), { bytes: Buffer.from('<html>'), tag: '"x"' });
    const another = storyWindowStore('archive');
    expect(await another.read()).toBe(null);
    await another.save(nothing, bookOf(one));
    // Journal entries of before are of another making.
    expect(await storiesRead()).toEqual([one]);
    expect(await storiesRead(store)).toEqual([one]);
  });

  it.each(['state/stories/2026-03-05.shard', 'state/journal/01.gz'])('%s lost', async (key) => {
    const store = storyWindowStore('archive');
    await store.save(nothing, bookOf(one, two));
    await store.save(changed(later), bookOf(one, later));
    await store.save(changed(one), bookOf(one, later));
    objects.delete(keyOf(key));
    expect(await storyWindowStore('archive').read()).toBe(null);
  });
});

it('a day with one wrong bit is damaged, wherever it is: stories are unpacked long after the day was read', async () => {
  const key = 'state/stories/2026-03-05.shard';
  await storyWindowStore('archive').save(nothing, bookOf(one, two));
  const { bytes } = objects.get(key) ?? { bytes: new Uint8Array() };
  for (const at of [0, 5, bytes.length >> 1, bytes.length - 1]) {
    const bad = Uint8Array.from(bytes);
    bad[at] = (bad[at] ?? 0) ^ 1;
    objects.set(key, { bytes: bad, tag: '"x"' });
    expect(await storyWindowStore('archive').read()).toBe(null);
  }
});

it('a process that dies while it writes the days leaves what is read as before', async () => {
  const store = storyWindowStore('archive');
  await store.save(nothing, bookOf(one, two));
  for (let batch = 1; batch < 48; batch++) await store.save(changed(later), bookOf(one, later));
  const last = story('a', '2026-03-04', 'last');
  s3.on(PutObjectCommand, { Key: head }).rejects(status(500));
  await expect(store.save(changed(last), bookOf(last, later))).rejects.toThrow('no');
  expect(await storiesRead()).toEqual([last, later]);
  const [written] = [objects.get('state/stories/2026-03-04.shard')?.bytes ?? new Uint8Array()];
  expect(storiesIn(unpackShard(written).shard)).toEqual([last]);
});

it('the book lets go of the days that were written, as they were written', async () => {
  const store = storyWindowStore('archive');
  const book = bookOf(one, two);
  await store.save(nothing, book);
  expect(book.unloaded.map(storiesIn)).toEqual([[one], [two]]);
});

it('a day that other code saved is read anew, and saved so at once', async () => {
  const store = storyWindowStore('archive');
  await store.save(nothing, bookOf(one, two));
  const old = { ...one, articles: one.articles.map((article) => ({ ...article, facts: ['word'] })) };
  const key = 'state/stories/2026-03-04.shard';
  objects.set(key, { bytes: packShard(shardOf('2026-03-04', [old]), 'of before'), tag: '"x"' });
  puts = [];
  expect(await storiesRead()).toEqual([one, two]);
  expect(puts).toEqual([key]);
  expect(unpackShard(objects.get(key)?.bytes ?? new Uint8Array()).facts).toBe(factsVersion);
  expect(await storiesRead()).toEqual([one, two]);
  expect(puts).toEqual([key]);
});

it('takes no other failure for an absent object: a book remade for nothing costs the whole table', async () => {
  s3.on(GetObjectCommand).rejects(status(503));
  await expect(storyWindowStore('archive').read()).rejects.toThrow('no');
});
