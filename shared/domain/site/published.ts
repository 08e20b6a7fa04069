import { z } from 'zod';
import { outletKinds, sides } from '../outlet.ts';

/**
 * Every file of the site that programs read. Version 1: fields are added, never renamed or removed, so readers ignore
 * what they do not know. The JSON Schemas under `/api/v1/schema/` are made from these.
 */

const text = z.string();
const ids = z.array(z.string());
const instant = z.iso.datetime().describe('ISO 8601, UTC');
const url = z.string().nullable().describe('of the original; null where its outlet gives none');
const language = z.string().describe('ISO 639-1, or und');
const side = z.enum(sides);
const phase = z.enum(['breaking', 'developing', 'settled']);
const count = z.int().min(0);

const translation = z.object({
  text,
  engine: text.describe('what translated it'),
  uncertain: z
    .literal(true)
    .exactOptional()
    .describe('a name, number or «not» differs between the two texts'),
});

const evidence = z.object({
  kind: z.enum(['topic', 'subtopic', 'entity', 'reprint', 'story', 'digest']),
  of: text.describe('what it speaks for: a topic, subtopic, entity, article or story id'),
  rule: text,
  score: z.number(),
  places: z.array(
    z.object({
      field: z.enum(['title', 'summary']),
      start: count.describe('UTF-16 units'),
      end: count.describe('exclusive'),
      text,
    }),
  ),
  lacked: text.exactOptional(),
});

const quoted = {
  side,
  outletId: text,
  language,
  url,
  at: instant.describe('when the outlet published it'),
  text: text.describe('as the outlet wrote it'),
};

const dates = {
  firstSeenAt: instant,
  lastSeenAt: instant,
  firstPublishedAt: instant.exactOptional().describe("by the outlets' own dates"),
  lastPublishedAt: instant.exactOptional(),
  brokeAt: instant.exactOptional(),
  changedAt: instant.describe('when anything a reader can see last changed'),
};

const common = {
  id: text,
  url: z.url().describe('the page of the story'),
  topics: ids,
  subtopics: ids,
  entities: ids.describe('persons, organisations and places; the most frequent first'),
  phase,
  ...dates,
  languages: z.array(language),
  independent: count.describe('reports that are no reprints, those of one owner counted once'),
  reprints: count,
};

const cardHeadline = z.object({ title: text, outletId: text, url: url.exactOptional() });

/** A story in `latest.json` and in the export of a day. */
const storySummary = z.object({
  ...common,
  headlines: z.record(language, cardHeadline),
  sides: z.array(z.object({ side, articles: count, independent: count })),
  countries: z.array(text).describe('of the outlets, ISO 3166-1 alpha-2; XX where no one country fits'),
  kinds: z.array(z.enum(outletKinds)),
  outlets: ids.exactOptional(),
  silences: count,
  leads: z
    .array(z.object(quoted))
    .exactOptional()
    .describe('what happened, the one that leads the story first'),
  translations: z
    .record(language, z.object({ title: translation.exactOptional(), lead: translation.exactOptional() }))
    .exactOptional(),
});

const article = z.object({
  articleId: text,
  outletId: text,
  outletName: text,
  country: text,
  kind: z.enum(outletKinds),
  side,
  owner: text.exactOptional().describe('one id for all outlets in one hand'),
  language,
  title: text,
  summary: text,
  url,
  publishedAt: instant,
  dateFlag: z.enum(['missing', 'unreadable', 'future']).exactOptional(),
  baseline: z
    .literal(true)
    .exactOptional()
    .describe('read at the first visit of its source: need not be new'),
  seenAt: instant,
  visibleAt: instant.exactOptional(),
  topics: ids,
  subtopics: ids,
  entities: ids,
  reprintOf: text.exactOptional().describe('the articleId of the original'),
  revisions: z
    .array(z.object({ at: instant, title: text, summary: text }))
    .describe('earlier texts, oldest first'),
  evidence: z.array(evidence).describe('why it is tagged so, and why it is in this story'),
});

