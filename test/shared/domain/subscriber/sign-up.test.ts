import { describe, expect, it } from 'vitest';
import {
  afterInvite,
  afterSignUp,
  asOffered,
  importedSubscriber,
} from '../../../../shared/domain/subscriber/sign-up.ts';
import type { Subscriber } from '../../../../shared/domain/subscriber/subscriber.ts';
import { readerOf, readerPreferences } from './reader-fixture.ts';

const id = '1'.repeat(32);
const now = new Date('2026-11-24T10:00:00Z');
const later = new Date('2026-11-24T12:00:00Z');
const signUp = { id, address: 'reader@example.org', preferences: readerPreferences, letterId: 'letter-1' };
const atHour = (hour: number) => ({ ...signUp, preferences: { ...readerPreferences, hour } });
const pending = afterSignUp(null, signUp, now);

describe('a sign-up', () => {
  it('of an unknown address is a first version with a letter that confirms', () => {
    expect(pending).toEqual({
      id,
      state: 'pending',
      address: 'reader@example.org',
      preferences: readerPreferences,
      tokenVersion: 1,
      consent: { askedAt: now.toISOString(), wording: '2026-11', confirmedAt: null },
      changedAt: now.toISOString(),
      letter: {
        id: 'letter-1',
        kind: 'confirm',
        state: 'due',
        askedAt: now.toISOString(),
        retryAt: '2026-11-24T10:15:00.000Z',
      },
      revision: 0,
    });
  });
  it('without leave for a letter has none', () => {
    expect('letter' in afterSignUp(null, { ...signUp, letterId: null }, now)).toBe(false);
  });
  it('of who was here before keeps the write count, the last edition’s date and an operator’s release', () => {
    const before: Subscriber = {
      ...readerOf({ id, tokenVersion: 3, lastDate: '2026-11-20', revision: 8 }),
      state: 'left',
      released: { at: now.toISOString(), because: 'called us' },
    };
    expect(afterSignUp(before, signUp, now)).toMatchObject({
      tokenVersion: 4,
      lastDate: '2026-11-20',
      revision: 8,
      released: { because: 'called us' },
    });
    const after = afterSignUp(readerOf({ id, state: 'left' }), signUp, now);
    expect(['lastDate' in after, 'released' in after]).toEqual([false, false]);
  });
  it('that was never confirmed and is a week old starts anew', () => {
    const week = new Date('2026-12-01T10:00:00Z');
    expect(afterSignUp(pending, signUp, week)).toMatchObject({
      tokenVersion: 2,
      changedAt: week.toISOString(),
    });
  });
  it('of who is paused is the way to the preferences, as of a reader', () => {
    const paused = readerOf({ id, state: 'paused' });
    const after = afterSignUp(paused, atHour(3), now);
    expect([after.state, after.letter?.kind, after.preferences]).toEqual([
      'paused',
      'manage',
      readerPreferences,
    ]);
  });
});

describe('a sign-up asked for again before it was confirmed', () => {
  it('with the same choices is one more letter and nothing else', () => {
    const again = afterSignUp(pending, { ...signUp, letterId: 'letter-2' }, later);
    expect(again).toEqual({ ...pending, letter: again.letter });
    expect(again.letter).toMatchObject({ id: 'letter-2', kind: 'confirm', askedAt: later.toISOString() });
  });
  it('with other choices has a version of its own, and each letter still offers what its form said', () => {
    const again = afterSignUp(pending, { ...atHour(9), letterId: 'letter-2' }, later);
    expect(again).toMatchObject({
      tokenVersion: 2,
      changedAt: later.toISOString(),
      consent: { askedAt: later.toISOString(), wording: '2026-11', confirmedAt: null },
    });
    expect(again.preferences?.hour).toBe(9);
    expect(asOffered(again, 2)).toBe(again);
    expect(asOffered(again, 1)).toMatchObject({
      preferences: readerPreferences,
      consent: { askedAt: now.toISOString() },
    });
    expect([asOffered(again, 3), asOffered({ ...again, consent: null }, 1), asOffered(pending, 2)]).toEqual([
      null,
      null,
      null,
    ]);
  });
  it('remembers ten earlier offers', () => {
    let reader = pending;
    for (let hour = 8; hour < 20; hour++) reader = afterSignUp(reader, atHour(hour), later);
    expect(reader.offers?.map((offer) => offer.version)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
  it('stays as it is when its row lacks what an offer is made of', () => {
    for (const row of [
      { ...pending, preferences: null },
      { ...pending, consent: null },
    ])
      expect(afterSignUp(row, signUp, later)).toBe(row);
  });
});

describe('an invitation', () => {
  it('is the same letter with other words, also when it is asked for again by the form', () => {
    const invited = afterInvite(null, signUp, now);
    expect(invited).toEqual({ ...pending, letter: { ...pending.letter, kind: 'invite' } });
    expect(afterSignUp(invited, { ...signUp, letterId: 'letter-2' }, later).letter).toMatchObject({
      id: 'letter-2',
      kind: 'invite',
    });
  });
  it('of a reader is the way to the preferences, and without leave for a letter no letter', () => {
    expect(afterInvite(readerOf({ id }), signUp, now).letter?.kind).toBe('manage');
    expect('letter' in afterInvite(null, { ...signUp, letterId: null }, now)).toBe(false);
  });
});

it('an imported reader is confirmed by the consent on record, and no letter goes', () => {
  const consent = { at: '2025-03-01T00:00:00.000Z', source: 'list of 2025' };
  const { letterId: _letterId, ...who } = signUp;
  const reader = importedSubscriber(who, consent, now);
  expect(reader).toMatchObject({
    state: 'confirmed',
    consent: {
      askedAt: consent.at,
      wording: 'imported',
      confirmedAt: consent.at,
      source: 'list of 2025',
    },
  });
  expect('letter' in reader).toBe(false);
});
