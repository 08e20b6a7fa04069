import { createHash } from 'node:crypto';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { type IngestRequest, ingestRequest } from '../messages.ts';
import { dayOf } from '../domain/text/time.ts';
import { type AnswerRecord, answerRecordSchema } from '../domain/visit/answer-record.ts';
import {
  answerOfPack,
  type Body,
  bodyOfPack,
  packBodies,
  placeInPack,
  requestsOfPack,
} from './body-packs.ts';
import { s3 } from './clients.ts';
import { archiveKey, isPackKey } from './keys.ts';
import { GetObjectCommand, PutObjectCommand } from './object-commands.ts';
import { gunzip, gzip } from '../zip.ts';

/** Decoded bodies above this were never archived; a larger one in the bucket is not ours. */
const maxBodyBytes = 10 * 1024 * 1024;

const bodyHash = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

/** S3 takes 2 KB of metadata in all. */
const longestRequest = 1_900;

/** JSON in ASCII, as a header may hold it. */
const ascii = (value: object): string =>
  JSON.stringify(value).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Nothing that is too long: the request first, then as many of the answer's headers as there is room for. */
function metadataOf({ facts, answer }: Omit<Body, 'body'>): Record<string, string> {
  const request = ascii(facts);
  const whole: Record<string, string> = request.length > longestRequest ? {} : { request };
  if (answer === undefined) return whole;
  const room = longestRequest - (whole.request?.length ?? 0);
  for (let headers = answer.headers; ; headers = headers.slice(0, -1)) {
    const text = ascii({ ...answer, headers });
    if (text.length <= room) return { ...whole, answer: text };
    if (headers.length === 0) return whole;
  }
}

/**
 * Keeps a feed body as it came, with all that a later reading needs to know. The same body of one feed and day is one
 * object, so a repeated put changes nothing but the time.
 */
export async function archiveBody(
  bucket: string,
  body: Uint8Array,
  facts: Body['facts'],
  answer?: AnswerRecord,
): Promise<string> {
  const key = archiveKey(facts.visitedAt, facts.feedId, bodyHash(body));
  await s3().send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: await gzip(body, { level: 4 }),
      ContentType: 'application/gzip',
      Metadata: metadataOf({ facts, ...(answer !== undefined && { answer }) }),
    }),
  );
  return key;
}

/**
 * Keeps bodies that came together in one object a day.
 * @returns the key of each, in their order
 */
export async function archiveBodies(bucket: string, bodies: readonly Body[]): Promise<string[]> {
  const keys = new Map<Body, string>();
  for (const some of byDay(bodies)) {
    const [only, ...others] = some;
    if (only !== undefined && others.length === 0) {
      keys.set(only, await archiveBody(bucket, only.body, only.facts, only.answer));
      continue;
    }
    const { key, bytes, members } = await packBodies(some);
    await s3().send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: bytes,
        ContentType: 'application/octet-stream',
      }),
    );
    some.forEach((body, at) => keys.set(body, members[at] ?? ''));
  }
  return bodies.map((body) => keys.get(body) ?? '');
}

function byDay(bodies: readonly Body[]): Body[][] {
  const days = new Map<string, Body[]>();
  for (const body of bodies) {
    const day = dayOf(body.facts.visitedAt);
    days.set(day, [...(days.get(day) ?? []), body]);
  }
  return [...days.values()];
}

async function readObject(bucket: string, key: string): Promise<Buffer> {
  const object = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await object.Body?.transformToByteArray()) ?? []);
}

/** The bodies of a pack are queued together, so they are mostly read together: the last packs stay for a while. */
const held = new Map<string, Promise<Buffer>>();
const mostHeld = 4;

function readPack(bucket: string, key: string): Promise<Buffer> {
  const name = `${bucket}/${key}`;
  const known = held.get(name);
  if (known !== undefined) return known;
  const reading = readObject(bucket, key);
  held.set(name, reading);
  reading.catch(() => held.delete(name));
  for (const oldest of held.keys()) {
    if (held.size <= mostHeld) break;
    held.delete(oldest);
  }
  return reading;
}

/** The messages that have the bodies of an object read again; none where it does not say: of before 2026-11-29, or of a very long address. */
export async function ingestRequestsOf(bucket: string, objectKey: string): Promise<IngestRequest[]> {
  if (isPackKey(objectKey)) return requestsOfPack(await readPack(bucket, objectKey), objectKey);
  const { Metadata } = await s3().send(new HeadObjectCommand({ Bucket: bucket, Key: objectKey }));
  if (Metadata?.request === undefined) return [];
  return [ingestRequest.parse({ ...(JSON.parse(Metadata.request) as object), archiveKey: objectKey })];
}

/** The message that has one body read again; null where its object does not say. */
export async function ingestRequestOf(bucket: string, archiveKey: string): Promise<IngestRequest | null> {
  const requests = await ingestRequestsOf(bucket, placeInPack(archiveKey)?.object ?? archiveKey);
  return requests.find((request) => request.archiveKey === archiveKey) ?? null;
}

/** How the server sent a body; null where that was not kept. */
export async function answerOf(bucket: string, archiveKey: string): Promise<AnswerRecord | null> {
  const place = placeInPack(archiveKey);
  if (place !== null) return answerOfPack(await readPack(bucket, place.object), place.at);
  const { Metadata } = await s3().send(new HeadObjectCommand({ Bucket: bucket, Key: archiveKey }));
  return Metadata?.answer === undefined ? null : answerRecordSchema.parse(JSON.parse(Metadata.answer));
}

/** @throws Error (S3's NoSuchKey as cause) naming the key */
export async function readBody(bucket: string, key: string): Promise<Uint8Array> {
  try {
    const place = placeInPack(key);
    return place === null
      ? await gunzip(await readObject(bucket, key), maxBodyBytes)
      : await bodyOfPack(await readPack(bucket, place.object), place.at, maxBodyBytes);
  } catch (error) {
    throw new Error(`cannot read ${key} from the archive`, { cause: error });
  }
}
