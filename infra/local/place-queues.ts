import { output } from '../aws/deployed/stack-outputs.ts';
import type { Place } from './place.ts';
import { deadLettersOf } from './settings.ts';

export const queueNames = ['visit', 'ingest', 'story', 'digest'] as const;
export type QueueName = (typeof queueNames)[number];

const settingOf = {
  visit: 'QUEUE_VISIT_URL',
  ingest: 'QUEUE_INGEST_URL',
  story: 'QUEUE_STORY_URL',
  digest: 'QUEUE_DIGEST_URL',
} as const;
const deadOutputOf = {
  visit: 'DeadLettersVisitUrl',
  ingest: 'DeadLettersIngestUrl',
  story: 'DeadLettersStoryUrl',
  digest: 'DeadLettersDigestUrl',
} as const;

/** The URLs of a queue and of its dead letters in a place. */
export function queueOf({ settings, outputs }: Place, name: QueueName): { queue: string; dead: string } {
  const queue = settings[settingOf[name]];
  return { queue, dead: outputs === null ? deadLettersOf(queue) : output(outputs, deadOutputOf[name]) };
}
