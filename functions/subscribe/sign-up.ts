import { keyedName, subscriberIdsOf, type TokenKey } from '../../shared/domain/subscriber/token.ts';
import { mailboxOf } from '../../shared/domain/subscriber/mailbox.ts';
import { mayJoin, type SignUpPolicy } from '../../shared/domain/subscriber/sign-up-policy.ts';
import { afterSignUp } from '../../shared/domain/subscriber/sign-up.ts';
import type { ChangeSubscriber, Preferences, Subscriber } from '../../shared/domain/subscriber/subscriber.ts';
import type { Follow } from '../../shared/domain/subscriber/follow.ts';
import type { Limit } from '../../shared/domain/subscriber/mail-allowance.ts';
import type { SignUpGate } from '../../shared/domain/subscriber/suppression-breaker.ts';
import type { TransactionalMailRequest } from '../../shared/messages.ts';
import { dayMs, hourMs } from '../../shared/domain/text/time.ts';

export interface Ports {
  readSubscriber(id: string): Promise<Subscriber | null>;
  changeSubscriber: ChangeSubscriber;
  /** Takes one from a counter. @returns false when the window's limit is reached */
  takeFrom(limit: Limit): Promise<boolean>;
  /** Whether a transactional mail may go to this mailbox now; taken by the asking. @param mailbox a keyed name */
  takeMailAllowance(mailbox: string, now: Date): Promise<boolean>;
  /** How sign-ups are tightened now; null when they are not. */
  readGate(now: Date): Promise<SignUpGate | null>;
  queueTransactionalMail(request: TransactionalMailRequest): Promise<void>;
  /** 128 random bits in hex. */
  newId(): string;
}

/** Limits against list bombing: mails that one network, its neighbours, and all networks together can cause. */
export const signUpLimits = {
  networkHour: 20,
  networkDay: 40,
  neighboursHour: 200,
  /** Of everybody, without a question. */
  everywhere: 300,
  /** After a right answer. */
  answered: 700,
  /** After a right answer, the first of a network in a day: whoever spends the rest cannot lock all others out. */
  firstOfNetwork: 2_000,
} as const;

export interface SignUpRequest {
  address: string;
  preferences: Preferences;
  /** What was pressed to follow on the site. */
  follow: Follow | null;
  /** The caller's network, and the wider one around it. */
  prefix: string;
  neighbours: string;
  /** The question was answered. */
  solved: boolean;
}

const refusedCounter = { what: 'refused', name: 'all', max: Number.MAX_SAFE_INTEGER } as const;

/** `asked`: a question comes first. */
export type SignUpAnswer = 'taken' | 'asked' | 'closed' | 'limited';

/** What signs ids and names, and who may join. */
export interface SignUpRules {
  keys: readonly TokenKey[];
  policy: SignUpPolicy;
}

/**
 * Takes a sign-up. Every known and unknown address costs the same calls in the same order and gets the same answer, so
 * nobody can ask us who reads us; what happens next happens behind the queue.
 */
export async function handleSignUp(
  ports: Ports,
  { keys, policy }: SignUpRules,
  request: SignUpRequest,
  now: Date,
): Promise<SignUpAnswer> {
  const gate = await ports.readGate(now);
  if (gate?.level === 'closed') return 'closed';
  if (gate !== null && !request.solved) return 'asked';
  const granted = await takeBudget(ports, keys, request, now);
  if (granted !== 'taken') return granted;
  const { address, preferences, follow } = request;
  const id = await storedId(ports, subscriberIdsOf(address, keys));
  const letterId = ports.newId();
  const allowed = await ports.takeMailAllowance(mailboxName(address, keys), now);
  const stored = await ports.changeSubscriber(id, (current) =>
    mayJoin(policy, address, current)
      ? {
          ...afterSignUp(
            current,
            {
              id,
              address,
              preferences,
              letterId: allowed ? letterId : null,
              ...(follow !== null && { follow }),
            },
            now,
          ),
        }
      : current,
  );
  // A write for a write: on a closed list the time of the answer must not tell who is on it.
  if (stored === null) await ports.takeFrom({ ...refusedCounter, window: id, expiresAt: now.toISOString() });
  await ports.queueTransactionalMail({ subscriberId: id, letterId });
  return 'taken';
}

/** The mailbox in our counters: all spellings that reach it are one. */
export const mailboxName = (address: string, keys: readonly TokenKey[]): string =>
  keyedName('mailbox', mailboxOf(address), keys);

async function takeBudget(
  ports: Ports,
  keys: readonly TokenKey[],
  { prefix, neighbours, solved }: SignUpRequest,
  now: Date,
): Promise<SignUpAnswer> {
  const take = (what: string, name: string, max: number, ms: number = hourMs): Promise<boolean> =>
    ports.takeFrom({
      what,
      name,
      max,
      window: now.toISOString().slice(0, ms === hourMs ? 13 : 10),
      expiresAt: new Date(now.getTime() + 2 * ms).toISOString(),
    });
  const network = keyedName('network', prefix, keys);
  const around = keyedName('neighbours', neighbours, keys);
  if (!(await take('neighbours', around, signUpLimits.neighboursHour))) return 'limited';
  if (!(await take('network', network, signUpLimits.networkHour))) return 'limited';
  if (!(await take('network-day', network, signUpLimits.networkDay, dayMs))) return 'limited';
  if (await take('everywhere', 'all', signUpLimits.everywhere)) return 'taken';
  if (!solved) return 'asked';
  if (await take('answered', 'all', signUpLimits.answered)) return 'taken';
  const first = await take('network-first', network, 1, dayMs);
  return first && (await take('first', 'all', signUpLimits.firstOfNetwork)) ? 'taken' : 'limited';
}

/** The row an address has, under whichever key it signed up; every key is asked, whatever the answers. */
async function storedId(ports: Ports, ids: readonly string[]): Promise<string> {
  const found: string[] = [];
  for (const id of ids) if ((await ports.readSubscriber(id)) !== null) found.push(id);
  const [id] = found.length > 0 ? found : ids;
  if (id === undefined) throw new RangeError('no token key, so no id for an address');
  return id;
}
