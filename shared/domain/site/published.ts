import { z } from 'zod';

/** The files under `search/`, as programs may read them too; what each key means: `query/searchable.ts`. */

export const searchManifestSchema = z.object({
  shards: z.array(z.object({ name: z.string(), stories: z.int(), v: z.string() })),
  names: z.string(),
});

export const searchNamesSchema = z.array(z.tuple([z.string(), z.string(), z.array(z.string())]));

export const searchShardSchema = z.array(
  z.object({
    id: z.string(),
    at: z.string(),
    h: z.record(z.string(), z.string()),
    l: z.array(z.tuple([z.string(), z.string(), z.string()])).exactOptional(),
    t: z.array(z.string()),
    s: z.array(z.string()),
    e: z.array(z.string()),
    d: z.array(z.string()),
    o: z.array(z.string()).exactOptional(),
    c: z.array(z.string()),
    k: z.array(z.string()),
    w: z.string().exactOptional(),
    n: z.int(),
  }),
);
