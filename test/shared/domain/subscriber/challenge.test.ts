import { describe, expect, it } from 'vitest';
import { challengeFor, isSolved } from '../../../../shared/domain/subscriber/challenge.ts';

const keys = [{ id: 'k1', secret: new Uint8Array(32).fill(1) }];
const otherKeys = [{ id: 'k1', secret: new Uint8Array(32).fill(2) }];
const now = new Date('2026-11-24T10:00:00Z');
const minutesLater = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const address = 'Reader@example.org';
const made = challengeFor(address, '0a11', { keys, now });

describe('a question at sign-up', () => {
  it('asks for the sum of two numbers from 1 to 9', () => {
    expect([made.a, made.b]).toEqual([2, 9]);
    const asked = Array.from({ length: 256 }, (_, n) => {
      const { a, b } = challengeFor(address, `${n.toString(16).padStart(2, '0')}ff`, { keys, now });
      return [a, b];
    });
    expect(new Set(asked.map(([a]) => a))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9]));
    expect(new Set(asked.map(([, b]) => b))).toEqual(new Set([4]));
  });
  it('is solved by the sum, with spaces around it and the address in any case', () => {
    const solved = (answer: string, who = address): boolean =>
      isSolved({ ticket: made.ticket, answer }, who, { keys, now });
    expect([solved('11'), solved(' 11 '), solved('11', 'reader@EXAMPLE.org')]).toEqual([true, true, true]);
    expect([solved('12'), solved(''), solved('29'), solved('11', 'other@example.org')]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
  it('lives half an hour', () => {
    const at = (minutes: number): boolean =>
      isSolved({ ticket: made.ticket, answer: '11' }, address, { keys, now: minutesLater(minutes) });
    expect([at(29.9), at(30)]).toEqual([true, false]);
  });
  it('is void with another sum, a later end, another seal or another key', () => {
    const [a, b, until, seal] = made.ticket.split('.');
    const tries: [string, string][] = [
      [`1.1.${until}.${seal}`, '2'],
      [`${a}.${b}.${Number(until) + 60}.${seal}`, '11'],
      [`${a}.${b}.${until}.${'0'.repeat(32)}`, '11'],
      [`${a}.${b}.${until}`, '11'],
      ['', '0'],
    ];
    for (const [ticket, answer] of tries)
      expect([ticket, isSolved({ ticket, answer }, address, { keys, now })]).toEqual([ticket, false]);
    expect(isSolved({ ticket: made.ticket, answer: '11' }, address, { keys: otherKeys, now })).toBe(false);
  });
  it('of any length is answered at once: only what a ticket can be is read', () => {
    const ticket = `${made.ticket}${' '.repeat(200)}`;
    expect(isSolved({ ticket, answer: '11' }, address, { keys, now })).toBe(false);
  });
});
