import { z } from 'zod';
import { sides } from './story.ts';
import shares from '../../catalogue/fact-shares.json' with { type: 'json' };
import data from '../../catalogue/grouping.json' with { type: 'json' };

const share = z.number().min(0).max(1);

const weights = z.strictObject({
  entity: z.number(),
  name: z.number(),
  event: z.number(),
  subtopic: z.number(),
  figure: z.number(),
  word: z.number(),
  wordless: z.number(),
  gap: z.number(),
  age: z.number(),
  size: z.number(),
});

const faint = z.strictObject({
  entity: z.number(),
  name: z.number(),
  event: z.number(),
  subtopic: z.number(),
  figure: z.number(),
  word: z.number(),
});

const groupingSchema = z.strictObject({
  reprint: z.strictObject({
    text: share,
    runs: share,
    both: z.number(),
    sameOutlet: share,
    contained: share,
    containedGrams: z.int(),
    titleOnly: share,
    hours: z.number(),
  }),
  join: z.strictObject({
    weights,
    bias: z.number(),
    faint,
    merge: z.strictObject({ bias: z.number(), perSize: z.number(), overlap: z.number() }),
    windowDays: z.number(),
    longestDays: z.number(),
  }),
  followDays: z.number(),
  opposites: z.array(z.strictObject({ topic: z.string(), sides: z.tuple([z.enum(sides), z.enum(sides)]) })),
  claims: z.array(z.strictObject({ what: z.string(), terms: z.array(z.string()) })),
  attribution: z.array(z.strictObject({ language: z.string(), phrase: z.string() })),
});

const grouping = groupingSchema.parse(data);
export const reprintRules = grouping.reprint;
export const joinRules = grouping.join;
export const factPrior = z
  .strictObject({ articles: z.number(), share: z.record(z.string(), share) })
  .parse(shares);
export const reprintPhrases = grouping.attribution;
/** The sides between which a silence tells something, by topic. */
export const opposites = grouping.opposites;
/** What sides give different numbers of, by the event terms that name it. */
export const claimSubjects = grouping.claims;
/** Days after its end in which a story may still be followed up. */
export const followDays = grouping.followDays;
