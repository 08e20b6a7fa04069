import { z } from 'zod';
import type { Article } from '../domain/article/article.ts';
import { sideOf } from '../domain/outlet.ts';
import type { Story, StoryArticle, StoryLink } from '../domain/story/story.ts';
import type { StoryRow } from '../domain/story/book-state.ts';
import { articleIdsOfDay, findArticles, readRevisions } from './article-rows.ts';
import { dynamo } from './clients.ts';
import { changedStoryOf, storyArticleKey, storyChangeKey, storyDayKey, storyKey } from './keys.ts';
import { packBody, unpackBody } from './packed.ts';
import { linkBody, storyBody, storyOnly } from './row-bodies.ts';
import { atMost } from '../at-most.ts';
import { batchGet, queryAll, type Row } from './rows.ts';
import { DeleteCommand, GetCommand, PutCommand } from './table-commands.ts';
import { dayMs, dayOf } from '../domain/text/time.ts';

type RowLinks = Pick<StoryRow, 'links' | 'indexedForDay'>;
interface StoryBody {
  story: Story;
  links: StoryLink[];
}

/** The border. Rows of the first format hold the story alone, with its first link beside it. */
function bodyOf(row: Row): StoryBody {
  const body = unpackBody(row, z.union([storyBody, storyOnly]));
  if ('story' in body) return body;
  return {
    story: body,
    links: row.opener === undefined ? [] : [unpackBody({ ...row, body: row.opener }, linkBody)],
  };
}

const linkOfRow = (row: Row): StoryLink => unpackBody(row, linkBody);

/**
 * @param kept.links those stored in the story's own row: most stories are small, and a separate row costs each link a write
 * @param kept.indexedForDay the story is already indexed for the day of its change
 */
export async function putStory(
  table: string,
  story: Story,
  { links, indexedForDay }: RowLinks = { links: [], indexedForDay: false },
): Promise<void> {
  if (!indexedForDay)
    await dynamo().send(new PutCommand({ TableName: table, Item: storyDayKey(story.changedAt, story.id) }));
  const expiresAt = Math.floor((Date.parse(story.changedAt) + changesKeptMs) / 1_000);
  await dynamo().send(
    new PutCommand({ TableName: table, Item: { ...storyChangeKey(story.changedAt, story.id), expiresAt } }),
  );
  const body: StoryBody = { story, links };
  await dynamo().send(
    new PutCommand({ TableName: table, Item: { ...storyKey(story.id), body: packBody(body) } }),
  );
}

const changesKeptMs = 3 * dayMs;

/** A link in a row of its own. Idempotent: the same link is the same row. */
export async function putLink(table: string, link: StoryLink): Promise<void> {
  await dynamo().send(
    new PutCommand({
      TableName: table,
      Item: { ...storyArticleKey(link.storyId, link.articleId), body: packBody(link) },
    }),
  );
}

export async function removeLink(table: string, storyId: string, articleId: string): Promise<void> {
  await dynamo().send(new DeleteCommand({ TableName: table, Key: storyArticleKey(storyId, articleId) }));
}

export async function readStoryRow(table: string, id: string): Promise<Story | null> {
  const { Item } = await dynamo().send(
    new GetCommand({ TableName: table, Key: storyKey(id), ConsistentRead: true }),
  );
  return Item === undefined ? null : bodyOf(Item).story;
}

/** The links of a story; `storedSeparately` are those in rows of their own. */
export interface StoryLinks {
  links: StoryLink[];
  storedSeparately: StoryLink[];
}

/** How many reads are under way at once where many stories are read. */
const readsAtOnce = 8;

/**
 * The same for an instant of the last two days, by what was noted at each change: reads what changed and nothing else. A note
 * that is missing, as of a version before 2026-11-29, is missed: who asks so also asks for all now and then.
 */
export async function storiesJustChanged(table: string, instant: string, now: Date): Promise<Story[]> {
  const days = daysSince(instant, now);
  const changes = await atMost(days, readsAtOnce, (day) =>
    queryAll({
      TableName: table,
      KeyConditionExpression: 'pk = :day AND sk >= :instant',
      ExpressionAttributeValues: { ':day': storyChangeKey(day, '').pk, ':instant': instant },
    }),
  );
  const ids = new Set(changes.flat().map(({ sk }) => changedStoryOf(sk)));
  return (await rowsChangedSince(table, [...ids], instant)).map(({ story }) => story);
}

/** Stories whose `changedAt` is not before the instant (ISO 8601 UTC), in the order they changed. */
export async function storiesChangedSince(table: string, instant: string, now: Date): Promise<Story[]> {
  return (await changedRows(table, instant, now)).map(({ story }) => story);
}

