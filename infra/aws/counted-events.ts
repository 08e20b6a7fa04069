import type { Stage } from '../../shared/env.ts';

/** Log lines that are counted as one metric: of these stages, with these events. */
export interface CountedLines {
  stages: readonly Stage[];
  events: readonly string[];
  /** The field that is summed; the lines themselves where absent. */
  field?: string;
  /** Lines whose field is less are not counted: a metric costs nothing in hours in which it has no value. */
  least?: number;
  /** What one line counts, 1 where absent. */
  weight?: number;
}

/** So many feeds that nobody visits are ours to mend, and not an outlet's. */
export const mostFeedsLate = 5;

/**
 * The metrics of our own, by name. A line costs nothing more than it does already, and ten metrics are free in every account; AWS
 * charges the others by the hour in which they have a value, so that those that tell of trouble cost nothing in a month without.
 * A test has a fault run write each of these lines.
 */
export const countedEvents = {
  ArticlesNew: [{ stages: ['ingest-feed'], events: ['feed-read'], field: 'new' }],
  FeedsLate: [{ stages: ['publish-site'], events: ['feeds-checked'], field: 'late', least: mostFeedsLate }],
  /** Each stage writes its line every five minutes, whether there was anything to do or not. */
  Rounds: [
    { stages: ['publish-site'], events: ['site-published'] },
    { stages: ['plan-digests'], events: ['digests-planned'] },
  ],
  MailsNotSent: [
    {
      stages: ['plan-digests'],
      events: ['digest-lost', 'digest-not-planned', 'digests-not-reached', 'letters-not-queued'],
    },
    {
      stages: ['send-digest'],
      events: ['digest-lost', 'digest-refused', 'digest-skipped', 'letter-not-sent'],
    },
  ],
  ReadersHarmed: [
    // A complaint stops nothing, but the owner hears of each.
    { stages: ['suppress'], events: ['reputation-breaker-open', 'sign-ups-tightened', 'reader-complained'] },
    // Every five minutes while editions are stopped: the all-clear comes when they go on.
    { stages: ['plan-digests'], events: ['digests-held'] },
  ],
  Failures: [
    { stages: ['due-feeds', 'publish-site', 'plan-digests', 'suppress'], events: ['run-failed'] },
    { stages: ['visit-feeds', 'ingest-feed', 'send-digest'], events: ['message-failed'] },
    { stages: ['visit-feeds'], events: ['visit-not-saved', 'body-not-kept'] },
    { stages: ['group-stories'], events: ['batch-failed'] },
    { stages: ['subscribe'], events: ['page-failed'] },
    // What an operator changed without a deploy is not taken, or no longer fits: one is enough.
    {
      stages: ['due-feeds'],
      events: ['overlay-refused', 'overlay-unusable', 'packs-refused'],
      weight: 3,
    },
    { stages: ['ingest-feed'], events: ['packs-unusable'], weight: 3 },
    // An article that nobody will see in a story until a person looks: one is enough.
    { stages: ['group-stories'], events: ['message-set-aside'], weight: 3 },
  ],
} as const satisfies Record<string, readonly CountedLines[]>;

/** Those that have a value in every hour: without it they ring. */
export const steadyMetrics = [
  'ArticlesNew',
  'Rounds',
] as const satisfies readonly (keyof typeof countedEvents)[];

export type CountedMetric = keyof typeof countedEvents;
