import { expect, test } from 'vitest';
import { publicationOf, publishedAt } from '../../../../shared/domain/article/published.ts';

const seenAt = '2026-11-24T06:00:00.000Z';

test.each([
  ['a good date', { published: '2026-11-23T22:00:00.000Z' }, '2026-11-23T22:00:00.000Z', undefined],
  ['months ago', { published: '2026-05-05T22:00:00.000Z' }, '2026-05-05T22:00:00.000Z', undefined],
  ['no date', { published: null }, seenAt, 'missing'],
  ['a date nobody can read', { published: null, dateUnreadable: true }, seenAt, 'unreadable'],
  ['the empty date of computers', { published: '1970-01-01T00:00:00.000Z' }, seenAt, 'unreadable'],
  ['this very moment', { published: seenAt }, seenAt, undefined],
  ['the first day of the web', { published: '1995-01-01' }, '1995-01-01', undefined],
  ['a date in the future', { published: '2026-11-24T10:00:00.000Z' }, seenAt, 'future'],
] as const)('%s', (_name, parsed, expected, flag) => {
  expect(publishedAt(parsed, seenAt)).toEqual({
    publishedAt: expected,
    ...(flag !== undefined && { dateFlag: flag }),
  });
});

test('a date of an old row that cannot be is that of our first sight', () => {
  expect(publicationOf({ publishedAt: '1970-01-01T00:00:00.000Z', seenAt })).toBe(seenAt);
  expect(publicationOf({ publishedAt: '2026-11-25T00:00:00.000Z', seenAt })).toBe(seenAt);
  for (const published of ['1995-01-01', '2026-11-23T22:00:00.000Z', seenAt])
    expect(publicationOf({ publishedAt: published, seenAt })).toBe(published);
});
