import { z } from 'zod';
import data from '../catalogue/grouping.json' with { type: 'json' };

const share = z.number().min(0).max(1);

const groupingSchema = z.strictObject({
  reprint: z.strictObject({
    text: share, sameOutlet: share, contained: share, containedGrams: z.int(), titleOnly: share, hours: z.number(),
  }),
  attribution: z.array(z.strictObject({ language: z.string(), phrase: z.string() })),
});

const grouping = groupingSchema.parse(data);
export const reprintRules = grouping.reprint;
export const reprintPhrases = grouping.attribution;
