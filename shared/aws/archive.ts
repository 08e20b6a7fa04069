import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from './clients.ts';
import { archiveKey } from './keys.ts';
import { gunzip, gzip } from '../zip.ts';

/** Decoded bodies above this were never archived; a larger one in the bucket is not ours. */
const maxBodyBytes = 10 * 1024 * 1024;

const bodyHash = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

/** Keeps a feed body as it came. The same body of one feed and day is one object, so a repeated put changes nothing. */
export async function archiveBody(
  bucket: string,
  feedId: string,
  body: Uint8Array,
  visitedAt: string,
): Promise<string> {
  const key = archiveKey(visitedAt, feedId, bodyHash(body));
  await s3().send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: await gzip(body),
      ContentType: 'application/gzip',
    }),
  );
  return key;
}

/** @throws Error (S3's NoSuchKey as cause) naming the key */
export async function readBody(bucket: string, key: string): Promise<Uint8Array> {
  try {
    const object = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const zipped = await object.Body?.transformToByteArray();
    return await gunzip(zipped ?? new Uint8Array(), maxBodyBytes);
  } catch (error) {
    throw new Error(`cannot read ${key} from the archive`, { cause: error });
  }
}
