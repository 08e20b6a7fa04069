import { z } from 'zod';
import data from '../catalogue/grouping.json' with { type: 'json' };

const share = z.number().min(0).max(1);

const weights = z.strictObject({
  entity: z.number(), name: z.number(), event: z.number(), subtopic: z.number(), figure: z.number(), word: z.number(),
  wordless: z.number(), gap: z.number(), age: z.number(), size: z.number(),
});

const groupingSchema = z.strictObject({
  reprint: z.strictObject({
    text: share, sameOutlet: share, contained: share, containedGrams: z.int(), titleOnly: share, hours: z.number(),
  }),
  join: z.strictObject({ weights, bias: z.number(), threshold: share, windowDays: z.number(), longestDays: z.number() }),
  prior: z.strictObject({ articles: z.number(), share: z.record(z.string(), share) }),
  attribution: z.array(z.strictObject({ language: z.string(), phrase: z.string() })),
});

const grouping = groupingSchema.parse(data);
export const reprintRules = grouping.reprint;
export const joinRules = grouping.join;
export const factPrior = grouping.prior;
export const reprintPhrases = grouping.attribution;
