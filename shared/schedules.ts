import type { Stage } from './env.ts';

/**
 * What the clock starts, and how often. The stack makes EventBridge schedules of it and the local runner timers.
 * A tick that comes late, twice or never changes nothing but the delay: each stage asks the store what is due.
 */
export const schedules = {
  'due-feeds': { everyMinutes: 1 },
  'publish-site': { everyMinutes: 5 },
  'plan-digests': { everyMinutes: 5 },
} as const satisfies { [S in Stage]?: { everyMinutes: number } };

export type ScheduledStage = keyof typeof schedules;
