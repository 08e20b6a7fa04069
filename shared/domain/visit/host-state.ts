import { z } from 'zod';

/** One line of a robots.txt group that speaks to us. */
const robotsRuleSchema = z.object({ allow: z.boolean(), pattern: z.string() });
export type RobotsRule = z.output<typeof robotsRuleSchema>;

/** What a host's robots.txt said, and how long we follow it. */
const robotsSchema = z.object({
  fetchedAt: z.string(),
  /** `rules`: obey them; `none`: no file (4xx); `unreachable`: 5xx or no answer, so nothing may be fetched. */
  kind: z.enum(['rules', 'none', 'unreachable']),
  rules: z.array(robotsRuleSchema).default([]),
});
export type HostRobots = z.output<typeof robotsSchema>;

/** The feeds of a host that wait in the visit queue, or are being visited. */
const leaseSchema = z.object({
  /** When due-feeds queued the last of them. */
  at: z.string(),
  /** By feed: when it was queued, and until when it is not queued again should its visit never be saved. */
  feeds: z.record(z.string(), z.object({ at: z.string(), until: z.string() })),
});
export type HostLease = z.output<typeof leaseSchema>;

/** What all feeds of one host share. Times are ISO 8601 UTC. */
export const hostStateSchema = z.object({
  /** 429 speaks for the host: no request to it before this. */
  pausedUntil: z.string().nullable().default(null),
  robots: robotsSchema.nullable().default(null),
  lease: leaseSchema.nullable().default(null),
});
export type HostState = z.output<typeof hostStateSchema>;
