import { describe, expect, it } from 'vitest';
import { duePlaceOf } from '../../../../shared/domain/subscriber/due-place.ts';
import { withAnotherMail } from '../../../../shared/domain/subscriber/mail-allowance.ts';
import { states, type TransactionalMail } from '../../../../shared/domain/subscriber/subscriber.ts';
import { type ReaderParts, readerOf, readerPreferences } from './reader-fixture.ts';

const id = '1'.repeat(32);
const dueAt = '2026-11-24T03:00:00.000Z';
const earlier = '2026-11-24T02:00:00.000Z';
const later = '2026-11-24T04:00:00.000Z';
const letter = (retryAt: string | undefined, state: 'due' | 'claimed' = 'due'): TransactionalMail => ({
  id: 'l',
  kind: 'manage',
  state,
  ...(retryAt !== undefined && { retryAt }),
});
const place = (rest: ReaderParts) => duePlaceOf(readerOf({ id, ...rest }));
const breaking = { ...readerPreferences, frequency: 'breaking' as const };

describe('where a subscriber waits', () => {
  it('is the next edition for a reader, and nowhere for anybody else', () => {
    for (const state of states)
      expect([state, place({ state })]).toEqual([
        state,
        state === 'confirmed' ? { rhythm: 'regular', at: dueAt } : null,
      ]);
  });
  it('is breaking news for who asked for it', () => {
    expect(place({ preferences: breaking })).toEqual({ rhythm: 'breaking', at: dueAt });
  });
  it.each([
    ['an earlier letter goes first', { letter: letter(earlier) }, 'letters', earlier],
    ['a later one waits', { letter: letter(later) }, 'regular', dueAt],
    ['at the same moment the edition', { letter: letter(dueAt) }, 'regular', dueAt],
    ['one that a worker has is not waited for', { letter: letter(earlier, 'claimed') }, 'regular', dueAt],
    ['an old row’s letter without a moment', { letter: letter(undefined) }, 'regular', dueAt],
    ['before breaking news always', { letter: letter(later), preferences: breaking }, 'letters', later],
    ['of who is no reader yet', { letter: letter(later), state: 'pending' }, 'letters', later],
    [
      'of a paused reader: the note',
      { recovery: { notes: 0, dueAt: later }, state: 'paused' },
      'letters',
      later,
    ],
    [
      'the earlier of letter and note',
      { letter: letter(later), recovery: { notes: 0, dueAt: earlier }, state: 'paused' },
      'letters',
      earlier,
    ],
  ] as const)('%s', (_case, rest, rhythm, at) => {
    expect(place(rest)).toEqual({ rhythm, at });
  });
  it('is nowhere for a confirmed row without a due moment', () => {
    const { dueAt: _dueAt, ...row } = readerOf({ id });
    expect(duePlaceOf(row)).toBeNull();
    expect(duePlaceOf({ ...row, letter: letter(later) })).toEqual({ rhythm: 'letters', at: later });
  });
});

describe('letters to one mailbox', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  const ago = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();
  const may = (...hours: number[]): boolean => withAnotherMail(hours.map(ago), now) !== null;
  it.each([
    ['the first', [], true],
    ['one within the hour', [0.9], false],
    ['exactly an hour after', [1], false],
    ['after more than an hour', [1.01], true],
    ['the third of a day', [23, 2], true],
    ['a fourth of a day', [23, 12, 2], false],
    ['the first of three a day ago', [24.01, 12, 2], true],
    ['the tenth of a month', [700, 600, 500, 400, 300, 200, 150, 100, 50], true],
    ['an eleventh of a month', [719, 700, 600, 500, 400, 300, 200, 150, 100, 50], false],
    ['the oldest of ten left the month', [720, 700, 600, 500, 400, 300, 200, 150, 100, 50], true],
  ] as const)('%s', (_case, hours, allowed) => {
    expect(may(...hours)).toBe(allowed);
  });
  it('are remembered for a month', () => {
    expect(withAnotherMail([ago(721), ago(720), ago(100)], now)).toEqual([ago(100), now.toISOString()]);
  });
});
