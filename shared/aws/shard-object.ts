import { crc32, gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { DayShard, ShardEntry } from '../domain/story/book-state.ts';

/**
 * A day's stories as an object: CRC-32 of all that follows and length of the head, each 4 bytes; the head; the index; the
 * blocks. Each part is an archive of its own, so that a story is read without unpacking the others. Little-endian.
 */
const prefix = 8;

const head = z.object({
  version: z.literal(1),
  /** See factsVersion. */
  facts: z.string(),
  day: z.string(),
  entries: z.array(z.unknown()),
  /** Numbers in `hashes`, `starts` and `postings`. */
  counts: z.tuple([z.int(), z.int(), z.int()]),
  /** Bytes of the archives of the index and the blocks. */
  sizes: z.array(z.int()),
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array | Uint32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
const archived = (data: string | Uint8Array): Buffer => gzipSync(data, { level: 1 });

/** @param facts the version of the articles' facts */
export function packShard(shard: DayShard, facts: string): Buffer {
  const { day, entries, hashes, starts, postings } = shard;
  const index = archived(Buffer.concat([bytesOf(hashes), bytesOf(starts), bytesOf(postings)]));
  const blocks = Array.from({ length: shard.blocks }, (_, at) => archived(shard.block(at)));
  const top = archived(
    JSON.stringify({
      version: 1,
      facts,
      day,
      entries,
      counts: [hashes.length, starts.length, postings.length],
      sizes: [index, ...blocks].map(({ length }) => length),
    }),
  );
  const lead = Buffer.alloc(prefix);
  lead.writeUInt32LE(top.length, 4);
  const whole = Buffer.concat([lead, top, index, ...blocks]);
  whole.writeUInt32LE(crc32(whole.subarray(4)));
  return whole;
}

/** @throws Error where the bytes are not those that `packShard` made */
export function unpackShard(object: Uint8Array): { shard: DayShard; facts: string } {
  const bytes = Buffer.from(object.buffer, object.byteOffset, object.byteLength);
  if (bytes.length < prefix || bytes.readUInt32LE() !== crc32(bytes.subarray(4)))
    throw new Error('the sum of the bytes is another');
  let end = prefix + bytes.readUInt32LE(4);
  const { facts, day, entries, counts, sizes } = head.parse(
    JSON.parse(gunzipSync(bytes.subarray(prefix, end)).toString()),
  );
  const parts = sizes.map((size) => bytes.subarray(end, (end += size)));
  const [index, ...blocks] = parts;
  // The sum is right, so the entries are those that were written.
  const shard = {
    day,
    entries: entries as ShardEntry[],
    ...numbersIn(gunzipSync(index ?? Buffer.alloc(0)), counts),
    blocks: blocks.length,
    block: (at: number) => gunzipSync(blocks[at] ?? Buffer.alloc(0)).toString(),
  };
  return { shard, facts };
}

function numbersIn(
  bytes: Buffer,
  [hashes, starts, postings]: readonly [number, number, number],
): Pick<DayShard, 'hashes' | 'starts' | 'postings'> {
  const { buffer } = Uint8Array.from(bytes);
  const afterHashes = hashes * Float64Array.BYTES_PER_ELEMENT;
  return {
    hashes: new Float64Array(buffer, 0, hashes),
    starts: new Uint32Array(buffer, afterHashes, starts),
    postings: new Uint32Array(buffer, afterHashes + starts * Uint32Array.BYTES_PER_ELEMENT, postings),
  };
}
