import { z } from 'zod';
import { wireLanguages } from '../language.ts';
import { isTimeZone } from '../text/local-time.ts';
import { dayMs, minuteMs } from '../text/time.ts';
import { followsSchema } from './follow.ts';

export const frequencies = ['daily', 'weekdays', 'weekly', 'breaking'] as const;
export type Frequency = (typeof frequencies)[number];

/** The hour of a mail until its reader chooses one, in the reader's zone. */
export const usualHour = 7;

export const states = ['pending', 'confirmed', 'paused', 'left', 'bounced', 'complained', 'erased'] as const;
export type SubscriberState = (typeof states)[number];

/** Version of the words a person agreed to on the form; raise it when those words change their meaning. */
export const consentWording = '2026-11';

export const preferencesSchema = z.strictObject({
  /** `topic` or `topic.subtopic`. */
  topics: z
    .array(z.string().regex(/^[a-z0-9-]{1,40}(\.[a-z0-9-]{1,40})?$/))
    .min(1)
    .max(100),
  /** Languages of articles the reader wants. */
  languages: z.array(z.enum(wireLanguages)).min(1),
  /** Language of mails and pages. */
  interface: z.enum(wireLanguages),
  frequency: z.enum(frequencies),
  /** For weekly: 1 = Monday … 7 = Sunday. */
  weekday: z.int().min(1).max(7),
  /** Local hour of the edition, 0–23. */
  hour: z.int().min(0).max(23),
  zone: z.string().refine(isTimeZone, 'an IANA time zone such as Asia/Yerevan'),
  /** Weekly readers may ask for a line when nothing happened. */
  quietNote: z.boolean(),
  /** No machine translations; older rows do not say. */
  originals: z.literal(true).optional(),
  /** On top of each edition, whatever its topic; absent = none. */
  follows: followsSchema.optional(),
  /** Nothing but what is followed. */
  onlyFollows: z.literal(true).optional(),
});
export type Preferences = z.infer<typeof preferencesSchema>;

const instant = z.string();

/** A transactional mail: due, then claimed before it is sent. The stored name, `letter`, is old. */
const transactionalMailSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['confirm', 'invite', 'manage', 'data', 'recovered']),
  state: z.enum(['due', 'claimed']),
  /** When it was asked for; older rows have none. */
  askedAt: instant.optional(),
  /** When it is queued again if it is still due. */
  retryAt: instant.optional(),
  /** What its reader asked to follow on the site: its link offers it. Never a query, whose words a stranger could choose. */
  follow: z.string().optional(),
});
export type TransactionalMail = z.infer<typeof transactionalMailSchema>;

/** A person as we keep them: address, preferences, state and proof of consent; nothing else (GDPR Art. 5(1)(c)). Times are ISO 8601 UTC. */
export const subscriberSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  state: z.enum(states),
  /** null once erased. */
  address: z.string().nullable(),
  preferences: preferencesSchema.nullable(),
  /** Tokens carry it; turned over by each new sign-up of someone who had gone. */
  tokenVersion: z.int().min(1),
  /** Proof of consent (GDPR Art. 7(1)). */
  consent: z
    .strictObject({
      askedAt: instant,
      wording: z.string(),
      confirmedAt: instant.nullable(),
      /** Where an operator has it from, of who was imported. */
      source: z.string().optional(),
    })
    .nullable(),
  /** When the state last changed. */
  changedAt: instant,
  /** The moment of the next edition; only confirmed subscribers have one. */
  dueAt: instant.optional(),
  /** The local date that `dueAt` belongs to. */
  dueDate: z.string().optional(),
  /** The local date of the newest edition that was planned. */
  lastDate: z.string().optional(),
  /** When planning last found nothing new for this reader: no gap lies before it. */
  emptyAt: instant.optional(),
  letter: transactionalMailSchema.optional(),
  /** What the earlier letters of an unconfirmed sign-up offered: whoever follows one gets what its form said. */
  offers: z
    .array(z.strictObject({ version: z.int().min(1), preferences: preferencesSchema, askedAt: instant }))
    .optional(),
  /** What a reader who left was, for those who want to undo it. */
  leftFrom: z.enum(['confirmed', 'paused']).optional(),
  /** When mails bounced softly, oldest first. */
  softBounces: z.array(instant).optional(),
  /** Paused because mails bounced: the next try of a note that says so. */
  recovery: z.strictObject({ notes: z.int().min(0), dueAt: instant }).optional(),
  /** An operator's decision to let someone sign up again after a bounce or complaint. */
  released: z.strictObject({ at: instant, because: z.string() }).optional(),
  /** Counts writes: each one is conditional on the revision it read. */
  revision: z.int().min(0),
});
export type Subscriber = z.infer<typeof subscriberSchema>;

