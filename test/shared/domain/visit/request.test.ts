import { expect, test } from 'vitest';
import { requestFor, wantsRecheck } from '../../../../shared/domain/visit/request.ts';
import type { FeedState } from '../../../../shared/domain/visit/feed-state.ts';
import { at, now, url, visited } from './visit-answers.ts';

const hour = 60;
const day = 24 * hour;
const quiet = (more: Partial<FeedState> = {}): FeedState => visited({ reading: null, ...more });
/** A feed that changed this often, so that its mean gap is known. */
const weekly = [at(-15 * day), at(-8 * day), at(-day)];

/** A feed, and after how many minutes from now it is first re-checked. Its last change was an hour ago. */
const cases: [string, FeedState, number][] = [
  ['two days without news', quiet(), 2 * day - hour],
  ['a feed whose 304 was false: half a day, but a day since the last body', quiet({ lies: 1 }), day - hour],
  [
    'a feed whose 304 was false, and its body came long ago',
    quiet({ lies: 1, lastFullAt: at(-3 * day) }),
    12 * hour - hour,
  ],
  // four weekly gaps make the mean gap 14 / 3 days; six of them are 28 days
  ['six times its usual gap', quiet({ changedAt: weekly, lastFullAt: at(-day) }), 27 * day],
  ['a second re-check waits two days', quiet({ recheckedAt: at(day), vainRechecks: 1 }), 3 * day],
  ['a third four', quiet({ recheckedAt: at(day), vainRechecks: 2 }), 5 * day],
  ['none later than a month', quiet({ recheckedAt: at(day), vainRechecks: 9 }), 31 * day],
  [
    'a body that came after the re-check',
    quiet({ recheckedAt: at(-5 * day), vainRechecks: 2 }),
    4 * day - hour,
  ],
  [
    'its change was never seen: the last body counts',
    quiet({ changedAt: [], lastFullAt: at(-2 * hour) }),
    2 * day - 2 * hour,
  ],
];
test.each(cases)('%s', (_name, state, minutes) => {
  const askedAt = (after: number) => wantsRecheck(state, Date.parse(at(after)));
  expect([minutes - 1, minutes].map(askedAt)).toStrictEqual([false, true]);
});

test('a body that ended in the middle is asked for again after a day, whatever else is known', () => {
  const { reading } = visited();
  const cut = visited({ reading: reading && { ...reading, incomplete: true } });
  expect(wantsRecheck(cut, Date.parse(at(day - hour - 1)))).toBe(false);
  expect(wantsRecheck(cut, Date.parse(at(day - hour)))).toBe(true);
  const ofBefore = { ...cut, changedAt: [at(-30)] };
  expect(wantsRecheck(ofBefore, Date.parse(at(day)))).toBe(false);
});

test.each([
  ['validators', { validators: null }],
  ['a body', { lastFullAt: null }],
])('without %s nothing is re-checked', (_name, more) => {
  expect(wantsRecheck(quiet(more), Date.parse(at(400 * day)))).toBe(false);
});

test('a request gives back all that is known; a re-check only what its redirect had', () => {
  const former = { url: 'https://feed.example/old', etag: '"f"' };
  const state = quiet({ formerValidators: former });
  expect(requestFor(state, now)).toStrictEqual({ url, validators: [{ url, etag: '"old"' }, former] });
  expect(requestFor(state, new Date(at(3 * day)))).toStrictEqual({ url, validators: [former] });
  expect(requestFor(quiet(), new Date(at(3 * day)))).toStrictEqual({ url, validators: [] });
});
