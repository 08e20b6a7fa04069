import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Article } from '../domain/article/article.ts';
import type { ArticleRevision } from '../domain/story/story.ts';
import { dynamo } from './clients.ts';
import { articleDayKey, articleIdOf, articleKey, articleOfDay, guidKey, revisionKey } from './keys.ts';
import { packBody, unpackBody } from './packed.ts';
import { type FoldedEvidence, foldEvidence, unfoldEvidence } from './packed-evidence.ts';
import { articleBody, revisionBody, wholeArticle } from './row-bodies.ts';
import { dayMs } from '../domain/text/time.ts';
import { conditionHolds } from './conditional.ts';
import { batchGet, queryAll, type Row } from './rows.ts';
import { GetCommand, PutCommand } from './table-commands.ts';

/** What a body says of an article. */
export type SaidText = Pick<Article, 'title' | 'summary' | 'archiveKey'>;

const neverStored = 'attribute_not_exists(pk)';
const stillThatRevision = '#revision = :previous';

/** What keys and attributes say is not in the body, and of evidence only what the text does not: the row of a usual article ends in one write unit. */
type ArticleBody = Omit<Article, 'id' | 'seenAt' | 'revision' | 'evidence'> & FoldedEvidence;

/** @param keepDays after its first sight an off-topic article goes; where absent it stays, as an on-topic one does */
function rowOfArticle(article: Article, keepDays?: number): Row {
  const { id, seenAt, revision, evidence, ...rest } = article;
  const body: ArticleBody = { ...rest, ...foldEvidence(evidence) };
  return {
    ...articleKey(id),
    ...articleDayKey(seenAt, id, article.topics.length > 0),
    revision,
    // What the feed says, so that it says the same when it shows the article again.
    said: saidBy(article.fromPage === true ? { ...article, summary: '' } : article),
    body: packBody(body),
    ...(article.topics.length === 0 && keepDays !== undefined && { expiresAt: expiry(seenAt, keepDays) }),
  };
}

/** Epoch seconds. */
const expiry = (seenAt: string, keepDays: number): number =>
  Math.floor((Date.parse(seenAt) + keepDays * dayMs) / 1_000);

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 11);

/** Beside the packed text, so that a feed's known items are told without unpacking it: digests of the text and of the body that it came in. */
const saidBy = ({ title, summary, archiveKey }: SaidText): string =>
  `${digest(`${title}\n${summary}`)} ${digest(archiveKey)}`;

function hasSaid(row: Row, text: SaidText): boolean {
  const [had, from] = String(row.said).split(' ');
  const [has, now] = saidBy(text).split(' ');
  return had === has && from !== now;
}

/** What is stored of what a body shows. */
export interface FoundShown {
  /** `same` where the stored text is the shown one and came in an earlier body, else the article. */
  articles: Map<string, Article | 'same'>;
  /** The articles that the guids named last, by the guids' ids. */
  named: Map<string, string>;
}

/** What is stored of articles that a body shows, and what guids name, in one call. Rows of earlier versions have no digest and are read whole. */
export async function findShown(
  table: string,
  shown: ReadonlyMap<string, SaidText>,
  guidIds: readonly string[],
): Promise<FoundShown> {
  const keys = [...[...shown.keys()].map(articleKey), ...guidIds.map(guidKey)];
  const all = await batchGet(table, keys, { attributes: ['pk', 'said', 'articleId'] });
  const rows = all.filter(({ articleId }) => articleId === undefined);
  const found = rows.map((row) => {
    const id = articleIdOf(row.pk);
    const text = shown.get(id);
    return { id, same: text !== undefined && hasSaid(row, text) };
  });
  const changed = found.filter(({ same }) => !same).map(({ id }) => id);
  const articles = changed.length === 0 ? [] : await findArticles(table, changed);
  const same = found.filter((each) => each.same).map(({ id }): [string, 'same'] => [id, 'same']);
  return {
    articles: new Map<string, Article | 'same'>([...same, ...articles]),
    named: namedIn(all.filter(({ articleId }) => articleId !== undefined)),
  };
}

const namedIn = (rows: readonly Row[]): Map<string, string> =>
  new Map(rows.map((row) => [articleIdOf(row['pk']), String(row['articleId'])]));

/** The border. Rows of the first format hold the article as it is. */
function articleOfRow(row: Row): Article {
  const body = unpackBody(row, z.union([wholeArticle, articleBody])) as unknown as ArticleBody | Article;
  if ('id' in body) return body;
  const { places, evidence, ...rest } = body;
  return {
    ...rest,
    id: articleIdOf(row.pk),
    seenAt: articleOfDay(row.daySk).seenAt,
    revision: Number(row.revision),
    evidence: unfoldEvidence({ places, evidence }, rest),
  };
}

