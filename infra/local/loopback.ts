import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackService {
  /** `http://127.0.0.1:PORT` */
  url: string;
  close(): Promise<void>;
}

/** Listens on any free port of loopback and answers only who knows the key; see {@link guard}. */
export async function serveOnLoopback(server: Server, key: string): Promise<LoopbackService> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  guard(server, key);
  return { url: originOf(server), close: closing(server) };
}

/** Closes a server and what is still connected to it. */
export const closing = (server: Server) => (): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** `http://127.0.0.1:PORT` of a server that listens. */
export const originOf = (server: Server): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/**
 * Shuts a server to other programs and to web pages: a request names this host, comes from no other origin, and shows
 * the key: as the access key of a signed request, as the first part of the path, or in the cookie that such a path sets.
 */
export function guard(server: Server, key: string): void {
  const origin = originOf(server);
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (!isFromHere(request, origin) || !showsKey(request, key)) {
      response
        .writeHead(403, { 'content-type': 'text/plain' })
        .end('This service answers its own wire only.\n');
      return;
    }
    const path = `/${key}`;
    if (request.url?.startsWith(path) === true) {
      request.url = request.url.slice(path.length) || '/';
      response.setHeader('set-cookie', `wire=${key}; HttpOnly; SameSite=Strict; Path=/`);
    }
    for (const listener of listeners) listener.call(server, request, response);
  });
}

function isFromHere({ headers }: IncomingMessage, origin: string): boolean {
  return (
    `http://${headers.host ?? ''}` === origin &&
    (headers.origin === undefined || headers.origin === origin) &&
    [undefined, 'none', 'same-origin'].includes(headers['sec-fetch-site']?.toString())
  );
}

function showsKey({ headers, url = '' }: IncomingMessage, key: string): boolean {
  return (
    headers.authorization?.includes(`Credential=${key}/`) === true ||
    url === `/${key}` ||
    url.startsWith(`/${key}/`) ||
    headers.cookie?.split('; ').includes(`wire=${key}`) === true
  );
}
