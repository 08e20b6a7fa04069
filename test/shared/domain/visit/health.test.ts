import { describe, expect, test } from 'vitest';
import { afterVisit } from '../../../../shared/domain/visit/after-visit.ts';
import { feedHealth } from '../../../../shared/domain/visit/health.ts';
import { newFeedState } from '../../../../shared/domain/visit/feed-state.ts';
import type { VisitOutcome } from '../../../../shared/domain/visit/outcome.ts';
import { answer, at, now, url, visited } from './visit-answers.ts';

describe('each trap is a named state with a remedy', () => {
  test.each<[VisitOutcome, string, string]>([
    [{ kind: 'not-feed', answer: answer(200), what: 'html' }, 'html-page', 'ill'],
    [{ kind: 'not-feed', answer: answer(403), what: 'challenge' }, 'challenge', 'ill'],
    [{ kind: 'not-feed', answer: answer(200), what: 'json' }, 'not-feed', 'watch'],
    [{ kind: 'not-feed', answer: answer(200), what: 'empty' }, 'not-feed', 'watch'],
    [{ kind: 'http-error', answer: answer(404) }, 'missing', 'watch'],
    [{ kind: 'http-error', answer: answer(429) }, 'rate-limited', 'watch'],
    [{ kind: 'http-error', answer: answer(403) }, 'blocked', 'watch'],
    [{ kind: 'http-error', answer: answer(503) }, 'server-error', 'watch'],
    [{ kind: 'http-error', answer: answer(400) }, 'http-error', 'watch'],
    [{ kind: 'gone', answer: answer(410) }, 'gone', 'ill'],
    [{ kind: 'unanswered', fault: 'dns', detail: '', hops: [] }, 'unreachable', 'watch'],
    [{ kind: 'unanswered', fault: 'too-large', detail: '', hops: [] }, 'bad-answer', 'watch'],
    [{ kind: 'unanswered', fault: 'redirect-loop', detail: '', hops: [] }, 'bad-redirect', 'watch'],
    [{ kind: 'refused', reason: 'forbidden-address', detail: '', hops: [] }, 'forbidden', 'ill'],
    [{ kind: 'robots', verdict: 'disallowed' }, 'robots', 'ill'],
    [{ kind: 'robots', verdict: 'unreachable' }, 'robots-unreachable', 'watch'],
  ])('%j', (outcome, kind, grade) => {
    const health = feedHealth(afterVisit(visited(), outcome, {}, now), now);
    expect(health).toMatchObject({ kind, grade, since: at(0) });
    expect(health.remedy.length).toBeGreaterThan(20);
  });

  test('a fault that lasts a day is ill', () => {
    expect(
      feedHealth(
        visited({ failures: 9, failingSince: at(-1441), fault: { kind: 'timeout', detail: '' } }),
        now,
      ).grade,
    ).toBe('ill');
  });

  test('a good visit ends every fault', () => {
    const failed = afterVisit(visited(), { kind: 'not-feed', answer: answer(200), what: 'html' }, {}, now);
    expect(
      feedHealth(
        afterVisit(failed, { kind: 'unchanged', answer: answer(304), how: 'not-modified' }, {}, now),
        now,
      ),
    ).toMatchObject({ kind: 'healthy', grade: 'ok' });
  });
});

