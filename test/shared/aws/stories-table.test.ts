import { deflateRawSync } from 'node:zlib';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import type { Article } from '../../../shared/domain/article/article.ts';
import type { Story } from '../../../shared/domain/story/story.ts';
import { testCloud } from '../../embedded.ts';
import { storedArticle } from '../../fakes/stored-article.ts';

const cloud = await testCloud();
const { dynamo } = await import('../../../shared/aws/clients.ts');
const { earlierDictionaries } = await import('../../../shared/aws/earlier-dictionaries.ts');

/** As the first format packed. */
const packedFirst = (value: unknown): Uint8Array =>
  Buffer.concat([
    Buffer.of(1),
    deflateRawSync(JSON.stringify(value), { dictionary: earlierDictionaries()[1] ?? Buffer.of() }),
  ]);
const { storiesTable } = await import('../../../shared/aws/stories-table.ts');
const now = new Date('2026-03-04T12:00:00Z');
const table = storiesTable(cloud.tableStories, () => now);

const article = (id: string, more: Partial<Article> = {}): Article =>
  storedArticle({
    id,
    outletId: 'news.am',
    feedId: 'news.am.hy',
    url: `https://news.am/${id}`,
    title: 'Սահմանազատման հանձնաժողովը նիստ է գումարել',
    summary: 'Նիստը տեսակապով էր։',
    language: 'hy',
    publishedAt: '2026-03-04T09:00:00.000Z',
    seenAt: '2026-03-04T09:05:00.000Z',
    archiveKey: 'bodies/2026-03-04/news.am.hy/00.gz',
    subtopics: ['border'],
    entities: ['armenia'],
    ...more,
  });
const story = (id: string, changedAt: string): Story => ({
  id,
  topics: ['armenia-azerbaijan'],
  subtopics: [],
  entities: [],
  phase: 'breaking',
  firstSeenAt: changedAt,
  lastSeenAt: changedAt,
  changedAt,
  languages: ['hy'],
  headlines: {},
  sides: [],
  independent: 1,
  reprints: 0,
  silences: [],
  claims: [],
});

test('an article is stored once, whoever comes first', async () => {
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => table.putArticle(article('once'))));
  expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
  expect(await table.readArticle('once')).toEqual(article('once'));
});

test('a row of the first format is read: the whole article, deflated with the first dictionary', async () => {
  const body = Buffer.from(
    'AauGWJafppuWX5SbWKJrCPI2Ij3npZYX6yXmKukg3AMV0gPnHLDjIFENc9TVtqurr+69uh/sS5j7wP6DOxGsFYs7DYx1DUxCDCxxOBZNjSmSGiqkSLDB+gjf6RsY6KWDCwa8KRUlScbqoCRKWNIDCWNJZvDUAE5niHQKTXGJOZmJoIxNSsoz0IGkPRMdWOqDR0dtbG2sDlqeNlSqBQA=',
    'base64',
  );
  await dynamo().send(
    new PutCommand({
      TableName: cloud.tableStories,
      Item: { pk: 'ARTICLE#of-format-1', sk: 'ARTICLE', revision: 1, body },
    }),
  );
  expect(await table.readArticle('of-format-1')).toEqual(
    article('of-format-1', {
      url: null,
      title: 'Նիստ',
      summary: '',
      topics: ['csto'],
      subtopics: [],
      evidence: [
        {
          kind: 'entity',
          of: 'armenia',
          rule: 'alias',
          score: 1,
          places: [{ field: 'title', start: 0, end: 4, text: 'Նիստ' }],
        },
      ],
    }),
  );
});

test('evidence comes back as it was: texts from the article, what a near miss lacked', async () => {
  const told = article('told', {
    evidence: [
      {
        kind: 'topic',
        of: 'armenia-azerbaijan',
        rule: 'border-in-title',
        score: 0.7,
        places: [
          { field: 'summary', start: 0, end: 5, text: 'Նիստը' },
          { field: 'title', start: 0, end: 16, text: 'Սահմանազատման հա' },
        ],
      },
      {
        kind: 'subtopic',
        of: 'border',
        rule: 'border-in-title',
        score: 1,
        places: [{ field: 'title', start: 0, end: 16, text: 'Սահմանազատման հա' }],
      },
      {
        kind: 'topic',
        of: 'csto',
        rule: 'csto-in-title',
        score: 0,
        places: [],
        lacked: 'no csto in the title',
      },
    ],
  });
  await table.putArticle(told);
  expect((await table.findArticles(['told'])).get('told')).toEqual(told);
});

