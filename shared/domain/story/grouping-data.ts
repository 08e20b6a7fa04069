import { z } from 'zod';
import data from '../../catalogue/grouping.json' with { type: 'json' };
import shares from '../../learned/fact-shares.json' with { type: 'json' };
import learned from '../../learned/join.json' with { type: 'json' };
import { sides } from '../outlet.ts';

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

const smoothing = z.strictObject({
  entity: z.number(),
  name: z.number(),
  event: z.number(),
  subtopic: z.number(),
  figure: z.number(),
  word: z.number(),
});

const groupingSchema = z.strictObject({
  followDays: z.number(),
  opposites: z.array(z.strictObject({ topic: z.string(), sides: z.tuple([z.enum(sides), z.enum(sides)]) })),
  claims: z.array(z.strictObject({ what: z.string(), terms: z.array(z.string()) })),
});

export const joinRules = z
  .strictObject({
    weights,
    bias: z.number(),
    smoothing,
    merge: z.strictObject({ bias: z.number(), perSize: z.number(), overlap: z.number() }),
    windowDays: z.number(),
    longestDays: z.number(),
  })
  .parse(learned);
export const factPrior = z
  .strictObject({ articles: z.number(), share: z.record(z.string(), share) })
  .parse(shares);
const grouping = groupingSchema.parse(data);
/** The sides between which a coverage gap means something, by topic. */
export const opposites = grouping.opposites;
/** What conflicting figures count, by the event terms that name it. */
export const countedSubjects = grouping.claims;
/** Days after its end during which a story may still be followed up. */
export const followDays = grouping.followDays;
