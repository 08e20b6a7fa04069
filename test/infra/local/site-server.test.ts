import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Server } from 'node:http';
import { listenForSite, serveSite } from '../../../infra/local/site-server.ts';
import { objectBody } from '../../mocked-aws.ts';

/** The path as written: fetch would tidy it first. */
const ask = (
  server: Server,
  path: string,
  host = 'localhost',
): Promise<{ status: number; retryAfter: string | undefined }> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    request({ port, host: '127.0.0.1', path, headers: { host } }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
    })
      .on('error', reject)
      .end();
  });

describe('the local site server', () => {
  let server: Server;
  beforeAll(async () => {
    server = await listenForSite(0);
  });
  afterAll(() => void server.close());

  it('asks to come again while the wire starts, then answers', async () => {
    expect(await ask(server, '/')).toEqual({ status: 503, retryAfter: '3' });
    serveSite(server, { bucket: 'site', api: () => Promise.resolve({ statusCode: 204 }) });
    expect((await ask(server, '/s/form')).status).toBe(204);
  });

  it.each([
    ['/%', 400],
    ['/%E0%A4%A', 400],
    ['/../bodies/key', 400],
    ['/..%2fbodies/key', 400],
    ['/%2e%2e/bodies/key', 400],
    ['/a/%2e%2e%2f..%2fbodies', 400],
    ['/..%5cbodies', 400],
    ['/./index.html', 400],
    ['/a%00b', 400],
    ['http://elsewhere.example/', 400],
    ['/s/%', 400],
  ])('refuses %s with %i', async (path, status) => expect((await ask(server, path)).status).toBe(status));

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80'])(
    'refuses a request for the host %j',
    async (host) => expect((await ask(server, '/s/form', host)).status).toBe(421),
  );
  it.each(['localhost', 'localhost:3000', '127.0.0.1:5300', '[::1]:80'])('answers as %s', async (host) =>
    expect((await ask(server, '/s/form', host)).status).toBe(204),
  );

  it('reads a page once for all who ask while it is being read, and anew for the next', async () => {
    const s3 = mockClient(S3Client);
    let answerNow = (): void => undefined;
    const asked = new Promise<void>((resolve) => (answerNow = resolve));
    s3.on(GetObjectCommand).callsFake(async () => {
      await asked;
      return { Body: objectBody(Buffer.from('<p>news</p>')), ContentType: 'text/html' };
    });
    let arrived = 0;
    server.on('request', () => arrived++);
    const many = Array.from({ length: 20 }, () => ask(server, '/ru/'));
    while (arrived < many.length) await new Promise((resolve) => setImmediate(resolve));
    answerNow();
    expect((await Promise.all(many)).map(({ status }) => status)).toEqual(many.map(() => 200));
    expect(s3.calls()).toHaveLength(1);
    await ask(server, '/ru/');
    expect(s3.calls()).toHaveLength(2);
    s3.restore();
  });
});
