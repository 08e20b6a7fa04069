import { keyedName, subscriberIdsOf, type TokenKey } from '../../shared/domain/subscriber/token.ts';
import { afterSignUp, type Preferences } from '../../shared/domain/subscriber/subscriber.ts';
import type { SubscribersTable } from '../../shared/aws/subscribers-table.ts';
import type { TransactionalMailRequest } from '../../shared/messages.ts';
import { hourMs } from '../../shared/domain/text/time.ts';

export interface Ports extends Pick<
  SubscribersTable,
  'readSubscriber' | 'changeSubscriber' | 'takeFrom' | 'takeMailAllowance'
> {
  queueTransactionalMail(request: TransactionalMailRequest): Promise<void>;
  /** 128 random bits in hex. */
  newId(): string;
}

/** Limits against list bombing: mails that one network, and all networks together, can cause in an hour. */
const signUpLimits = { network: 20, everywhere: 1_000, mailsUnconfirmed: 3 };

export interface SignUpRequest {
  address: string;
  preferences: Preferences;
  prefix: string;
}

/**
 * Takes a sign-up. Every known and unknown address costs the same calls in the same order and gets the same answer, so
 * nobody can ask us who reads us; what happens next happens behind the queue.
 * @returns false when a limit is reached
 */
export async function handleSignUp(
  ports: Ports,
  keys: readonly TokenKey[],
  { address, preferences, prefix }: SignUpRequest,
  now: Date,
): Promise<boolean> {
  const hour = now.toISOString().slice(0, 13);
  const expiresAt = new Date(now.getTime() + 2 * hourMs).toISOString();
  const limits = [
    { what: 'network', name: keyedName('network', prefix, keys), max: signUpLimits.network },
    { what: 'everywhere', name: 'all', max: signUpLimits.everywhere },
  ];
  for (const limit of limits)
    if (!(await ports.takeFrom({ ...limit, window: hour, expiresAt }))) return false;
  const id = await storedId(ports, subscriberIdsOf(address, keys));
  const letterId = ports.newId();
  const allowed = await ports.takeMailAllowance(id, now.toISOString(), signUpLimits.mailsUnconfirmed);
  await ports.changeSubscriber(id, (current) => ({
    ...afterSignUp(current, { id, address, preferences, letterId: allowed ? letterId : null }, now),
  }));
  await ports.queueTransactionalMail({ subscriberId: id, letterId });
  return true;
}

/** The row an address has, under whichever key it signed up; every key is asked, whatever the answers. */
async function storedId(ports: Ports, ids: readonly string[]): Promise<string> {
  const found: string[] = [];
  for (const id of ids) if ((await ports.readSubscriber(id)) !== null) found.push(id);
  const [id] = found.length > 0 ? found : ids;
  if (id === undefined) throw new RangeError('no token key, so no id for an address');
  return id;
}
