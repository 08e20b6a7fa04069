import { z } from 'zod';

/** Signs and what each adds; what all texts begin with is `prior`. A topic or subtopic is given at 1. */
const signWeightsSchema = z.strictObject({
  prior: z.number(),
  signs: z.record(z.string(), z.number()),
});

/** Learned from labelled articles; see `npm run measure -- train-topics`. */
export const weightsSchema = z.strictObject({
  topics: z.record(z.string(), signWeightsSchema),
  subtopics: z.record(z.string(), signWeightsSchema),
});

export type SignWeights = z.infer<typeof signWeightsSchema>;
export type Weights = z.infer<typeof weightsSchema>;
