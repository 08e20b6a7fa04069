import { z } from 'zod';

/** One line of a robots.txt group that speaks to us. */
const robotsRuleSchema = z.object({ allow: z.boolean(), pattern: z.string() });
export type RobotsRule = z.output<typeof robotsRuleSchema>;

/** What a host's robots.txt said, and until when we go by it. */
const robotsSchema = z.object({
  fetchedAt: z.string(),
  /** `rules`: obey them; `none`: no file (4xx); `unreachable`: 5xx or no answer, so nothing may be fetched. */
  kind: z.enum(['rules', 'none', 'unreachable']),
  rules: z.array(robotsRuleSchema).default([]),
});
export type HostRobots = z.output<typeof robotsSchema>;

/** What all feeds of one host share. Times are ISO 8601 UTC. */
export const hostStateSchema = z.object({
  /** 429 speaks for the host: no request to it before this. */
  pausedUntil: z.string().nullable().default(null),
  robots: robotsSchema.nullable().default(null),
});
export type HostState = z.output<typeof hostStateSchema>;
