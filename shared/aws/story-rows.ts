import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Article } from '../domain/article.ts';
import { type Story, type StoryArticle, type StoryLink, sideOf } from '../domain/story.ts';
import { findArticles, readRevisions } from './article-rows.ts';
import { dynamo } from './clients.ts';
import { storyArticleKey, storyDayKey, storyKey } from './keys.ts';
import { pack, unpack } from './packed.ts';
import { batchGet, queryAll, type Row } from './rows.ts';

/** The border: bodies are written by this file only. */
const storyOf = (row: Row): Story => unpack(row.body as Uint8Array) as Story;
const linkOf = (bytes: unknown): StoryLink => unpack(bytes as Uint8Array) as StoryLink;
const isThere = 'attribute_exists(pk)';

/**
 * @param opener the link of the article that the story is named after: it lies in the story's own row, which saves a write
 * for the many stories of one article. Where it is not given, the one that is there stays.
 */
export async function putStory(table: string, story: Story, opener?: StoryLink): Promise<void> {
  const { dayPk, daySk } = storyDayKey(story.changedAt, story.id);
  await dynamo().send(new UpdateCommand({
    TableName: table, Key: storyKey(story.id),
    UpdateExpression: `SET dayPk = :dayPk, daySk = :daySk, body = :body${opener === undefined ? '' : ', opener = :opener'}`,
    ExpressionAttributeValues: { ':dayPk': dayPk, ':daySk': daySk, ':body': pack(story), ...(opener !== undefined && { ':opener': pack(opener) }) },
  }));
}

/** Idempotent: the same link is the same row. The link of an article in the story named after it goes with putStory. */
export async function putLink(table: string, link: StoryLink): Promise<void> {
  await dynamo().send(new PutCommand({ TableName: table, Item: { ...storyArticleKey(link.storyId, link.articleId), body: pack(link) } }));
}

export async function removeLink(table: string, storyId: string, articleId: string): Promise<void> {
  if (storyId === articleId) await removeOpener(table, storyId);
  else await dynamo().send(new DeleteCommand({ TableName: table, Key: storyArticleKey(storyId, articleId) }));
}

async function removeOpener(table: string, storyId: string): Promise<void> {
  try {
    await dynamo().send(new UpdateCommand({ TableName: table, Key: storyKey(storyId), UpdateExpression: 'REMOVE opener', ConditionExpression: isThere }));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

export async function readStoryRow(table: string, id: string): Promise<Story | null> {
  const { Item } = await dynamo().send(new GetCommand({ TableName: table, Key: storyKey(id), ConsistentRead: true }));
  return Item === undefined ? null : storyOf(Item);
}

/** Stories whose `changedAt` is not before the instant (ISO 8601 UTC), in the order they changed. */
export async function storiesChangedSince(table: string, instant: string, now: Date): Promise<Story[]> {
  const ids: string[] = [];
  for (let at = Date.parse(`${instant.slice(0, 10)}T00:00:00Z`); at <= now.getTime() + 86_400_000; at += 86_400_000) {
    const { dayPk } = storyDayKey(new Date(at).toISOString(), '');
    const rows = await queryAll({ TableName: table, IndexName: 'byDay', KeyConditionExpression: 'dayPk = :day', ExpressionAttributeValues: { ':day': dayPk } });
    ids.push(...rows.map((row) => String(row.daySk)));
  }
  const stories = (await batchGet(table, ids.map(storyKey))).map(storyOf);
  return stories.filter((story) => story.changedAt >= instant).sort((a, b) => (a.changedAt + a.id < b.changedAt + b.id ? -1 : 1));
}

/** A story with its articles in the order they were published, or null. */
export async function readStory(table: string, id: string): Promise<{ story: Story; articles: StoryArticle[] } | null> {
  const rows = await queryAll({ TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': storyKey(id).pk } });
  const storyRow = rows.find((row) => row.sk === storyKey(id).sk);
  if (storyRow === undefined) return null;
  const links = [...(storyRow.opener === undefined ? [] : [storyRow.opener]), ...rows.filter((row) => row !== storyRow).map((row) => row.body)].map(linkOf);
  const texts = await findArticles(table, links.map((link) => link.articleId));
  const articles: StoryArticle[] = [];
  for (const link of links) {
    const article = texts.get(link.articleId);
    if (article !== undefined) articles.push(await storyArticle(table, link, article));
  }
  articles.sort((a, b) => (a.publishedAt + a.articleId < b.publishedAt + b.articleId ? -1 : 1));
  return { story: storyOf(storyRow), articles };
}

async function storyArticle(table: string, link: StoryLink, article: Article): Promise<StoryArticle> {
  return {
    storyId: link.storyId, articleId: article.id,
    outletId: article.outletId, outletName: link.outletName, country: link.country, kind: link.kind, side: sideOf(link.country),
    language: article.language, title: article.title, summary: article.summary, url: article.url,
    publishedAt: article.publishedAt, seenAt: article.seenAt,
    topics: article.topics, subtopics: article.subtopics, entities: article.entities,
    // Not the article's own: ingest may have named a copy, grouping knows the original behind it.
    ...(link.reprintOf !== undefined && { reprintOf: link.reprintOf }),
    revisions: article.revision > 1 ? await readRevisions(table, article.id) : [],
    evidence: [...article.evidence, ...link.evidence],
  };
}
