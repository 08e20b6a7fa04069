import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerRecord } from '../shared/domain/visit/answer-record.ts';
import { ran } from './infra/local/commands/ran.ts';

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

const root = mkdtempSync(join(tmpdir(), 'wire-e2e-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs the wire as `npm start` does, in a process of its own. */
async function start(now: string, ...args: string[]): Promise<Ended> {
  const env = { ...process.env, WIRE_NOW: now, TZ: 'UTC' };
  try {
    const { stdout, stderr } = await promisify(execFile)(
      'node',
      ['node_modules/tsx/dist/cli.mjs', 'infra/local/wire.ts', 'start', ...args],
      { env },
    );
    return { code: 0, stdout, stderr };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, stdout: failed.stdout, stderr: failed.stderr };
  }
}

describe('one round over the sample feeds', () => {
  const data = join(root, 'sample');
  let first: Ended;
  beforeAll(async () => {
    first = await start('2026-11-24T06:30:00Z', '--once', '--sample', '--data', data);
  }, 160_000);

  it('reads eleven feeds, names the one that is a page, and tells what it found', () => {
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    expect(first.stdout).toContain(
      '12 feeds visited, 0 unchanged, 1 failed · 78 articles new (60 on topic, 2 reprints) · 10 stories',
    );
    expect(first.stdout).toMatch(/blocked: .*no feed/);
    expect(first.stdout).toMatch(/Digest {4}preview: \S/);
  });

  it('mails the reader one digest that a mail parser reads, with a story told from both sides and one-click unsubscribe', async () => {
    const [file, ...others] = readdirSync(join(data, 'mails'));
    expect(others).toEqual([]);
    const mail = await simpleParser(readFileSync(join(data, 'mails', file ?? '')));
    expect(mail.to).toMatchObject({ text: 'reader@caucasus-wire.example' });
    expect(mail.text).toContain('Abu Dhabi');
    expect(mail.html).toContain('Nümunə Bakı');
    expect(mail.html).toContain('Օրինակ Երևան');
    expect(mail.html).not.toContain('<img');
    // What happened, in a source's words; a translation with its mark above its original; a denial.
    expect(mail.text).toContain('«Five presidents signed 19 documents in the Kyrgyz capital');
    expect(mail.text).toContain('Baku denies claim of fire towards Khoznavar [tr→en, machine]');
    expect(mail.text).toContain('təkzib edib');
    expect(mail.text).toContain('Denied by: Baku');
    // Nothing of an old item, nor of a text that its outlet keeps to itself.
    expect(mail.text).not.toContain('initialled in Washington');
    expect(mail.html).not.toContain('ტექსტი გამოცემის');
    const list = mail.headers.get('list') as {
      unsubscribe?: { url?: string };
      'unsubscribe-post'?: { name?: string };
    };
    expect(list.unsubscribe?.url).toMatch(/^http:\/\/localhost:4400\/s\//);
    expect(list['unsubscribe-post']?.name).toBe('List-Unsubscribe=One-Click');
  });

  it('goes on where it stopped: no feed early, no article twice, no second mail', async () => {
    const second = await start('2026-11-24T06:35:00Z', '--once', '--sample', '--data', data);
    expect(second.code).toBe(0);
    expect(second.stdout).toContain('0 feeds visited, 0 unchanged, 0 failed · 0 articles new');
    expect(readdirSync(join(data, 'mails'))).toHaveLength(1);
  }, 160_000);

  it('proves a story: bytes and headers as its server sent them, what people decided, and citations', async () => {
    const found = async (query: string): Promise<string> => {
      const { said } = await ran('search', query, '--limit', '1', '--json', '--data', data);
      return (JSON.parse(said) as { id: string }).id;
    };
    const [story, other] = [await found('Abu Dhabi'), await found('Bishkek')];
    await ran('story', 'merge', other, story, '--data', data);
    const out = join(root, 'proof.zip');
    expect(await ran('evidence', story, '--out', out, '--data', data)).toMatchObject({ code: 0 });
    const files = unzipSync(readFileSync(out));
    const json = (name: string): unknown => JSON.parse(Buffer.from(files[name] ?? '').toString('utf8'));
    const fetched = json('fetched.json') as { sha256: string; url: string; answer: AnswerRecord }[];
    expect(fetched.length).toBeGreaterThan(2);
    for (const { sha256, url, answer } of fetched) {
      const body = files[`bodies/${sha256}`] ?? Buffer.of();
      expect(createHash('sha256').update(body).digest('hex')).toBe(sha256);
      expect(url).toMatch(/^http:\/\//);
      expect(answer.status).toBe(200);
      expect(answer.headers.map(([name]) => name)).toEqual(expect.arrayContaining(['date', 'content-type']));
    }
    expect(json('decisions.json')).toEqual([expect.objectContaining({ kind: 'merge', into: story })]);
    expect(Buffer.from(files['citations.txt'] ?? '').toString('utf8')).toMatch(
      /\(read 2026-11-24 06:3\d UTC; /,
    );
  }, 160_000);
});

it('ends a mistake with one line and exit code 2, and takes no port', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  const ended = await start(
    '2026-11-24T06:30:00Z',
    '--sample',
    '--data',
    join(root, 'port'),
    '--port',
    String(port),
  );
  taken.close();
  expect(ended).toMatchObject({
    code: 2,
    stderr: `wire: port ${port} is in use or not allowed; choose another with --port N\n`,
  });
  expect(existsSync(join(root, 'port'))).toBe(false);
}, 60_000);
