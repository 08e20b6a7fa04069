import { describe, expect, test } from 'vitest';
import { afterVisit } from '../../../../shared/domain/visit/after-visit.ts';
import { type FeedState, newFeedState } from '../../../../shared/domain/visit/feed-state.ts';
import type { VisitOutcome } from '../../../../shared/domain/visit/outcome.ts';
import { robotsForbidOf, sightingOf } from '../../../../shared/domain/visit/sighting.ts';
import { answer, at, now, url, visited } from './visit-answers.ts';

const reported = { state: 'reported', on: '2026', by: 'a list' } as const;
const confirmed = { state: 'confirmed', on: '2026-03', by: 'somebody' } as const;
const failed = (outcome: VisitOutcome): FeedState =>
  afterVisit(newFeedState({ id: 'one', url }), outcome, {}, now);
const missing: VisitOutcome = { kind: 'http-error', answer: answer(404) };

describe('how a source is known to work after a visit', () => {
  test('items that came confirm it, on the day of the last good visit', () => {
    expect(sightingOf(reported, visited(), 'us')).toEqual({ state: 'confirmed', on: '2026-11-24', by: 'us' });
  });

  test('it stays confirmed of that day while it fails later', () => {
    const state = afterVisit(visited({ lastGoodAt: at(-3 * 1_440) }), missing, {}, now);
    expect(sightingOf(reported, state, 'us')).toMatchObject({ state: 'confirmed', on: '2026-11-21' });
  });

  test.each<[string, VisitOutcome]>([
    ['HTTP 404', missing],
    ['HTTP 410', { kind: 'gone', answer: answer(410) }],
    ['no feed (html)', { kind: 'not-feed', answer: answer(200), what: 'html' }],
  ])('%s makes hearsay unverified, and leaves what somebody saw on another day', (why, outcome) => {
    expect(sightingOf(reported, failed(outcome), 'us')).toMatchObject({
      state: 'unverified',
      on: '2026-11-24',
      by: expect.stringContaining(why),
    });
    expect(sightingOf(confirmed, failed(outcome), 'us')).toEqual(confirmed);
  });

  test.each<VisitOutcome>([
    { kind: 'unanswered', fault: 'dns', detail: '', hops: [] },
    { kind: 'http-error', answer: answer(503) },
    { kind: 'http-error', answer: answer(403) },
    { kind: 'robots', verdict: 'disallowed' },
  ])('what may pass by itself says nothing: %j', (outcome) => {
    expect(sightingOf(reported, failed(outcome), 'us')).toEqual(reported);
  });

  test('no visit, and a visit of the alternate, say nothing of the address', () => {
    const alternate = {
      url: 'https://x.example/',
      since: at(-9),
      triedAt: at(-9),
      isTrial: false,
      cause: '',
    };
    expect(sightingOf(reported, newFeedState({ id: 'one', url }), 'us')).toEqual(reported);
    expect(sightingOf(reported, visited({ alternate }), 'us')).toEqual(reported);
  });
});

test('the catalogue is told who is forbidden by robots.txt, and that it is no more', () => {
  const forbidden = { kind: 'robots', verdict: 'disallowed' } as const;
  const earlier = { on: '2026-03', by: 'somebody' };
  expect(robotsForbidOf(undefined, failed(forbidden), 'us')).toEqual({ on: '2026-11-24', by: 'us' });
  expect(robotsForbidOf(earlier, failed(missing), 'us')).toEqual(earlier);
  expect(robotsForbidOf(earlier, failed({ kind: 'robots', verdict: 'unreachable' }), 'us')).toEqual(earlier);
  expect(robotsForbidOf(earlier, newFeedState({ id: 'one', url }), 'us')).toEqual(earlier);
  expect(robotsForbidOf(earlier, visited(), 'us')).toBeUndefined();
});
