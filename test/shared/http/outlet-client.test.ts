import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import type { Reply } from '../../../shared/domain/visit/outcome.ts';
import { userAgent } from '../../../shared/http/outlet-client.ts';
import { type Listener, client, fakeNetwork, loopbackServer } from './loopback.ts';

const rss = '<rss version="2.0"><channel><title>Սահման</title></channel></rss>';
/** The visit's own clock, so that a busy machine fails no test; only a test of that clock asks for a short one. */
const server = async (listener: Listener, clock: { totalTimeout?: number } = {}) => {
  const made = await loopbackServer(listener);
  const network = fakeNetwork(made.port);
  return { ...made, network, client: client(network, clock) };
};
const ask = { url: 'http://feed.example/rss', validators: [] };

describe('the request', () => {
  test('carries these headers and no others, and the path as the URL has it', async () => {
    const { client, requests } = await server((_request, response) =>
      response.setHeader('set-cookie', 'id=1').end(rss),
    );
    const url = "http://feed.example/a%2fb/./../%D0%BB?x=1&y=%20'&&z=?#part";
    for (let n = 0; n < 2; n++) await client.visit({ url, validators: [] });
    await client.visit({
      url: 'http://feed.example/rss?',
      validators: [{ url: 'http://feed.example/rss?', etag: 'W/"x"', lastModified: 'noon' }],
    });
    expect(requests.map((request) => Object.keys(request.headers).toSorted())).toEqual([
      ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'],
      ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'],
      ['accept', 'accept-encoding', 'connection', 'host', 'if-modified-since', 'if-none-match', 'user-agent'],
    ]);
    expect(requests.map((request) => request.url)).toEqual([
      "/a%2fb/./../%D0%BB?x=1&y=%20'&&z=?",
      "/a%2fb/./../%D0%BB?x=1&y=%20'&&z=?",
      '/rss?',
    ]);
    expect(requests[0]?.headers).toMatchObject({
      host: 'feed.example',
      'accept-encoding': 'gzip, br',
      'user-agent': 'CaucasusWire/0.1 (+https://wire.example/about)',
    });
    expect(requests.every((request) => request.method === 'GET')).toBe(true);
  });

  test.each([
    ['https://wire.example/about', '+https://wire.example/about'],
    ['desk@wire.example', '+mailto:desk@wire.example'],
    ['a\r\nX-Evil: 1', '+aX-Evil: 1'],
  ])('names its operator: %j', (contact, named) => {
    expect(userAgent(contact)).toBe(`CaucasusWire/0.1 (${named})`);
  });

  test.each([
    'W/"a"',
    '"a,b"',
    'bare',
    '"caf\u00e9"',
    '"\u00ff\u00fe"',
    '"a""b"',
    '"tab\there"',
    '{}',
    '""',
    "'",
    '"%22"',
    'W/bare',
    '"Ա"',
  ])('sends the ETag %j back byte for byte', async (etag) => {
    const bytes = Buffer.from(etag, etag.includes('Ա') ? 'utf8' : 'latin1').toString('latin1');
    const { client, requests } = await server((_request, response) =>
      response.writeHead(200, { etag: bytes }).end(rss),
    );
    const reply = await client.visit(ask);
    const got = reply.kind === 'answer' ? String(reply.answer.headers.etag) : '';
    await client.visit({ url: ask.url, validators: [{ url: ask.url, etag: got }] });
    expect(requests[1]?.headers['if-none-match']).toBe(bytes);
  });

  test('uses one connection for one host', async () => {
    const { client, sockets, network } = await server((_request, response) => response.end(rss));
    for (let n = 0; n < 5; n++) await client.visit(ask);
    expect([sockets.size, network.dials.length]).toEqual([1, 1]);
  });
});

