import type { Clock } from '../clock.ts';
import type { Article } from '../domain/article/article.ts';
import { type FoundReprint, findReprint } from '../domain/reprint/find.ts';
import { reprintRules } from '../domain/reprint/rules.ts';
import type { CopyableText } from '../domain/reprint/reprint.ts';
import type { Decision } from '../domain/story/decisions.ts';
import type { StoryRow } from '../domain/story/book-state.ts';
import type { ArticleRevision, Story, StoryArticle, StoryLink } from '../domain/story/story.ts';
import * as articles from './article-rows.ts';
import { lshBucketRows } from './lsh-bucket-rows.ts';
import { putDecision, readDecisions } from './decision-rows.ts';
import * as stories from './story-rows.ts';
import { defaultKeepDays } from './tables.ts';

/** The Stories table: articles, their revisions, stories and what links them. Each stage takes the methods it needs as its ports. */
export interface StoriesTable {
  findArticles(ids: string[]): Promise<Map<string, Article>>;
  findShown(
    shown: ReadonlyMap<string, articles.SaidText>,
    guidIds: readonly string[],
  ): Promise<articles.FoundShown>;
  /** Article ids by the ids of guids. */
  findByGuid(guidIds: string[]): Promise<Map<string, string>>;
  putGuid(guidId: string, articleId: string): Promise<void>;
  readArticle(id: string): Promise<Article | null>;
  putArticle(article: Article): Promise<'stored' | 'known'>;
  reviseArticle(article: Article, previousRevision: number): Promise<'revised' | 'known'>;
  /** Replaces only the tags; 'changed' where the text was revised meanwhile. */
  retagArticle(article: Article): Promise<'retagged' | 'changed'>;
  readRevisions(articleId: string): Promise<ArticleRevision[]>;
  /** @param day yyyy-mm-dd, UTC, of `seenAt` */
  articlesOfDay(day: string): Promise<Article[]>;
  /**
   * The original of the text, or null, and then its LSH buckets are reserved: call it once the article is known to be new and before it
   * is stored. Safe between workers at once and on a retry.
   */
  findReprint(text: CopyableText): Promise<FoundReprint | null>;
  storiesChangedSince(instant: string): Promise<Story[]>;
  storiesJustChanged(instant: string): Promise<Story[]>;
  storiesWithLinksSince(instant: string): Promise<(stories.StoryLinks & { story: Story })[]>;
  readStory(id: string): Promise<{ story: Story; articles: StoryArticle[] } | null>;
  readStoryRow(id: string): Promise<Story | null>;
  /** @param kept what is stored in the story's row with it; absent: no links, and the story is indexed for its day */
  putStory(story: Story, kept?: Pick<StoryRow, 'links' | 'indexedForDay'>): Promise<void>;
  readLinks(storyId: string): Promise<stories.StoryLinks>;
  putLink(link: StoryLink): Promise<void>;
  removeLink(storyId: string, articleId: string): Promise<void>;
  putDecision(decision: Decision): Promise<void>;
  readDecisions(): Promise<Decision[]>;
}

/** @param keepDays after their first sight off-topic articles go */
export function storiesTable(
  table: string,
  clock: Clock = () => new Date(),
  keepDays = defaultKeepDays,
): StoriesTable {
  const buckets = lshBucketRows(table, {
    now: () => Math.floor(clock().getTime() / 1_000),
    seconds: reprintRules.hours * 3_600,
  });
  return {
    findReprint: (text) => findReprint(buckets, text),
    findArticles: (ids) => articles.findArticles(table, ids),
    findShown: (shown, guidIds) => articles.findShown(table, shown, guidIds),
    findByGuid: (guidIds) => articles.findByGuid(table, guidIds),
    putGuid: (guidId, articleId) => articles.putGuid(table, guidId, articleId),
    readArticle: (id) => articles.readArticle(table, id),
    putArticle: (article) => articles.putArticle(table, article, keepDays),
    reviseArticle: (article, previous) => articles.reviseArticle(table, article, { previous, keepDays }),
    retagArticle: (article) => articles.retagArticle(table, article),
    readRevisions: (articleId) => articles.readRevisions(table, articleId),
    articlesOfDay: (day) => articles.articlesOfDay(table, day),
    storiesChangedSince: (instant) => stories.storiesChangedSince(table, instant, clock()),
    storiesJustChanged: (instant) => stories.storiesJustChanged(table, instant, clock()),
    storiesWithLinksSince: (instant) => stories.storiesWithLinksSince(table, instant, clock()),
    readStory: (id) => stories.readStory(table, id),
    readStoryRow: (id) => stories.readStoryRow(table, id),
    putStory: (story, kept) => stories.putStory(table, story, kept),
    readLinks: (storyId) => stories.readLinks(table, storyId),
    putLink: (link) => stories.putLink(table, link),
    putDecision: (decision) => putDecision(table, decision),
    readDecisions: () => readDecisions(table),
    removeLink: (storyId, articleId) => stories.removeLink(table, storyId, articleId),
  };
}
