import { describe, expect, it } from 'vitest';
import { scheduled } from '../../../../shared/domain/digest/schedule.ts';
import {
  afterConfirm,
  afterErase,
  afterLeave,
  afterPause,
  afterResume,
  afterUndoLeave,
  canUndoLeave,
  expiryOf,
  isGone,
  type Subscriber,
  subscriberSchema,
} from '../../../../shared/domain/subscriber/subscriber.ts';
import { afterTrouble } from '../../../../shared/domain/subscriber/delivery-trouble.ts';
import { afterSignUp } from '../../../../shared/domain/subscriber/sign-up.ts';
import { readerOf, readerPreferences } from './reader-fixture.ts';

const id = '1'.repeat(32);
const signUp = { id, address: 'reader@example.org', preferences: readerPreferences, letterId: 'letter-1' };
const now = new Date('2026-11-24T10:00:00Z');
const pending = (): Subscriber => afterSignUp(null, signUp, now);

describe('a sign-up', () => {
  it('makes a pending subscriber with a letter due and nothing to be mailed by', () => {
    expect(pending()).toMatchObject({
      state: 'pending',
      letter: { id: 'letter-1', kind: 'confirm', state: 'due' },
      consent: { confirmedAt: null },
    });
    expect(scheduled(pending(), now).dueAt).toBeUndefined();
  });
  it('by a stranger changes nothing of a reader but causes the way to their preferences', () => {
    const reader = readerOf({ id });
    const after = afterSignUp(
      reader,
      { ...signUp, preferences: { ...readerPreferences, hour: 3, interface: 'ru' } },
      now,
    );
    expect(after).toEqual({
      ...reader,
      letter: {
        id: 'letter-1',
        kind: 'manage',
        state: 'due',
        askedAt: '2026-11-24T10:00:00.000Z',
        retryAt: '2026-11-24T10:15:00.000Z',
      },
    });
    expect(afterSignUp(reader, { ...signUp, letterId: null }, now)).toEqual(reader);
  });
  it('leaves who complained alone', () => {
    const complained = afterTrouble(readerOf({ id }), { kind: 'complained', at: now.toISOString() }, now);
    expect(afterSignUp(complained, signUp, now)).toEqual(complained);
  });
  it.each(['left', 'bounced', 'erased'] as const)(
    'of someone who is %s is a new subscription: tokens of the old one die',
    (state) => {
      const gone: Subscriber = { ...readerOf({ id, tokenVersion: 4 }), state };
      expect(afterSignUp(gone, signUp, now)).toMatchObject({
        state: 'pending',
        tokenVersion: 5,
        consent: { confirmedAt: null, askedAt: now.toISOString() },
      });
    },
  );
  it('without leave for a letter does not prolong an unconfirmed one', () => {
    const later = new Date('2026-11-26T10:00:00Z');
    expect(afterSignUp(pending(), { ...signUp, letterId: null }, later)).toEqual(pending());
  });
});

describe('an unconfirmed sign-up', () => {
  it('is kept seven days and counts as gone from then on, deleted or not', () => {
    expect(expiryOf(pending())?.toISOString()).toBe('2026-12-01T10:00:00.000Z');
    expect([
      isGone(pending(), new Date('2026-12-01T09:59:59Z')),
      isGone(pending(), new Date('2026-12-01T10:00:00Z')),
    ]).toEqual([false, true]);
  });
});

describe('states', () => {
  it('go from pending to confirmed by the button only, and pausing takes the reader out of every schedule', () => {
    const reader = scheduled(afterConfirm(pending(), now), now);
    expect(reader).toMatchObject({
      state: 'confirmed',
      consent: { confirmedAt: now.toISOString() },
      dueDate: '2026-11-25',
    });
    expect(afterConfirm(reader, new Date('2026-11-25T00:00:00Z'))).toEqual(reader);
    const paused = afterPause(reader, now);
    expect([paused.state, paused.dueAt, scheduled(paused, now).dueAt]).toEqual([
      'paused',
      undefined,
      undefined,
    ]);
    expect(scheduled(afterResume(paused, now), now).dueAt).toBe(reader.dueAt);
    expect(afterLeave(paused, now)).toMatchObject({ state: 'left' });
  });
  it('never come back to confirmed without a new sign-up', () => {
    for (const state of ['left', 'bounced', 'complained', 'erased'] as const) {
      const gone: Subscriber = { ...readerOf({ id }), state };
      expect([
        afterConfirm(gone, now).state,
        afterResume(gone, now).state,
        afterPause(gone, now).state,
      ]).toEqual([state, state, state]);
    }
  });
  it('after erasure hold nothing but the keyed id', () => {
    expect(afterErase(readerOf({ id }), now)).toEqual({
      id,
      state: 'erased',
      address: null,
      preferences: null,
      tokenVersion: 1,
      consent: null,
      changedAt: now.toISOString(),
      revision: 0,
    });
  });
});

/** What can happen to a reader, in any order; each is one minute after the one before. */
const steps = ['send', 'delivery', 'bounce', 'complaint', 'unsubscribe', 're-subscribe'] as const;
type Step = (typeof steps)[number];

