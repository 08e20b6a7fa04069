import { describe, expect, test } from 'vitest';
import { afterVisit } from '../../../../shared/domain/visit/after-visit.ts';
import type { FeedState } from '../../../../shared/domain/visit/feed-state.ts';
import { healthChanges, healthDigest } from '../../../../shared/domain/visit/health-digest.ts';
import { answer, at, now, visited } from './visit-answers.ts';

const named = (feedId: string, state: FeedState): FeedState => ({ ...state, feedId });
const page = afterVisit(visited(), { kind: 'not-feed', answer: answer(200), what: 'html' }, {}, now);
const missing = afterVisit(visited(), { kind: 'http-error', answer: answer(404) }, {}, now);
const alternate = visited({
  alternate: {
    url: 'https://t.me/s/x',
    since: at(-60),
    triedAt: at(-60),
    isTrial: false,
    cause: 'HTTP 404',
  },
});
const tomorrow = new Date(at(1_500));
const digest = (states: FeedState[], before = {}, time = now) =>
  healthDigest(healthChanges(states, before, time));

describe('the digest of the sources’ health', () => {
  test('names who fell ill with the remedy once, who recovered, and who still is ill', () => {
    const states = [
      named('b.hy', page),
      named('a.hy', page),
      named('c.ru', visited()),
      named('d.az', missing),
      named('e.ka', alternate),
    ];
    const found = digest(states, { 'c.ru': 'missing', 'd.az': 'missing', 'gone.ru': 'missing' }, tomorrow);
    expect(found?.subject).toBe('Sources: 2 fell ill, 1 read at the alternate, 1 recovered');
    expect(found?.text.split('\n')).toEqual([
      'FELL ILL',
      expect.stringMatching(/^ {2}a\.hy: html-page since 2026-11-24: HTTP 200 with a body/),
      expect.stringMatching(/^ {2}b\.hy: html-page/),
      '',
      'READ AT THE ALTERNATE',
      expect.stringMatching(/^ {2}e\.ka: alternate since 2026-11-24: read at https:\/\/t\.me\/s\/x/),
      '',
      'RECOVERED',
      '  c.ru',
      '',
      'WHAT TO DO',
      expect.stringMatching(/^ {2}html-page: The address answers with a web page/),
      expect.stringMatching(/^ {2}alternate: Its first address fails/),
      '',
      'STILL ILL, or at the alternate: d.az',
      '',
    ]);
  });

  test('there is none where nothing changed, and no hiccup of a day is in it', () => {
    expect(digest([named('a.hy', visited())])).toBeNull();
    expect(digest([named('a.hy', missing)])).toBeNull();
    expect(digest([named('a.hy', missing)], { 'a.hy': 'missing' }, tomorrow)).toBeNull();
  });

  test('what is told once is not told again, and a relapse within hours is no recovery', () => {
    const first = healthChanges([named('a.hy', missing)], {}, tomorrow);
    expect(first.fellIll.length).toBe(1);
    const relapse = healthChanges([named('a.hy', missing)], first.told, new Date(at(60)));
    expect([relapse.recovered, relapse.told]).toEqual([[], { 'a.hy': 'missing' }]);
    const well = healthChanges([named('a.hy', visited())], relapse.told, tomorrow);
    expect([well.recovered.length, well.told]).toEqual([1, {}]);
  });
});
