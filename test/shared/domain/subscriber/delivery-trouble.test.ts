import { describe, expect, it } from 'vitest';
import {
  afterDelivery,
  afterRecoveryTry,
  afterRelease,
  afterSoftBounce,
  afterTrouble,
} from '../../../../shared/domain/subscriber/delivery-trouble.ts';
import { states, type Subscriber } from '../../../../shared/domain/subscriber/subscriber.ts';
import { type ReaderParts, readerOf } from './reader-fixture.ts';

const id = '1'.repeat(32);
const now = new Date('2026-11-24T10:00:00Z');
const confirmedAt = '2026-11-20T11:00:00.000Z';
/** Noon, so many days before now. */
const daysAgo = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();
const longReader = (rest: ReaderParts = {}): Subscriber =>
  readerOf({
    id,
    consent: { askedAt: daysAgo(90), wording: '2026-11', confirmedAt: daysAgo(90) },
    ...rest,
  });

describe('a report of trouble', () => {
  it.each([
    ['pending', 'bounced', 'complained'],
    ['confirmed', 'bounced', 'complained'],
    ['paused', 'bounced', 'complained'],
    ['left', 'left', 'complained'],
    ['bounced', 'bounced', 'complained'],
    ['complained', 'complained', 'complained'],
    ['erased', 'erased', 'erased'],
  ] as const)('of who is %s: after a bounce %s, after a complaint %s', (state, bounced, complained) => {
    const reader: Subscriber = { ...readerOf({ id }), state };
    const after = (kind: 'bounced' | 'complained'): Subscriber =>
      afterTrouble(reader, { kind, at: now.toISOString() }, now);
    expect([after('bounced').state, after('complained').state]).toEqual([bounced, complained]);
  });
  it('leaves the row of who complained or was erased as it is', () => {
    for (const state of ['complained', 'erased'] as const) {
      const row: Subscriber = { ...readerOf({ id }), state };
      expect(afterTrouble(row, { kind: 'complained', at: now.toISOString() }, now)).toBe(row);
    }
  });
  it('counts from the moment of the confirmation on, before it from the moment somebody asked', () => {
    const at = (consent: Subscriber['consent'], time: string): string =>
      afterTrouble(readerOf({ id, consent }), { kind: 'bounced', at: time }, now).state;
    const consent = { askedAt: daysAgo(10), wording: '2026-11', confirmedAt };
    expect([at(consent, '2026-11-20T10:59:59.999Z'), at(consent, confirmedAt)]).toEqual([
      'confirmed',
      'bounced',
    ]);
    const asked = { ...consent, confirmedAt: null };
    expect([at(asked, daysAgo(11)), at(asked, daysAgo(10))]).toEqual(['confirmed', 'bounced']);
    expect(at(null, '2020-01-01T00:00:00.000Z')).toBe('bounced');
  });
});

/** The state after soft bounces so many days ago, in that order. */
function afterBounces(days: readonly number[], reader = longReader()): Subscriber {
  let after = reader;
  for (const day of days)
    after = afterSoftBounce(after, daysAgo(day), new Date(now.getTime() - day * 86_400_000));
  return after;
}

