import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, relative, sep } from 'node:path';
import { UsageError } from '../../shared/errors.ts';

export interface ReplayServer {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  port: number;
  close(): Promise<void>;
}

/** Servers label feeds loosely; none of these names a charset, so the bytes have to speak. */
const contentTypes: Record<string, string> = {
  '.atom': 'application/atom+xml',
  '.rss': 'application/rss+xml',
  '.xml': 'text/xml',
  '.json': 'application/feed+json',
  '.html': 'text/html',
};

/** Makes the bytes of a requested file; the sample feeds fill in dates here. */
export type Render = (file: string) => Buffer;

/** All files below a folder, as paths relative to it with `/`, sorted. @throws UsageError when it cannot be read or is empty */
export function filesBelow(folder: string): string[] {
  let entries;
  try {
    if (!statSync(folder).isDirectory()) throw new Error('it is not a folder');
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    throw new UsageError(`the folder ${folder} cannot be read`, { cause: error });
  }
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  if (files.length === 0)
    throw new UsageError(`the folder ${folder} holds no files; --replay wants recorded feeds`);
  return files.sort();
}

/** Serves recorded feed files on loopback with validators, as a well-behaved outlet would. `port` 0 or taken = any free one. */
export async function serveReplay(
  folder: string,
  port: number,
  render: Render = (file) => readFileSync(join(folder, file)),
): Promise<ReplayServer> {
  const known = new Set(filesBelow(folder));
  const server = createServer((request, response) => {
    const file = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname).slice(1);
    if (!known.has(file)) {
      response.writeHead(404).end();
      return;
    }
    const body = render(file);
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else
      response
        .writeHead(200, {
          'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
          'content-length': body.length,
          etag,
        })
        .end(body);
  });
  await listen(server, port).catch(() => listen(server, 0));
  const bound = (server.address() as AddressInfo).port;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${bound}`, port: bound, close };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
