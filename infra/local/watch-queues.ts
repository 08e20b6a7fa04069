import { setTimeout as wait } from 'node:timers/promises';
import type { Place } from './place.ts';
import { type QueueName, queueOf } from './place-queues.ts';
import { queueDepth } from './queue-depth.ts';

const everyMs = 5_000;
/** SQS counts are approximate and late: empty twice in a row is empty. */
const wantedLooks = 2;

/** Stays until nothing waits in the queues and nobody works on them. @param left told at each look */
export async function queuesEmpty(
  place: Place,
  names: readonly QueueName[],
  left: (messages: number) => void,
): Promise<void> {
  for (let looks = 0; looks < wantedLooks;) {
    const depths = await Promise.all(names.map((name) => queueDepth(queueOf(place, name).queue)));
    const messages = depths.reduce((sum, { waiting, inWork }) => sum + waiting + inWork, 0);
    looks = messages === 0 ? looks + 1 : 0;
    if (messages > 0) left(messages);
    if (looks < wantedLooks) await wait(everyMs);
  }
}
