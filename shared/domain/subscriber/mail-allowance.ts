import { dayMs, hourMs } from '../text/time.ts';

/**
 * Transactional mails to one mailbox, whoever asks: a lost letter can be asked for again after an hour, a stranger can
 * cause three a day and ten a month, and nobody is locked out for longer than the oldest of the ten stays in its month.
 */
export const mailAllowance = { gapMs: hourMs, perDay: 3, perMonth: 10, monthMs: 30 * dayMs } as const;

/**
 * @param times of earlier mails, ISO 8601 UTC, oldest first
 * @returns the times with this mail's, or null when it may not go
 */
export function withAnotherMail(times: readonly string[], now: Date): string[] | null {
  const after = (ms: number): string => new Date(now.getTime() - ms).toISOString();
  const month = times.filter((time) => time > after(mailAllowance.monthMs));
  const lately = (ms: number): number => month.filter((time) => time >= after(ms)).length;
  const allowed =
    lately(mailAllowance.gapMs) === 0 &&
    lately(dayMs) < mailAllowance.perDay &&
    month.length < mailAllowance.perMonth;
  return allowed ? [...month, now.toISOString()] : null;
}

/** A counter that stops at `max` within its window; gone after `expiresAt` (ISO 8601 UTC). */
export interface Limit {
  what: string;
  name: string;
  window: string;
  max: number;
  expiresAt: string;
}
