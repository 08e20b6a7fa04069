import { describe, expect, it } from 'vitest';
import {
  type Dated,
  isNews,
  isUndated,
  visibleAtOf,
  wasAddedLater,
} from '../../../../shared/domain/digest/recency.ts';
import type { Frequency } from '../../../../shared/domain/subscriber/subscriber.ts';

const seenAt = '2026-11-24T00:00:00.000Z';
const before = (hours: number): string => new Date(Date.parse(seenAt) - hours * 3_600_000).toISOString();
const dated = (hours: number, rest: Partial<Dated> = {}): Dated => ({
  publishedAt: before(hours),
  seenAt,
  ...rest,
});

describe('news by the outlet’s date', () => {
  it.each<[Frequency, number, number]>([
    ['daily', 72, 48],
    ['weekdays', 96, 48],
    ['weekly', 192, 192],
    ['breaking', 24, 24],
  ])('%s: %i hours before it was seen, %i at a feed’s first visit', (frequency, known, baseline) => {
    const news = (hours: number, rest: Partial<Dated> = {}): boolean =>
      isNews(dated(hours, rest), frequency, before(0));
    expect([news(known), news(known + 0.01)]).toEqual([true, false]);
    expect([news(baseline, { baseline: true }), news(baseline + 0.01, { baseline: true })]).toEqual([
      true,
      false,
    ]);
  });
  it('is also what was published since the last edition, however long ago that was', () => {
    expect([
      isNews(dated(100), 'daily', before(100)),
      isNews(dated(101), 'daily', before(100)),
      isNews(dated(100), 'daily', before(99)),
    ]).toEqual([true, false, false]);
  });
  it('ends two weeks before it became visible', () => {
    const from = before(1_000);
    expect([isNews(dated(14 * 24), 'daily', from), isNews(dated(14 * 24 + 1), 'daily', from)]).toEqual([
      true,
      false,
    ]);
    const late = { visibleAt: before(-24) };
    expect([
      isNews(dated(13 * 24, late), 'daily', from),
      isNews(dated(13 * 24 + 1, late), 'daily', from),
    ]).toEqual([true, false]);
  });
  it('without a date is news unless it was there at the feed’s first visit', () => {
    for (const dateFlag of ['missing', 'unreadable'] as const)
      expect([
        isNews(dated(9_999, { dateFlag }), 'daily', before(0)),
        isNews(dated(0, { dateFlag, baseline: true }), 'daily', before(0)),
      ]).toEqual([true, false]);
  });
});

it('an article is undated where its outlet gave no date that can be read', () => {
  expect([
    isUndated({ dateFlag: 'missing' }),
    isUndated({ dateFlag: 'unreadable' }),
    isUndated({}),
    isUndated({ dateFlag: 'future' }),
  ]).toEqual([true, true, false, false]);
});

it('an article was added later when it became visible more than twelve hours after it was seen', () => {
  const at = (hours: number): boolean => wasAddedLater(dated(0, { visibleAt: before(-hours) }));
  expect([at(12), at(12.01), wasAddedLater(dated(0))]).toEqual([false, true, false]);
  expect([visibleAtOf(dated(0)), visibleAtOf(dated(0, { visibleAt: before(-1) }))]).toEqual([
    seenAt,
    before(-1),
  ]);
});
