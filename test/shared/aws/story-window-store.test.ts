import { gunzipSync, gzipSync } from 'node:zlib';
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
import type { BookDelta, BookState, BookStory } from '../../../shared/domain/story/book-state.ts';
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
const story = (id: string, day: string, title = ''): BookStory => ({
  id,
  day,
  articles: [{ articleId: id, title }] as unknown as BookStory['articles'],
});
const stateOf =
  (...stories: BookStory[]) =>
  (): BookState => ({ version: 2, stories });
const changed = (...stories: BookStory[]): BookDelta => ({ stories, gone: [] });
const nothing = changed();
const [one, two] = [story('a', '2026-03-04'), story('b', '2026-03-05')];
const later = story('b', '2026-03-05', 'changed');
const storiesRead = async (store = storyWindowStore('archive')) => (await store.read())?.state?.stories;

it('saves all once, then what a batch changed, and nothing where nothing changed', async () => {
  const store = storyWindowStore('archive');
  expect(await store.read()).toBe(null);
  await store.save(nothing, stateOf(one, two));
  expect(puts).toEqual(['state/stories/2026-03-04.gz', 'state/stories/2026-03-05.gz', head]);
  await store.save(changed(later), stateOf(one, later));
  await store.save({ stories: [], gone: [{ id: 'a', day: '2026-03-04' }] }, stateOf(later));
  await store.save(nothing, stateOf(later));
  expect(puts.slice(3)).toEqual(['state/journal/01.gz', 'state/journal/02.gz']);
  expect(await storiesRead()).toEqual([later]);
});

it('a process that knows the state asks for the next batch alone; what another saved it takes in', async () => {
  const store = storyWindowStore('archive');
  await store.save(nothing, stateOf(one, two));
  await store.save(changed(later), stateOf(one, later));
  gets = [];
  expect(await store.read()).toEqual({ deltas: [] });
  expect(gets).toEqual([head, 'state/journal/02.gz']);

  const other = storyWindowStore('archive');
  await other.read();
  await other.save(changed(one), stateOf(one, later));
  expect(await store.read()).toEqual({ deltas: [changed(one)] });
  expect(await store.read()).toEqual({ deltas: [] });
  store.forget();
  expect(await storiesRead(store)).toEqual([one, later]);
});

it('after some dozen batches writes the days anew that they changed, and goes on', async () => {
  const [store, reader] = [storyWindowStore('archive'), storyWindowStore('archive')];
  await store.save(nothing, stateOf(one, two));
  await reader.read();
  puts = [];
  let now = two;
  for (let batch = 1; batch <= 60; batch++) {
    now = story('b', '2026-03-05', `batch ${batch}`);
    await store.save(changed(now), stateOf(one, now));
  }
  expect(puts.filter((key) => !key.startsWith('state/journal/'))).toEqual([
    'state/stories/2026-03-05.gz',
    head,
  ]);
  expect(await storiesRead()).toEqual([one, now]);
  // Who knows the first batch only finds the others one by one.
  expect((await reader.read())?.deltas).toHaveLength(60);
  for (let batch = 61; batch <= 130; batch++) await store.save(changed(now), stateOf(one, now));
  // By now the places have come round: it is read in full.
  expect((await reader.read())?.state?.stories).toEqual([one, now]);
});

describe('what cannot be read is made again from the table, and saved over', () => {
  const whole = gzipSync('{"version":3,"epoch":"e","batch":0,"days":[]}');
  it.each([
    ['empty', Buffer.alloc(0)],
    ['cut', whole.subarray(0, whole.length - 9)],
    ['no archive', Buffer.from('<html>')],
    ['no JSON', gzipSync('{"version":3,')],
    ['another shape', gzipSync('{"version":3}')],
    ['of an earlier version', gzipSync('{"version":2,"stories":[]}')],
    ['another value', gzipSync('null')],
  ])('the object that leads to the days: %s', async (_, bytes) => {
    objects.set(head, { bytes, tag: '"x"' });
    const store = storyWindowStore('archive');
    expect(await store.read()).toBe(null);
    await store.save(nothing, stateOf(one));
    expect(await storiesRead()).toEqual([one]);
  });

  it.each(['state/stories/2026-03-05.gz', 'state/journal/01.gz'])('%s damaged', async (key) => {
    const store = storyWindowStore('archive');
    await store.save(nothing, stateOf(one, two));
    await store.save(changed(later), stateOf(one, later));
    objects.set(keyOf(key), { bytes: Buffer.from('<html>'), tag: '"x"' });
    const another = storyWindowStore('archive');
    expect(await another.read()).toBe(null);
    await another.save(nothing, stateOf(one));
    // Journal entries of before are of another making.
    expect(await storiesRead()).toEqual([one]);
    expect(await storiesRead(store)).toEqual([one]);
  });

  it.each(['state/stories/2026-03-05.gz', 'state/journal/01.gz'])('%s lost', async (key) => {
    const store = storyWindowStore('archive');
    await store.save(nothing, stateOf(one, two));
    await store.save(changed(later), stateOf(one, later));
    await store.save(changed(one), stateOf(one, later));
    objects.delete(keyOf(key));
    expect(await storyWindowStore('archive').read()).toBe(null);
  });
});

it('a process that dies while it writes the days leaves what is read as before', async () => {
  const store = storyWindowStore('archive');
  await store.save(nothing, stateOf(one, two));
  for (let batch = 1; batch < 48; batch++) await store.save(changed(later), stateOf(one, later));
  const last = story('a', '2026-03-04', 'last');
  s3.on(PutObjectCommand, { Key: head }).rejects(status(500));
  await expect(store.save(changed(last), stateOf(last, later))).rejects.toThrow('no');
  expect(await storiesRead()).toEqual([last, later]);
  expect(
    JSON.parse(gunzipSync(objects.get('state/stories/2026-03-04.gz')?.bytes ?? whole()).toString()),
  ).toEqual({
    stories: [last],
  });
});

const whole = () => gzipSync('{}');

it('takes no other failure for an absent object: a book remade for nothing costs the whole table', async () => {
  s3.on(GetObjectCommand).rejects(status(503));
  await expect(storyWindowStore('archive').read()).rejects.toThrow('no');
});
