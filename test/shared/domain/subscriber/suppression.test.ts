import { describe, expect, it } from 'vitest';
import {
  breach,
  gateFor,
  type MailCounts,
  type Reputation,
} from '../../../../shared/domain/subscriber/suppression-breaker.ts';
import { parseMailEvent } from '../../../../shared/domain/subscriber/suppression.ts';

const now = new Date('2026-11-24T10:00:00Z');
const sentAt = '2026-11-24T09:00:00.000Z';
const mail = { messageId: 'm1', timestamp: sentAt };
const at = '2026-11-24T09:30:00.000Z';

describe('a report of the mail service', () => {
  it.each([
    [{ eventType: 'Send', mail, send: {} }, 'send', sentAt],
    [{ eventType: 'Delivery', mail, delivery: { timestamp: at } }, 'delivery', at],
    [{ eventType: 'Bounce', mail, bounce: { timestamp: at, bounceType: 'Permanent' } }, 'bounce', at],
    [{ eventType: 'Bounce', mail, bounce: { timestamp: at, bounceType: 'Transient' } }, 'soft-bounce', at],
    [{ eventType: 'Bounce', mail }, 'soft-bounce', sentAt],
    [{ notificationType: 'Complaint', mail, complaint: { timestamp: at } }, 'complaint', at],
    [{ eventType: 'Reject', mail, reject: {} }, 'reject', sentAt],
    [{ mail, bounce: { timestamp: at, bounceType: 'Permanent' } }, 'bounce', at],
    [{ mail, complaint: { timestamp: at } }, 'complaint', at],
    [{ mail, delivery: { timestamp: at } }, 'delivery', at],
    [{ mail, reject: {} }, 'reject', sentAt],
    [{ mail, send: {} }, 'send', sentAt],
    [{ eventType: 'Open', mail }, 'other', sentAt],
    [{ mail }, 'other', sentAt],
    [{ mail: { messageId: 'm1' }, send: {} }, 'send', now.toISOString()],
    [{ mail: { messageId: 'm1', timestamp: 'yesterday' }, send: {} }, 'send', now.toISOString()],
  ])('%j is a %s of %s', (raw, kind, time) => {
    expect(parseMailEvent(raw, now)).toEqual({
      kind,
      at: time,
      messageId: 'm1',
      subscriberId: null,
      editionId: null,
      letter: null,
    });
  });
  it('says whose mail it was by its tags', () => {
    const tags = { subscriber: ['s1'], edition: ['e1'], letter: ['manage'] };
    expect(parseMailEvent({ mail: { ...mail, tags }, send: {} }, now)).toMatchObject({
      subscriberId: 's1',
      editionId: 'e1',
      letter: 'manage',
    });
    expect(parseMailEvent({ mail: { ...mail, tags: { letter: [] } }, send: {} }, now).letter).toBeNull();
  });
});

const counts = (sends: number, bounces: number, complaints: number): MailCounts => ({
  sends,
  bounces,
  complaints,
});
const none = counts(0, 0, 0);
const reputation = (rest: Partial<Reputation>): Reputation => ({ editions: none, letters: none, ...rest });

describe('the breaker of editions', () => {
  it.each([
    // 4 % of what is sent, of at least a thousand mails
    [counts(10, 10, 0), null],
    [counts(1_000, 39, 0), null],
    [counts(1_000, 40, 0), '40 bounces of 1000 editions in 7 days'],
    [counts(10_000, 399, 0), null],
    [counts(10_000, 400, 0), '400 bounces of 10000 editions in 7 days'],
    // 0.3 % who complain, and at least five
    [counts(100, 0, 4), null],
    [counts(100, 0, 5), '5 complaints of 100 editions in 7 days'],
    [counts(2_000, 0, 5), null],
    [counts(2_000, 0, 6), '6 complaints of 2000 editions in 7 days'],
    [counts(0, 0, 5), '5 complaints of 0 editions in 7 days'],
    [counts(0, 0, 0), null],
  ])('%j → %s', (editions, reason) => {
    expect(breach(reputation({ editions }))).toBe(reason);
  });
  it('stays shut, however many letters bounce', () => {
    expect(breach(reputation({ letters: counts(1_000, 1_000, 1_000) }))).toBeNull();
  });
});

describe('the gate of sign-ups', () => {
  it.each([
    [counts(100, 9, 0), none, undefined],
    [counts(100, 10, 0), none, 'challenge'],
    [counts(101, 10, 0), none, undefined],
    [counts(0, 10, 0), none, 'challenge'],
    [counts(100, 0, 2), none, undefined],
    [counts(100, 0, 3), none, 'challenge'],
    [counts(1_000, 39, 0), none, undefined],
    [counts(1_000, 40, 0), none, 'closed'],
    [counts(500, 40, 0), none, 'closed'],
    // The account is judged as a whole: many editions carry some letters that bounce.
    [counts(1_000, 40, 0), counts(1_000, 0, 0), undefined],
    [counts(1_000, 80, 0), counts(1_000, 0, 0), 'closed'],
    [none, counts(1_000, 500, 500), undefined],
  ] as const)('letters %j, editions %j → %s', (letters, editions, level) => {
    expect(gateFor({ letters, editions })?.level).toBe(level);
  });
  it('says why', () => {
    expect(gateFor(reputation({ letters: counts(50, 10, 1) }))?.reason).toBe(
      '10 bounces and 1 complaints of 50 letters in 7 days',
    );
  });
});
