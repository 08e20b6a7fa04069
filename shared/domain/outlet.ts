import { z } from 'zod';

/** What an outlet is, so that a reader can weigh it. `official` = a government body or organisation, `exile` = banned at home. */
export const outletKinds = [
  'state',
  'independent',
  'diaspora',
  'exile',
  'agency',
  'official',
  'international',
] as const;

/** ISO 3166-1 alpha-2, or XX for outlets of no one country. */
const country = z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code in capitals, or XX');

export const feedSchema = z.strictObject({
  /** Stable, file-safe; never reused for another URL's content. */
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  url: z.url({ protocol: /^https?$/ }),
  /** ISO 639-1; absent where one feed mixes languages. */
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
  /** The shortest allowed gap between two visits, in minutes. Absent = the policy's floor. */
  minInterval: z.int().min(5).max(1440).optional(),
  /** Hosts known to block eager readers: floor of 60 minutes. */
  strict: z.boolean().optional(),
  /** The operator's override of robots.txt, by agreement with the outlet; each use is logged. */
  ignoreRobots: z.boolean().optional(),
});

export const outletSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  name: z.string().min(1).max(80),
  country,
  kind: z.enum(outletKinds),
  homepage: z.url({ protocol: /^https?$/ }),
  feeds: z.array(feedSchema).min(1),
});

export type OutletKind = (typeof outletKinds)[number];
export type Outlet = z.infer<typeof outletSchema>;
export type Feed = z.infer<typeof feedSchema>;
/** A feed with what its outlet says of it: what the stages pass around. */
export interface CatalogueFeed extends Feed {
  outlet: Omit<Outlet, 'feeds'>;
}
