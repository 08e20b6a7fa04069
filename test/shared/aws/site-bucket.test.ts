import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import { listSiteFiles, putSiteFile, readSiteFile } from '../../../shared/aws/site-bucket.ts';
import { noSuchKey, objectBody } from '../../mocked-aws.ts';

const s3 = mockClient(S3Client);
beforeEach(() => s3.reset());

it('puts a file with its type and its caching', async () => {
  s3.on(PutObjectCommand).resolves({});
  await putSiteFile('site', {
    path: 'a.html',
    body: '<p>',
    contentType: 'text/html',
    cacheControl: 'no-cache',
  });
  expect(s3).toHaveReceivedCommandExactlyOnceWith(PutObjectCommand, {
    Bucket: 'site',
    Key: 'a.html',
    Body: '<p>',
    ContentType: 'text/html',
    CacheControl: 'no-cache',
  });
});

it('reads a file, and null where there is none', async () => {
  s3.on(GetObjectCommand, { Bucket: 'site', Key: 'a' })
    .resolves({ Body: objectBody('text') })
    .on(GetObjectCommand, { Key: 'absent' })
    .rejects(noSuchKey())
    .on(GetObjectCommand, { Key: 'without a body' })
    .resolves({});
  expect(Buffer.from((await readSiteFile('site', 'a')) ?? []).toString()).toBe('text');
  expect(await readSiteFile('site', 'absent')).toBeNull();
  expect(await readSiteFile('site', 'without a body')).toBeNull();
});

it('takes no other failure for an absent file: it names the file and the cause', async () => {
  const cause = new Error('AccessDenied');
  s3.on(GetObjectCommand).rejects(cause);
  await expect(readSiteFile('site', 'a.html')).rejects.toThrow(
    expect.objectContaining({ message: 'cannot read a.html from the site bucket', cause }),
  );
});

it('lists every page of a prefix', async () => {
  s3.on(ListObjectsV2Command)
    .resolves({ Contents: [{ Key: 'e/1' }, {}], NextContinuationToken: 't1', IsTruncated: true })
    .on(ListObjectsV2Command, { ContinuationToken: 't1' })
    .resolves({ NextContinuationToken: 't2', IsTruncated: true })
    .on(ListObjectsV2Command, { ContinuationToken: 't2' })
    .resolves({ Contents: [{ Key: 'e/2' }] });
  expect(await listSiteFiles('site', 'e/')).toEqual(['e/1', 'e/2']);
  expect(s3).toHaveReceivedCommandWith(ListObjectsV2Command, { Bucket: 'site', Prefix: 'e/' });
});
