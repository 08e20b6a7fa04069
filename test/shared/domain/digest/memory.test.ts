import { describe, expect, it } from 'vitest';
import type { EditionRow } from '../../../../shared/domain/digest/edition.ts';
import { knownSince, marksOf, memoryOf } from '../../../../shared/domain/digest/memory.ts';

const day = (n: number): string => `2026-11-${String(n).padStart(2, '0')}T03:00:00.000Z`;
const row = (n: number, rest: Partial<EditionRow> = {}): EditionRow => ({
  editionId: `2026-11-${n}`,
  subscriberId: '1'.repeat(32),
  state: 'sent',
  from: day(n - 1),
  until: day(n),
  content: 'c',
  plannedAt: day(n),
  ...rest,
});

const known = (memory: ReturnType<typeof memoryOf>, articleId: string): string | null =>
  knownSince(memory, { articleId, storyId: 's', seenAt: day(19) });

describe('what a reader has received', () => {
  it('is nothing before the first edition', () => {
    expect(memoryOf([])).toEqual({ coveredUntil: null, articles: new Map(), seen: new Map() });
  });
  it('is what was sent, up to the newest end, in whatever order the rows come', () => {
    const rows = [
      row(20, { articles: marksOf(['a']) }),
      row(22, { articles: marksOf(['a', 'b']) }),
      row(21, { articles: marksOf(['a', 'c']) }),
      row(23, { state: 'lost', articles: marksOf(['d']), seen: { s: day(23) } }),
    ];
    for (const given of [rows, rows.toReversed()]) {
      const memory = memoryOf(given);
      expect(memory.coveredUntil).toBe(day(22));
      expect(['a', 'b', 'c', 'd'].map((articleId) => known(memory, articleId))).toEqual([
        day(22),
        day(22),
        day(21),
        null,
      ]);
    }
  });
  it('of an alert is its article; it covers nothing', () => {
    const memory = memoryOf([row(20), row(22, { editionId: '2026-11-22-b5', articles: marksOf(['x']) })]);
    expect([memory.coveredUntil, known(memory, 'x')]).toEqual([day(20), day(22)]);
  });
  it('of old rows is up to which article of a story it was told, the furthest of all', () => {
    const memory = memoryOf([
      row(20, { seen: { s: day(19), t: day(10) } }),
      row(21, { seen: { s: day(18) } }),
      row(22),
    ]);
    const seen = (seenAt: string, storyId = 's') => knownSince(memory, { articleId: 'a', storyId, seenAt });
    expect([seen(day(19)), seen(day(20)), seen(day(10), 't'), seen(day(1), 'u')]).toEqual([
      day(19),
      null,
      day(10),
      null,
    ]);
  });
  it('is found again by marks that no order and no repetition changes', () => {
    expect(marksOf(['a', 'b', 'a'])).toBe(marksOf(['b', 'a']));
    expect(marksOf(['a', 'b'])).toMatch(/^[\w-]{16}$/);
    expect(marksOf([])).toBe('');
  });
});
