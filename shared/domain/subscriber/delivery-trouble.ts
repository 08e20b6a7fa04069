import { dayMs } from '../text/time.ts';
import { dueLetter, type Subscriber, withState } from './subscriber.ts';

/** What the mail provider reports of an address. */
export type DeliveryTrouble = { kind: 'bounced' | 'complained'; at: string };

/**
 * A permanent bounce or a complaint ends the subscription at once. Reports older than the present subscription speak of
 * an earlier one. A complaint outweighs every other way of being out, a bounce only ends what is alive.
 */
export function afterTrouble(subscriber: Subscriber, trouble: DeliveryTrouble, now: Date): Subscriber {
  const alive =
    subscriber.state === 'confirmed' || subscriber.state === 'paused' || subscriber.state === 'pending';
  const since = subscriber.consent?.confirmedAt ?? subscriber.consent?.askedAt;
  if (subscriber.state === 'erased' || subscriber.state === 'complained') return subscriber;
  if (since !== undefined && trouble.at < since) return subscriber;
  if (trouble.kind === 'bounced' && !alive) return subscriber;
  return withState(subscriber, trouble.kind, now);
}

/** A mailbox that is full or a server that is down: passing trouble, until it does not pass. */
const softBounceLimit = { bounces: 5, days: 14, inARow: 3 } as const;
/** Bounces that are remembered. */
const mostRemembered = 20;
/** The note that mail works again is tried a week after the pause, then each time after twice as long. */
const firstNoteMs = 7 * dayMs;
const mostNotes = 4;

const daysBefore = (at: string, days: number): string =>
  new Date(Date.parse(at) - days * dayMs).toISOString();

/** Five within two weeks, or, of a reader who gets few mails, three in a row over more than two weeks. */
function bouncesTooOften(times: readonly string[], at: string): boolean {
  const line = daysBefore(at, softBounceLimit.days);
  const [first] = times;
  return (
    times.filter((time) => time > line).length >= softBounceLimit.bounces ||
    (times.length >= softBounceLimit.inARow && first !== undefined && first < line)
  );
}

/** A soft bounce is remembered; with too many the reader is paused, and told when mail works again. A report that comes twice counts once. */
export function afterSoftBounce(subscriber: Subscriber, at: string, now: Date): Subscriber {
  const since = subscriber.consent?.confirmedAt;
  if (subscriber.state !== 'confirmed' || since == null || at < since) return subscriber;
  const known = subscriber.softBounces ?? [];
  if (known.includes(at)) return subscriber;
  const softBounces = [...known, at].sort().slice(-mostRemembered);
  if (!bouncesTooOften(softBounces, at)) return { ...subscriber, softBounces };
  return {
    ...withState(subscriber, 'paused', now),
    softBounces,
    recovery: { notes: 0, dueAt: new Date(now.getTime() + firstNoteMs).toISOString() },
  };
}

/** A delivery ends a row of soft bounces; what lies within two weeks still counts. The delivered note ends the tries of it. */
export function afterDelivery(
  subscriber: Subscriber,
  delivered: { at: string; letter: string | null },
): Subscriber {
  if (subscriber.recovery !== undefined && delivered.letter === 'recovered') {
    const { recovery: _recovery, ...rest } = subscriber;
    return rest;
  }
  const line = daysBefore(delivered.at, softBounceLimit.days);
  const known = subscriber.softBounces;
  if (known === undefined || !known.some((time) => time < line)) return subscriber;
  return { ...subscriber, softBounces: known.filter((time) => time >= line) };
}

/** The note's next try: a letter that is due, and when to try again if this one bounces too. */
export function afterRecoveryTry(subscriber: Subscriber, letterId: string, now: Date): Subscriber {
  const { recovery, ...rest } = subscriber;
  if (recovery === undefined || subscriber.state !== 'paused') return subscriber;
  const notes = recovery.notes + 1;
  const dueAt = new Date(now.getTime() + firstNoteMs * 2 ** notes).toISOString();
  return {
    ...rest,
    letter: dueLetter(letterId, 'recovered', now),
    ...(notes < mostNotes && { recovery: { notes, dueAt } }),
  };
}

/** An operator looked at the case: the person may sign up again, and nothing more. */
export function afterRelease(subscriber: Subscriber, because: string, now: Date): Subscriber {
  if (subscriber.state !== 'bounced' && subscriber.state !== 'complained') return subscriber;
  return { ...withState(subscriber, 'left', now), released: { at: now.toISOString(), because } };
}
