import { isDeepStrictEqual } from 'node:util';
import { type Follow, followKey } from './follow.ts';
import { consentWording, dueLetter, isGone, type Preferences, type Subscriber } from './subscriber.ts';

/** Somebody asked for the digest at this address. Nothing is known yet of whether they own it. */
export interface SignUp {
  id: string;
  address: string;
  preferences: Preferences;
  /** The id of the transactional mail to send, or null when the limits allow none. */
  letterId: string | null;
  /** What was pressed to follow on the site. */
  follow?: Follow;
}

/**
 * The subscriber after a sign-up. A stranger can cause a mail, never a change: a subscriber's preferences stay, each
 * letter confirms what its own form said, and who complained is left alone until an operator releases them.
 */
export function afterSignUp(known: Subscriber | null, signUp: SignUp, now: Date): Subscriber {
  const current = known !== null && isGone(known, now) ? null : known;
  if (current === null) return newPending(known, signUp, now);
  if (current.state === 'complained' || signUp.letterId === null) return current;
  if (current.state === 'confirmed' || current.state === 'paused')
    return {
      ...current,
      letter: {
        ...dueLetter(signUp.letterId, 'manage', now),
        ...(signUp.follow !== undefined && { follow: followKey(signUp.follow) }),
      },
    };
  return current.state === 'pending'
    ? withAnotherOffer(current, signUp, now)
    : newPending(current, signUp, now);
}

/** A new subscription: it turns the version over, so that no old confirmation or preferences link opens it. */
function newPending(known: Subscriber | null, signUp: SignUp, now: Date): Subscriber {
  const at = now.toISOString();
  return {
    id: signUp.id,
    state: 'pending',
    address: signUp.address,
    preferences: signUp.preferences,
    tokenVersion: (known?.tokenVersion ?? 0) + 1,
    consent: { askedAt: at, wording: consentWording, confirmedAt: null },
    changedAt: at,
    ...(signUp.letterId !== null && { letter: dueLetter(signUp.letterId, 'confirm', now) }),
    ...(known?.lastDate !== undefined && { lastDate: known.lastDate }),
    ...(known?.released !== undefined && { released: known.released }),
    revision: known?.revision ?? 0,
  };
}

/** Letters whose choices are remembered: as many as a month allows. */
const mostOffers = 10;

/** Asked again before it was confirmed: one more letter, with choices and a version of its own. */
function withAnotherOffer(current: Subscriber, signUp: SignUp, now: Date): Subscriber {
  if (signUp.letterId === null || current.preferences === null || current.consent === null) return current;
  const letter = dueLetter(signUp.letterId, current.letter?.kind === 'invite' ? 'invite' : 'confirm', now);
  if (isDeepStrictEqual(signUp.preferences, current.preferences)) return { ...current, letter };
  const earlier = {
    version: current.tokenVersion,
    preferences: current.preferences,
    askedAt: current.consent.askedAt,
  };
  return {
    ...current,
    preferences: signUp.preferences,
    tokenVersion: current.tokenVersion + 1,
    consent: { ...current.consent, askedAt: now.toISOString(), wording: consentWording },
    changedAt: now.toISOString(),
    letter,
    offers: [...(current.offers ?? []), earlier].slice(-mostOffers),
  };
}

/** An unconfirmed subscriber as the letter of a version saw them; null where no letter had that version. */
export function asOffered(subscriber: Subscriber, version: number): Subscriber | null {
  if (version === subscriber.tokenVersion) return subscriber;
  const offer = subscriber.offers?.find((one) => one.version === version);
  if (offer === undefined || subscriber.consent === null) return null;
  return {
    ...subscriber,
    preferences: offer.preferences,
    consent: { ...subscriber.consent, askedAt: offer.askedAt },
  };
}

/** An operator invites an address: the same letter with other words, and the person decides by its button. */
export function afterInvite(known: Subscriber | null, signUp: SignUp, now: Date): Subscriber {
  const after = afterSignUp(known, signUp, now);
  return after.state === 'pending' && after.letter !== undefined
    ? { ...after, letter: { ...after.letter, kind: 'invite' } }
    : after;
}

/** Consent that somebody gave elsewhere, with where that is on record. */
export interface ImportedConsent {
  at: string;
  source: string;
}

/** A reader whose consent was given elsewhere. The caller adds the first due moment. */
export function importedSubscriber(
  signUp: Omit<SignUp, 'letterId'>,
  { at, source }: ImportedConsent,
  now: Date,
): Subscriber {
  return {
    ...newPending(null, { ...signUp, letterId: null }, now),
    state: 'confirmed',
    consent: { askedAt: at, wording: 'imported', confirmedAt: at, source },
  };
}
