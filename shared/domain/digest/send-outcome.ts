/**
 * How a send ended. `throttled`, `held` (the account may not send now, whatever the pace) and `refused` certainly sent nothing; `unknown` may have: the connection broke or the
 * service failed after taking the mail, and SES has no idempotency key to ask with.
 */
export type SendOutcome =
  | { kind: 'sent'; messageId: string }
  | { kind: 'throttled'; reason: string }
  | { kind: 'held'; reason: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'unknown'; reason: string };
