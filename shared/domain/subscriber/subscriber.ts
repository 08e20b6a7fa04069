import { z } from 'zod';
import { wireLanguages } from '../language.ts';
import { isTimeZone } from '../text/local-time.ts';
import { dayMs } from '../text/time.ts';

export const frequencies = ['daily', 'weekdays', 'weekly', 'breaking'] as const;
export type Frequency = (typeof frequencies)[number];

const states = ['pending', 'confirmed', 'paused', 'left', 'bounced', 'complained', 'erased'] as const;
type SubscriberState = (typeof states)[number];

/** Version of the words a person agreed to on the form; raise it when those words change their meaning. */
const consentWording = '2026-11';

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
});
export type Preferences = z.infer<typeof preferencesSchema>;

const instant = z.string();

/** A transactional mail (confirm or manage): due once, claimed before it is sent. The stored name, `letter`, is old. */
const transactionalMailSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['confirm', 'manage']),
  state: z.enum(['due', 'claimed']),
});
type TransactionalMail = z.infer<typeof transactionalMailSchema>;

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
    .strictObject({ askedAt: instant, wording: z.string(), confirmedAt: instant.nullable() })
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
  /** Counts writes: each one is conditional on the revision it read. */
  revision: z.int().min(0),
});
export type Subscriber = z.infer<typeof subscriberSchema>;

/** Somebody asked for the digest at this address. Whether they own it is not known yet. */
export interface SignUp {
  id: string;
  address: string;
  preferences: Preferences;
  /** The id of the transactional mail to send, or null when the limits allow none. */
  letterId: string | null;
}

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

/**
 * The subscriber after a sign-up. A stranger can cause a mail, never a change: a subscriber's preferences stay,
 * and who complained is left alone for good.
 */
export function afterSignUp(known: Subscriber | null, signUp: SignUp, now: Date): Subscriber {
  const current = known !== null && isGone(known, now) ? null : known;
  const mailOf = (kind: TransactionalMail['kind']): { letter?: TransactionalMail } =>
    signUp.letterId === null ? {} : { letter: { id: signUp.letterId, kind, state: 'due' } };
  if (current?.state === 'complained') return current;
  if (current?.state === 'pending' && signUp.letterId === null) return current;
  if (current?.state === 'confirmed' || current?.state === 'paused')
    return { ...current, ...mailOf('manage') };
  const at = now.toISOString();
  return {
    id: signUp.id,
    state: 'pending',
    address: signUp.address,
    preferences: signUp.preferences,
    tokenVersion:
      current === null
        ? (known?.tokenVersion ?? 0) + 1
        : current.tokenVersion + (current.state === 'pending' ? 0 : 1),
    consent: { askedAt: at, wording: consentWording, confirmedAt: null },
    changedAt: at,
    ...mailOf('confirm'),
    ...(known?.lastDate !== undefined && { lastDate: known.lastDate }),
    revision: known?.revision ?? 0,
  };
}

/** Takes the subscriber out of every schedule. Keeps tokens valid, so that pages can say what happened. */
function withState(subscriber: Subscriber, state: SubscriberState, now: Date): Subscriber {
  const { dueAt: _dueAt, dueDate: _dueDate, letter: _letter, ...rest } = subscriber;
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
  const canLeave =
    subscriber.state === 'confirmed' || subscriber.state === 'paused' || subscriber.state === 'pending';
  return canLeave ? withState(subscriber, 'left', now) : subscriber;
}

export function afterPause(subscriber: Subscriber, now: Date): Subscriber {
  return subscriber.state === 'confirmed' ? withState(subscriber, 'paused', now) : subscriber;
}

/** A paused subscriber comes back. The caller adds the due moment. */
export function afterResume(subscriber: Subscriber, now: Date): Subscriber {
  return subscriber.state === 'paused'
    ? { ...subscriber, state: 'confirmed', changedAt: now.toISOString() }
    : subscriber;
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
