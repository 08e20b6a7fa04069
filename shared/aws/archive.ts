import { createHash } from 'node:crypto';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { type IngestRequest, ingestRequest } from '../messages.ts';
import { s3 } from './clients.ts';
import { archiveKey } from './keys.ts';
import { GetObjectCommand, PutObjectCommand } from './object-commands.ts';
import { gunzip, gzip } from '../zip.ts';

/** Decoded bodies above this were never archived; a larger one in the bucket is not ours. */
const maxBodyBytes = 10 * 1024 * 1024;

const bodyHash = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

/** What is known of a body besides its bytes: the message that asks for its reading, without the key. */
export type BodyFacts = Omit<IngestRequest, 'archiveKey'>;

/** S3 takes 2 KB of metadata in all. */
const longestRequest = 1_900;

/** JSON in ASCII, as a header may hold it; nothing where it is too long for one. */
function metadataOf(facts: BodyFacts): Record<string, string> {
  const request = JSON.stringify(facts).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return request.length > longestRequest ? {} : { request };
}

/**
 * Keeps a feed body as it came, with all that a later reading needs to know. The same body of one feed and day is one
 * object, so a repeated put changes nothing but the time.
 */
export async function archiveBody(bucket: string, body: Uint8Array, facts: BodyFacts): Promise<string> {
  const key = archiveKey(facts.visitedAt, facts.feedId, bodyHash(body));
  await s3().send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: await gzip(body, { level: 4 }),
      ContentType: 'application/gzip',
      Metadata: metadataOf(facts),
    }),
  );
  return key;
}

/** The message that has a body read again; null for one that does not say: of before 2026-11-29, or of a very long address. */
export async function ingestRequestOf(bucket: string, archiveKey: string): Promise<IngestRequest | null> {
  const { Metadata } = await s3().send(new HeadObjectCommand({ Bucket: bucket, Key: archiveKey }));
  if (Metadata?.request === undefined) return null;
  return ingestRequest.parse({ ...(JSON.parse(Metadata.request) as object), archiveKey });
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