/** The same with their links. A story's row says how many articles it has: only where links are elsewhere it is read again. */
export async function storiesWithLinksSince(
  table: string,
  instant: string,
  now: Date,
): Promise<(StoryLinks & { story: Story })[]> {
  return atMost(await changedRows(table, instant, now), readsAtOnce, async ({ story, links }) => {
    const articles = story.sides.reduce((sum, side) => sum + side.articles, 0);
    const whole = articles > links.length ? await readRows(table, story.id) : null;
    return whole ?? { story, links, storedSeparately: [] };
  });
}

async function changedRows(table: string, instant: string, now: Date): Promise<StoryBody[]> {
  const ids = (await atMost(daysSince(instant, now), readsAtOnce, (day) => storyIdsOfDay(table, day))).flat();
  return rowsChangedSince(table, ids, instant);
}

function daysSince(instant: string, now: Date): string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${dayOf(instant)}T00:00:00Z`); at <= now.getTime() + dayMs; at += dayMs)
    days.push(new Date(at).toISOString());
  return days;
}

async function rowsChangedSince(
  table: string,
  ids: readonly string[],
  instant: string,
): Promise<StoryBody[]> {
  return (await batchGet(table, ids.map(storyKey)))
    .map(bodyOf)
    .filter(({ story }) => story.changedAt >= instant)
    .sort((a, b) => (a.story.changedAt + a.story.id < b.story.changedAt + b.story.id ? -1 : 1));
}

/** @param day an instant of that day, ISO 8601 UTC */
async function storyIdsOfDay(table: string, day: string): Promise<string[]> {
  const ofDay = { ':day': storyDayKey(day, '').pk };
  const changed = await queryAll({
    TableName: table,
    KeyConditionExpression: 'pk = :day',
    ExpressionAttributeValues: ofDay,
  });
  // Stories of the first format are in the index.
  const early = await queryAll({
    TableName: table,
    IndexName: 'byDay',
    KeyConditionExpression: 'dayPk = :day',
    ExpressionAttributeValues: ofDay,
  });
  return [
    ...changed.map((row) => String(row.sk)),
    ...early.map((row) => String(row.daySk)),
    ...(await articleIdsOfDay(table, dayOf(day), true)),
  ];
}

async function readRows(table: string, id: string): Promise<(StoryLinks & { story: Story }) | null> {
  const rows = await queryAll({
    TableName: table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': storyKey(id).pk },
  });
  const storyRow = rows.find((row) => row.sk === storyKey(id).sk);
  if (storyRow === undefined) return null;
  const { story, links } = bodyOf(storyRow);
  return { story, links, storedSeparately: rows.filter((row) => row !== storyRow).map(linkOfRow) };
}

export async function readLinks(table: string, id: string): Promise<StoryLinks> {
  return (await readRows(table, id)) ?? { links: [], storedSeparately: [] };
}

/** A story with its articles in the order they were published, or null. */
export async function readStory(
  table: string,
  id: string,
): Promise<{ story: Story; articles: StoryArticle[] } | null> {
  const read = await readRows(table, id);
  if (read === null) return null;
  const links = [...read.links, ...read.storedSeparately];
  const texts = await findArticles(
    table,
    links.map((link) => link.articleId),
  );
  const articles: StoryArticle[] = [];
  for (const link of links) {
    const article = texts.get(link.articleId);
    if (article !== undefined) articles.push(await storyArticle(table, link, article));
  }
  articles.sort((a, b) => (a.publishedAt + a.articleId < b.publishedAt + b.articleId ? -1 : 1));
  return { story: read.story, articles };
}

async function storyArticle(table: string, link: StoryLink, article: Article): Promise<StoryArticle> {
  return {
    storyId: link.storyId,
    articleId: article.id,
    outletId: article.outletId,
    outletName: link.outletName,
    country: link.country,
    kind: link.kind,
    // Rows of before outlets had a side of their own go by the country.
    side: link.side ?? sideOf({ country: link.country }),
    ...(link.owner !== undefined && { owner: link.owner }),
    language: article.language,
    title: article.title,
    summary: article.summary,
    url: article.url,
    publishedAt: article.publishedAt,
    ...(article.dateFlag !== undefined && { dateFlag: article.dateFlag }),
    ...(article.baseline === true && { baseline: true }),
    seenAt: article.seenAt,
    ...(link.visibleAt !== undefined && { visibleAt: link.visibleAt }),
    topics: article.topics,
    subtopics: article.subtopics,
    entities: article.entities,
    // Not the article's own: ingest may have named a copy, grouping knows the original behind it.
    ...(link.reprintOf !== undefined && { reprintOf: link.reprintOf }),
    revisions: article.revision > 1 ? await readRevisions(table, article.id) : [],
    evidence: [...article.evidence, ...link.evidence],
  };
}
