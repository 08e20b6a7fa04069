import { afterRecoveryTry } from '../../shared/domain/subscriber/delivery-trouble.ts';
import type { ChangeSubscriber, Subscriber } from '../../shared/domain/subscriber/subscriber.ts';
import { dayMs, hourMs } from '../../shared/domain/text/time.ts';
import type { TransactionalMailRequest } from '../../shared/messages.ts';

export interface Ports {
  /** Ids of those whose letter waits since then; the longest waiting first. */
  due(rhythm: 'letters', at: string): Promise<string[]>;
  changeSubscriber: ChangeSubscriber;
  queueLetter(request: TransactionalMailRequest): Promise<void>;
  /** 128 random bits in hex. */
  newId(): string;
}

const againMs = hourMs;
/** A letter asked for this long ago is no answer any more. */
const staleMs = 2 * dayMs;

/**
 * Queues the letters that should have gone and did not: the process died, the queue lost them, the service was busy or
 * sign-ups were closed. Also tries the note to readers whose mail bounced.
 */
export async function queueWaitingLetters(ports: Ports, now: Date): Promise<number> {
  let queued = 0;
  for (const id of await ports.due('letters', now.toISOString())) {
    const stored = await ports.changeSubscriber(id, (current) =>
      current === null ? null : withNextTry(current, ports.newId(), now),
    );
    if (stored?.letter?.state !== 'due') continue;
    await ports.queueLetter({ subscriberId: id, letterId: stored.letter.id });
    queued++;
  }
  return queued;
}

function withNextTry(subscriber: Subscriber, letterId: string, now: Date): Subscriber {
  const at = now.toISOString();
  const { letter, ...rest } = subscriber;
  if (letter?.state === 'due' && (letter.retryAt ?? at) <= at) {
    const old = letter.askedAt !== undefined && now.getTime() - Date.parse(letter.askedAt) > staleMs;
    return old
      ? rest
      : { ...subscriber, letter: { ...letter, retryAt: new Date(now.getTime() + againMs).toISOString() } };
  }
  if (subscriber.recovery !== undefined && subscriber.recovery.dueAt <= at)
    return afterRecoveryTry(subscriber, letterId, now);
  return subscriber;
}
