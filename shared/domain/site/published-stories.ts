import { z } from 'zod';
import { outletKinds } from '../outlet.ts';
import { count, ids, instant, language, phase, side, text, url } from './published-parts.ts';

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

const follows = text.exactOptional().describe('the id of the earlier story that it follows up');

/** A story in `latest.json` and in the export of a day. */
export const dayLineSchema = z.object({
  ...common,
  headlines: z.record(language, cardHeadline),
  sides: z.array(z.object({ side, articles: count, independent: count })),
  countries: z.array(text).describe('of the outlets, ISO 3166-1 alpha-2; XX where no one country fits'),
  kinds: z.array(z.enum(outletKinds)),
  outlets: ids.exactOptional(),
  silences: count,
  follows,
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

export const storySchema = z.object({
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
  follows,
  followedBy: ids
    .exactOptional()
    .describe('the stories of the last 90 days that follow it up, the newest first; at most eight'),
  relatesTo: text.exactOptional(),
  closedAt: instant.exactOptional(),
  mergedInto: text.exactOptional(),
  leads: z.array(z.object({ ...quoted, articleId: text })),
  denials: z.array(z.object({ ...quoted, articleId: text })),
  articles: z.array(article),
});
