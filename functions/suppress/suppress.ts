import {
  afterDelivery,
  afterSoftBounce,
  afterTrouble,
} from '../../shared/domain/subscriber/delivery-trouble.ts';
import type { MailEvent } from '../../shared/domain/subscriber/suppression.ts';
import {
  breach,
  type Breaker,
  type CountedEvent,
  gateFor,
  type MailCounts,
  type Reputation,
  type SignUpGate,
} from '../../shared/domain/subscriber/suppression-breaker.ts';
import type { ChangeSubscriber } from '../../shared/domain/subscriber/subscriber.ts';
import type { MoveEdition } from '../../shared/domain/digest/edition.ts';
import type { Log } from '../../shared/log.ts';

export interface Ports {
  changeSubscriber: ChangeSubscriber;
  moveEdition: MoveEdition;
  /** Counts an event of a mail once. @returns false when it was counted before */
  countEvent(event: CountedEvent): Promise<boolean>;
  /** Sums of the last days. */
  readReputation(now: Date): Promise<Reputation>;
  /** @returns false when it was open already */
  openBreaker(breaker: Breaker): Promise<boolean>;
  /** Tightens sign-ups for a day from now. */
  setGate(gate: SignUpGate, now: Date): Promise<void>;
  log: Log;
}

const counted: Partial<Record<MailEvent['kind'], keyof MailCounts>> = {
  send: 'sends',
  bounce: 'bounces',
  complaint: 'complaints',
};

/**
 * Acts on one report of the mail provider. Any report may come twice, late, or before an earlier one: every step is a
 * transition that a repeat leaves as it is.
 */
export async function handleMailEvent(ports: Ports, event: MailEvent, now: Date): Promise<void> {
  switch (event.kind) {
    case 'send':
      await settleEdition(ports, event, 'sent');
      break;
    case 'delivery':
    case 'soft-bounce':
      await settleEdition(ports, event, 'sent');
      await noteMailbox(ports, event, now);
      break;
    case 'bounce':
    case 'complaint':
      // A mail that bounced or was complained of was sent.
      await settleEdition(ports, event, 'sent');
      await suppressReader(ports, event, now);
      break;
    case 'reject':
      await settleEdition(ports, event, 'refused');
      break;
    case 'other':
      return;
  }
  await updateReputation(ports, event, now);
}

/** An edition whose sender died or heard nothing is settled by what the provider saw. */
async function settleEdition(
  ports: Ports,
  { subscriberId, editionId, at, messageId }: MailEvent,
  state: 'sent' | 'refused',
): Promise<void> {
  if (subscriberId === null || editionId === null) return;
  await ports.moveEdition({ subscriberId, editionId }, ['lost', 'claimed'], { state, at, messageId });
}

/** A mailbox that is full or back: a reader whose mails bounce too often is paused. */
async function noteMailbox(ports: Ports, event: MailEvent, now: Date): Promise<void> {
  const { subscriberId, kind, at, letter } = event;
  if (subscriberId === null) return;
  let paused = false;
  await ports.changeSubscriber(subscriberId, (current) => {
    if (current === null) return null;
    const next =
      kind === 'delivery' ? afterDelivery(current, { at, letter }) : afterSoftBounce(current, at, now);
    paused = current.state === 'confirmed' && next.state === 'paused';
    return next;
  });
  if (paused) ports.log('reader-paused', { subscriberId, reason: 'soft bounces' });
}

async function suppressReader(ports: Ports, { subscriberId, kind, at }: MailEvent, now: Date): Promise<void> {
  if (subscriberId === null) return;
  const trouble = kind === 'complaint' ? 'complained' : 'bounced';
  await ports.changeSubscriber(subscriberId, (current) =>
    current === null ? null : afterTrouble(current, { kind: trouble, at }, now),
  );
  ports.log('reader-suppressed', { subscriberId, trouble });
}

/** Letters and editions are counted apart: a letter's trouble tightens sign-ups, only an edition's stops editions. */
async function updateReputation(ports: Ports, event: MailEvent, now: Date): Promise<void> {
  const kind = counted[event.kind];
  if (kind === undefined) return;
  const stream = event.editionId === null ? 'letters' : 'editions';
  if (kind === 'complaints') ports.log('reader-complained', { stream });
  await ports.countEvent({ stream, kind, messageId: event.messageId, at: event.at });
  if (kind === 'sends') return;
  const reputation = await ports.readReputation(now);
  if (stream === 'letters') return tightenSignUps(ports, gateFor(reputation), now);
  const reason = breach(reputation);
  if (reason !== null && (await ports.openBreaker({ at: now.toISOString(), reason })))
    ports.log('reputation-breaker-open', { reason });
}

async function tightenSignUps(ports: Ports, gate: ReturnType<typeof gateFor>, now: Date): Promise<void> {
  if (gate === null) return;
  await ports.setGate(gate, now);
  ports.log('sign-ups-tightened', { ...gate });
}
