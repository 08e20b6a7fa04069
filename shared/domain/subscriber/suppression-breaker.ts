/**
 * The breaker that saves the account's reputation. SES reviews an account at 5 % bounces or 0.1 % complaints and pauses it
 * at 10 % or 0.5 %; we stop ourselves at 4 % and 0.08 %, and only a person starts again.
 */

export interface Reputation {
  sends: number;
  bounces: number;
  complaints: number;
}

const breakerLines = { bounces: 0.04, complaints: 0.0008 };

/** SES judges over a representative volume, not over ten mails. Below these, the share is taken of these. */
const representative = { bounces: 1_000, complaints: 2_500 };

/** Days counted together. */
export const reputationDays = 7;

/** Why sending must stop, or null. */
export function breach({ sends, bounces, complaints }: Reputation): string | null {
  const bounceRate = bounces / Math.max(sends, representative.bounces);
  if (bounceRate >= breakerLines.bounces)
    return `${bounces} bounces of ${sends} mails in ${reputationDays} days`;
  const complaintRate = complaints / Math.max(sends, representative.complaints);
  if (complaintRate >= breakerLines.complaints)
    return `${complaints} complaints of ${sends} mails in ${reputationDays} days`;
  return null;
}
