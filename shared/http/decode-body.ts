import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { type Headers, headerValues } from '../domain/visit/server-wait.ts';

/** A body in a coding that we did not offer, or broken, or too large when unpacked. */
export class UndecodableBody extends Error {
  override name = 'UndecodableBody';
}

/** What we offer; Node 20 has no zstd. */
export const offeredCodings = 'gzip, br';

/** CVE-2026-22036: a thousand layers in one header exhausted a client. */
const layerLimit = 2;
const decodedLimit = 10 * 1024 * 1024;

const options = { maxOutputLength: decodedLimit };
const decoders: Record<string, (bytes: Uint8Array) => Promise<Buffer>> = {
  gzip: (bytes) => promisify(gunzip)(bytes, options),
  'x-gzip': (bytes) => promisify(gunzip)(bytes, options),
  br: (bytes) => promisify(brotliDecompress)(bytes, options),
};

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Undoes Content-Encoding. @throws UndecodableBody */
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
    const decode = decoders[coding];
    if (decode === undefined) throw new UndecodableBody(`content coding ${coding.slice(0, 20)}`);
    // Some servers name gzip and send the text as it is.
    if (bytes.length === 0 || (coding.endsWith('gzip') && !isGzip(bytes))) continue;
    try {
      bytes = await decode(bytes);
    } catch (error) {
      throw new UndecodableBody(`the body is no whole ${coding} of at most ${decodedLimit} bytes`, {
        cause: error,
      });
    }
  }
  return bytes;
}
