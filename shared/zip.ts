import { promisify } from 'node:util';
import { gunzip as gunzipBytes, gzip as gzipBytes, type ZlibOptions } from 'node:zlib';

export const gzip = (data: string | Uint8Array, options: ZlibOptions = {}): Promise<Buffer> =>
  promisify(gzipBytes)(data, options);

/** @throws RangeError (ERR_BUFFER_TOO_LARGE) where more than `limit` bytes come out */
export const gunzip = (zipped: Uint8Array, limit: number): Promise<Buffer> =>
  promisify(gunzipBytes)(zipped, { maxOutputLength: limit });
