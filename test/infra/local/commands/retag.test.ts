import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Article } from '../../../../shared/domain/article/article.ts';
import { ran, untagged, withStories } from './ran.ts';

const folder = mkdtempSync(join(tmpdir(), 'wire-retag-'));
process.env.WIRE_NOW = '2026-03-05T12:00:00Z';
afterAll(() => {
  delete process.env.WIRE_NOW;
  rmSync(folder, { recursive: true });
});

const gains = untagged('a'.repeat(24), 'CSTO summit opens in Minsk without Armenia');
const loses = untagged('b'.repeat(24), 'Rain expected at the weekend', {
  topics: ['csto'],
  evidence: [{ kind: 'topic', of: 'csto', rule: 'old', score: 1, places: [] }],
});
const stays = untagged('c'.repeat(24), 'Pensions rise by five per cent');
const older = untagged('d'.repeat(24), 'CSTO summit opened in Minsk', { seenAt: '2026-03-03T23:59:59.000Z' });
const all = [gains, loses, stays, older];

const stored = (): Promise<Map<string, Article>> =>
  withStories(folder, (table) => table.findArticles(all.map(({ id }) => id)));
const retagged = async (...args: string[]): Promise<string> =>
  (await ran('retag', '--since', '2026-03-04', '--data', folder, ...args)).said;

beforeAll(() =>
  withStories(folder, async (table) => {
    for (const article of all) await table.putArticle(article);
  }),
);

it('prints what each article would gain and lose, and writes nothing', async () => {
  const before = await stored();
  const said = await retagged();
  expect(said).toContain(`${gains.id}  +csto `);
  expect(said).toContain(`${loses.id}  -csto  Rain expected at the weekend\n`);
  expect(said).not.toContain(stays.id);
  expect(said).not.toContain(older.id);
  expect(said).toMatch(/\n1 gained, 1 lost, 1 unchanged; nothing written \(--apply writes\)\n$/);
  expect(await stored()).toEqual(before);
});

it('--apply writes the tags, their grounds and the version, asks for the stories, and finds nothing the next time', async () => {
  expect(await retagged('--apply', '--yes')).toMatch(/\n1 gained, 1 lost, 1 unchanged; applied\n$/);
  const after = await stored();
  expect(after.get(gains.id)?.topics).toEqual(['csto']);
  expect(after.get(gains.id)?.evidence.map((one) => one.of)).toEqual(
    expect.arrayContaining(['csto', 'minsk', 'armenia']),
  );
  expect(after.get(loses.id)).toMatchObject({ topics: [], evidence: [], title: loses.title, revision: 1 });
  expect(after.get(stays.id)?.packVersion).toBe(after.get(gains.id)?.packVersion);
  expect(after.get(older.id)).toEqual(older);
  expect(
    (await withStories(folder, (table) => table.readStory(gains.id)))?.articles.map(
      ({ articleId }) => articleId,
    ),
  ).toEqual([gains.id]);
  expect(await retagged('--apply', '--yes')).toBe('0 gained, 0 lost, 0 unchanged; applied\n');
  expect(await stored()).toEqual(after);
});

it.each([[[]], [['--since', 'yesterday']], [['--since', '2026-02-31']]])('%j is a mistake', async (args) => {
  await expect(ran('retag', ...args, '--data', folder)).rejects.toThrow('--since wants a day as yyyy-mm-dd');
});
