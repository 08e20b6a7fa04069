import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { request } from 'node:http';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ObjectFolder } from '../../../infra/local/object-folder.ts';
import { archiveBody, ingestRequestOf, readBody } from '../../../shared/aws/archive.ts';
import { sqs } from '../../../shared/aws/clients.ts';
import { send } from '../../../shared/aws/queue.ts';
import { testCloud } from '../../embedded.ts';

const cloud = await testCloud();

it('gives back an archived body byte for byte, and keeps the same body once', async () => {
  const bucket = await cloud.bucket();
  const body = new Uint8Array([0xff, 0xfe, 0, 1, 2, 3]);
  const facts = { feedId: 'feed', url: 'https://feed.example/ա', contentType: null };
  const first = await archiveBody(bucket, body, { ...facts, visitedAt: '2026-11-24T06:00:00Z' });
  const again = { ...facts, visitedAt: '2026-11-24T09:00:00Z' };
  expect(await archiveBody(bucket, body, again)).toBe(first);
  expect(await ingestRequestOf(bucket, first)).toEqual({ ...again, archiveKey: first });
  expect(await readBody(bucket, first)).toEqual(Buffer.from(body));
  await expect(readBody(bucket, 'bodies/none.gz')).rejects.toThrow(
    'cannot read bodies/none.gz from the archive',
  );
});

it('lets one of twenty simultaneous creations of an object win', async () => {
  const bucket = await cloud.bucket();
  const puts = Array.from({ length: 20 }, (_, n) =>
    new S3Client({}).send(
      new PutObjectCommand({ Bucket: bucket, Key: 'one', Body: `${n}`, IfNoneMatch: '*' }),
    ),
  );
  const results = await Promise.allSettled(puts);
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});

it('refuses to replace an object that has changed since it was read', async () => {
  const bucket = await cloud.bucket();
  const s3 = new S3Client({});
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'one', Body: 'first' }));
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: 'one',
      Body: 'second',
      ...(ETag !== undefined && { IfMatch: ETag }),
    }),
  );
  await expect(
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: 'one',
        Body: 'third',
        ...(ETag !== undefined && { IfMatch: ETag }),
      }),
    ),
  ).rejects.toMatchObject({ name: 'PreconditionFailed' });
  expect(
    await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'one' }))).Body?.transformToString(),
  ).toBe('second');
});

it('lists past the first page', async () => {
  const bucket = await cloud.bucket();
  const s3 = new S3Client({});
  for (const key of ['a', 'b', 'c'])
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: key }));
  const first = await s3.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 2 }));
  const second = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 2, ContinuationToken: first.NextContinuationToken }),
  );
  expect(second.Contents?.map((object) => object.Key)).toEqual(['c']);
});

it('carries a message of the story queue with its group', async () => {
  const queue = await cloud.queue({ fifo: true });
  await send(queue, { articleId: 'a', revision: 1 }, { group: 'stories', deduplicationId: 'a-1' });
  await send(queue, { articleId: 'a', revision: 1 }, { group: 'stories', deduplicationId: 'a-1' });
  const { Messages } = await sqs().send(
    new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10 }),
  );
  expect(Messages?.map((message) => message.Body)).toEqual(['{"articleId":"a","revision":1}']);
});

it('keeps an object as it was when its replacement breaks off', async () => {
  const bucket = await cloud.bucket();
  const s3 = new S3Client({});
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'one', Body: 'first' }));
  const authorization = `AWS4-HMAC-SHA256 Credential=${cloud.env.AWS_ACCESS_KEY_ID ?? ''}/20261128/x/s3/aws4_request`;
  await new Promise<void>((resolve) => {
    const put = request(`${cloud.env.AWS_ENDPOINT_URL_S3 ?? ''}/${bucket}/one`, {
      method: 'PUT',
      headers: { authorization, 'content-length': '9' },
    });
    put.on('error', () => resolve());
    put.write('sec', () => setTimeout(() => put.destroy(), 50));
  });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'one' }));
  expect(await Body?.transformToString()).toBe('first');
});

it('gives back the headers of an object, and lists keys of a folder in byte order', async () => {
  const bucket = await cloud.bucket();
  const s3 = new S3Client({});
  for (const Key of ['days/b&c.html', 'days/a/x', 'days/a', 'other'])
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key,
        Body: Key,
        ContentType: 'text/html',
        CacheControl: 'no-store',
      }),
    );
  const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'days/b&c.html' }));
  expect(object).toMatchObject({ ContentType: 'text/html', CacheControl: 'no-store', ContentLength: 13 });
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'days/' }));
  expect(Contents?.map(({ Key }) => Key)).toEqual(['days/a', 'days/a/x', 'days/b&c.html']);
});

it('reads the objects that s3rver stored', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wire-objects-'));
  mkdirSync(join(folder, 'site/days'), { recursive: true });
  const path = join(folder, 'site/days/2026-11-24.html');
  writeFileSync(`${path}._S3rver_object`, '<p>');
  writeFileSync(`${path}._S3rver_object.md5`, 'x');
  writeFileSync(`${path}._S3rver_metadata.json`, '{"content-type":"text/html","x-amz-meta-a":"1"}');
  const store = new ObjectFolder(folder);
  expect(await store.keys('site', '')).toEqual(['days/2026-11-24.html']);
  expect(await store.read('site', 'days/2026-11-24.html')).toMatchObject({
    body: Buffer.from('<p>'),
    headers: { 'content-type': 'text/html' },
  });
  rmSync(folder, { recursive: true });
});