test('of what a body shows again only changed texts are read whole, and what this same body stored', async () => {
  const [known, changed, retried, old] = ['known', 'changed', 'retried', 'old'].map((id) =>
    article(`shown-${id}`),
  ) as [Article, Article, Article, Article];
  await Promise.all([known, changed, retried, old].map((each) => table.putArticle(each)));
  const key = { pk: `ARTICLE#${old.id}`, sk: 'ARTICLE' };
  await dynamo().send(
    new UpdateCommand({ TableName: cloud.tableStories, Key: key, UpdateExpression: 'REMOVE said' }),
  );
  const shown = ({ title, summary }: Article, archiveKey = 'bodies/later.gz') => ({
    title,
    summary,
    archiveKey,
  });
  await table.putGuid('guid-of-known', known.id);
  const found = await table.findShown(
    new Map([
      [known.id, shown(known)],
      [changed.id, { ...shown(changed), title: 'Another title' }],
      [retried.id, shown(retried, retried.archiveKey)],
      [old.id, shown(old)],
      ['never', shown(known)],
    ]),
    ['guid-of-known', 'guid-of-none'],
  );
  expect(found.articles).toEqual(
    new Map<string, unknown>([
      [known.id, 'same'],
      [changed.id, changed],
      [retried.id, retried],
      [old.id, old],
    ]),
  );
  expect(found.named).toEqual(new Map([['guid-of-known', known.id]]));
});

test('an article with the beginning of its page is the same as long as the feed gives its title alone', async () => {
  const read: Article = { ...article('shown-page'), summary: 'What the page begins with.', fromPage: true };
  await table.putArticle(read);
  const shown = (summary: string) =>
    table.findShown(new Map([[read.id, { title: read.title, summary, archiveKey: 'bodies/later.gz' }]]), []);
  expect((await shown('')).articles.get(read.id)).toBe('same');
  expect((await shown('The feed has a text now.')).articles.get(read.id)).toEqual(read);
});

test('an off-topic article goes after its days, with its revisions; on-topic ones stay, as does what once was', async () => {
  const expiryOf = async (key: { pk: string; sk: string }): Promise<unknown> =>
    (await dynamo().send(new GetCommand({ TableName: cloud.tableStories, Key: key }))).Item?.expiresAt;
  const keyOf = (id: string, sk = 'ARTICLE') => ({ pk: `ARTICLE#${id}`, sk });
  const seenAt = '2026-03-01T00:00:00.000Z';
  const gone = Date.parse('2026-04-30T00:00:00Z') / 1_000;
  const about = article('ttl-about', { seenAt });
  const other = article('ttl-other', { seenAt, topics: [] });
  await table.putArticle(about);
  await table.putArticle(other);
  expect([await expiryOf(keyOf(about.id)), await expiryOf(keyOf(other.id))]).toEqual([undefined, gone]);
  for (const each of [about, other])
    await table.reviseArticle({ ...each, title: 'Changed', topics: [], revision: 2 }, 1);
  expect([await expiryOf(keyOf(about.id)), await expiryOf(keyOf(other.id))]).toEqual([undefined, gone]);
  expect(await expiryOf(keyOf(other.id, 'REVISION#00001'))).toBe(gone);
  await table.retagArticle({ ...other, title: 'Changed', revision: 2 });
  expect(await expiryOf(keyOf(other.id))).toBe(undefined);
});

test('findArticles reads more than one batch and leaves out what is not stored', async () => {
  const ids = Array.from({ length: 130 }, (_, n) => `many-${n}`);
  await Promise.all(ids.map((id) => table.putArticle(article(id, { seenAt: '2026-02-01T00:00:00.000Z' }))));
  const found = await table.findArticles([...ids, 'never', 'many-0']);
  expect([...found.keys()].sort()).toEqual([...ids].sort());
  expect((await table.articlesOfDay('2026-02-01')).map((each) => each.id).sort()).toEqual([...ids].sort());
});

test('a revision keeps the earlier text and the day of the first; a late one changes nothing', async () => {
  await table.putArticle(article('edited'));
  const second = article('edited', {
    revision: 2,
    title: 'Հանձնաժողովը նիստ գումարեց',
    seenAt: '2026-03-05T01:00:00.000Z',
  });
  expect(await table.reviseArticle(second, 1)).toBe('revised');
  expect(await table.reviseArticle({ ...second, title: 'other' }, 1)).toBe('known');
  expect((await table.readArticle('edited'))?.title).toBe('Հանձնաժողովը նիստ գումարեց');
  expect(await table.readRevisions('edited')).toEqual([
    { at: '2026-03-05T01:00:00.000Z', title: article('edited').title, summary: article('edited').summary },
  ]);
  expect((await table.articlesOfDay('2026-03-04')).map((each) => each.id)).toContain('edited');
});