function* orders(length: number): Generator<Step[]> {
  if (length === 0) {
    yield [];
    return;
  }
  for (const rest of orders(length - 1)) for (const step of steps) yield [...rest, step];
}

/** `late` = the report of an event reaches us after everything else, with the time it had. */
function live(order: readonly Step[], late: boolean): Subscriber {
  let reader: Subscriber = readerOf({ id });
  const reports: { kind: 'bounced' | 'complained'; at: string }[] = [];
  for (const [minute, step] of order.entries()) {
    const at = new Date(now.getTime() + minute * 60_000);
    if (step === 'unsubscribe') reader = afterLeave(reader, at);
    if (step === 're-subscribe') reader = afterConfirm(afterSignUp(reader, signUp, at), at);
    if (step === 'bounce' || step === 'complaint') {
      const report = { kind: step === 'bounce' ? 'bounced' : 'complained', at: at.toISOString() } as const;
      if (late) reports.push(report);
      else reader = afterTrouble(reader, report, at);
    }
  }
  for (const report of [...reports, ...reports.toReversed()])
    reader = afterTrouble(reader, report, new Date(now.getTime() + 3_600_000));
  return reader;
}

/** The rule in words: the last of leaving, bounce and complaint after the last sign-up decides; a complaint is for good. */
function mayGetMail(order: readonly Step[]): boolean {
  if (order.includes('complaint')) return false;
  const out = Math.max(order.lastIndexOf('unsubscribe'), order.lastIndexOf('bounce'));
  return out < 0 || order.lastIndexOf('re-subscribe') > out;
}

/** Leaving and coming back come first; then a report counts if it is not older than the last subscription. */
function stateAfterLateReports(order: readonly Step[]): string {
  let alive = true;
  let start = -1;
  for (const [index, step] of order.entries()) {
    if (step === 'unsubscribe') alive = false;
    if (step === 're-subscribe' && !alive) [alive, start] = [true, index];
  }
  const counts = (step: Step): boolean => order.some((other, index) => other === step && index > start);
  if (counts('complaint')) return 'complained';
  if (!alive) return 'left';
  return counts('bounce') ? 'bounced' : 'confirmed';
}

describe('events of up to five steps in every order', () => {
  it('end right when reports come at once', () => {
    const wrong: string[] = [];
    for (let length = 0; length <= 5; length++) {
      for (const order of orders(length)) {
        const reader = live(order, false);
        if ((reader.state === 'confirmed') !== mayGetMail(order))
          wrong.push(`${order.join(' ')} → ${reader.state}`);
        if (length < 4) subscriberSchema.parse(reader);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('end right when the reports come last, twice and in reverse', () => {
    const wrong: string[] = [];
    for (let length = 0; length <= 5; length++) {
      for (const order of orders(length)) {
        const { state } = live(order, true);
        if (state !== stateAfterLateReports(order)) wrong.push(`${order.join(' ')} → ${state}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('an older subscription’s late bounce does not end a new one, a late complaint of the present one does', () => {
    const left = afterLeave(readerOf({ id }), now);
    const again = afterConfirm(
      afterSignUp(left, signUp, new Date('2026-11-25T10:00:00Z')),
      new Date('2026-11-25T10:05:00Z'),
    );
    expect(
      afterTrouble(
        again,
        { kind: 'bounced', at: '2026-11-24T09:00:00.000Z' },
        new Date('2026-11-25T11:00:00Z'),
      ).state,
    ).toBe('confirmed');
    expect(
      afterTrouble(
        again,
        { kind: 'complained', at: '2026-11-25T10:30:00.000Z' },
        new Date('2026-11-25T11:00:00Z'),
      ).state,
    ).toBe('complained');
  });
});

describe('leaving by mistake', () => {
  const left = (from: Subscriber): Subscriber => afterLeave(from, now);
  const reader = readerOf({ id });
  const paused = afterPause(reader, now);
  const dayLater = new Date(now.getTime() + 24 * 3_600_000);

  it.each([reader, paused])('is undone within a day: back to what the reader was', (before) => {
    expect(canUndoLeave(left(before), dayLater)).toBe(true);
    const back = afterUndoLeave(left(before), dayLater);
    expect(back).toMatchObject({ state: before.state, changedAt: dayLater.toISOString() });
    expect(back).not.toHaveProperty('leftFrom');
  });
  it('is final a moment after the day', () => {
    const late = new Date(dayLater.getTime() + 1);
    expect(canUndoLeave(left(reader), late)).toBe(false);
    expect(afterUndoLeave(left(reader), late)).toEqual(left(reader));
  });
  it('has nothing to undo for who never was a reader, or never left', () => {
    for (const subscriber of [left(pending()), reader, { ...reader, leftFrom: 'paused' as const }]) {
      expect(canUndoLeave(subscriber, now)).toBe(false);
      expect(afterUndoLeave(subscriber, now)).toBe(subscriber);
    }
  });
});
