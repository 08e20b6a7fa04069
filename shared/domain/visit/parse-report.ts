import { z } from 'zod';

/** In the order of Date.getUTCDay. */
export const weekDays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

const dayNumber = z.union([
  z.int().min(0).max(6),
  z.string().transform((name) => weekDays.findIndex((day) => day === name.trim().toLowerCase())),
]);

/** What a feed asks of its readers in its own text. Values that make no sense are left out, never an error. */
const feedHintsSchema = z.object({
  /** RSS 2.0 `ttl`, minutes. */
  ttlMinutes: z.number().min(0).optional().catch(undefined),
  /** RSS 2.0 `skipHours`: 0–23 GMT (24, from RSS 0.91, is 0). */
  skipHours: z
    .array(z.number())
    .transform((hours) =>
      hours
        .map((hour) => (hour === 24 ? 0 : hour))
        .filter((hour) => Number.isInteger(hour) && hour >= 0 && hour < 24),
    )
    .optional()
    .catch(undefined),
  /** RSS 2.0 `skipDays`: 0 (Sunday) to 6, or English names. */
  skipDays: z
    .array(dayNumber)
    .transform((days) => days.filter((day) => day >= 0))
    .optional()
    .catch(undefined),
  /** mod_syndication: `sy:updatePeriod` divided by `sy:updateFrequency`, minutes. */
  updatePeriodMinutes: z.number().min(0).optional().catch(undefined),
});
export type FeedHints = z.output<typeof feedHintsSchema>;

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
  /** Times of the newest items, at most `publishTimesLimit`, any order. */
  publishTimes: z.array(time).default([]),
});
export type ParseReport = z.output<typeof parseReportSchema>;
