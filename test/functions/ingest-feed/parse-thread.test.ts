import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseThreads } from '../../../functions/ingest-feed/parse-thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'parse-thread-'));
/** A worker that does to 'spin', 'hoard' and 'die' what they say, and answers all else. */
function stub(): URL {
  const file = join(folder, 'stub.mjs');
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';
parentPort.on('message', ({ id, body }) => {
  const word = Buffer.from(body).toString();
  if (word === 'spin') for (;;);
  if (word === 'hoard') { const kept = []; for (;;) kept.push(Array.from({ length: 1e5 }, () => ({}))); }
  if (word === 'die') process.exit(3);
  if (word === 'throw') throw new Error('no');
  parentPort.postMessage({ id, parsed: { kind: 'not-feed', looksLike: 'text', reason: word } });
});
parentPort.postMessage('ready');`,
  );
  return pathToFileURL(file);
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('parseThreads', () => {
  it('parses in a thread, from source', async () => {
    const parse = parseThreads();
    expect(
      await parse(bytes('<rss version="2.0"><channel><item><title>Ա</title></item></channel></rss>'), {}),
    ).toMatchObject({ kind: 'feed', articles: [{ title: 'Ա' }] });
  });
  it('kills a parse that spins, and reads the next body', async () => {
    const parse = parseThreads({ deadlineMs: 300 }, stub());
    expect(await parse(bytes('spin'), {})).toMatchObject({
      kind: 'unreadable',
      reason: 'no end after 300 ms',
    });
    expect(await parse(bytes('next'), {})).toMatchObject({ reason: 'next' });
  });
  it.each(['die', 'throw'])('survives a thread that comes to %s', async (word) => {
    const parse = parseThreads({}, stub());
    expect(await parse(bytes(word), {})).toMatchObject({ kind: 'unreadable' });
    expect(await parse(bytes('next'), {})).toMatchObject({ reason: 'next' });
  });
  it('survives a thread that runs out of its memory', async () => {
    const parse = parseThreads({ heapMb: 16, deadlineMs: 10_000 }, stub());
    expect(await parse(bytes('hoard'), {})).toMatchObject({ kind: 'unreadable' });
    expect(await parse(bytes('next'), {})).toMatchObject({ reason: 'next' });
  });
  it('gives each of several bodies at once its own answer', async () => {
    const parse = parseThreads({}, stub());
    const answers = await Promise.all(['a', 'b', 'c'].map((word) => parse(bytes(word), {})));
    expect(answers).toMatchObject([{ reason: 'a' }, { reason: 'b' }, { reason: 'c' }]);
  });
  it('is the only way in which commands parse', () => {
    const folderOfCommands = new URL('../../../infra/local/', import.meta.url);
    const parsing = readdirSync(folderOfCommands, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => readFileSync(new URL(file, folderOfCommands), 'utf8').includes('feed/parse.ts'));
    expect(parsing).toEqual([]);
  });
});
