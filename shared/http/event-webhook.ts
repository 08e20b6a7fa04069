import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

export interface Webhook {
  /** An address of the operator's own. */
  url: string;
  /** Known to the receiver too. */
  secret: string;
}

const longestMs = 5_000;
const tries = 3;
/** The receiver says that it has not taken it. */
const certainlyNot = new Set([429, 503]);

/** `t=SECONDS,v1=HEX`: HMAC-SHA-256 of `SECONDS.BODY`. The time lets the receiver turn an old message away. */
export const signatureOf = (body: string, seconds: number, secret: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

/**
 * Posts one event, signed. It is tried again only where the receiver certainly has not taken it; its id goes along as the
 * key to recognise a repeat by.
 * @throws Error when it was refused, or nobody knows
 */
export async function postEvent(
  { url, secret }: Webhook,
  event: { id: string },
  { now = Date.now, pauseMs = 1_000 } = {},
): Promise<void> {
  const body = JSON.stringify(event);
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(longestMs),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': event.id,
        'wire-signature': signatureOf(body, Math.floor(now() / 1_000), secret),
      },
    });
    await response.body?.cancel();
    if (response.ok) return;
    if (!certainlyNot.has(response.status) || attempt === tries)
      throw new Error(`the webhook answered ${response.status}`);
    await wait(pauseMs * attempt);
  }
}