describe('redirects', () => {
  const chain = (statuses: number[]) =>
    server((request, response) => {
      const step = Number(request.url?.slice(1) === 'rss' ? 0 : request.url?.slice(1));
      const status = statuses[step];
      return status === undefined
        ? response.end(rss)
        : response.writeHead(status, { location: `/${step + 1}` }).end('moved');
    });
  const statuses = [301, 302, 303, 307, 308];

  test('every status is followed up to five hops, and the hops are told', async () => {
    for (const length of [1, 5, 6])
      for (const status of statuses) {
        const { client, requests } = await chain(
          Array.from({ length }, (_, n) => (n % 2 === 0 ? status : 302)),
        );
        const reply = await client.visit(ask);
        const followed = {
          kind: 'answer',
          answer: {
            url: `http://feed.example/${length}`,
            hops: Array.from({ length }, (_, n) => ({ to: `http://feed.example/${n + 1}` })),
          },
        };
        expect(reply).toMatchObject(
          length <= 5 ? followed : { kind: 'unanswered', fault: 'too-many-redirects' },
        );
        expect(requests.length).toBe(Math.min(6, length + 1));
      }
  });

  test.each([
    ['itself', '/rss'],
    ['nowhere', 'http://'],
    ['a circle', '/a'],
  ])('to %s is refused', async (_name, location) => {
    const { client, requests } = await server((request, response) =>
      response.writeHead(302, { location: request.url === '/a' ? '/rss' : location }).end(),
    );
    expect(['redirect-loop', 'bad-redirect']).toContain(
      ((await client.visit(ask)) as { fault?: string }).fault,
    );
    expect(requests.length).toBeLessThanOrEqual(2);
  });

  test('without a Location is an answer like any other', async () => {
    const { client } = await server((_request, response) => response.writeHead(301).end('moved'));
    expect(await client.visit(ask)).toMatchObject({ kind: 'answer', answer: { status: 301, hops: [] } });
  });

  test('validators go only to the URL that gave them', async () => {
    const { client, requests } = await server((request, response) =>
      request.url === '/rss'
        ? response.writeHead(301, { location: 'http://new.example/feed' }).end()
        : response.writeHead(304).end(),
    );
    const reply = await client.visit({
      url: ask.url,
      validators: [{ url: 'http://new.example/feed', etag: '"n"' }],
    });
    expect(requests.map((request) => request.headers['if-none-match'])).toEqual([undefined, '"n"']);
    expect(reply).toMatchObject({ answer: { status: 304, conditional: true } });
  });

  test('a Retry-After on the way is told', async () => {
    const { client } = await server((request, response) =>
      request.url === '/rss'
        ? response.writeHead(301, { location: '/b', 'retry-after': '7200' }).end()
        : response.end(rss),
    );
    expect(await client.visit(ask)).toMatchObject({
      answer: { hops: [{ headers: { 'retry-after': '7200' } }] },
    });
  });
});

