import { gunzipSync, gzipSync } from 'node:zlib';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import {
  answerOf,
  archiveBodies,
  archiveBody,
  ingestRequestOf,
  readBody,
} from '../../../shared/aws/archive.ts';
import { noSuchKey, objectBody } from '../../mocked-aws.ts';

const s3 = mockClient(S3Client);
beforeEach(() => s3.reset());
const facts = {
  feedId: 'a.hy',
  visitedAt: '2026-11-24T23:59:59.999Z',
  url: 'https://a.example/rss',
  contentType: 'text/xml; name=ա',
  baseline: true as const,
};
const mebibytes = (count: number) => objectBody(gzipSync(Buffer.alloc(count * 1024 * 1024)));

it('keeps a body gzipped under its day, feed and hash, so that the same body is the same object', async () => {
  s3.on(PutObjectCommand).resolves({});
  const key = await archiveBody('archive', Buffer.from('abc'), facts);
  // SHA-256 of "abc": FIPS 180-2, appendix B.1.
  const sha = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(key).toBe(`bodies/2026-11-24/a.hy/${sha}.gz`);
  expect(s3).toHaveReceivedCommandExactlyOnceWith(PutObjectCommand, {
    Bucket: 'archive',
    Key: key,
    ContentType: 'application/gzip',
    Metadata: {
      request:
        '{"feedId":"a.hy","visitedAt":"2026-11-24T23:59:59.999Z","url":"https://a.example/rss","contentType":"text/xml; name=\\u0561","baseline":true}',
    },
  });
  const { Body } = s3.commandCalls(PutObjectCommand)[0]?.args[0].input ?? {};
  expect(gunzipSync(Body as Buffer).toString()).toBe('abc');
});

it('says later with which message a body is read again, and that an older one does not say', async () => {
  s3.on(PutObjectCommand).resolves({});
  const archiveKey = await archiveBody('archive', Buffer.from('abc'), facts);
  const { Metadata = {} } = s3.commandCalls(PutObjectCommand)[0]?.args[0].input ?? {};
  s3.on(HeadObjectCommand).resolvesOnce({ Metadata }).resolves({});
  expect(await ingestRequestOf('archive', archiveKey)).toEqual({ ...facts, archiveKey });
  expect(await ingestRequestOf('archive', archiveKey)).toBe(null);
});

it('keeps the body of an address that is too long for metadata', async () => {
  s3.on(PutObjectCommand).resolves({});
  await archiveBody('archive', Buffer.from('abc'), {
    ...facts,
    url: `https://a.example/${'x'.repeat(2_000)}`,
  });
  expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input.Metadata).toEqual({});
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

it('keeps beside a body how its server sent it, in at most the two kilobytes that S3 takes', async () => {
  s3.on(PutObjectCommand).resolves({});
  const headers = Array.from({ length: 40 }, (_, n): [string, string] => [`x-${n}`, 'ա'.repeat(20)]);
  const answer = { status: 200, headers };
  const key = await archiveBody('archive', Buffer.from('abc'), facts, answer);
  const { Metadata = {} } = s3.commandCalls(PutObjectCommand)[0]?.args[0].input ?? {};
  const octets = Object.entries(Metadata).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  expect(octets).toBeLessThanOrEqual(2_048);
  s3.on(HeadObjectCommand).resolvesOnce({ Metadata }).resolves({});
  const kept = await answerOf('archive', key);
  expect(kept?.headers).toEqual(headers.slice(0, kept?.headers.length));
  expect(kept?.headers.length).toBeGreaterThan(5);
  expect(await answerOf('archive', key)).toBeNull();
});

it('keeps the same in an object of several bodies', async () => {
  s3.on(PutObjectCommand).resolves({});
  const body = Buffer.from('abc');
  const answer = { status: 200, headers: [['etag', '"one"']] as [string, string][] };
  const keys = await archiveBodies('archive', [
    { body, facts, answer },
    { body, facts },
  ]);
  const { Body } = s3.commandCalls(PutObjectCommand)[0]?.args[0].input ?? {};
  s3.on(GetObjectCommand).callsFake(() => ({ Body: objectBody(Body as Buffer) }));
  expect(await Promise.all(keys.map((key) => answerOf('archive', key)))).toEqual([answer, null]);
});