describe('the server is well, the feed is not', () => {
  const withReading = (reading: object, more = {}) => {
    const state = visited(more);
    return { ...state, reading: state.reading && { ...state.reading, ...reading } };
  };

  test.each([
    [withReading({ kind: 'unreadable' }), 'unreadable'],
    [withReading({ kind: 'empty', items: 0 }, { emptySince: at(-3 * 1440) }), 'silent-zero'],
    [withReading({ incomplete: true }), 'cut-short'],
    [withReading({ newest: at(-61 * 1440) }), 'stale'],
    [withReading({ newest: at(-59 * 1440) }), 'healthy'],
    [visited({ lies: 2 }), 'lying-304'],
    [visited({ move: { to: 'https://other.example/', since: at(-9), againAt: null } }), 'moving'],
    [newFeedState({ id: 'one', url }), 'new'],
  ])('%#: %s', (state, kind) => {
    expect(feedHealth(state, now).kind).toBe(kind);
  });

  test.each<[object, object, object]>([
    [
      { kind: 'unreadable' },
      {},
      { kind: 'unreadable', since: at(-60), text: 'the last body could not be read' },
    ],
    [
      { kind: 'not-feed', reason: 'a page of ads' },
      {},
      { kind: 'unreadable', since: at(-60), text: 'a page of ads' },
    ],
    [{ kind: 'unreadable', form: 'telegram' }, {}, { kind: 'no-preview' }],
    [{ kind: 'unreadable', form: 'page' }, {}, { kind: 'unreadable' }],
    [{ kind: 'empty' }, {}, { kind: 'silent-zero', since: at(-60), text: 'no items' }],
    [{ kind: 'empty', form: 'page' }, { emptySince: at(-90) }, { kind: 'no-list', since: at(-90) }],
    [
      { items: 7, undated: 7 },
      {},
      { kind: 'undated', since: at(-60), text: 'no date of its 7 items can be read' },
    ],
    [{ items: 7, undated: 7 }, { undatedSince: at(-90) }, { kind: 'undated', since: at(-90) }],
    [{ items: 7, undated: 6 }, {}, { kind: 'healthy', since: null, text: 'in order' }],
    [
      { incomplete: true },
      {},
      { kind: 'cut-short', since: at(-60), text: 'the document ends in the middle' },
    ],
    [
      { newest: at(-61 * 1440) },
      {},
      { kind: 'stale', since: at(-61 * 1440), text: 'nothing new for 61 days' },
    ],
    [
      {},
      { lies: 2, recheckedAt: at(-30) },
      { kind: 'lying-304', since: at(-30), text: '"not modified" hid news 2 times' },
    ],
    // Read before the body that came last: it says nothing of it.
    [{ kind: 'empty', at: at(-120) }, {}, { kind: 'healthy' }],
  ])('%j %j is %j', (reading, more, health) => {
    expect(feedHealth(withReading(reading, more), now)).toMatchObject(health);
  });

  test('a feed whose body nobody read yet is healthy', () => {
    expect(feedHealth(visited({ reading: null }), now)).toMatchObject({ kind: 'healthy', grade: 'ok' });
  });

  test('where its alternate is read it says since when, and why', () => {
    const alternate = {
      url: 'https://feed.example/page',
      since: at(-99),
      triedAt: null,
      isTrial: false,
      cause: 'HTTP 404',
    };
    expect(feedHealth(visited({ alternate, catalogueUrl: url }), now)).toMatchObject({
      kind: 'alternate',
      grade: 'watch',
      since: at(-99),
      text: `read at https://feed.example/page, as ${url} fails: HTTP 404`,
    });
  });

  test.each([
    [1_440, 'watch'],
    [3 * 1_440, 'ill'],
  ])('no items for %i minutes is %s: a lull, or a fault', (minutes, grade) => {
    const state = withReading({ kind: 'empty', items: 0 }, { emptySince: at(-minutes) });
    expect(feedHealth(state, now)).toMatchObject({ kind: 'silent-zero', grade });
  });

  test('an empty feed is empty since its first empty body, also when it changes', () => {
    const first = withReading({ kind: 'empty', at: at(-60) });
    const second = afterVisit(
      first,
      { kind: 'unchanged', answer: answer(304), how: 'not-modified' },
      {},
      now,
    );
    expect(second.emptySince).toBe(at(-60));
    expect(
      afterVisit(
        withReading({ kind: 'ok' }, { emptySince: at(-60) }),
        { kind: 'unchanged', answer: answer(304), how: 'not-modified' },
        {},
        now,
      ).emptySince,
    ).toBeNull();
  });
});
