import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishSite } from '../../functions/publish-site/publish-site.ts';
import { memorySite, now, site, textOf } from '../functions/publish-site/memory-site.ts';

const example = async (name: string): Promise<unknown> => import(new URL(name, import.meta.url).href);
const { whoTellsWhat } = (await example('who-tells-what.mjs')) as {
  whoTellsWhat: (
    site: string,
    day: string,
  ) => Promise<{ day: string; stories: number; sides: Record<string, object>; widest: string[] }>;
};
const { answer } = (await example('agent.mjs')) as {
  answer: (site: string, question: string) => Promise<{ tools: string[]; lines: string[] }>;
};

/** The worked examples as a reader runs them, against a published site. */
const { ports, files } = memorySite();
let server: Server;
let url = '';
beforeAll(async () => {
  await publishSite(ports, site(), now);
  server = createServer((request, response) => {
    const body = files.get((request.url ?? '').slice(1))?.body;
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

it('the script counts who tells a day’s stories', async () => {
  const told = await whoTellsWhat(url, '2026-11-24');
  expect(told).toMatchObject({ day: '2026-11-24', stories: 1 });
  expect(told.sides['yerevan']).toMatchObject({ stories: 1, alone: 0 });
  expect(told.widest).toEqual([
    'Armenia and Azerbaijan agree on next stretch of border  https://wire.example/stories/a1b2c3d4e5f60718.html',
  ]);
  await expect(whoTellsWhat(url, '1999-01-01')).rejects.toThrow('has no stories of 1999-01-01');
});

it('the agent asks over stdio, with the official client, and names its sources', async () => {
  const { tools, lines } = await answer(url, 'Пашиняна');
  expect(tools).toEqual(['search', 'story', 'name', 'day']);
  expect(lines.join('\n')).toMatch(
    /\n\[1\] .+ \(read 2026-11-2\d \d\d:\d\d UTC; https:\/\/wire\.example\/stories\//,
  );
  expect(lines.at(-1)).toMatch(/^https:\/\/wire\.example\/stories\/[0-9a-f]+\.html$/);
});

/** SQLite, as Python's own library has it: Node 20 has no SQL of its own. */
const load = `
import csv, io, json, sqlite3, sys
task = json.load(sys.stdin)
header, *rows = csv.reader(io.StringIO(task["csv"], newline=""))
db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE articles (" + ", ".join(header) + ")")
db.executemany("INSERT INTO articles VALUES (" + ", ".join("?" * len(header)) + ")", rows)
answer = db.execute(task["sql"])
json.dump([dict(zip([c[0] for c in answer.description], row)) for row in answer], sys.stdout)
`;
const hasSql = spawnSync('python3', ['-c', 'import sqlite3']).status === 0;

it.skipIf(!hasSql)('the SQL says which side came first, and how each followed', () => {
  const sql = readFileSync(new URL('who-was-first.sql', import.meta.url), 'utf8');
  const csv = textOf(files, 'exports/days/2026-11-24.articles.csv');
  const { stdout, stderr } = spawnSync('python3', ['-c', load], { input: JSON.stringify({ sql, csv }) });
  expect(stderr.toString()).toBe('');
  const rows = JSON.parse(stdout.toString('utf8')) as Record<string, unknown>[];
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.filter((row) => row['is_first'] === 1)).toHaveLength(1);
  expect(rows[0]).toMatchObject({ story_id: 'a1b2c3d4e5f60718', is_first: 1 });
  expect(new Set(rows.map(({ side }) => side)).size).toBe(rows.length);
});
