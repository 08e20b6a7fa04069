import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { SiteFile } from '../../functions/publish-site/ports.ts';
import { siteHeaders } from '../../shared/domain/site/headers.ts';

export interface ServedSite {
  url: string;
  /** Bodies that were posted to `/s/`. */
  posted: string[];
  /** Octets sent since the last reset, headers left out. */
  sent: { octets: number };
  close(): Promise<void>;
}

/** Serves a site from memory as CloudFront does: the same headers, gzip for text, `/x/` as `/x/index.html`. */
export async function serve(files: Map<string, SiteFile>): Promise<ServedSite> {
  const posted: string[] = [];
  const sent = { octets: 0 };
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname).slice(1);
    if (request.method === 'POST') {
      request.on('data', (chunk: Buffer) => posted.push(chunk.toString()));
      request.on('end', () =>
        response
          .writeHead(200, { ...siteHeaders, 'content-type': 'text/html' })
          .end('<!doctype html><html lang="en"><title>Thanks</title><h1>Thanks</h1></html>'),
      );
      return;
    }
    const file = files.get(path === '' || path.endsWith('/') ? `${path}index.html` : path);
    if (file === undefined || path.startsWith('_')) {
      response.writeHead(404, siteHeaders).end('Not found');
      return;
    }
    const body = file.contentType.startsWith('application/gzip')
      ? Buffer.from(file.body)
      : gzipSync(file.body);
    sent.octets += body.length;
    response
      .writeHead(200, {
        ...siteHeaders,
        'content-type': file.contentType,
        'cache-control': file.cacheControl,
        ...(!file.contentType.startsWith('application/gzip') && { 'content-encoding': 'gzip' }),
      })
      .end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    posted,
    sent,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
