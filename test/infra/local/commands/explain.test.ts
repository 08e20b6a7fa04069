import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Tagging } from '../../../../shared/domain/topics/tagging.ts';
import { loopbackServer } from '../../../shared/http/loopback.ts';
import { ran, untagged, withStories } from './ran.ts';

const folder = mkdtempSync(join(tmpdir(), 'wire-explain-'));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (name: string, content: string): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};
const summit = 'CSTO summit opens in Minsk';

describe('a file', () => {
  it('of plain text: every topic and entity with term, place, rule and score; for a topic not given what it lacked', async () => {
    const { code, said } = await ran('explain', written('news.txt', `${summit}\n\nPashinyan stays away.\n`));
    expect(code).toBe(0);
    expect(said).toMatch(/^CSTO summit opens in Minsk\n {2}topic csto {2}\+\d/);
    expect(said).toMatch(/^ +\+\d\S* {2}csto-in-title: «CSTO» title:0$/m);
    expect(said).toContain('  person nikol-pashinyan (Nikol Pashinyan): «Pashinyan» summary:0\n');
    expect(said).toMatch(/^ {2}not armenia-azerbaijan {2}\S+: nearest rule \S+; lacked: no /m);
  });

  it('of JSON lines: each article, as JSON', async () => {
    const lines = [
      { id: '1', title: summit },
      { id: '2', title: 'Rain at the weekend', summary: 'Clouds from the west.' },
    ];
    const { said } = await ran(
      'explain',
      '--json',
      written('news.jsonl', lines.map((line) => JSON.stringify(line)).join('\n')),
    );
    const taggings = said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Tagging);
    expect(taggings.map(({ topics }) => topics)).toEqual([['csto'], []]);
    expect(taggings[1]?.nearMisses.map(({ of }) => of)).toEqual(['csto', 'armenia-azerbaijan']);
  });
});

describe('a URL', () => {
  afterEach(() => delete process.env.WIRE_ALLOW_HOSTS);
  const page = `<html><head><meta property="og:title" content="${summit}"></head><body><p>The leaders of the alliance met in the capital of Belarus on Thursday, their press services said.</p></body></html>`;
  const feed = `<rss version="2.0"><channel><title>F</title><item><title>${summit}</title></item><item><title>Rain at the weekend</title></item></channel></rss>`;

  it.each([
    ['page', 'text/html', page, 1],
    ['feed', 'application/rss+xml', feed, 2],
  ])('of a %s: fetched and explained', async (_, type, body, articles) => {
    const { port } = await loopbackServer((request, response) => {
      response.setHeader('content-type', request.url === '/robots.txt' ? 'text/plain' : type);
      response.end(request.url === '/robots.txt' ? '' : body);
    });
    process.env.WIRE_ALLOW_HOSTS = `127.0.0.1:${port}`;
    const { said } = await ran('explain', `http://127.0.0.1:${port}/news`);
    expect(said).toContain(`${summit}\n  topic csto `);
    expect(said.match(/^ {2}packs /gm)).toHaveLength(articles);
  });

  it('that answers an error', async () => {
    const { port } = await loopbackServer((_, response) => {
      response.statusCode = 404;
      response.end();
    });
    process.env.WIRE_ALLOW_HOSTS = `127.0.0.1:${port}`;
    await expect(ran('explain', `http://127.0.0.1:${port}/gone`)).rejects.toThrow(/\/gone: .*404/);
  });
});

describe('an article id', () => {
  it('is looked up in the data folder', async () => {
    const id = 'a'.repeat(24);
    await withStories(join(folder, 'data'), (table) => table.putArticle(untagged(id, summit)));
    const { said } = await ran('explain', id, '--data', join(folder, 'data'));
    expect(said).toContain(`${summit}\n  topic csto `);
    await expect(ran('explain', 'b'.repeat(24), '--data', join(folder, 'data'))).rejects.toThrow(
      `there is no article ${'b'.repeat(24)} in the store`,
    );
  });
});

it.each([
  [[], 'explain wants one'],
  [['one', 'two'], 'explain wants one'],
  [['nothing-here'], "'nothing-here' is no file, no http(s) URL and no article id"],
])('%j is a mistake', async (args, message) => {
  await expect(ran('explain', ...args)).rejects.toThrow(message);
});
