import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { onPlace } from '../../../../infra/local/commands/story.ts';
import { openLocalWire } from '../../../../infra/local/local-wire.ts';
import { embeddedPlace } from '../../../../infra/local/place.ts';
import type { Article } from '../../../../shared/domain/article/article.ts';
import { UsageError } from '../../../../shared/errors.ts';
import { saidBy } from './ran.ts';
import { storedArticle } from '../../../fakes/stored-article.ts';

const folder = mkdtempSync(join(tmpdir(), 'wire-story-'));
process.env.WIRE_NOW = '2026-03-04T12:00:00Z';
const wire = await openLocalWire(folder);
const place = embeddedPlace(wire);
const { storiesTable } = await import('../../../../shared/aws/stories-table.ts');
const { storyGrouper } = await import('../../../../functions/group-stories/group-stories.ts');
const { storyWindowStore } = await import('../../../../shared/aws/story-window-store.ts');
const { StoryBook } = await import('../../../../shared/domain/story/book.ts');
afterAll(async () => {
  await wire.close();
  rmSync(folder, { recursive: true });
});

const now = new Date(process.env.WIRE_NOW);
const table = storiesTable(wire.settings.TABLE_STORIES, () => now);
const article = (id: string, title: string, more: Partial<Article>): Article =>
  storedArticle({
    id,
    title,
    publishedAt: now.toISOString(),
    seenAt: now.toISOString(),
    ...more,
  });
const release = {
  subtopics: ['prisoners', 'humanitarian'],
  entities: ['armenia', 'azerbaijan', 'red-cross', 'lachin'],
};
const railway = { subtopics: ['transit'], entities: ['georgia', 'armenia'] };
const articles = [
  article('r1', 'Azerbaijan frees 12 Armenian prisoners at the Lachin bridge', {
    ...release,
    summary: 'The detainees were handed over with the help of the Red Cross, the office in Yerevan said.',
  }),
  article('t1', 'Freight tariff on the railway through Georgia cut by a third', {
    ...railway,
    summary: 'Grain wagons bound for Armenia will pay less transit duty, the ministry of economy announced.',
  }),
  article('r2', 'Twelve freed Armenian prisoners cross the Lachin bridge home', {
    ...release,
    summary: 'Azerbaijan let 12 people go; the Red Cross took part, and families waited on the other side.',
  }),
];
for (const each of articles) await table.putArticle(each);
await storyGrouper({
  table,
  window: storyWindowStore(wire.settings.BUCKET_ARCHIVE),
  clock: () => now,
  log: () => undefined,
  rebuild: () => Promise.resolve(new StoryBook()),
  outletOf: (name) => ({ name, country: 'AM', kind: 'agency' }),
})(articles.map(({ id }) => ({ articleId: id, revision: 1 })));

const said = async (...args: string[]): Promise<string> => (await saidBy(() => onPlace(place, args))).said;
const decided = async (...args: string[]): Promise<string> =>
  /(?:decided|undone) (\S+)/.exec(await said(...args))?.[1] ?? 'nothing';
const membersOf = async (id: string): Promise<string[]> =>
  ((await table.readStory(id))?.articles ?? []).map((each) => each.articleId).sort();

test('stories are merged, and parted again by undo', async () => {
  expect(await membersOf('r1')).toEqual(['r1', 'r2']);
  const merge = await decided('merge', 't1', 'r1');
  expect(await membersOf('r1')).toEqual(['r1', 'r2', 't1']);
  expect((await table.readStoryRow('t1'))?.mergedInto).toBe('r1');
  expect(await said('show', 't1')).toContain('merged into r1');
  await decided('undo', merge);
  expect(await membersOf('r1')).toEqual(['r1', 'r2']);
  expect(await membersOf('t1')).toEqual(['t1']);
  expect((await table.readStoryRow('t1'))?.mergedInto).toBeUndefined();
});

test('an article is split off, and moved to another story; the last decision wins', async () => {
  const answer = await said('split', 'r1', 'r2');
  const into = / into (\S+)/.exec(answer)?.[1] ?? 'nowhere';
  expect(await membersOf(into)).toEqual(['r2']);
  await decided('move', 'r2', 't1');
  expect(await membersOf('t1')).toEqual(['r2', 't1']);
  expect((await table.readStoryRow(into))?.mergedInto).toBe('t1');
});

test('a chosen headline stands for the story until it is undone', async () => {
  const rename = await decided('rename', 't1', 't1');
  expect((await table.readStoryRow('t1'))?.headlines.en?.articleId).toBe('t1');
  await decided('undo', rename);
  expect((await table.readStoryRow('t1'))?.headlines.en?.articleId).toBe('r2');
  expect(await said('decisions')).toMatch(/rename t1 by t1 \(en\) {2}\(undone\)/);
});

test.each([
  [['merge', 'r1']],
  [['merge', 'r1', 'r1']],
  [['merge', 'r1', 'never']],
  [['split', 'r1', 't1']],
  [['move', 'never', 'r1']],
  [['undo', 'never']],
  [['show', 'never']],
  [['fold', 'r1']],
])('%j is a mistake, and nothing is decided', async (args) => {
  const before = (await table.readDecisions()).length;
  await expect(said(...args)).rejects.toThrow(UsageError);
  expect(await table.readDecisions()).toHaveLength(before);
});
