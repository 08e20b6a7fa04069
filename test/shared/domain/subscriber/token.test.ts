import { describe, expect, it } from 'vitest';
import {
  parseTokenKeys,
  type Purpose,
  purposes,
  readToken,
  signToken,
  subscriberIdsOf,
  type TokenKey,
} from '../../../../shared/domain/subscriber/token.ts';

const key = (id: string, fill: number): TokenKey => ({ id, secret: new Uint8Array(32).fill(fill) });
const keys = [key('k2', 2), key('k1', 1)];
const now = new Date('2026-11-24T03:00:00Z');
const subscriberId = 'a1'.repeat(16);
const claims = (purpose: Purpose) => ({ purpose, subscriberId, version: 7 });

describe('a token', () => {
  it('opens the door it was made for and no other (6 × 6)', () => {
    const opened = purposes.map((made) =>
      purposes.map((tried) => readToken(signToken(claims(made), keys), tried, keys, now).kind === 'valid'),
    );
    expect(opened).toEqual([
      [true, false, false, false, false, false],
      [false, true, false, false, false, false],
      [false, false, true, false, false, false],
      [false, false, false, true, false, false],
      [false, false, false, false, true, false],
      [false, false, false, false, false, true],
    ]);
  });

  it('says whose it is and of which version', () => {
    expect(readToken(signToken(claims('unsubscribe'), keys), 'unsubscribe', keys, now)).toEqual({
      kind: 'valid',
      subscriberId,
      version: 7,
    });
  });

  it('is void with any one bit changed, any character more or less, or another spelling of the same bytes', () => {
    const token = signToken(claims('confirm'), keys);
    const bytes = Buffer.from(token);
    const accepted: string[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (readToken(changed.toString('latin1'), 'confirm', keys, now).kind !== 'invalid')
        accepted.push(`bit ${bit}`);
    }
    for (let cut = 0; cut < token.length; cut++)
      if (readToken(token.slice(0, cut), 'confirm', keys, now).kind !== 'invalid')
        accepted.push(`cut ${cut}`);
    for (const other of [
      `${token}A`,
      `${token}=`,
      ` ${token}`,
      `${token}.`,
      token.replaceAll('-', '+').replaceAll('_', '/') + '=',
      'x'.repeat(100_000),
    ]) {
      if (readToken(other, 'confirm', keys, now).kind !== 'invalid') accepted.push(other);
    }
    expect(accepted).toEqual([]);
  });

  it('expires at its second, and then still says whose it was', () => {
    const token = signToken({ ...claims('confirm'), expires: new Date('2026-11-26T03:00:00Z') }, keys);
    expect(readToken(token, 'confirm', keys, new Date('2026-11-26T02:59:59Z')).kind).toBe('valid');
    expect(readToken(token, 'confirm', keys, new Date('2026-11-26T03:00:00Z'))).toEqual({
      kind: 'expired',
      subscriberId,
      version: 7,
    });
  });

  it('without an expiry lives as long as its key', () => {
    const token = signToken(claims('unsubscribe'), keys);
    expect(readToken(token, 'unsubscribe', keys, new Date('2046-01-01T00:00:00Z')).kind).toBe('valid');
  });

  it('of an old key verifies after a rotation, and not once the key is gone', () => {
    const old = signToken(claims('unsubscribe'), [key('k1', 1)]);
    expect(readToken(old, 'unsubscribe', keys, now).kind).toBe('valid');
    expect(readToken(old, 'unsubscribe', [key('k2', 2)], now).kind).toBe('invalid');
    expect(readToken(old.replace('k1.', 'k2.'), 'unsubscribe', keys, now).kind).toBe('invalid');
  });

  it('shows neither address nor key, fits a URL unescaped and a header line unfolded', () => {
    const token = signToken(claims('unsubscribe'), keys);
    expect(token).toMatch(/^[A-Za-z0-9._-]+$/);
    expect(token.length).toBeLessThan(100);
  });
});

describe('the ids of an address', () => {
  it('are one for each key, the same for every spelling of the mailbox, and differ between addresses', () => {
    expect(subscriberIdsOf('Reader@Example.org', keys)).toEqual(subscriberIdsOf('reader@example.org', keys));
    expect(
      new Set([...subscriberIdsOf('a@example.org', keys), ...subscriberIdsOf('b@example.org', keys)]).size,
    ).toBe(4);
    expect(subscriberIdsOf('a@example.org', keys)[1]).toBe(
      subscriberIdsOf('a@example.org', [key('k1', 1)])[0],
    );
  });
});

describe('TOKEN_KEYS', () => {
  it('reads ids and secrets', () => {
    expect(
      parseTokenKeys(
        `k2:${Buffer.alloc(32, 2).toString('base64')},k1:${Buffer.alloc(32, 1).toString('base64')}`,
      ).map((made) => made.id),
    ).toEqual(['k2', 'k1']);
  });
  it('names a faulty entry by its place and never shows it', () => {
    const secret = 'c2hvcnQ=';
    expect(() => parseTokenKeys(`k1:${Buffer.alloc(32, 1).toString('base64')},k2:${secret}`)).toThrow(
      /entry 2/,
    );
    expect(() => parseTokenKeys(`k1:${secret}`)).toThrow(/^(?!.*c2hvcnQ=).*entry 1/);
  });
});
