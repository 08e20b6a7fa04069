import type { Duplex } from 'node:stream';
import type { buildConnector } from 'undici';
import type { Headers } from '../domain/visit/server-wait.ts';

export interface LenientRequest {
  url: URL;
  path: string;
  headers: Record<string, string>;
  signal: AbortSignal;
  maxHeaderSize: number;
  /** What comes after is not read. */
  maxBody: number;
}

export interface LenientAnswer {
  status: number;
  headers: Headers;
  body: Uint8Array;
}

/** What came is not even roughly HTTP. */
export class NoHttp extends Error {
  override name = 'NoHttp';
}

/** A checked socket to the URL's host, as undici's clients get theirs. */
const dialled = (connect: buildConnector.connector, { protocol, hostname, port }: URL): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    connect({ protocol, hostname, port, host: hostname }, (error, socket) => {
      if (socket === null) reject(error ?? new Error('no socket'));
      else resolve(socket);
    });
  });

/** All that comes until the server closes or the limit. A reset after something came is an end; running out of time is none. */
async function bytesOf(socket: Duplex, limit: number, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) break;
    }
  } catch (error) {
    if (size === 0 || signal.aborted) throw error;
  }
  return Buffer.concat(chunks);
}

/** Where the header ends: an empty line, its ends with or without a carriage return. */
function headEnd(bytes: Buffer, limit: number): { end: number; next: number } | null {
  const text = bytes.subarray(0, limit).toString('latin1');
  const found = /\r?\n\r?\n/.exec(text);
  return found === null ? null : { end: found.index, next: found.index + found[0].length };
}

const field = /^([!#$%&'*+.^_`|~\w-]+)[ \t]*:(.*)$/;

/** Header fields by name; a line that is none is passed over, one that begins with a blank belongs to the line before. */
function headersOf(lines: readonly string[]): Headers {
  const headers: Record<string, string[]> = {};
  let last: string[] | undefined;
  for (const line of lines) {
    const [, name, written = ''] = field.exec(line) ?? [];
    const value = written.trim();
    if (name === undefined) {
      if (/^[ \t]/.test(line) && last !== undefined) last.push(`${last.pop() ?? ''} ${line.trim()}`);
      continue;
    }
    last = headers[name.toLowerCase()] ??= [];
    // nobody sends a control sign back to a server as part of a header
    last.push(value.replace(/(?!\t)\p{Cc}/gu, ''));
  }
  return headers;
}

/** The chunks of a body put together, as far as they go; the body itself where it has none. */
function dechunked(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const line = /^\s*([\da-f]{1,8})[^\n]{0,200}\n/i.exec(body.subarray(at, at + 220).toString('latin1'));
    if (line === null) break;
    const size = Number.parseInt(line[1] ?? '', 16);
    const from = at + line[0].length;
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(body.subarray(from, from + size));
    at = from + size;
  }
  return chunks.length === 0 ? body : Buffer.concat(chunks);
}

/** An answer as it came over the connection. @throws NoHttp */
function answerOf(bytes: Buffer, maxHeaderSize: number): LenientAnswer {
  const head = headEnd(bytes, maxHeaderSize);
  if (head === null) throw new NoHttp('no end of the header');
  const [first = '', ...lines] = bytes.subarray(0, head.end).toString('latin1').split(/\r?\n/);
  const status = Number(/^HTTP\/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)/i.exec(first)?.[1]);
  if (Number.isNaN(status)) throw new NoHttp('no status line');
  const rest = bytes.subarray(head.next);
  // 100 and 103 say only that more comes
  if (status >= 100 && status < 200) return answerOf(rest, maxHeaderSize);
  const headers = headersOf(lines);
  const isChunked = /chunked/i.test(String(headers['transfer-encoding'] ?? ''));
  return { status, headers, body: isChunked ? dechunked(rest) : rest };
}

/**
 * One GET whose answer undici's strict reader refuses: header lines that end with a bare line feed or are none, lengths that
 * contradict each other, chunks that are none. Browsers read these; RFC 9112 (§2.2, §6.3) allows it of a client whose
 * connection serves one request: the body is what comes until the server closes.
 */
export async function lenientRequest(
  connect: buildConnector.connector,
  { url, path, headers, signal, maxHeaderSize, maxBody }: LenientRequest,
): Promise<LenientAnswer> {
  const socket = await dialled(connect, url);
  const stop = (): void => void socket.destroy(new Error('out of time'));
  signal.addEventListener('abort', stop);
  try {
    const fields = Object.entries({ host: url.host, ...headers, connection: 'close' });
    socket.write(
      `GET ${path} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
      'latin1',
    );
    return answerOf(await bytesOf(socket, maxHeaderSize + maxBody, signal), maxHeaderSize);
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}
