import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ObjectFolder, type ObjectHeaders } from './object-folder.ts';

/** What a request asks for, path-style. */
interface Asked {
  method: string;
  bucket: string;
  /** '' = the bucket itself. */
  key: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/**
 * The part of S3 that the wire uses, over a folder: CreateBucket, PutObject (also `If-None-Match: *` and `If-Match`),
 * GetObject (also `If-None-Match`) and ListObjectsV2. Anything else is answered 501.
 */
export function objectServer(directory: string): Server {
  const store = new ObjectFolder(directory);
  const inTurn = makeTurns();
  return createServer((request, response) => {
    void answered(request, store, inTurn)
      .catch((error: unknown) => failure(500, 'InternalError', String(error)))
      .then((answer) => send(request, response, answer));
  });
}

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, headers, body = '' }: Answer,
): void {
  const type = typeof body === 'string' && body !== '' ? { 'content-type': 'application/xml' } : {};
  const length = status === 304 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...type, ...length, ...headers });
  response.end(method === 'HEAD' ? undefined : body);
}

const failure = (status: number, code: string, message: string): Answer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`,
});

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? '&quot;');

type InTurn = (key: string, work: () => Promise<Answer>) => Promise<Answer>;

async function answered(request: IncomingMessage, store: ObjectFolder, inTurn: InTurn): Promise<Answer> {
  const asked = await askedBy(request);
  if (asked === null) return failure(400, 'InvalidURI', 'the path is no bucket and key');
  const { method, bucket, key } = asked;
  if (method === 'PUT' && key === '') {
    await store.makeBucket(bucket);
    return { status: 200 };
  }
  if (!(await store.hasBucket(bucket))) return failure(404, 'NoSuchBucket', `there is no bucket ${bucket}`);
  if (method === 'PUT') return inTurn(`${bucket}/${key}`, () => put(asked, store));
  if ((method === 'GET' || method === 'HEAD') && key !== '') return get(asked, store);
  if (method === 'GET' && asked.query.get('list-type') === '2') return list(asked, store);
  return failure(501, 'NotImplemented', `${method} is not part of the embedded S3`);
}

async function askedBy(request: IncomingMessage): Promise<Asked | null> {
  const { method = 'GET', url = '/', headers } = request;
  const [path = '', query = ''] = url.split('?', 2);
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  try {
    const [, bucket = '', ...rest] = path.split('/').map(decodeURIComponent);
    const key = rest.join('/');
    const isInside = [bucket, ...key.split('/')].every(
      (part) => part !== '..' && part !== '.' && !part.includes('\0'),
    );
    return bucket === '' || bucket.includes('/') || !isInside
      ? null
      : {
          method,
          bucket,
          key,
          query: new URLSearchParams(query),
          headers,
          body: Buffer.concat(chunks),
        };
  } catch {
    return null;
  }
}

const keptHeaders = ['content-type', 'cache-control', 'content-encoding', 'content-disposition'];
const isKept = (name: string): boolean => keptHeaders.includes(name) || name.startsWith('x-amz-meta-');

async function put({ bucket, key, headers, body }: Asked, store: ObjectFolder): Promise<Answer> {
  if (headers['x-amz-decoded-content-length'] !== undefined)
    return failure(501, 'NotImplemented', 'chunked uploads are not part of the embedded S3');
  const wanted = headers['if-match'];
  if (headers['if-none-match'] === '*' || wanted !== undefined) {
    const etag = (await store.read(bucket, key))?.etag;
    if (wanted === undefined ? etag !== undefined : etag !== wanted)
      return failure(412, 'PreconditionFailed', 'At least one of the pre-conditions did not hold');
  }
  const kept: ObjectHeaders = {};
  for (const [name, value] of Object.entries(headers))
    if (isKept(name) && value !== undefined) kept[name] = String(value);
  return { status: 200, headers: { etag: await store.write(bucket, key, body, kept) } };
}

async function get({ bucket, key, headers }: Asked, store: ObjectFolder): Promise<Answer> {
  const object = await store.read(bucket, key);
  if (object === null) return failure(404, 'NoSuchKey', 'The specified key does not exist.');
  const { etag, modified, body } = object;
  if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
  return {
    status: 200,
    headers: {
      'content-type': 'application/octet-stream',
      ...object.headers,
      etag,
      'last-modified': modified.toUTCString(),
    },
    body,
  };
}

async function list({ bucket, query }: Asked, store: ObjectFolder): Promise<Answer> {
  const after = Buffer.from(query.get('continuation-token') ?? '', 'base64url').toString();
  const keys = await store.keys(bucket, query.get('prefix') ?? '');
  const from = after === '' ? 0 : keys.indexOf(after) + 1;
  const page = keys.slice(from, from + Number(query.get('max-keys') ?? 1000));
  const last = page.at(-1);
  const isTruncated = from + page.length < keys.length;
  const contents = page.map((key) => `<Contents><Key>${escaped(key)}</Key></Contents>`).join('');
  const next =
    isTruncated && last !== undefined
      ? `<NextContinuationToken>${Buffer.from(last).toString('base64url')}</NextContinuationToken>`
      : '';
  return {
    status: 200,
    body: `<?xml version="1.0"?><ListBucketResult><KeyCount>${page.length}</KeyCount><IsTruncated>${isTruncated}</IsTruncated>${next}${contents}</ListBucketResult>`,
  };
}

/** Runs the works of one key one after the other: a condition and its write are one step. */
function makeTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