test('a story is read with its articles, their earlier texts and why they are linked', async () => {
  await table.putArticle(article('in-story', { publishedAt: '2026-03-04T08:00:00.000Z' }));
  await table.putStory(story('story-1', '2026-03-04T10:00:00.000Z'));
  for (const id of ['edited', 'in-story']) {
    await table.putLink({
      storyId: 'story-1',
      articleId: id,
      outletName: 'News.am',
      country: 'AM',
      kind: 'independent',
      evidence: [{ kind: 'story', of: 'story-1', rule: 'entities', score: 0.9, places: [] }],
    });
  }
  const read = await table.readStory('story-1');
  expect(
    read?.articles.map((each) => [each.articleId, each.side, each.revisions.length, each.evidence.length]),
  ).toEqual([
    ['in-story', 'yerevan', 0, 1],
    ['edited', 'yerevan', 1, 1],
  ]);
  expect(await table.readStory('never')).toBeNull();
});

test('a new story is listed by the article it is named after, without a row of its own for that', async () => {
  const day = '2026-01-20T10:00:00.000Z';
  await table.putArticle(article('opener', { seenAt: day }));
  await table.putArticle(article('off-topic', { seenAt: day, topics: [] }));
  await table.putStory(story('opener', day), { links: [], indexedForDay: true });
  const ids = async (since: string) => (await table.storiesChangedSince(since)).map((each) => each.id);
  expect(await ids('2026-01-20T00:00:00.000Z')).toContain('opener');
  expect(await ids('2026-01-21T00:00:00.000Z')).not.toContain('opener');
  expect((await table.articlesOfDay('2026-01-20')).map((each) => each.id).sort()).toEqual([
    'off-topic',
    'opener',
  ]);
});

test('a story of the first format is listed and read: it stands in the index, and its first link beside it', async () => {
  const old = story('of-old', '2025-12-30T10:00:00.000Z');
  const link = (articleId: string) => ({
    storyId: 'of-old',
    articleId,
    outletName: 'News.am',
    country: 'AM',
    kind: 'independent' as const,
    evidence: [],
  });
  await dynamo().send(
    new PutCommand({
      TableName: cloud.tableStories,
      Item: {
        pk: 'STORY#of-old',
        sk: 'STORY',
        dayPk: 'STORIES#2025-12-30',
        daySk: 'of-old',
        body: packedFirst(old),
        opener: packedFirst(link('in-story')),
      },
    }),
  );
  await table.putLink(link('edited'));
  expect(
    await storiesTable(cloud.tableStories, () => new Date('2025-12-31T00:00:00Z')).storiesChangedSince(
      '2025-12-30T00:00:00.000Z',
    ),
  ).toEqual([old]);
  expect((await table.readStory('of-old'))?.articles.map((each) => each.articleId).sort()).toEqual([
    'edited',
    'in-story',
  ]);
});

test('what changed just now is read by its note, and nothing else: a story that has none waits for the whole look', async () => {
  await table.putStory(story('noted', '2026-02-10T23:59:00.000Z'));
  await table.putStory(story('noted', '2026-02-11T00:01:00.000Z'));
  await table.putStory(story('before', '2026-02-10T20:00:00.000Z'));
  const unnoted = story('unnoted', '2026-02-11T00:02:00.000Z');
  const body = packedFirst(unnoted);
  const row = { pk: 'STORY#unnoted', sk: 'STORY', dayPk: 'STORIES#2026-02-11', daySk: 'unnoted', body };
  await dynamo().send(new PutCommand({ TableName: cloud.tableStories, Item: row }));
  const soon = storiesTable(cloud.tableStories, () => new Date('2026-02-11T00:05:00Z'));
  const since = '2026-02-10T23:58:00.000Z';
  expect((await soon.storiesJustChanged(since)).map(({ id }) => id)).toEqual(['noted']);
  expect((await soon.storiesChangedSince(since)).map(({ id }) => id)).toEqual(['noted', 'unnoted']);
});

test('changed stories are found across days and only once, at their latest change', async () => {
  await table.putStory(story('story-2', '2026-03-01T23:59:00.000Z'));
  await table.putStory(story('story-3', '2026-03-03T00:00:00.000Z'));
  await table.putStory(story('story-2', '2026-03-04T11:00:00.000Z'));
  const ids = async (since: string) => (await table.storiesChangedSince(since)).map((each) => each.id);
  expect(await ids('2026-03-01T00:00:00.000Z')).toEqual(['story-3', 'story-1', 'story-2']);
  expect(await ids('2026-03-04T10:30:00.000Z')).toEqual(['story-2']);
});
