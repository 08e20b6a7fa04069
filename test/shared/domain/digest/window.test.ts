import { describe, expect, it } from 'vitest';
import { memoryDays, type Reader, readFrom, windowOf } from '../../../../shared/domain/digest/window.ts';
import { frequencies } from '../../../../shared/domain/subscriber/subscriber.ts';

const now = new Date('2026-11-24T03:00:00.000Z');
const daysAgo = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();
const until = '2026-11-24T02:59:00.000Z';
const reader = (coveredUntil: string | null, rest: Partial<Reader> = {}): Reader => ({
  memory: { coveredUntil, articles: new Map(), seen: new Map() },
  frequency: 'daily',
  confirmedAt: daysAgo(1),
  ...rest,
});

describe('the window of an edition', () => {
  it('begins where the last one ended, and ends a minute ago', () => {
    expect(windowOf(reader(daysAgo(3)), now)).toEqual({ from: daysAgo(3), until, first: false });
  });
  it('of the first one begins a day before the reader confirmed', () => {
    expect(windowOf(reader(null), now)).toEqual({ from: daysAgo(2), until, first: true });
  });
  it.each([
    ['daily', 14],
    ['weekdays', 14],
    ['weekly', 28],
    ['breaking', 14],
  ] as const)(
    'of %s makes good a gap of %i days, and says what it leaves out of a longer one',
    (frequency, days) => {
      expect(windowOf(reader(daysAgo(days), { frequency }), now)).toEqual({
        from: daysAgo(days),
        until,
        first: false,
      });
      expect(windowOf(reader(daysAgo(days + 1), { frequency }), now)).toEqual({
        from: daysAgo(days),
        until,
        first: false,
        leftOut: { from: daysAgo(days + 1), until: daysAgo(days) },
      });
    },
  );
  it('has no gap before the moment when planning found nothing new', () => {
    const quiet = (emptyAt: string) => windowOf(reader(daysAgo(40), { emptyAt }), now);
    expect(quiet(daysAgo(14))).toEqual({ from: daysAgo(40), until, first: false });
    expect(quiet(daysAgo(15)).leftOut).toEqual({ from: daysAgo(40), until: daysAgo(14) });
  });
  it('is read from its beginning, at most from the longest gap', () => {
    expect([
      readFrom({ from: daysAgo(3) }, 'daily', now),
      readFrom({ from: daysAgo(40) }, 'daily', now),
      readFrom({ from: daysAgo(40) }, 'weekly', now),
    ]).toEqual([daysAgo(3), daysAgo(14), daysAgo(28)]);
  });
});

it('sent editions are remembered for the longest gap, two weeks of late articles, and a day', () => {
  expect(frequencies.map(memoryDays)).toEqual([29, 29, 43, 29]);
});
