import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { s3 } from '../../shared/aws/clients.ts';
import { siteHeaders } from '../../shared/domain/site/headers.ts';
import { UsageError } from '../../shared/errors.ts';
import { errorText, log } from '../../shared/log.ts';

export type ApiHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** Paths that go to the subscribe function; everything else is a file of the site bucket. */
const apiPrefix = '/s/';
/** API Gateway takes 10 MB; the subscribe function refuses above 4 KB. This only keeps the laptop's memory. */
const maxRequestBytes = 64 * 1024;

/** Takes the port, on loopback only, before anything else starts. @throws UsageError when it is taken */
export async function listenForSite(port: number): Promise<Server> {
  const server = createServer();
  server.on('request', notReady);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(
        taken ? new UsageError(`port ${port} is in use or not allowed; choose another with --port N`) : error,
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

/** While the wire starts, a page that asks is told to ask again. */
function notReady(_request: IncomingMessage, response: ServerResponse): void {
  response
    .writeHead(503, { ...siteHeaders, 'content-type': 'text/plain; charset=utf-8', 'retry-after': '3' })
    .end('The wire is starting; ask again in a few seconds.\n');
}

/** Stands in for CloudFront: the site bucket's files, and `/s/*` for the subscribe function. */
export function serveSite(server: Server, { bucket, api }: { bucket: string; api: ApiHandler }): void {
  server.off('request', notReady);
  const read = sharedReading((key) => readObject(bucket, key));
  server.on('request', (request, response) => {
    const refusal = refusalOf(request);
    if (refusal !== null) {
      response.writeHead(refusal.status, { ...siteHeaders, 'content-type': 'text/plain; charset=utf-8' });
      response.end(`${refusal.text}\n`);
      return;
    }
    const answer =
      request.url?.startsWith(apiPrefix) === true
        ? callApi(api, request, response)
        : sendFile(read, request, response);
    answer.catch((error: unknown) => {
      log('site-request-failed', { path: request.url?.split('?')[0] ?? '', error: errorText(error) });
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('The local server failed; its log says why.\n');
    });
  });
}

/** Names of this machine; a page elsewhere that gave its own name this address (DNS rebinding) sends another. */
const ownHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** Why a request is not answered: another host's name, a broken escape, or a path out of the site. */
function refusalOf({ headers, url = '/' }: IncomingMessage): { status: number; text: string } | null {
  if (!ownHost.test(headers.host ?? ''))
    return { status: 421, text: 'This server answers as localhost only.' };
  const key = objectKey(url);
  if (key === null) return { status: 400, text: 'The address is malformed: use /path with valid %-escapes.' };
  return null;
}

/** `/` → index.html, `/x/` → x/index.html; null for what is no path inside the site. */
function objectKey(url: string): string | null {
  const [raw = ''] = url.split(/[?#]/, 1);
  let path: string;
  try {
    path = decodeURIComponent(raw);
  } catch {
    return null;
  }
  const isInside =
    path.startsWith('/') &&
    !path.includes('\\') &&
    !path.includes('\0') &&
    !path.split('/').some((part) => part === '..' || part === '.');
  if (!isInside) return null;
  return path.endsWith('/') ? `${path.slice(1)}index.html` : path.slice(1);
}

interface SiteFile {
  body: Uint8Array;
  headers: Record<string, string>;
}

/** Gives a file of the site bucket, null where there is none. */
type ReadFile = (key: string) => Promise<SiteFile | null>;

/** Who asks for a file that is being read for another waits for that reading: the busier, the fewer readings a request. */
function sharedReading(read: ReadFile): ReadFile {
  const underWay = new Map<string, Promise<SiteFile | null>>();
  return (key) => {
    const known = underWay.get(key);
    if (known !== undefined) return known;
    const reading = read(key).finally(() => underWay.delete(key));
    underWay.set(key, reading);
    return reading;
  };
}

async function readObject(bucket: string, key: string): Promise<SiteFile | null> {
  try {
    const object = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const body = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
    const headers = {
      ...siteHeaders,
      'content-type': object.ContentType ?? 'application/octet-stream',
      'content-length': String(body.length),
      ...(object.CacheControl !== undefined && { 'cache-control': object.CacheControl }),
      ...(object.ContentEncoding !== undefined &&
        object.ContentEncoding !== '' && { 'content-encoding': object.ContentEncoding }),
    };
    return { body, headers };
  } catch (error) {
    if (!(error instanceof NoSuchKey)) throw error;
    return null;
  }
}

async function sendFile(read: ReadFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...siteHeaders, allow: 'GET, HEAD' }).end();
    return;
  }
  const key = objectKey(request.url ?? '/') ?? '';
  const isPublic = key !== '' && !key.startsWith('_') && !key.startsWith('/');
  const found = isPublic ? await read(key) : null;
  const file = found ?? (await read('404.html'));
  if (file === null) {
    const headers = { ...siteHeaders, 'content-type': 'text/plain; charset=utf-8' };
    response.writeHead(404, headers).end('Not found\n');
    return;
  }
  response.writeHead(found === null ? 404 : 200, file.headers);
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

async function callApi(api: ApiHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxRequestBytes) chunks.push(chunk);
  }
  if (size > maxRequestBytes) {
    response.writeHead(413, siteHeaders).end();
    return;
  }
  const answer = await api(apiEvent(request, Buffer.concat(chunks)));
  const headers = Object.fromEntries(
    Object.entries(answer.headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
  response.writeHead(answer.statusCode ?? 200, {
    ...headers,
    ...(answer.cookies !== undefined && { 'set-cookie': answer.cookies }),
  });
  response.end(answer.isBase64Encoded === true ? Buffer.from(answer.body ?? '', 'base64') : answer.body);
}

/** The event that API Gateway (HTTP API, payload 2.0) makes of a request. */
function apiEvent(request: IncomingMessage, body: Buffer): APIGatewayProxyEventV2 {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const method = request.method ?? 'GET';
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    queryStringParameters: Object.fromEntries(url.searchParams),
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: headers.host ?? 'localhost',
      domainPrefix: 'local',
      requestId: 'local',
      routeKey: '$default',
      stage: '$default',
      time: new Date().toISOString(),
      timeEpoch: Date.now(),
      http: {
        method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
    },
    ...(body.length > 0 && { body: body.toString('base64') }),
    isBase64Encoded: body.length > 0,
  };
}
