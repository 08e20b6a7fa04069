import { z } from 'zod';
import { sourceKinds } from '../outlet.ts';
import { feedHintsSchema } from './poll-hints.ts';

/** How many publish times a reading carries for the rhythm. */
export const publishTimesLimit = 12;

const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'an ISO 8601 instant');

/** What ingest-feed found in a body; it writes this beside the feed's state, and the next visit is planned with it. */
export const parseReportSchema = z.object({
  kind: z.enum(['ok', 'empty', 'not-feed', 'unreadable']).default('ok'),
  /** When the body arrived (the `visitedAt` of its IngestRequest). */
  at: time.default('1970-01-01T00:00:00.000Z'),
  items: z.int().min(0).default(0),
  /** The newest item's time, where items are dated. */
  newest: time.optional(),
  hints: feedHintsSchema.default({}),
  /** How many faults the parser mended or skipped. */
  problems: z.int().min(0).default(0),
  /** The document ended before its end tag. */
  incomplete: z.boolean().optional(),
  /** Items whose date is there and unreadable. */
  undated: z.int().min(0).optional(),
  /** Of what kind the source is; absent = feed. */
  form: z.enum(sourceKinds).optional(),
  /** Why nothing could be read, in words. */
  reason: z.string().max(200).optional(),
  /** Times of the newest items, at most `publishTimesLimit`, any order. */
  publishTimes: z.array(time).default([]),
});
export type ParseReport = z.output<typeof parseReportSchema>;

/** Whether items came and the date of not one could be read. */
export const isUndated = ({ items, undated = 0 }: ParseReport): boolean => items > 0 && undated === items;
