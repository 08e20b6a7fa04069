import { inflateRawSync } from 'node:zlib';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, test } from 'vitest';
import rows from '../../fixtures/earlier-rows.json' with { type: 'json' };
import { testCloud } from '../../embedded.ts';

/**
 * Rows that earlier releases wrote, by their own code (checked out, its writes caught): one of each kind in each of the forms there
 * were. The texts are ours. A release that changes a form adds its predecessor's rows here.
 */
const cloud = await testCloud();
const { dynamo } = await import('../../../shared/aws/clients.ts');
const { editionMethods } = await import('../../../shared/aws/edition-rows.ts');
const { loadAllStates, loadFeedState, saveFeedState } = await import('../../../shared/aws/feeds-table.ts');
const { storiesTable } = await import('../../../shared/aws/stories-table.ts');
const { subscribersTable } = await import('../../../shared/aws/subscribers-table.ts');

type StoredRow = Record<string, unknown>;
const bytes = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'base64' in value
    ? Buffer.from(String(value.base64), 'base64')
    : value;
const tableOf = (pk: string): string =>
  pk.startsWith('FEED#') || pk.startsWith('HOST#')
    ? cloud.tableFeeds
    : pk.startsWith('SUBSCRIBER#')
      ? cloud.tableSubscribers
      : cloud.tableStories;
async function put(row: StoredRow): Promise<void> {
  const Item = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, bytes(value)]));
  await dynamo().send(new PutCommand({ TableName: tableOf(String(row.pk)), Item }));
}

const clock = (): Date => new Date('2026-11-20T10:00:00Z');
const stories = storiesTable(cloud.tableStories, clock);
const [articleId, storyId, other] = ['a', 's', 't'].map((letter) => letter.repeat(24)) as [
  string,
  string,
  string,
];
const readerId = '1'.repeat(32);

describe.each(Object.entries(rows as unknown as Record<string, StoredRow[]>))(
  'rows of %s',
  (release, written) => {
    test('are read as they were meant', async () => {
      expect(written.length, release).toBeGreaterThan(9);
      for (const row of written) await put(row);

      expect(await stories.readArticle(articleId)).toMatchObject({
        id: articleId,
        title: 'Հանդիպում Երևանում: CSTO summit',
        summary: 'Встреча в Ереване, görüş.',
        seenAt: '2026-11-20T08:05:00.000Z',
        topics: ['csto'],
        revision: 1,
        evidence: [
          { of: 'csto', rule: 'csto-in-title', places: [{ field: 'title', start: 20, text: 'CSTO' }] },
          { of: 'armenia', places: [{ field: 'summary', text: 'Встреча' }] },
        ],
      });
      expect((await stories.articlesOfDay('2026-11-20')).map(({ id, topics }) => [id, topics])).toEqual([
        [articleId, ['csto']],
        ['b'.repeat(24), []],
      ]);
      const read = await stories.readStory(other);
      expect(read?.articles.map((article) => article.articleId)).toEqual([articleId]);
      expect((await stories.readStoryRow(storyId))?.headlines.hy?.articleId).toBe(articleId);
      expect((await stories.readDecisions()).map(({ kind }) => kind)).toEqual(['merge']);
      const copy = 'Встреча в Ереване о мире и границе, которую готовили долго, прошла сегодня утром.';
      const text = {
        outletId: 'other',
        language: 'hy',
        title: 'Հանդիպում Երևանում: CSTO summit',
        summary: copy,
      };
      expect((await stories.findReprint({ id: 'x'.repeat(24), ...text }))?.original).toBe(articleId);

      expect(await loadFeedState(cloud.tableFeeds, 'sevan-hy')).toMatchObject({
        url: 'https://sevan-lur.example/rss',
        visit: 3,
        validators: { url: 'https://sevan-lur.example/rss', etag: '"1"' },
        reading: { kind: 'ok', items: 30 },
      });
      expect((await loadAllStates(cloud.tableFeeds)).hosts.get('sevan-lur.example')).toMatchObject({
        pausedUntil: '2026-11-20T10:00:00.000Z',
      });
      expect(await subscribersTable(cloud.tableSubscribers).readSubscriber(readerId)).toMatchObject({
        address: 'reader@r.example',
        state: 'confirmed',
        dueAt: '2026-11-21T03:00:00.000Z',
        preferences: { topics: ['csto'], hour: 7 },
      });
      expect(await editionMethods(cloud.tableSubscribers).readEditions(readerId, '')).toMatchObject([
        { editionId: '2026-11-20', state: 'planned' },
      ]);
    });
  },
);

it('a row of a later release is an error that names it and says what to do, and is not taken for one of ours', async () => {
  const late = { format: 2, url: 'x' };
  await put({ pk: 'FEED#late', visit: 1, state: { url: 'https://x.example/' }, ...late });
  await put({ pk: `SUBSCRIBER#${readerId}`, sk: 'SUBSCRIBER', ...late });
  await put({ pk: `SUBSCRIBER#${readerId}`, sk: 'EDITION#2026-11-20', ...late });
  const told = (key: string): string =>
    `the row ${key} is of format 2, written by a later release: deploy that again ("Rolling back" in RUNBOOK.md)`;
  await expect(loadFeedState(cloud.tableFeeds, 'late')).rejects.toThrow(told('FEED#late'));
  await expect(loadAllStates(cloud.tableFeeds)).rejects.toThrow(told('FEED#late'));
  await expect(subscribersTable(cloud.tableSubscribers).readSubscriber(readerId)).rejects.toThrow(
    told(`SUBSCRIBER#${readerId} SUBSCRIBER`),
  );
  await expect(editionMethods(cloud.tableSubscribers).readEditions(readerId, '')).rejects.toThrow(
    'of format 2',
  );
});

