import type { Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { type Headers, headerValues } from '../domain/visit/server-wait.ts';

/** A body in a coding that nobody can undo, or too large when unpacked. */
export class UndecodableBody extends Error {
  override name = 'UndecodableBody';
}

/** What we offer; Node 20 has no zstd. */
export const offeredCodings = 'gzip, br';

/** CVE-2026-22036: a thousand layers in one header exhausted a client. */
const layerLimit = 2;
const decodedLimit = 20 * 1024 * 1024;

/** What a stream gives, up to its end, a cut or bytes after its end: the parser keeps the whole items. @throws when nothing came, or too much */
async function unpacked(unpacker: Transform, bytes: Uint8Array): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  unpacker.end(bytes);
  try {
    for await (const chunk of unpacker as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > decodedLimit) throw new RangeError('too large');
      chunks.push(chunk);
    }
  } catch (error) {
    if (size === 0 || error instanceof RangeError) throw error;
  }
  return Buffer.concat(chunks);
}

const cutAllowed = { finishFlush: constants.Z_SYNC_FLUSH };
/** RFC 9110 means zlib's form; some servers send the bare one. */
const isZlib = (bytes: Uint8Array): boolean =>
  (bytes[0] ?? 0) % 16 === 8 && (((bytes[0] ?? 0) << 8) + (bytes[1] ?? 0)) % 31 === 0;

type Decoder = (bytes: Uint8Array) => Promise<Buffer>;
/** Where the data of a gzip member begin (RFC 1952 §2.3). */
function afterGzipHeader(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  for (const text of [8, 16]) if ((flags & text) !== 0) at = bytes.indexOf(0, at) + 1;
  return (flags & 2) === 0 ? at : at + 2;
}

/** A header and the shortest data. */
const leastGzip = 13;

/** zlib takes bytes after the end for another member and fails; the bare stream ends where it ends. */
const unzip: Decoder = async (bytes) => {
  if (bytes.length < leastGzip) throw new RangeError('nothing of it is left');
  return unpacked(createGunzip(cutAllowed), bytes).catch((error: unknown) => {
    if (error instanceof RangeError) throw error;
    return unpacked(createInflateRaw(cutAllowed), bytes.subarray(afterGzipHeader(bytes)));
  });
};
/** A coding that nobody named, by its first bytes. */
const unpackedByLooks = async (bytes: Uint8Array): Promise<Buffer> =>
  isZlib(bytes) ? unpacked(createInflate(cutAllowed), bytes) : unpacked(createInflateRaw(cutAllowed), bytes);

const decoders: Record<string, Decoder> = {
  gzip: unzip,
  'x-gzip': unzip,
  deflate: unpackedByLooks,
  br: (bytes) => unpacked(createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }), bytes),
};

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Whether the body is text as it stands: markup or JSON, perhaps behind a byte order mark or blanks. */
const isPlainText = (bytes: Uint8Array): boolean =>
  /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?[\s\0]*[<{[]/.test(
    Buffer.from(bytes.subarray(0, 256)).toString('latin1'),
  );

/** What a decoder makes of bytes that are said to be something else; the bytes themselves where no text comes of it. */
async function ifText(decode: Decoder, bytes: Uint8Array): Promise<Uint8Array> {
  const text = await decode(bytes).catch(() => bytes);
  return isPlainText(text) ? text : bytes;
}

/** Line ends that a program printed before what it packed. */
function withoutBlanks(bytes: Uint8Array): Uint8Array {
  let at = 0;
  while (at < 16 && [0x0a, 0x0d, 0x20].includes(bytes[at] ?? 0)) at++;
  return at > 0 && isGzip(bytes.subarray(at)) ? bytes.subarray(at) : bytes;
}

async function decodedLayer(bytes: Uint8Array, coding: string): Promise<Uint8Array> {
  const decode = decoders[coding];
  if (decode === undefined) throw new UndecodableBody(`content coding ${coding.slice(0, 20)}`);
  try {
    return await decode(bytes);
  } catch (error) {
    throw new UndecodableBody(`the body is no ${coding} of at most ${decodedLimit} bytes`, { cause: error });
  }
}

/** Undoes Content-Encoding, and what a server says wrongly of it: text is text whatever the header names. @throws UndecodableBody */
export async function decodeBody(body: Uint8Array, headers: Headers): Promise<Uint8Array> {
  const layers = headerValues(headers, 'content-encoding')
    .join(',')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (layers.length > layerLimit) throw new UndecodableBody(`${layers.length} content codings`);
  let bytes = body;
  for (const coding of layers.toReversed()) {
    if (bytes.length === 0 || isPlainText(bytes)) return bytes;
    bytes = withoutBlanks(bytes);
    // a name that is no coding («UTF-8», «none», «aws-chunked») or another one's says nothing: the bytes do
    const named = isGzip(bytes) ? 'gzip' : coding;
    if (named.endsWith('gzip') && !isGzip(bytes)) {
      bytes = await ifText(unpackedByLooks, bytes);
      continue;
    }
    bytes = await decodedLayer(bytes, named);
  }
  // packed by the outlet's program and again, or only, by nobody who says so
  for (let layer = 0; layer < layerLimit && isGzip(bytes); layer++) bytes = await decodedLayer(bytes, 'gzip');
  return bytes;
}
