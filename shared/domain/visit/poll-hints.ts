import { z } from 'zod';
import { entryOf } from '../text/entry-of.ts';

/** What a feed asks of those who poll it, in its own words. Absent = it says nothing. */
export interface PollHints {
  ttlMinutes?: number;
  /** Hours of the day in GMT, 0–23. */
  skipHours?: number[];
  /** English day names, as in RSS 2.0. */
  skipDays?: string[];
  /** mod_syndication: the feed changes `updateFrequency` times per `updatePeriod`, counted from `updateBase` (ISO 8601 UTC). */
  updatePeriod?: string;
  updateFrequency?: number;
  updateBase?: string;
  /** ISO 8601 UTC: the newest date among the items. */
  newestPublished?: string;
}

/** In the order of Date.getUTCDay. */
const weekDays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const dayNumber = z.union([
  z.int().min(0).max(6),
  z.string().transform((name) => weekDays.indexOf(name.trim().toLowerCase())),
]);

/** What visits are planned with, and what is stored. Values that make no sense are left out, never an error. */
export const feedHintsSchema = z.object({
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

/** mod_syndication's periods, in minutes (web.resource.org/rss/1.0/modules/syndication). */
const periods: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 1_440,
  weekly: 10_080,
  monthly: 43_200,
  yearly: 525_600,
};

/** A frequency without a period is per day, a period without a frequency once: the module's own defaults. */
export function updatePeriodMinutes({
  updatePeriod,
  updateFrequency,
}: Pick<PollHints, 'updatePeriod' | 'updateFrequency'>): number | undefined {
  if (updatePeriod === undefined && updateFrequency === undefined) return undefined;
  const period = entryOf(periods, updatePeriod ?? 'daily');
  return period === undefined ? undefined : period / (updateFrequency ?? 1);
}

/** A feed's wishes as visits are planned with them. */
export function feedHintsOf(hints: PollHints): FeedHints {
  const minutes = updatePeriodMinutes(hints);
  return {
    ...(hints.ttlMinutes !== undefined && { ttlMinutes: hints.ttlMinutes }),
    ...(hints.skipHours !== undefined && { skipHours: hints.skipHours }),
    ...(hints.skipDays !== undefined && {
      skipDays: hints.skipDays.map((day) => weekDays.indexOf(day.toLowerCase())),
    }),
    ...(minutes !== undefined && { updatePeriodMinutes: minutes }),
  };
}
