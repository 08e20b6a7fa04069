import { createHash } from 'node:crypto';
import { type AnswerRecord, answerRecordSchema } from '../domain/visit/answer-record.ts';
import { type IngestRequest, ingestRequest } from '../messages.ts';
import { gunzip, gzip } from '../zip.ts';
import { archivePackKey } from './keys.ts';

/**
 * Bodies that wait at the same time are one object: writing an object costs as much as writing eight rows, and a body more in
 * it costs nothing. It begins with the length of its index (four bytes, big-endian) and the index, JSON; the bodies follow,
 * each gzipped by itself.
 */
interface Packed {
  /** What a later reading of the body needs to know. */
  facts: Omit<IngestRequest, 'archiveKey'>;
  /** Absent in packs of before it was kept. */
  answer?: AnswerRecord;
  /** Bytes of its gzip. */
  length: number;
}

export interface Body {
  body: Uint8Array;
  facts: Packed['facts'];
  /** How the server sent it. */
  answer?: AnswerRecord;
}

/** @returns the object, its key, and the key of each body in it */
export async function packBodies(
  bodies: readonly Body[],
): Promise<{ key: string; bytes: Buffer; members: string[] }> {
  const zipped = await Promise.all(bodies.map(({ body }) => gzip(body, { level: 4 })));
  const index: Packed[] = bodies.map(({ facts, answer }, at) => ({
    facts,
    ...(answer !== undefined && { answer }),
    length: zipped[at]?.length ?? 0,
  }));
  const head = Buffer.from(JSON.stringify(index));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  const bytes = Buffer.concat([length, head, ...zipped]);
  const key = archivePackKey(
    bodies[0]?.facts.visitedAt ?? '',
    createHash('sha256').update(bytes).digest('hex').slice(0, 32),
  );
  return { key, bytes, members: bodies.map((_, at) => `${key}#${at}`) };
}

/** The object that a body lies in, and its place there; null where it is an object of its own. */
export function placeInPack(archiveKey: string): { object: string; at: number } | null {
  const [object = '', at] = archiveKey.split('#');
  return at === undefined ? null : { object, at: Number(at) };
}

function indexOf(bytes: Buffer): { index: Packed[]; start: number } {
  const start = 4 + bytes.readUInt32BE(0);
  return { index: JSON.parse(bytes.subarray(4, start).toString()) as Packed[], start };
}

/** @throws Error where the pack has no body at the place, or it is damaged */
export async function bodyOfPack(bytes: Buffer, at: number, limit: number): Promise<Uint8Array> {
  const { index, start } = indexOf(bytes);
  const wanted = index[at];
  if (wanted === undefined) throw new Error(`the pack has ${index.length} bodies and none at ${at}`);
  const from = start + index.slice(0, at).reduce((sum, { length }) => sum + length, 0);
  return gunzip(bytes.subarray(from, from + wanted.length), limit);
}

/** The messages that have the bodies of a pack read again, in their order. */
export const requestsOfPack = (bytes: Buffer, key: string): IngestRequest[] =>
  indexOf(bytes).index.map(({ facts }, at) => ingestRequest.parse({ ...facts, archiveKey: `${key}#${at}` }));

/** How the server sent the body at a place; null where the pack does not say. */
export function answerOfPack(bytes: Buffer, at: number): AnswerRecord | null {
  const answer = indexOf(bytes).index[at]?.answer;
  return answer === undefined ? null : answerRecordSchema.parse(answer);
}
