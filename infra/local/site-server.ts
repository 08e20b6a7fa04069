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

/** Stands in for CloudFront: the site bucket's files, and `/s/*` for the subscribe function. */
export function serveSite(server: Server, { bucket, api }: { bucket: string; api: ApiHandler }): void {
  server.on('request', (request, response) => {
    const answer =
      request.url?.startsWith(apiPrefix) === true
        ? callApi(api, request, response)
        : sendFile(bucket, request, response);
    answer.catch((error: unknown) => {
      log('site-request-failed', { path: request.url?.split('?')[0] ?? '', error: errorText(error) });
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('The local server failed; its log says why.\n');
    });
  });
}

/** `/` → index.html, `/x/` → x/index.html. */
function objectKey(url: string): string {
  const path = decodeURIComponent(new URL(url, 'http://localhost').pathname).slice(1);
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}

async function sendFile(bucket: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...siteHeaders, allow: 'GET, HEAD' }).end();
    return;
  }
  const key = objectKey(request.url ?? '/');
  try {
    if (key.startsWith('_')) throw new NoSuchKey({ message: 'not public', $metadata: {} });
    const object = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const body = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
    response.writeHead(200, {
      ...siteHeaders,
      'content-type': object.ContentType ?? 'application/octet-stream',
      'content-length': body.length,
      ...(object.CacheControl !== undefined && { 'cache-control': object.CacheControl }),
      ...(object.ContentEncoding !== undefined &&
        object.ContentEncoding !== '' && { 'content-encoding': object.ContentEncoding }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  } catch (error) {
    if (!(error instanceof NoSuchKey)) throw error;
    response
      .writeHead(404, { ...siteHeaders, 'content-type': 'text/plain; charset=utf-8' })
      .end('Not found\n');
  }
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