it('attributes that a later release added are passed by, and kept when this one writes the row', async () => {
  const [, release] = Object.entries(rows as unknown as Record<string, StoredRow[]>).at(-1) ?? [];
  const of = (sk: string): StoredRow =>
    release?.find((row) => row.pk === `SUBSCRIBER#${readerId}` && String(row.sk).startsWith(sk)) ?? {};
  const preferences = { ...(of('SUBSCRIBER').preferences as object), colour: 'dark' };
  await put({ ...of('SUBSCRIBER'), preferences, pausedBy: 'an app' });
  await put({ ...of('EDITION'), opened: 'never' });
  const table = subscribersTable(cloud.tableSubscribers);
  await table.changeSubscriber(readerId, (current) =>
    current === null ? null : { ...current, dueDate: '2026-11-22' },
  );
  expect(await table.readSubscriber(readerId)).toMatchObject({
    dueDate: '2026-11-22',
    pausedBy: 'an app',
    preferences: { topics: ['csto'], colour: 'dark' },
  });
  expect(await table.readEditions(readerId, '')).toMatchObject([
    { editionId: '2026-11-20', opened: 'never' },
  ]);
  await put({ ...of('SUBSCRIBER'), preferences, state: 'asleep' });
  await expect(table.readSubscriber(readerId)).rejects.toThrow('Invalid option');
});

/** Attributes of a row, and of a packed body its format and fields: what another release must know to read it. */
async function formOf(pk: string, sk?: string): Promise<string[]> {
  const Key = { pk, ...(sk !== undefined && { sk }) };
  const { Item = {} } = await dynamo().send(new GetCommand({ TableName: tableOf(pk), Key }));
  const { body, ...rest } = Item;
  if (!(body instanceof Uint8Array)) return Object.keys(rest).toSorted();
  const fields = Object.keys(JSON.parse(inflateRawSync(body.subarray(1)).toString()) as object);
  return [...Object.keys(rest), `body of format ${body[0]}: ${fields.toSorted().join(' ')}`].toSorted();
}

describe('rows that this release writes have the form of the release before, so that it can be put back', () => {
  const [, before] = Object.entries(rows as unknown as Record<string, StoredRow[]>).at(-1) ?? [];
  const fresh = 'd'.repeat(24);
  const decision = {
    id: 'later',
    at: '2026-11-20T09:00:00.000Z',
    kind: 'merge',
    from: other,
    into: storyId,
  } as const;

  it.each([
    ['an article', ['ARTICLE', articleId, fresh]],
    ['a story', ['STORY', storyId, fresh]],
  ])('%s', async (_, [kind = '', old = '', now = '']) => {
    for (const row of before ?? []) await put(row);
    const article = await stories.readArticle(old);
    const story = await stories.readStoryRow(old);
    if (article !== null) await stories.putArticle({ ...article, id: now });
    if (story !== null) {
      const { links } = await stories.readLinks(old);
      await stories.putStory({ ...story, id: now }, { links, indexedForDay: true });
    }
    expect(await formOf(`${kind}#${now}`, kind)).toEqual(await formOf(`${kind}#${old}`, kind));
  });

  it('a link, a decision, a source, a reader and an edition', async () => {
    for (const row of before ?? []) await put(row);
    const [link] = (await stories.readLinks(other)).storedSeparately;
    if (link !== undefined) await stories.putLink({ ...link, articleId: fresh });
    expect(await formOf(`STORY#${other}`, `ARTICLE#${fresh}`)).toEqual(
      await formOf(`STORY#${other}`, `ARTICLE#${articleId}`),
    );
    await stories.putDecision(decision);
    expect(await formOf('DECISIONS', 'DECISION#later')).toEqual(
      await formOf('DECISIONS', 'DECISION#2026-11-20T09:00:00.000Z-1'),
    );
    const source = await formOf('FEED#sevan-hy');
    const state = await loadFeedState(cloud.tableFeeds, 'sevan-hy');
    if (state !== undefined) await saveFeedState(cloud.tableFeeds, { ...state, visit: 4 }, 3);
    expect(await formOf('FEED#sevan-hy')).toEqual(source);
    const table = subscribersTable(cloud.tableSubscribers);
    const [reader, edition] = [
      await formOf(`SUBSCRIBER#${readerId}`, 'SUBSCRIBER'),
      (await table.readEditions(readerId, ''))[0],
    ];
    await table.changeSubscriber(readerId, (current) =>
      current === null ? null : { ...current, dueDate: '2026-11-23' },
    );
    expect(await formOf(`SUBSCRIBER#${readerId}`, 'SUBSCRIBER')).toEqual(reader);
    if (edition !== undefined) await table.putEdition({ ...edition, editionId: '2026-11-21' });
    expect(await formOf(`SUBSCRIBER#${readerId}`, 'EDITION#2026-11-21')).toEqual(
      await formOf(`SUBSCRIBER#${readerId}`, 'EDITION#2026-11-20'),
    );
  });
});