describe('soft bounces', () => {
  it.each([
    ['four in two weeks', [13, 9, 5, 1], 'confirmed'],
    ['five in two weeks', [13, 9, 5, 3, 1], 'paused'],
    ['five over exactly two weeks: the first no longer counts', [14, 9, 5, 3, 0], 'confirmed'],
    ['three in a row over more than two weeks', [15, 8, 0], 'paused'],
    ['two over more than two weeks', [15, 0], 'confirmed'],
    ['three within two weeks', [13, 8, 0], 'confirmed'],
    ['three over exactly two weeks', [14, 8, 0], 'confirmed'],
  ] as const)('%s', (_case, days, state) => {
    expect(afterBounces(days).state).toBe(state);
  });
  it('pause with a note that is due a week later, and remember the times', () => {
    const paused = afterBounces([4, 3, 2, 1, 0]);
    expect(paused).toMatchObject({
      state: 'paused',
      changedAt: now.toISOString(),
      softBounces: [4, 3, 2, 1, 0].map(daysAgo),
      recovery: { notes: 0, dueAt: daysAgo(-7) },
    });
    expect(paused.dueAt).toBeUndefined();
  });
  it('are kept in the order of their times, whatever the order of the reports, and each once', () => {
    expect(afterBounces([1, 3, 2, 3]).softBounces).toEqual([3, 2, 1].map(daysAgo));
  });
  it('are remembered up to twenty', () => {
    const days = Array.from({ length: 22 }, (_, n) => 60 - n);
    const known = longReader({ softBounces: days.slice(0, 20).map(daysAgo) });
    expect(afterSoftBounce(known, daysAgo(39), now).softBounces).toHaveLength(20);
    expect(afterSoftBounce(known, daysAgo(39), now).softBounces?.at(-1)).toBe(daysAgo(39));
  });
  it('of an earlier subscription, or of who is no reader, change nothing', () => {
    const young = readerOf({ id });
    expect(afterSoftBounce(young, '2026-11-20T10:59:59.999Z', now)).toBe(young);
    expect(afterSoftBounce(young, confirmedAt, now).softBounces).toEqual([confirmedAt]);
    const unconfirmed = longReader({
      consent: { askedAt: daysAgo(9), wording: '2026-11', confirmedAt: null },
    });
    expect(afterSoftBounce(unconfirmed, daysAgo(0), now)).toBe(unconfirmed);
    const imported = longReader({ consent: null });
    expect(afterSoftBounce(imported, daysAgo(0), now)).toBe(imported);
    for (const state of states.filter((each) => each !== 'confirmed')) {
      const other = longReader({ state });
      expect(afterSoftBounce(other, daysAgo(0), now)).toBe(other);
    }
  });
});

describe('a delivery', () => {
  const delivered = (reader: Subscriber, letter: string | null = null): Subscriber =>
    afterDelivery(reader, { at: now.toISOString(), letter });
  it('ends a row of soft bounces: what is older than two weeks is forgotten', () => {
    const reader = longReader({ softBounces: [20, 14, 3].map(daysAgo) });
    expect(delivered(reader).softBounces).toEqual([14, 3].map(daysAgo));
  });
  it('changes nothing where all lie within two weeks, or there is none', () => {
    for (const reader of [longReader({ softBounces: [14, 3].map(daysAgo) }), longReader()])
      expect(delivered(reader)).toBe(reader);
  });
  it('of the note that mail works again ends the tries, of any other mail it does not', () => {
    const paused = longReader({ state: 'paused', recovery: { notes: 1, dueAt: daysAgo(-3) } });
    expect(delivered(paused, 'recovered').recovery).toBeUndefined();
    expect(delivered(paused, 'recovered').state).toBe('paused');
    expect(delivered(paused, 'manage')).toBe(paused);
    expect(delivered(longReader(), 'recovered')).toEqual(longReader());
  });
});

describe('the note that mail works again', () => {
  it('is tried two, four and eight weeks after the try before, and four times in all', () => {
    let reader = afterBounces([4, 3, 2, 1, 0]);
    const waits: (number | null)[] = [];
    for (let n = 1; n <= 4; n++) {
      reader = afterRecoveryTry(reader, `letter-${n}`, now);
      expect(reader.letter).toMatchObject({ id: `letter-${n}`, kind: 'recovered', state: 'due' });
      const due = reader.recovery?.dueAt;
      waits.push(due === undefined ? null : (Date.parse(due) - now.getTime()) / (7 * 86_400_000));
    }
    expect(waits).toEqual([2, 4, 8, null]);
    expect(afterRecoveryTry(reader, 'letter-5', now)).toBe(reader);
  });
  it('goes to nobody who came back or left meanwhile', () => {
    const recovery = { notes: 0, dueAt: daysAgo(0) };
    for (const state of ['confirmed', 'left'] as const) {
      const reader = longReader({ state, recovery });
      expect(afterRecoveryTry(reader, 'letter', now)).toBe(reader);
    }
  });
});

describe('an operator’s release', () => {
  it.each(['bounced', 'complained'] as const)('lets who %s sign up again', (state) => {
    expect(afterRelease(longReader({ state }), 'called us', now)).toMatchObject({
      state: 'left',
      released: { at: now.toISOString(), because: 'called us' },
    });
  });
  it.each(['pending', 'confirmed', 'paused', 'left', 'erased'] as const)(
    'leaves who is %s alone',
    (state) => {
      const row = longReader({ state });
      expect(afterRelease(row, 'called us', now)).toBe(row);
    },
  );
});
