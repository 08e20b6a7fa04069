/**
 * Saves the account's reputation. SES reviews an account at 5 % bounces or 0.1 % complaints and pauses it at 10 % or 0.5 %.
 * Anybody can make a letter bounce by signing up an address that is not there, so letters and editions are counted
 * apart: bad letters tighten sign-ups and never stop an edition.
 */

export type MailStream = 'editions' | 'letters';

export interface MailCounts {
  sends: number;
  bounces: number;
  complaints: number;
}
export type Reputation = Record<MailStream, MailCounts>;

/** Days counted together. */
export const reputationDays = 7;

/** Editions stop here, and only a person starts them again. Two persons who complain are no rate. */
const editionLines = {
  bounceRate: 0.04,
  /** SES judges over a representative volume, not over ten mails: below it, the share is taken of it. */
  representative: 1_000,
  complaintRate: 0.003,
  leastComplaints: 5,
} as const;

/** Why editions must stop, or null. */
export function breach({ editions: { sends, bounces, complaints } }: Reputation): string | null {
  if (bounces / Math.max(sends, editionLines.representative) >= editionLines.bounceRate)
    return `${bounces} bounces of ${sends} editions in ${reputationDays} days`;
  if (
    complaints >= editionLines.leastComplaints &&
    complaints / Math.max(sends, 1) >= editionLines.complaintRate
  )
    return `${complaints} complaints of ${sends} editions in ${reputationDays} days`;
  return null;
}

/** `challenge`: a sign-up answers a question first. `closed`: no letters but those that an operator causes. */
type GateLevel = 'challenge' | 'closed';
export interface SignUpGate {
  level: GateLevel;
  reason: string;
}

const letterLines = {
  challengeBounces: 10,
  challengeRate: 0.1,
  closedRate: 0.04,
  complaints: 3,
} as const;
/** How long a tightened gate stays; the next bad letter tightens it again. */
export const gateHours = 24;

/** How sign-ups must be tightened, or null. They close where letters alone would bring the account under review. */
export function gateFor({ letters, editions }: Reputation): SignUpGate | null {
  const reason = `${letters.bounces} bounces and ${letters.complaints} complaints of ${letters.sends} letters in ${reputationDays} days`;
  const all = Math.max(letters.sends + editions.sends, editionLines.representative);
  if (letters.bounces / all >= letterLines.closedRate) return { level: 'closed', reason };
  const many =
    letters.bounces >= letterLines.challengeBounces &&
    letters.bounces / Math.max(letters.sends, 1) >= letterLines.challengeRate;
  return many || letters.complaints >= letterLines.complaints ? { level: 'challenge', reason } : null;
}

/** All editions are held since then, and why. */
export interface Breaker {
  at: string;
  reason: string;
}

/** One report on one mail, to be counted once. */
export interface CountedEvent {
  stream: MailStream;
  kind: keyof MailCounts;
  messageId: string;
  at: string;
}
