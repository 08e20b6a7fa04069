import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openLocalWire } from '../../infra/local/local-wire.ts';
import { listSubscribers } from '../../shared/aws/subscriber-list.ts';
import { percentile } from './wire-on-internet.ts';

/**
 * `npm run measure -- load --rate 200 --seconds 60`: requests at a steady rate, whatever the answers do, against the local wire
 * over the sample: pages, feeds and files, the form, and sign-ups from many networks. One process of the wire serves them
 * beside its rounds. Exit code 1 above 100 ms at the 99th percentile of GETs, at any 5xx, or at a sign-up that was taken and lost.
 */
const { values } = parseArgs({
  options: { rate: { type: 'string', default: '200' }, seconds: { type: 'string', default: '60' } },
});
const rate = Number(values.rate);
const seconds = Number(values.seconds);
const mostMs = 100;
/** Under what the limits allow in an hour without a question. */
const signUps = Math.min(240, Math.floor(rate * seconds * 0.02));

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

interface Answer {
  status: number;
  ms: number;
}

interface Post {
  body: string;
  from: string;
}

/** Sockets that the server had closed while they were idle, when a request was just put on them. */
let closedIdle = 0;
/** What befell requests that got no answer, by code. */
const faults = new Map<string, number>();

/** @param began of the first try */
function ask(port: number, path: string, post?: Post, began = performance.now()): Promise<Answer> {
  return new Promise((resolve) => {
    const asked = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        path,
        method: post === undefined ? 'GET' : 'POST',
        headers: {
          host: `localhost:${port}`,
          ...(post !== undefined && {
            'content-type': 'application/x-www-form-urlencoded',
            'cloudfront-viewer-address': `${post.from}:1000`,
            'sec-fetch-site': 'same-origin',
          }),
        },
      },
      (response) => {
        response.resume().on('end', () => {
          resolve({ status: response.statusCode ?? 0, ms: performance.now() - began });
        });
      },
    );
    asked.on('error', (error: NodeJS.ErrnoException) => {
      // As browsers do (RFC 9112 §9.3.1): the server may close an idle connection at any time.
      if (asked.reusedSocket && error.code === 'ECONNRESET') {
        closedIdle += 1;
        resolve(ask(port, path, post, began));
        return;
      }
      const code = error.code ?? error.message;
      faults.set(code, (faults.get(code) ?? 0) + 1);
      resolve({ status: 599, ms: performance.now() - began });
    });
    asked.end(post?.body);
  });
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** Waits for the first round: its front page lists stories. @throws Error where there is none within five minutes */
async function firstRound(port: number): Promise<string[]> {
  for (let tries = 0; tries < 600; tries++) {
    const answer = await fetch(`http://localhost:${port}/api/v1/latest.json`).catch(() => null);
    const text = answer?.ok === true ? await answer.text() : '';
    const ids = [...text.matchAll(/\/stories\/([0-9a-f]{16,})\.html/g)].map(([, id]) => id ?? '');
    if (ids.length > 0) return [...new Set(ids)];
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the wire published nothing within five minutes');
}

async function load(port: number, stories: readonly string[]): Promise<{ gets: Answer[]; posts: Answer[] }> {
  const paths = [
    ...['', 'hy', 'az', 'ru', 'ka', 'tr'].map((language) => `/${language === '' ? '' : `${language}/`}`),
    ...stories.map((id) => `/stories/${id}.html`),
    '/coverage.html',
    '/days/',
    '/feeds/all.atom',
    '/api/v1/latest.json',
    '/search.html',
    '/s/subscribe',
  ];
  const [gets, posts]: [Promise<Answer>[], Promise<Answer>[]] = [[], []];
  const all = rate * seconds;
  const every = Math.floor(all / signUps);
  const began = performance.now();
  for (let n = 0; n < all; n++) {
    const wait = began + (n / rate) * 1_000 - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    const which = n / every;
    if (Number.isInteger(which) && which < signUps) {
      const body = `email=reader-${which}%40example.org&topics=csto&languages=hy&languages=ru&interface=en&frequency=daily&weekday=1&hour=7&zone=UTC`;
      posts.push(ask(port, '/s/subscribe', { body, from: `20.${which % 200}.${which % 250}.1` }));
    } else gets.push(ask(port, paths[n % paths.length] ?? '/'));
  }
  return { gets: await Promise.all(gets), posts: await Promise.all(posts) };
}

const folder = mkdtempSync(join(tmpdir(), 'wire-load-'));
rmSync(folder, { recursive: true });
const port = await freePort();
const script = fileURLToPath(new URL('../../infra/local/wire.ts', import.meta.url));
const wire = spawn(
  process.execPath,
  ['--import', 'tsx', script, 'start', '--sample', '--port', String(port), '--data', folder],
  { stdio: 'ignore', env: { ...process.env, WIRE_QUIET: '1' } },
);
try {
  const { gets, posts } = await load(port, await firstRound(port));
  const ended = new Promise((resolve) => wire.once('exit', resolve));
  wire.kill('SIGINT');
  await ended;
  const opened = await openLocalWire(folder);
  const stored = (await listSubscribers(opened.settings.TABLE_SUBSCRIBERS)).filter(
    ({ address }) => address?.startsWith('reader-') === true,
  );
  await opened.close();
  const times = gets.map(({ ms }) => ms).sort((a, b) => a - b);
  const failed = [...gets, ...posts].filter(({ status }) => status >= 500).length;
  const taken = posts.filter(({ status }) => status === 202).length;
  const lost = taken - stored.length;
  const p99 = percentile(times, 0.99);
  process.stdout.write(
    `${gets.length} GETs: median ${percentile(times, 0.5).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, most ${(times.at(-1) ?? 0).toFixed(0)} ms\n${posts.length} sign-ups, ${taken} taken, ${lost} of them lost\n${failed} answers of 5xx or none${[...faults].map(([code, n]) => `, ${code} ${n}`).join('')}; ${closedIdle} idle connections closed under a request\nload of the machine ${loadavg()[0]?.toFixed(1)}\n`,
  );
  process.exitCode = p99 > mostMs || failed > 0 || lost > 0 || taken === 0 ? 1 : 0;
} finally {
  wire.kill('SIGKILL');
  agent.destroy();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
