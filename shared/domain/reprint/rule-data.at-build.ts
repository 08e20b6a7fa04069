import { z } from 'zod';
import attribution from '../../catalogue/attribution.json' with { type: 'json' };
import learned from '../../learned/reprint.json' with { type: 'json' };

const share = z.number().min(0).max(1);

export const reprintRules = z
  .strictObject({
    text: share,
    runs: share,
    both: z.number(),
    sameOutlet: share,
    contained: share,
    containedGrams: z.int(),
    titleOnly: share,
    hours: z.number(),
  })
  .parse(learned);
export const reprintPhrases = z
  .array(z.strictObject({ language: z.string(), phrase: z.string() }))
  .parse(attribution);
