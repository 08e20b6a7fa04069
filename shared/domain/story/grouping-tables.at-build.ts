import { z } from 'zod';
import data from '../../catalogue/grouping.json' with { type: 'json' };
import odds from '../../learned/fact-odds.json' with { type: 'json' };
import shares from '../../learned/fact-shares.json' with { type: 'json' };
import learned from '../../learned/join.json' with { type: 'json' };
import { pairFeatures } from './pair-features.ts';
import { sides } from '../outlet.ts';

const share = z.number().min(0).max(1);

/** A tree over the features of a pair; see PairTree. */
const tree = z.strictObject({
  features: z.array(
    z
      .number()
      .int()
      .min(-1)
      .max(pairFeatures.length - 1),
  ),
  cuts: z.array(z.number()),
  values: z.array(z.number()),
});

const groupingSchema = z.strictObject({
  followDays: z.number(),
  opposites: z.array(z.strictObject({ topic: z.string(), sides: z.tuple([z.enum(sides), z.enum(sides)]) })),
  claims: z.array(z.strictObject({ what: z.string(), terms: z.array(z.string()) })),
});

export const joinRules = z
  .strictObject({
    /** Trees name features by their place: other features need other trees. */
    features: z.array(z.string()).refine((names) => names.join() === pairFeatures.join(), {
      message: 'the trees were learned with other features: npm run measure -- train-stories --write',
    }),
    trees: z.array(tree),
    bias: z.number(),
    threshold: z.strictObject({ quiet: z.number(), perStory: z.number(), most: z.number() }),
    coherence: z.number(),
    steadiness: z.number(),
    windowDays: z.number(),
    longestDays: z.number(),
  })
  .parse(learned);
const logOdds = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export const factPrior = {
  ...z.strictObject({ articles: z.number(), share: z.record(z.string(), share) }).parse(shares),
  ...z.strictObject({ odds: z.record(z.string(), logOdds) }).parse(odds),
};
const grouping = groupingSchema.parse(data);
/** The sides between which a coverage gap means something, by topic. */
export const opposites = grouping.opposites;
/** What conflicting figures count, by the event terms that name it. */
export const countedSubjects = grouping.claims;
/** Days after its end during which a story may still be followed up. */
export const followDays = grouping.followDays;
