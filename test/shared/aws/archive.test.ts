import { gunzipSync, gzipSync } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import { archiveBody, readBody } from '../../../shared/aws/archive.ts';
import { noSuchKey, objectBody } from '../../mocked-aws.ts';

const s3 = mockClient(S3Client);
beforeEach(() => s3.reset());
const mebibytes = (count: number) => objectBody(gzipSync(Buffer.alloc(count * 1024 * 1024)));

it('keeps a body gzipped under its day, feed and hash, so that the same body is the same object', async () => {
  s3.on(PutObjectCommand).resolves({});
  const key = await archiveBody('archive', 'a.hy', Buffer.from('abc'), '2026-11-24T23:59:59.999Z');
  // SHA-256 of "abc": FIPS 180-2, appendix B.1.
  const sha = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(key).toBe(`bodies/2026-11-24/a.hy/${sha}.gz`);
  expect(s3).toHaveReceivedCommandExactlyOnceWith(PutObjectCommand, {
    Bucket: 'archive',
    Key: key,
    ContentType: 'application/gzip',
  });
  const { Body } = s3.commandCalls(PutObjectCommand)[0]?.args[0].input ?? {};
  expect(gunzipSync(Body as Buffer).toString()).toBe('abc');
});

it('reads a body back as it came', async () => {
  s3.on(GetObjectCommand, { Bucket: 'archive', Key: 'k' }).resolves({ Body: objectBody(gzipSync('abc')) });
  expect(Buffer.from(await readBody('archive', 'k')).toString()).toBe('abc');
});

it('reads a body of ten mebibytes, and unpacks none that is larger', async () => {
  s3.on(GetObjectCommand)
    .resolvesOnce({ Body: mebibytes(10) })
    .resolves({ Body: mebibytes(11) });
  expect(await readBody('archive', 'k')).toHaveLength(10 * 1024 * 1024);
  await expect(readBody('archive', 'bomb.gz')).rejects.toThrow(
    expect.objectContaining({
      message: 'cannot read bomb.gz from the archive',
      cause: expect.objectContaining({ code: 'ERR_BUFFER_TOO_LARGE' }),
    }),
  );
});

it('names the object that is missing, with the cause', async () => {
  const cause = noSuchKey();
  s3.on(GetObjectCommand).rejects(cause);
  await expect(readBody('archive', 'gone.gz')).rejects.toThrow(
    expect.objectContaining({ message: 'cannot read gone.gz from the archive', cause }),
  );
});