/** The stored articles among the ids. Eventually consistent: putArticle's condition has the last word. */
export async function findArticles(table: string, ids: string[]): Promise<Map<string, Article>> {
  const articles = (await batchGet(table, ids.map(articleKey))).map(articleOfRow);
  return new Map(articles.map((article) => [article.id, article]));
}

/** The articles that the guids named last, by the guids' ids. */
export async function findByGuid(table: string, guidIds: string[]): Promise<Map<string, string>> {
  return namedIn(await batchGet(table, guidIds.map(guidKey)));
}

export async function putGuid(table: string, guidId: string, articleId: string): Promise<void> {
  await dynamo().send(new PutCommand({ TableName: table, Item: { ...guidKey(guidId), articleId } }));
}

export async function readArticle(table: string, id: string): Promise<Article | null> {
  const { Item } = await dynamo().send(
    new GetCommand({ TableName: table, Key: articleKey(id), ConsistentRead: true }),
  );
  return Item === undefined ? null : articleOfRow(Item);
}

/** Stores a new article once; the first writer wins. @param keepDays how long, where it is off topic */
export async function putArticle(
  table: string,
  article: Article,
  keepDays: number,
): Promise<'stored' | 'known'> {
  const put = new PutCommand({
    TableName: table,
    Item: rowOfArticle(article, keepDays),
    ConditionExpression: neverStored,
  });
  return (await conditionHolds(() => dynamo().send(put))) ? 'stored' : 'known';
}

/**
 * Replaces the text of an article and keeps the earlier one as a revision row, written first, so that a crash between
 * the two loses nothing and a retry changes nothing.
 * @param article the new text; its revision is previousRevision + 1. Once on topic it stays: it may be in a story
 * @returns 'known' when somebody else already stored this or a later revision
 */
export async function reviseArticle(
  table: string,
  article: Article,
  { previous, keepDays }: { previous: number; keepDays: number },
): Promise<'revised' | 'known'> {
  const earlier = await readArticle(table, article.id);
  if (earlier === null || earlier.revision !== previous) return 'known';
  const keep = earlier.topics.length === 0 ? keepDays : undefined;
  await dynamo().send(
    new PutCommand({
      TableName: table,
      Item: {
        ...revisionKey(article.id, previous),
        body: packBody(revisionOf(earlier, article.seenAt)),
        ...(keep !== undefined && article.topics.length === 0 && { expiresAt: expiry(earlier.seenAt, keep) }),
      },
    }),
  );
  const row = rowOfArticle({ ...article, seenAt: earlier.seenAt }, keep);
  return (await replaceRow(table, row, previous)) ? 'revised' : 'known';
}

/** Replaces the tags of an article whose text nobody revised meanwhile. @returns 'changed' where somebody did: tag the new text */
export async function retagArticle(table: string, article: Article): Promise<'retagged' | 'changed'> {
  return (await replaceRow(table, rowOfArticle(article), article.revision)) ? 'retagged' : 'changed';
}

/** @returns false where the stored revision is another one than `previous` */
function replaceRow(table: string, row: Row, previous: number): Promise<boolean> {
  const put = new PutCommand({
    TableName: table,
    Item: row,
    ConditionExpression: stillThatRevision,
    ExpressionAttributeNames: { '#revision': 'revision' },
    ExpressionAttributeValues: { ':previous': previous },
  });
  return conditionHolds(() => dynamo().send(put));
}

const revisionOf = (earlier: Article, at: string): ArticleRevision => ({
  at,
  title: earlier.title,
  summary: earlier.summary,
});

/** Earlier texts, oldest first. `at` is when the next text was seen to have replaced it. */
export async function readRevisions(table: string, articleId: string): Promise<ArticleRevision[]> {
  const rows = await queryAll({
    TableName: table,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :revision)',
    ExpressionAttributeValues: { ':pk': articleKey(articleId).pk, ':revision': 'REVISION#' },
  });
  return rows.map((row) => unpackBody(row, revisionBody));
}

/** The ids of the articles first stored on that UTC day (yyyy-mm-dd). */
export async function articleIdsOfDay(table: string, day: string, onTopic: boolean): Promise<string[]> {
  const keys = await queryAll({
    TableName: table,
    IndexName: 'byDay',
    KeyConditionExpression: 'dayPk = :day',
    ExpressionAttributeValues: { ':day': articleDayKey(day, '', onTopic).dayPk },
  });
  return keys.map((row) => articleOfDay(row.daySk).articleId);
}

/** All articles first stored on that UTC day (yyyy-mm-dd), in the order we saw them. */
export async function articlesOfDay(table: string, day: string): Promise<Article[]> {
  const ids = await Promise.all([true, false].map((onTopic) => articleIdsOfDay(table, day, onTopic)));
  const found = await findArticles(table, ids.flat());
  return [...found.values()].sort((a, b) => (a.seenAt + a.id < b.seenAt + b.id ? -1 : 1));
}
