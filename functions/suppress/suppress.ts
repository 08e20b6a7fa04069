import { afterTrouble } from '../../shared/domain/subscriber/subscriber.ts';
import type { MailEvent } from '../../shared/domain/subscriber/suppression.ts';
import { breach, type Reputation } from '../../shared/domain/subscriber/suppression-breaker.ts';
import type { Log } from '../../shared/log.ts';
import type { ReputationTable } from '../../shared/aws/reputation-table.ts';
import type { SubscribersTable } from '../../shared/aws/subscribers-table.ts';

export interface Ports
  extends
    Pick<SubscribersTable, 'changeSubscriber' | 'moveEdition'>,
    Pick<ReputationTable, 'countEvent' | 'readReputation' | 'openBreaker'> {
  log: Log;
}

const counted: Partial<Record<MailEvent['kind'], keyof Reputation>> = {
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
    case 'delivery':
    case 'soft-bounce':
      await settleEdition(ports, event, 'sent');
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

async function suppressReader(ports: Ports, { subscriberId, kind, at }: MailEvent, now: Date): Promise<void> {
  if (subscriberId === null) return;
  const trouble = kind === 'complaint' ? 'complained' : 'bounced';
  await ports.changeSubscriber(subscriberId, (current) =>
    current === null ? null : afterTrouble(current, { kind: trouble, at }, now),
  );
  ports.log('reader-suppressed', { subscriberId, trouble });
}

async function updateReputation(ports: Ports, event: MailEvent, now: Date): Promise<void> {
  const kind = counted[event.kind];
  if (kind === undefined) return;
  await ports.countEvent({ kind, messageId: event.messageId, at: event.at });
  if (kind === 'sends') return;
  const reason = breach(await ports.readReputation(now));
  if (reason !== null && (await ports.openBreaker({ at: now.toISOString(), reason })))
    ports.log('reputation-breaker-open', { reason });
}
