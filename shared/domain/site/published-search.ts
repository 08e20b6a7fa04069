import { z } from 'zod';
import { count, ids, language, text } from './published-parts.ts';

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