describe('bodies', () => {
  const body = (bytes: Uint8Array | string, headers: Record<string, string>) =>
    server((_request, response) => response.writeHead(200, headers).end(bytes));
  test.each<[string, Uint8Array | string, string]>([
    ['gzip', gzipSync(rss), 'gzip'],
    ['x-gzip', gzipSync(rss), 'X-GZIP'],
    ['br', brotliCompressSync(rss), 'br'],
    ['two layers', gzipSync(brotliCompressSync(rss)), 'br, gzip'],
    ['identity', rss, 'identity'],
    ['gzip in name only', rss, 'gzip'],
    ['none', rss, ''],
  ])('%s is decoded', async (_name, bytes, coding) => {
    const reply = await (await body(bytes, { 'content-encoding': coding })).client.visit(ask);
    expect(reply.kind === 'answer' && Buffer.from(reply.body).toString()).toBe(rss);
  });

  test.each<[string, Uint8Array | string, string]>([
    ['a 64 MiB bomb', gzipSync(Buffer.alloc(64 * 1024 * 1024)), 'gzip'],
    ['a bomb in brotli', brotliCompressSync(Buffer.alloc(64 * 1024 * 1024)), 'br'],
    ['a thousand layers', rss, Array.from({ length: 1000 }, () => 'gzip').join(',')],
    ['three layers', 'no markup', 'br, br, br'],
    ['zstd, never offered', 'no markup', 'zstd'],
    ['a gzip of which nothing can be read', gzipSync(rss.repeat(99)).subarray(0, 12), 'gzip'],
    ['broken brotli', 'not brotli', 'br'],
  ])('%s ends with a clear fault', async (_name, bytes, coding) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(await (await body(bytes, { 'content-encoding': coding })).client.visit(ask)).toMatchObject({
      kind: 'unanswered',
      fault: 'bad-encoding',
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  test('more than 20 MB on the wire, announced or not, is cut there', async () => {
    const limit = 20 * 1024 * 1024;
    const lengthOf = (reply: Reply): number => (reply.kind === 'answer' ? reply.body.length : -1);
    const announced = await body(Buffer.alloc(limit + 1_000_000, 32), {});
    expect(lengthOf(await announced.client.visit(ask))).toBe(limit);
    const endless = await server((_request, response) => {
      const chunk = Buffer.alloc(65_536, 32);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    });
    expect(lengthOf(await endless.client.visit(ask))).toBe(limit);
  });

  test('headers of 40 KB are read, above 64 KB they are refused', async () => {
    const long = await body(rss, { 'x-long': 'x'.repeat(40_000) });
    expect((await long.client.visit(ask)).kind).toBe('answer');
    const { client } = await body(rss, { 'x-long': 'x'.repeat(70_000) });
    expect(await client.visit(ask)).toMatchObject({ kind: 'unanswered', fault: 'too-large' });
  });

  test('of a body that ends before its Content-Length what came is read', async () => {
    const { client } = await server((_request, response) => {
      response.writeHead(200, { 'content-length': '5000' });
      response.write(rss);
      setTimeout(() => response.destroy(), 20);
    });
    const reply = await client.visit(ask);
    expect(reply.kind === 'answer' && Buffer.from(reply.body).toString()).toBe(rss);
  });

  test.each<[string, Uint8Array | string, string | undefined]>([
    ['a charset for a coding', rss, 'iso-8859-1'],
    ['a made-up coding', rss, 'plain'],
    ['zlib, never offered', deflateSync(rss), 'deflate'],
    ['bare deflate', deflateRawSync(rss), 'deflate'],
    ['gzip without a word', gzipSync(rss), undefined],
    ['gzip in gzip, named once', gzipSync(gzipSync(rss)), 'gzip'],
    ['gzip without its checksum', gzipSync(rss).subarray(0, -8), 'gzip'],
    ['gzip for brotli', gzipSync(rss), 'br'],
    ['zlib for gzip', deflateSync(rss), 'gzip'],
    ['bare deflate for gzip', deflateRawSync(rss), 'gzip'],
    ['line ends before a gzip', Buffer.concat([Buffer.from('\r\n'), gzipSync(rss)]), 'gzip'],
    ['gzip with a tail', Buffer.concat([gzipSync(rss), Buffer.from('<!-- cached -->')]), 'gzip'],
  ])('%s costs nothing', async (_name, bytes, coding) => {
    const { client } = await body(bytes, coding === undefined ? {} : { 'content-encoding': coding });
    const reply = await client.visit(ask);
    expect(reply.kind === 'answer' && Buffer.from(reply.body).toString()).toBe(rss);
  });

  test('of a gzip that is cut what came before is read', async () => {
    const long = Array.from({ length: 2_000 }, (_, n) => `<item><title>${n * 7_919}</title></item>`).join('');
    const { client } = await body(gzipSync(long).subarray(0, 3_000), { 'content-encoding': 'gzip' });
    const reply = await client.visit(ask);
    const text = reply.kind === 'answer' ? Buffer.from(reply.body).toString() : '';
    expect(text.length).toBeGreaterThan(1_000);
    expect(long.startsWith(text)).toBe(true);
  });
});

describe('an answer that is HTTP only roughly', () => {
  const fields = 'Content-Type: application/rss+xml\r\n';
  const ascii = '<rss version="2.0"><channel><title>Border</title></channel></rss>';
  const chunk = `${ascii.length.toString(16)}\r\n${ascii}\r\n`;

  test.each([
    ['bare line feeds', `HTTP/1.1 200 OK\n${fields.replaceAll('\r', '')}\n${ascii}`],
    ['a line that is no field', `HTTP/1.1 200 OK\r\n${fields}Broken line\r\n\r\n${ascii}`],
    ['a blank in a name', `HTTP/1.1 200 OK\r\n${fields}X Bad: 1\r\n\r\n${ascii}`],
    ['two lengths', `HTTP/1.1 200 OK\r\n${fields}Content-Length: 70\r\nContent-Length: 71\r\n\r\n${ascii}`],
    ['a length that is none', `HTTP/1.1 200 OK\r\n${fields}Content-Length: abc\r\n\r\n${ascii}`],
    ['chunks that are none', `HTTP/1.1 200 OK\r\n${fields}Transfer-Encoding: chunked\r\n\r\n${ascii}`],
    ['100 before it', `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n${fields}\r\n${ascii}`],
  ])('%s: the document is read', async (_name, raw) => {
    const { client } = await server((request) => void request.socket.end(raw));
    const reply = await client.visit(ask);
    expect(reply.kind === 'answer' && Buffer.from(reply.body).toString()).toBe(ascii);
  });

  test('chunks without an end behind a broken line are put together', async () => {
    const raw = `HTTP/1.1 200 OK\r\nBroken\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`;
    const { client } = await server((request) => void request.socket.end(raw));
    const reply = await client.visit(ask);
    expect(reply.kind === 'answer' && Buffer.from(reply.body).toString()).toBe(ascii);
  });

  test('a control sign in a header is not kept, and so never sent back', async () => {
    const raw = `HTTP/1.1 200 OK\r\nBroken\r\nETag: "a\u0001b"\r\n\r\n${ascii}`;
    const { client } = await server((request) => void request.socket.end(raw));
    expect(await client.visit(ask)).toMatchObject({ answer: { headers: { etag: ['"ab"'] } } });
  });
});

describe('a journey', () => {
  test('follows a Refresh header, checked like any redirect', async () => {
    const { client } = await server((request, response) =>
      request.url === '/go'
        ? response.end(rss)
        : response
            .writeHead(200, { refresh: request.url === '/rss' ? '0; url=/go' : '0; url=http://10.0.0.1/' })
            .end('<html><body>moved</body></html>'),
    );
    const reply = await client.visit(ask);
    expect(reply.kind === 'answer' && Buffer.from(reply.body).toString()).toBe(rss);
    expect(await client.visit({ ...ask, url: 'http://feed.example/inside' })).toMatchObject({
      kind: 'refused',
    });
  });

  test('takes a cookie along, to the host that set it, and forgets it', async () => {
    const seen: (string | undefined)[] = [];
    const { client } = await server((request, response) => {
      seen.push(request.headers.cookie);
      if (request.headers.cookie === undefined)
        response.writeHead(302, { location: request.url, 'set-cookie': 'guest=7; Path=/; HttpOnly' }).end();
      else response.end(rss);
    });
    expect(await client.visit(ask)).toMatchObject({ kind: 'answer' });
    await client.visit(ask);
    expect(seen).toEqual([undefined, 'guest=7', undefined, 'guest=7']);
  });

  test('goes in a circle where the cookie is not new', async () => {
    const { client } = await server((request, response) =>
      response.writeHead(302, { location: request.url, 'set-cookie': 'guest=7' }).end(),
    );
    expect(await client.visit(ask)).toMatchObject({ kind: 'unanswered', fault: 'redirect-loop' });
  });

  test('follows a page that sends on, and letters that nobody escaped', async () => {
    const { client } = await server((request, response) => {
      if (request.url === '/%D5%AC%D5%B8%D6%82%D6%80') response.end(rss);
      else if (request.url === '/go')
        response.writeHead(302, { location: Buffer.from('/լուր').toString('latin1') }).end();
      else response.end('<html><head><meta http-equiv="Refresh" content="1;URL=/go"></head></html>');
    });
    const reply = await client.visit(ask);
    expect(reply.kind === 'answer' && Buffer.from(reply.body).toString()).toBe(rss);
  });

  test('ends at a page that sends back to itself', async () => {
    const { client } = await server((request, response) =>
      response.end(`<html><meta http-equiv=refresh content="0; url=${request.url}"></html>`),
    );
    expect(await client.visit(ask)).toMatchObject({ kind: 'answer' });
  });
});

describe('no server holds a visit longer than its clock', () => {
  const drip =
    (text: string): Listener =>
    (_request, response) => {
      const timer = setInterval(() => response.write(text), 50);
      response.on('close', () => clearInterval(timer));
      response.writeHead(200).write('<');
    };

  test.concurrent.each<[string, Listener, string]>([
    ['silence before the headers', () => undefined, 'timeout'],
    ['a body dripping byte by byte', drip(' '), 'timeout'],
    [
      'silence in the body',
      (_request, response) => {
        response.writeHead(200).write('<rss>');
      },
      'timeout',
    ],
    [
      'a reset',
      (request) => {
        request.socket.resetAndDestroy();
      },
      'reset',
    ],
    [
      'a close before the body',
      (_request, response) => {
        response.writeHead(200).flushHeaders();
        setTimeout(() => response.destroy(), 30);
      },
      'reset',
    ],
    [
      'no HTTP at all',
      (request) => {
        request.socket.end('SSH-2.0-OpenSSH_9.6\r\n');
      },
      'bad-http',
    ],
    [
      'slow redirects',
      (request, response) => {
        setTimeout(() => response.writeHead(302, { location: `${request.url}x` }).end(), 600);
      },
      'timeout',
    ],
  ])('%s', async (_name, listener, fault) => {
    const { client, sockets } = await server(listener, fault === 'timeout' ? { totalTimeout: 1_500 } : {});
    // Without the clock these never end: the runner's own limit is the test.
    const reply = await client.visit(ask);
    expect(reply).toMatchObject({ kind: 'unanswered', fault });
    await vi.waitFor(() => expect(sockets.size).toBe(0), 60_000);
  });

  test('a closed port', async () => {
    const { client } = await server(() => undefined);
    const closed = fakeNetwork(1);
    expect(await (await import('./loopback.ts')).client(closed).visit(ask)).toMatchObject({
      kind: 'unanswered',
      fault: 'connect',
    });
    await client.close();
  });
});
