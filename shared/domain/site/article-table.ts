import { outletKinds, sides } from '../outlet.ts';
import type { StoryArticle } from '../story/story.ts';

/** The on-topic articles as rows for SQL: publish-site writes them by these columns, and the Glue table of the stack has the same. */
export const articleColumns = [
  { name: 'article_id', type: 'string', note: 'one article for ever', of: (article) => article.articleId },
  { name: 'story_id', type: 'string', note: 'the event it tells of', of: (article) => article.storyId },
  { name: 'outlet_id', type: 'string', note: 'who published it', of: (article) => article.outletId },
  { name: 'outlet', type: 'string', note: 'its name', of: (article) => article.outletName },
  {
    name: 'country',
    type: 'string',
    note: 'of the outlet, ISO 3166 alpha-2',
    of: (article) => article.country,
  },
  {
    name: 'kind',
    type: 'string',
    note: outletKinds.join(', '),
    of: (article) => article.kind,
  },
  {
    name: 'side',
    type: 'string',
    note: sides.join(', '),
    of: (article) => article.side,
  },
  {
    name: 'owner',
    type: 'string',
    note: 'one id for all outlets in one hand; count it for independent reports',
    of: (article) => article.owner ?? article.outletId,
  },
  { name: 'language', type: 'string', note: 'hy, az, ru, en, ka, tr …', of: (article) => article.language },
  { name: 'title', type: 'string', note: 'as published, newest revision', of: (article) => article.title },
  { name: 'summary', type: 'string', note: 'as published, cut', of: (article) => article.summary },
  { name: 'url', type: 'string', note: 'of the original', of: (article) => article.url },
  {
    name: 'published_at',
    type: 'string',
    note: 'as the outlet says, ISO 8601 UTC',
    of: (article) => article.publishedAt,
  },
  {
    name: 'seen_at',
    type: 'string',
    note: 'when the wire stored it, ISO 8601 UTC',
    of: (article) => article.seenAt,
  },
  {
    name: 'topics',
    type: 'array<string>',
    note: 'csto, armenia-azerbaijan',
    of: (article) => article.topics,
  },
  {
    name: 'subtopics',
    type: 'array<string>',
    note: 'peace-treaty, border …',
    of: (article) => article.subtopics,
  },
  {
    name: 'entities',
    type: 'array<string>',
    note: 'ids of persons, organisations and places',
    of: (article) => article.entities,
  },
  {
    name: 'reprint_of',
    type: 'string',
    note: 'article_id of the original, or null',
    of: (article) => article.reprintOf ?? null,
  },
  {
    name: 'revisions',
    type: 'int',
    note: 'how often the outlet changed the text',
    of: (article) => article.revisions.length,
  },
] as const satisfies readonly {
  name: string;
  type: 'string' | 'int' | 'array<string>';
  note: string;
  of: (article: StoryArticle) => string | number | readonly string[] | null;
}[];

/** Partitions of Hive style under `exports/articles/`; the day is the one on which the article's story was first seen. */
export const articleTablePrefix = 'exports/articles/';
export const articleRowsPath = (day: string): string => `${articleTablePrefix}day=${day}/articles.ndjson.gz`;

/** One article per line, in the order they were seen: the same articles give the same text. */
export function articleRows(articles: readonly StoryArticle[]): string {
  const key = ({ seenAt, articleId }: StoryArticle) => `${seenAt} ${articleId}`;
  const ordered = [...articles].sort((one, other) => (key(one) < key(other) ? -1 : 1));
  return ordered
    .map(
      (article) =>
        `${JSON.stringify(Object.fromEntries(articleColumns.map(({ name, of }) => [name, of(article)])))}\n`,
    )
    .join('');
}
