import { z } from 'zod';
import { outletKinds } from '../outlet.ts';
import { count, ids, instant, language, side, text, url } from './published-parts.ts';
import { searchManifestSchema, searchNamesSchema, searchShardSchema } from './published-search.ts';
import { dayLineSchema, storySchema } from './published-stories.ts';

/**
 * Every file of the site that programs read. Version 1: fields are added, never renamed or removed, so readers ignore
 * what they do not know. The JSON Schemas under `/api/v1/schema/` are made from these.
 */

const pulse = z.object({
  version: z.literal(1),
  newest: instant.nullable(),
  stories: z.array(z.tuple([text, instant])).describe('[id, changedAt], newest activity first'),
});

const articleLine = z.object({
  article_id: text,
  story_id: text,
  outlet_id: text,
  outlet: text,
  country: text,
  kind: z.enum(outletKinds),
  side,
  owner: text,
  language,
  title: text,
  summary: text,
  url,
  published_at: instant,
  seen_at: instant,
  topics: ids,
  subtopics: ids,
  entities: ids,
  reprint_of: text.nullable(),
  revisions: count,
});

const corrections = z.object({
  version: z.literal(1),
  decisions: z
    .array(
      z.object({
        at: instant,
        kind: z.enum(['merge', 'split', 'move', 'rename']),
        stories: ids,
        undone: z.literal(true).exactOptional(),
      }),
    )
    .describe('what people decided about stories, newest first'),
  edits: z
    .array(
      z.object({
        storyId: text,
        articleId: text,
        outletId: text,
        language,
        url,
        at: instant.describe('when the wire saw the new title'),
        before: text,
        after: text,
      }),
    )
    .describe('titles that outlets changed after publication, newest first'),
});

const cslDate = z.object({ 'date-parts': z.array(z.array(z.int())).min(1).max(1) });

const citations = z.array(
  z.object({
    id: text,
    type: z.literal('article-newspaper'),
    title: text,
    'container-title': text.describe('the outlet'),
    language,
    issued: cslDate.exactOptional().describe('absent where the outlet gives no date'),
    accessed: cslDate.describe('when the wire read it'),
    URL: text.exactOptional(),
    note: text,
  }),
);

const feedItem = z.object({
  id: z.url(),
  url: z.url(),
  title: text,
  language,
  content_html: text,
  summary: text,
  date_published: instant,
  date_modified: instant,
  tags: ids,
});
const jsonFeed = z.object({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: text,
  description: text,
  home_page_url: z.url(),
  feed_url: z.url(),
  language: text,
  authors: z.array(z.object({ name: text, url: z.url() })),
  items: z.array(feedItem),
});
/** The search knows of each story only when its last report was published. */
const queryFeed = jsonFeed.extend({ items: z.array(feedItem.omit({ date_published: true })) });

const latestSchema = z.object({ version: z.literal(1), stories: z.array(dayLineSchema) });

/** By name: what a file holds, and the schema of the file or of each of its lines. */
export const publishedSchemas = {
  story: { title: 'One story with all its articles and their evidence', schema: storySchema },
  corrections: { title: 'What people corrected, and titles that outlets changed', schema: corrections },
  citations: { title: 'The articles of a story as CSL-JSON', schema: citations },
  latest: { title: 'The newest stories', schema: latestSchema },
  pulse: { title: 'What changed when; made to be polled once a minute', schema: pulse },
  'day-line': {
    title: 'One line of the export of a day: a story first reported on it',
    schema: dayLineSchema,
  },
  'article-line': { title: 'One line of the articles for SQL', schema: articleLine },
  'json-feed': { title: 'A list as JSON Feed 1.1', schema: jsonFeed },
  'query-feed': { title: 'What a query finds as JSON Feed 1.1', schema: queryFeed },
  'search-manifest': { title: 'The shards of the search', schema: searchManifestSchema },
  'search-names': { title: 'Everybody and everything that stories name', schema: searchNamesSchema },
  'search-shard': { title: 'Stories of four days as the search reads them', schema: searchShardSchema },
} as const;
export type PublishedName = keyof typeof publishedSchemas;
