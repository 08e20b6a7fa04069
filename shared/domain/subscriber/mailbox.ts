import { z } from 'zod';
import table from '../../catalogue/mail-providers.json' with { type: 'json' };

/** What providers make of an address: which spellings reach one mailbox, and which domains are usual. For limits and questions only, never for identity. */

const provider = z.strictObject({
  domains: z.array(z.string()).min(1),
  /** Signs of the local part that count for nothing. */
  ignored: z.string().optional(),
  /** Signs that are the same. */
  alike: z.string().optional(),
  /** From this sign on, the local part is a note of the reader. */
  tag: z.string().length(1),
  /** Its domains are different mailboxes. */
  apart: z.boolean().optional(),
});
type Provider = z.infer<typeof provider>;

const providers = z.array(provider).parse(table.providers);
const providerOf = new Map<string, Provider>(
  providers.flatMap((one) => one.domains.map((domain): [string, Provider] => [domain, one])),
);

/** Plus addressing is the rule of most mail servers (RFC 5233). */
const usual: Provider = { domains: [''], tag: '+', apart: true };

/** The mailbox that an address reaches, as far as its provider's rules tell. */
export function mailboxOf(address: string): string {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  const rules = providerOf.get(domain) ?? usual;
  const untagged = local.split(rules.tag)[0] || local;
  const read = Array.from(untagged)
    .filter((sign) => rules.ignored?.includes(sign) !== true)
    .map((sign) => (rules.alike?.includes(sign) === true ? (rules.alike[0] ?? sign) : sign))
    .join('');
  return `${read === '' ? untagged : read}@${rules.apart === true ? domain : rules.domains[0]}`;
}

/** Whether one slip of the keyboard leads from one word to the other: a letter more, less, other, or two changed round. */
function oneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && left[0] === right[1] && left[1] === right[0];
}

/** @returns the address that was probably meant, where the domain is one slip from a well-known provider's; null for all others */
export function likelyMeant(address: string): string | null {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (providerOf.has(domain)) return null;
  const meant = table.asked.find((known) => oneSlip(domain, known));
  return meant === undefined ? null : `${address.slice(0, at)}@${meant}`;
}
