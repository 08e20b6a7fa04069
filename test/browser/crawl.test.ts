import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'wire-crawl-'));
let wire: ChildProcess;
let origin = '';
let printed = '';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

beforeAll(async () => {
  const port = await freePort();
  origin = `http://localhost:${port}`;
  wire = spawn(
    'node',
    [
      'node_modules/tsx/dist/cli.mjs',
      'infra/local/wire.ts',
      'start',
      '--sample',
      '--data',
      folder,
      '--port',
      `${port}`,
    ],
    { env: { ...process.env, WIRE_QUIET: '0', WIRE_NOW: '2026-11-24T23:58:30Z', TZ: 'UTC' } },
  );
  const keep = (chunk: Buffer): void => void (printed += chunk.toString());
  wire.stdout?.on('data', keep);
  wire.stderr?.on('data', keep);
});
afterAll(async () => {
  wire.kill('SIGINT');
  await new Promise((resolve) => wire.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** Addresses in a file of the site: links, pictures, scripts and styles of a page, `loc` of a sitemap, URLs of a feed or JSON file. */
function linksIn(body: string, type: string): string[] {
  if (!type.includes('html'))
    return [
      ...body.matchAll(/(?<=<loc>|href="|"(?:url|home_page_url|feed_url|page|atom|json)":")[^"<]+/g),
    ].map(String);
  const links: string[] = [];
  const parser = new Parser({
    onopentag: (name, { href, src }) => {
      const link = name === 'base' ? undefined : (href ?? src);
      if (link !== undefined) links.push(link);
    },
  });
  parser.end(body);
  return links;
}

/** Every address of the site that can be reached, with its status; `from` names a file that leads there. */
async function crawl(): Promise<Map<string, { status: number; from: string }>> {
  const seen = new Map<string, { status: number; from: string }>();
  const waiting = ['/', '/robots.txt', '/sitemap.xml', '/opml.xml', '/api/v1/latest.json'].map((path) => ({
    path,
    from: '-',
  }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next.path)) continue;
    const response = await fetch(origin + next.path);
    seen.set(next.path, { status: response.status, from: next.from });
    const type = response.headers.get('content-type') ?? '';
    if (!/html|xml|json/.test(type)) {
      await response.body?.cancel();
      continue;
    }
    const { path: from } = next;
    for (const link of linksIn(await response.text(), type)) {
      const url = new URL(link, origin + from);
      // Only the sign-up function answers by what stands behind the path.
      const path = url.pathname.startsWith('/s/') ? url.pathname + url.search : url.pathname;
      if (url.hostname === 'localhost') waiting.push({ path, from });
    }
  }
  return seen;
}

/** Waits for a word on the wire's output; what it has said by then is what a failure shows. */
async function said(word: string): Promise<void> {
  for (let tries = 0; tries < 240 && !printed.includes(word) && wire.exitCode === null; tries++)
    await sleep(500);
  expect(printed).toContain(word);
}

it('has no dead link on the running sample: after the first round, the second, and past midnight', async () => {
  const dead: string[] = [];
  const counts: number[] = [];
  const look = async (): Promise<void> => {
    const seen = await crawl();
    counts.push(seen.size);
    for (const [path, { status, from }] of seen)
      if (status !== 200) dead.push(`${from} → ${path}: ${status}`);
  };
  await said('articles new');
  await look();
  await sleep(62_000);
  await look();
  await sleep(62_000);
  await look();
  expect(dead).toEqual([]);
  expect(Math.min(...counts)).toBeGreaterThan(100);
}, 400_000);
