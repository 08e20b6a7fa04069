import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { postEvent, signatureOf } from '../../../shared/http/event-webhook.ts';

describe('a signed webhook', () => {
  /** A receiver that answers by the list, and what it was posted. */
  async function receiver(...answers: number[]) {
    const posted: { headers: IncomingHttpHeaders; body: string }[] = [];
    const server = createServer((request, response) => {
      void (async () => {
        posted.push({ headers: request.headers, body: await text(request) });
        response.writeHead(answers[posted.length - 1] ?? 200).end();
      })();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    return { url: `http://127.0.0.1:${port}/hook`, posted, close: () => server.close() };
  }
  const secret = 'sixteen-or-more-letters';
  const event = { id: 'story-started.s1', title: 'Ծ' };

  it.each([
    ['is taken at once', [200], 1, null],
    ['is tried again where the receiver was too busy', [503, 429, 204], 3, null],
    ['ends after three tries', [503, 503, 503, 200], 3, 'answered 503'],
    ['is not posted twice where it may have been taken', [500, 200], 1, 'answered 500'],
    ['follows nobody elsewhere', [302], 1, 'fetch failed'],
  ] as const)('%s', async (_name, answers, times, fault) => {
    const { url, posted, close } = await receiver(...answers);
    const outcome = await postEvent({ url, secret }, event, {
      now: () => 1_795_500_000_000,
      pauseMs: 1,
    }).then(
      () => null,
      (error: unknown) => String(error),
    );
    close();
    expect(outcome ?? '').toContain(fault ?? '');
    expect(outcome === null).toBe(fault === null);
    expect(posted).toHaveLength(times);
    for (const { headers, body } of posted) {
      expect(JSON.parse(body)).toEqual(event);
      expect(headers['idempotency-key']).toBe(event.id);
      expect(headers['wire-signature']).toBe(signatureOf(body, 1_795_500_000, secret));
    }
  });

  it('is signed as HMAC-SHA-256 of time and body', () => {
    // printf '1.{}' | openssl dgst -sha256 -hmac key
    expect(signatureOf('{}', 1, 'key')).toBe(
      `t=1,v1=${createHmac('sha256', 'key').update('1.{}').digest('hex')}`,
    );
  });
});
