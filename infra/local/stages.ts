import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Settings } from '../../shared/env.ts';
import { drain } from './queue-pump.ts';
import type { ApiHandler } from './site-server.ts';

type Scheduled = () => Promise<unknown>;
type Batch = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** The functions' handlers, as Lambda would call them: the very same modules, fed by local timers and queues. */
export interface Stages {
  dueFeeds: Scheduled;
  publishSite: Scheduled;
  planDigests: Scheduled;
  /** Each of these empties its queue and says how many messages were done. */
  visitFeeds: () => Promise<number>;
  ingestFeeds: () => Promise<number>;
  groupStories: () => Promise<number>;
  sendDigests: () => Promise<number>;
  api: ApiHandler;
}

/** Messages a call, and calls at a time. */
interface Pace {
  batchSize: number;
  workers: number;
}

/** How many hosts are visited at a time; one host is always visited serially, by one message. */
const hostByHost = { batchSize: 1, workers: 8 };
const bodyByBody = { batchSize: 1, workers: 2 };
const oneWorker = { batchSize: 10, workers: 1 };

/**
 * Loads the handlers. They read their settings when loaded, so the wire must be open.
 * @param pace measures go at the stack's
 */
export async function loadStages(
  { settings }: { settings: QueueSettings },
  pace: { visits: Pace; bodies: Pace } = { visits: hostByHost, bodies: bodyByBody },
): Promise<Stages> {
  const [due, visit, ingest, group, publish, plan, send, subscribe] = await Promise.all([
    import('../../functions/due-feeds/handler.ts'),
    import('../../functions/visit-feeds/handler.ts'),
    import('../../functions/ingest-feed/handler.ts'),
    import('../../functions/group-stories/handler.ts'),
    import('../../functions/publish-site/handler.ts'),
    import('../../functions/plan-digests/handler.ts'),
    import('../../functions/send-digest/handler.ts'),
    import('../../functions/subscribe/handler.ts'),
  ]);
  return {
    dueFeeds: () => due.handler(),
    publishSite: () => publish.handler(),
    planDigests: () => plan.handler(),
    visitFeeds: () => drainWith(settings, 'QUEUE_VISIT_URL', { handler: visit.handler, ...pace.visits }),
    ingestFeeds: () => drainWith(settings, 'QUEUE_INGEST_URL', { handler: ingest.handler, ...pace.bodies }),
    groupStories: () => drainWith(settings, 'QUEUE_STORY_URL', { handler: group.handler, ...oneWorker }),
    sendDigests: () => drainWith(settings, 'QUEUE_DIGEST_URL', { handler: send.handler, ...oneWorker }),
    api: (event) => subscribe.handler(event),
  };
}

type QueueSetting = Extract<
  | keyof Settings<'due-feeds'>
  | keyof Settings<'visit-feeds'>
  | keyof Settings<'ingest-feed'>
  | keyof Settings<'plan-digests'>,
  `QUEUE_${string}`
>;

type QueueSettings = Record<QueueSetting, string>;

async function drainWith(
  settings: QueueSettings,
  queue: QueueSetting,
  { handler, batchSize, workers }: { handler: Batch; batchSize: number; workers: number },
): Promise<number> {
  const source = { queueUrl: settings[queue], batchSize, handler };
  const done = await Promise.all(Array.from({ length: workers }, () => drain(source)));
  return done.reduce((sum, count) => sum + count, 0);
}
