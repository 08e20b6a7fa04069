import { promisify } from 'node:util';
import { gunzip as gunzipBytes, gunzipSync, gzip as gzipBytes, gzipSync, type ZlibOptions } from 'node:zlib';

/** Up to so many bytes handing the work to a thread costs more than the work: half a millisecond. */
const small = 65_536;

export const gzip = async (data: string | Uint8Array, options: ZlibOptions = {}): Promise<Buffer> =>
  data.length <= small ? gzipSync(data, options) : promisify(gzipBytes)(data, options);

/** @throws RangeError (ERR_BUFFER_TOO_LARGE) where more than `limit` bytes come out */
export const gunzip = async (zipped: Uint8Array, limit: number): Promise<Buffer> =>
  zipped.length <= small
    ? gunzipSync(zipped, { maxOutputLength: limit })
    : promisify(gunzipBytes)(zipped, { maxOutputLength: limit });
