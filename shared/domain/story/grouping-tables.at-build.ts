import { z } from 'zod';
import data from '../../catalogue/grouping.json' with { type: 'json' };
import shares from '../../learned/fact-shares.json' with { type: 'json' };
import learned from '../../learned/join.json' with { type: 'json' };
import { pairFeatures } from './pair-features.ts';
import { sides } from '../outlet.ts';

const share = z.number().min(0).max(1);

const weights = z.record(z.enum(pairFeatures), z.number());

const groupingSchema = z.strictObject({
  followDays: z.number(),
  opposites: z.array(z.strictObject({ topic: z.string(), sides: z.tuple([z.enum(sides), z.enum(sides)]) })),
  claims: z.array(z.strictObject({ what: z.string(), terms: z.array(z.string()) })),
});

export const joinRules = z
  .strictObject({
    weights,
    bias: z.number(),
    threshold: z.strictObject({ quiet: z.number(), perStory: z.number(), most: z.number() }),
    steadiness: z.number(),
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
