import { describe, expect, it } from 'vitest';
import { mayJoin, parseSignUpPolicy } from '../../../../shared/domain/subscriber/sign-up-policy.ts';
import type { Subscriber } from '../../../../shared/domain/subscriber/subscriber.ts';
import { type ReaderParts, readerOf } from './reader-fixture.ts';

const reader = (rest: ReaderParts): Subscriber => readerOf({ id: '1'.repeat(32), ...rest });

describe('the setting of who may sign up', () => {
  it.each([
    [undefined, { kind: 'open' }],
    ['', { kind: 'open' }],
    [' open ', { kind: 'open' }],
    [' invited', { kind: 'invited' }],
  ])('%j', (setting, policy) => {
    expect(parseSignUpPolicy(setting)).toEqual(policy);
  });
  it('lists domains and addresses, apart by spaces, commas or semicolons', () => {
    expect(parseSignUpPolicy('Example.org, Reader@Example.net;приклад.укр  b@example.com,')).toEqual({
      kind: 'allowed',
      domains: new Set(['example.org', 'xn--80aikifvh.xn--j1amh']),
      addresses: new Set(['reader@example.net', 'b@example.com']),
    });
  });
  it.each(['opened', 'example.org, nobody@', 'ex ample', '@example.org'])('refuses %j by name', (setting) => {
    const named = setting.split(/[\s,]+/).find((entry) => !entry.includes('.org') || entry.startsWith('@'));
    expect(() => parseSignUpPolicy(setting)).toThrow(
      `SIGN_UPS holds '${named}': write open, invited, or addresses and domains such as example.org`,
    );
  });
});

describe('who may join', () => {
  const invited = parseSignUpPolicy('invited');
  const listed = parseSignUpPolicy('example.org, Friend@example.net');
  it('is everybody where sign-ups are open', () => {
    expect(mayJoin(parseSignUpPolicy('open'), 'anybody@example.com', null)).toBe(true);
  });
  it('is nobody unknown where they are by invitation', () => {
    expect(mayJoin(invited, 'anybody@example.com', null)).toBe(false);
  });
  it.each([
    ['reader@EXAMPLE.org', true],
    ['friend@Example.net', true],
    ['other@example.net', false],
    ['reader@sub.example.org', false],
    ['reader@notexample.org', false],
  ])('of a list: %s → %s', (address, may) => {
    expect(mayJoin(listed, address, null)).toBe(may);
  });
  it.each([
    ['pending', true],
    ['confirmed', true],
    ['paused', true],
    ['left', true],
    ['bounced', true],
    ['complained', true],
    ['erased', false],
  ] as const)('who is %s and was a reader: %s', (state, may) => {
    expect(mayJoin(invited, 'a@example.com', reader({ state }))).toBe(may);
  });
  it('is not who left without ever having been a reader', () => {
    const asked = { askedAt: '2026-11-20T10:00:00.000Z', wording: '2026-11', confirmedAt: null };
    expect(mayJoin(invited, 'a@example.com', reader({ state: 'left', consent: asked }))).toBe(false);
    expect(mayJoin(invited, 'a@example.com', reader({ state: 'left', consent: null }))).toBe(false);
    expect(mayJoin(invited, 'a@example.com', reader({ state: 'pending', consent: asked }))).toBe(true);
  });
});
