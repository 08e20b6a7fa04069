import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { buildConnector } from 'undici';

export interface LenientRequest {
  url: URL;
  path: string;
  headers: Record<string, string>;
  signal: AbortSignal;
  maxHeaderSize: number;
}

/** A checked socket to the URL's host, as undici's clients get theirs. */
const dialled = (connect: buildConnector.connector, { protocol, hostname, port }: URL): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    connect({ protocol, hostname, port, host: hostname }, (error, socket) => {
      if (socket === null) reject(error ?? new Error('no socket'));
      else resolve(socket);
    });
  });

/**
 * One GET whose answer undici's strict reader refuses: header lines that end with a bare line feed, both Content-Length and
 * Transfer-Encoding. Browsers read these; RFC 9112 (§2.2, §6.3) allows it of a client, whose connection serves one request.
 */
export async function lenientRequest(
  connect: buildConnector.connector,
  { url, path, headers, signal, maxHeaderSize }: LenientRequest,
): Promise<IncomingMessage> {
  const socket = await dialled(connect, url);
  const ask = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    ask(
      {
        host: url.hostname,
        port: url.port,
        path,
        headers: { ...headers, host: url.host, connection: 'close' },
        signal,
        maxHeaderSize,
        insecureHTTPParser: true,
        agent: false,
        createConnection: () => socket,
      },
      resolve,
    )
      .on('error', reject)
      .end();
  });
}