const headline = z.object({ articleId: text, outletId: text, title: text, url });

const story = z.object({
  version: z.literal(1),
  ...common,
  headlines: z.record(language, headline),
  sides: z.array(
    z.object({ side, articles: count, independent: count, outletIds: ids, firstSeenAt: instant, headline }),
  ),
  silences: z
    .array(z.object({ coveredBy: side, silent: side, since: instant }))
    .describe('outlets of three owners of one side report it, none of the other'),
  claims: z
    .array(
      z.object({
        what: text,
        claims: z.array(z.object({ articleId: text, side, value: z.number(), text })),
      }),
    )
    .describe('sides give different numbers for one thing'),
  follows: text.exactOptional().describe('the id of the earlier story that it follows up'),
  relatesTo: text.exactOptional(),
  closedAt: instant.exactOptional(),
  mergedInto: text.exactOptional(),
  leads: z.array(z.object({ ...quoted, articleId: text })),
  denials: z.array(z.object({ ...quoted, articleId: text })),
  articles: z.array(article),
});

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

const jsonFeed = z.object({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: text,
  description: text,
  home_page_url: z.url(),
  feed_url: z.url(),
  language: text,
  authors: z.array(z.object({ name: text, url: z.url() })),
  items: z.array(
    z.object({
      id: z.url(),
      url: z.url(),
      title: text,
      language,
      content_html: text,
      summary: text,
      date_published: instant,
      date_modified: instant,
      tags: ids,
    }),
  ),
});

export const searchManifestSchema = z.object({
  shards: z.array(z.object({ name: text, stories: count, v: text })).describe('newest first'),
  names: text,
});

/** `[entity or subtopic id, English name, folded names]`. */
export const searchNamesSchema = z.array(z.tuple([text, text, z.array(text)]));

/** Keys are short because 90 days of rows travel; what each means stands in `query/searchable.ts`. */
export const searchShardSchema = z.array(
  z.object({
    id: text,
    at: text.describe('when its last report was published, to the minute, UTC'),
    h: z.record(language, text).describe('headlines by language'),
    l: z
      .array(z.tuple([language, text, text]))
      .exactOptional()
      .describe('leads: language, outlet, text'),
    t: ids.describe('topics'),
    s: ids.describe('subtopics'),
    e: ids.describe('entities'),
    d: z.array(text).describe('sides'),
    o: ids.exactOptional().describe('outlets'),
    c: z.array(text).describe('countries'),
    k: z.array(text).describe('kinds of outlets'),
    w: text.exactOptional().describe('folded words of further titles and leads'),
    n: count.describe('independent reports'),
  }),
);

export const storySchema = story;
const latestSchema = z.object({ version: z.literal(1), stories: z.array(storySummary) });
export const dayLineSchema = storySummary;

/** By name: what a file holds, and the schema of the file or of each of its lines. */
export const publishedSchemas = {
  story: { title: 'One story with all its articles and their evidence', schema: story },
  corrections: { title: 'What people corrected, and titles that outlets changed', schema: corrections },
  citations: { title: 'The articles of a story as CSL-JSON', schema: citations },
  latest: { title: 'The newest stories', schema: latestSchema },
  pulse: { title: 'What changed when; made to be polled once a minute', schema: pulse },
  'day-line': {
    title: 'One line of the export of a day: a story first reported on it',
    schema: storySummary,
  },
  'article-line': { title: 'One line of the articles for SQL', schema: articleLine },
  'json-feed': { title: 'A list as JSON Feed 1.1', schema: jsonFeed },
  'search-manifest': { title: 'The shards of the search', schema: searchManifestSchema },
  'search-names': { title: 'Everybody and everything that stories name', schema: searchNamesSchema },
  'search-shard': { title: 'Stories of four days as the search reads them', schema: searchShardSchema },
} as const;
export type PublishedName = keyof typeof publishedSchemas;
