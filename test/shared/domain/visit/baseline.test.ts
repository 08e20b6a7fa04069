import { expect, test } from 'vitest';
import { feedStateSchema, isBaseline } from '../../../../shared/domain/visit/feed-state.ts';

const now = new Date('2026-11-24T06:00:00Z');
const read = (lastGoodAt: string | null, lastFullAt: string | null = lastGoodAt) =>
  isBaseline(feedStateSchema.parse({ lastGoodAt, lastFullAt }), now);

test('the first body of a feed is a baseline, and the first after more than three days without a good visit', () => {
  expect(read(null)).toBe(true);
  expect(read('2026-11-20T05:00:00.000Z')).toBe(true);
  expect(read('2026-11-22T01:00:00.000Z')).toBe(false);
  expect(read('2026-11-24T05:00:00.000Z')).toBe(false);
});

test('a body that has not changed for long is none while visits are good', () => {
  expect(read('2026-11-24T05:00:00.000Z', '2026-10-01T05:00:00.000Z')).toBe(false);
});
