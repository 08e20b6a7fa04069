import { gunzipSync, gzipSync } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import { storyWindowStore } from '../../../shared/aws/story-window-store.ts';
import type { BookState } from '../../../shared/domain/story/book-state.ts';
import { noSuchKey, objectBody } from '../../mocked-aws.ts';

const s3 = mockClient(S3Client);
beforeEach(() => s3.reset());
const saved = (state: object, ETag: string) => ({ Body: objectBody(gzipSync(JSON.stringify(state))), ETag });
const empty: BookState = { version: 2, stories: [] };
const asked = () => s3.commandCalls(GetObjectCommand).map(({ args }) => args[0].input.IfNoneMatch);
const status = (httpStatusCode: number) =>
  new S3ServiceException({ name: 'S3', message: 'no', $fault: 'client', $metadata: { httpStatusCode } });

it('reads the saved state, and afterwards only what another process saved', async () => {
  s3.on(GetObjectCommand)
    .resolves(saved(empty, '"1"'))
    .on(GetObjectCommand, { IfNoneMatch: '"1"' })
    .rejects(status(304));
  const store = storyWindowStore('archive');
  expect(await store.read()).toEqual(empty);
  expect(await store.read()).toBe('unchanged');
  store.forget();
  expect(await store.read()).toEqual(empty);
  expect(asked()).toEqual([undefined, '"1"', undefined]);
  expect(s3).toHaveReceivedCommandWith(GetObjectCommand, {
    Bucket: 'archive',
    Key: 'state/story-window.gz',
  });
});

it('knows the state it saved itself, also where the service answers a condition in full', async () => {
  s3.on(PutObjectCommand).resolves({ ETag: '"2"' }).on(GetObjectCommand).resolves(saved(empty, '"2"'));
  const store = storyWindowStore('archive');
  await store.save(empty);
  const { Body, ...put } = s3.commandCalls(PutObjectCommand)[0]?.args[0].input ?? {};
  expect(put).toEqual({
    Bucket: 'archive',
    Key: 'state/story-window.gz',
    ContentType: 'application/gzip',
  });
  expect(JSON.parse(gunzipSync(Body as Buffer).toString())).toEqual(empty);
  expect(await store.read()).toBe('unchanged');
  expect(asked()).toEqual(['"2"']);
});

it('has none where there is no object, and none of another version: it is remade from the table', async () => {
  s3.on(GetObjectCommand)
    .rejectsOnce(noSuchKey())
    .resolves(saved({ ...empty, version: 1 }, '"1"'));
  const store = storyWindowStore('archive');
  expect(await store.read()).toBeNull();
  expect(await store.read()).toBeNull();
});

const whole = gzipSync(JSON.stringify({ version: 2, stories: [{ id: 'a', articles: [] }] }));
it.each([
  ['empty', Buffer.alloc(0)],
  ['cut', whole.subarray(0, whole.length - 9)],
  ['no archive', Buffer.from('<html>')],
  ['no JSON', gzipSync('{"version":2,')],
  ['another shape', gzipSync('{"version":2}')],
  ['another value', gzipSync('null')],
])('has none where the object is damaged (%s), and saves over it', async (_, body) => {
  s3.on(GetObjectCommand)
    .resolvesOnce({ Body: objectBody(body), ETag: '"1"' })
    .resolves({ Body: objectBody(whole), ETag: '"2"' });
  s3.on(PutObjectCommand).resolves({ ETag: '"2"' });
  const store = storyWindowStore('archive');
  expect(await store.read()).toBeNull();
  await store.save(empty);
  expect(await store.read()).toBe('unchanged');
});

it('takes no other failure for an absent object: a book remade for nothing costs the whole table', async () => {
  s3.on(GetObjectCommand).rejects(status(503));
  await expect(storyWindowStore('archive').read()).rejects.toThrow('no');
});