const pendingDays = 7;

/** Unconfirmed sign-ups are kept seven days. Storage deletes them later; from this moment on they count as gone. */
export function expiryOf(subscriber: Subscriber): Date | null {
  if (subscriber.state !== 'pending') return null;
  return new Date(Date.parse(subscriber.changedAt) + pendingDays * dayMs);
}

export function isGone(subscriber: Subscriber, now: Date): boolean {
  const expiry = expiryOf(subscriber);
  return expiry !== null && expiry <= now;
}

/** A letter that nobody sent within this time of being asked for is queued again. */
const letterRetryMs = 15 * minuteMs;

export const dueLetter = (id: string, kind: TransactionalMail['kind'], now: Date): TransactionalMail => ({
  id,
  kind,
  state: 'due',
  askedAt: now.toISOString(),
  retryAt: new Date(now.getTime() + letterRetryMs).toISOString(),
});

/** Takes the subscriber out of every schedule. Keeps tokens valid, so that pages can say what happened. */
export function withState(subscriber: Subscriber, state: SubscriberState, now: Date): Subscriber {
  const {
    dueAt: _dueAt,
    dueDate: _dueDate,
    letter: _letter,
    offers: _offers,
    leftFrom: _leftFrom,
    recovery: _recovery,
    ...rest
  } = subscriber;
  return { ...rest, state, changedAt: now.toISOString() };
}

/** The button in the confirmation mail was pressed. The caller adds the first due moment. */
export function afterConfirm(subscriber: Subscriber, now: Date): Subscriber {
  if (subscriber.state !== 'pending' || subscriber.consent === null) return subscriber;
  return {
    ...withState(subscriber, 'confirmed', now),
    consent: { ...subscriber.consent, confirmedAt: now.toISOString() },
  };
}

export function afterLeave(subscriber: Subscriber, now: Date): Subscriber {
  const { state } = subscriber;
  if (state === 'pending') return withState(subscriber, 'left', now);
  if (state !== 'confirmed' && state !== 'paused') return subscriber;
  return { ...withState(subscriber, 'left', now), leftFrom: state };
}

const undoMs = dayMs;

/** Whether a reader who left may still undo it. */
export const canUndoLeave = (subscriber: Subscriber, now: Date): boolean =>
  subscriber.state === 'left' &&
  subscriber.leftFrom !== undefined &&
  now.getTime() - Date.parse(subscriber.changedAt) <= undoMs;

/** A reader who left takes it back. The caller adds the due moment. */
export function afterUndoLeave(subscriber: Subscriber, now: Date): Subscriber {
  const { leftFrom, ...rest } = subscriber;
  return canUndoLeave(subscriber, now) && leftFrom !== undefined
    ? { ...rest, state: leftFrom, changedAt: now.toISOString() }
    : subscriber;
}

export function afterPause(subscriber: Subscriber, now: Date): Subscriber {
  return subscriber.state === 'confirmed' ? withState(subscriber, 'paused', now) : subscriber;
}

/** A paused subscriber comes back. The caller adds the due moment. */
export function afterResume(subscriber: Subscriber, now: Date): Subscriber {
  if (subscriber.state !== 'paused') return subscriber;
  const { recovery: _recovery, softBounces: _softBounces, ...rest } = subscriber;
  return { ...rest, state: 'confirmed', changedAt: now.toISOString() };
}

/** Only the keyed id stays, so that a late event or a restored backup cannot bring the person back. */
export function afterErase(subscriber: Subscriber, now: Date): Subscriber {
  return {
    id: subscriber.id,
    state: 'erased',
    address: null,
    preferences: null,
    tokenVersion: subscriber.tokenVersion,
    consent: null,
    changedAt: now.toISOString(),
    revision: subscriber.revision,
  };
}

/**
 * Applies a pure change to the latest state of one person, once, even when others write meanwhile.
 * @param known what was just read of the person: saves a read where nobody wrote since
 * @returns what is stored then; null when the change gave null
 */
export type ChangeSubscriber = (
  id: string,
  change: (current: Subscriber | null) => Subscriber | null,
  known?: Subscriber,
) => Promise<Subscriber | null>;
