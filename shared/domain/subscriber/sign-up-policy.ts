import { parseAddress, sameMailbox } from './address.ts';
import type { Subscriber } from './subscriber.ts';

/** Who may sign up: everybody, only whom an operator invited, or the addresses and domains of a list. */
export type SignUpPolicy =
  | { kind: 'open' }
  | { kind: 'invited' }
  | { kind: 'allowed'; addresses: ReadonlySet<string>; domains: ReadonlySet<string> };

/**
 * Reads `open`, `invited`, or a list such as `example.org, reader@example.net`.
 * @throws RangeError naming the entry that is neither an address nor a domain
 */
export function parseSignUpPolicy(setting: string | undefined): SignUpPolicy {
  const text = (setting ?? '').trim();
  if (text === '' || text === 'open') return { kind: 'open' };
  if (text === 'invited') return { kind: 'invited' };
  const addresses = new Set<string>();
  const domains = new Set<string>();
  for (const entry of text.split(/[\s,;]+/).filter((each) => each !== '')) {
    const domain = entry.includes('@') ? null : parseAddress(`reader@${entry}`)?.slice('reader@'.length);
    const address = entry.includes('@') ? parseAddress(entry) : null;
    if (typeof domain === 'string') domains.add(domain);
    else if (address !== null) addresses.add(sameMailbox(address));
    else
      throw new RangeError(
        `SIGN_UPS holds '${entry}': write open, invited, or addresses and domains such as example.org`,
      );
  }
  return { kind: 'allowed', addresses, domains };
}

/** Whether this address may join now. Who was invited, is in, or was in and left, may always ask for a letter. */
export function mayJoin(policy: SignUpPolicy, address: string, known: Subscriber | null): boolean {
  if (policy.kind === 'open') return true;
  if (
    known !== null &&
    (known.state !== 'left' || known.consent?.confirmedAt != null) &&
    known.state !== 'erased'
  )
    return true;
  if (policy.kind === 'invited') return false;
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return policy.addresses.has(sameMailbox(address)) || policy.domains.has(domain);
}
