import { expect, test } from 'vitest';
import type { CatalogueSource } from '../../../../shared/domain/outlet.ts';
import { afterVisit } from '../../../../shared/domain/visit/after-visit.ts';
import { addressed, chooseAddress } from '../../../../shared/domain/visit/alternate.ts';
import { type FeedState, stateOf } from '../../../../shared/domain/visit/feed-state.ts';
import { feedHealth } from '../../../../shared/domain/visit/health.ts';
import { dueAt } from '../../../../shared/domain/visit/next-visit.ts';
import type { VisitOutcome } from '../../../../shared/domain/visit/outcome.ts';
import { answer, at, url, visited } from './visit-answers.ts';

const alternateUrl = 'https://t.me/s/outlet';
const source: CatalogueSource = {
  id: 'one',
  url,
  kind: 'page',
  select: { item: 'li' },
  alternate: { kind: 'telegram', url: alternateUrl },
  outlet: { id: 'o', name: 'O', country: 'AM', kind: 'independent', homepage: 'https://feed.example/' },
};
const hours = 60;
const days = 24 * hours;
const missing: VisitOutcome = { kind: 'http-error', answer: answer(404) };
const good: VisitOutcome = { kind: 'changed', answer: answer(200), bodyHash: 'new' };

/** One visit, `minutes` after the first. */
const visit = (state: FeedState, outcome: VisitOutcome, minutes: number, from = source): FeedState => {
  const time = new Date(at(minutes));
  return chooseAddress(afterVisit(state, outcome, addressed(from, state), time), from, time);
};
const read = (state: FeedState, minutes: number, more: object = {}): FeedState => ({
  ...state,
  reading: {
    kind: 'ok',
    at: at(minutes),
    items: 9,
    hints: {},
    problems: 0,
    publishTimes: [],
    newest: at(minutes),
    ...more,
  },
});
const failing = (minutes: number): FeedState => visit(visit(visited(), missing, 0), missing, minutes);

test('the first address is asked for three days, then the alternate, in its own form', () => {
  expect(failing(3 * days - 1).url).toBe(url);
  const state = failing(3 * days);
  expect(state).toMatchObject({
    url: alternateUrl,
    validators: null,
    otherValidators: { url, etag: '"old"' },
  });
  expect(addressed(source, state)).toMatchObject({ url: alternateUrl, kind: 'telegram', select: undefined });
  expect((dueAt(state, {}) ?? 0) - Date.parse(at(3 * days))).toBeLessThanOrEqual(30 * 60_000);
});

test('without an alternate nothing is chosen', () => {
  const { alternate: _alternate, ...alone } = source;
  expect(visit(visit(visited(), missing, 0, alone), missing, 9 * days, alone).url).toBe(url);
});

test('while the alternate answers, health says which address failed and why', () => {
  const state = visit(failing(3 * days), good, 3 * days + 30);
  expect(feedHealth(state, new Date(at(3 * days + 31)))).toMatchObject({
    kind: 'alternate',
    grade: 'watch',
    text: `read at ${alternateUrl}, as ${url} fails: HTTP 404`,
  });
});

test('the first address is tried once a week; a fault sends back to the alternate at once, and is no fault of it', () => {
  const onAlternate = read(visit(failing(3 * days), good, 3 * days + 30), 3 * days + 31);
  const early = visit(onAlternate, good, 9 * days);
  expect(early.url).toBe(alternateUrl);
  const trying = visit(early, good, 10 * days + 1);
  expect([trying.url, addressed(source, trying).kind]).toEqual([url, 'page']);
  const again = visit(trying, missing, 10 * days + 60);
  expect(again).toMatchObject({ url: alternateUrl, failures: 0, fault: null });
  expect(visit(again, good, 16 * days).url).toBe(alternateUrl);
  expect(visit(again, good, 18 * days).url).toBe(url);
});

test('it is asked with its own validators again, and returns where nothing changed', () => {
  const trying = visit(
    read(visit(failing(3 * days), good, 3 * days + 30), 3 * days + 31),
    good,
    10 * days + 31,
  );
  expect(trying.validators).toEqual({ url, etag: '"old"' });
  const unchanged: VisitOutcome = { kind: 'unchanged', answer: answer(304), how: 'not-modified' };
  expect(visit(trying, unchanged, 11 * days)).toMatchObject({ url, alternate: null });
});

test('it returns when its items can be read, not when any page answers', () => {
  const trying = visit(
    read(visit(failing(3 * days), good, 3 * days + 30), 3 * days + 31),
    good,
    10 * days + 31,
  );
  const answered = visit(trying, good, 11 * days);
  expect(answered).toMatchObject({ url, alternate: { isTrial: true } });
  const empty = visit(read(answered, 11 * days, { kind: 'empty', items: 0 }), good, 11 * days + 60);
  expect(empty).toMatchObject({ url: alternateUrl, alternate: { isTrial: false }, emptySince: null });
  const back = visit(read(answered, 11 * days), good, 11 * days + 60);
  expect(back).toMatchObject({ url, alternate: null });
});

test('a body without items for three days is a failure too', () => {
  const empty = { kind: 'empty', items: 0 };
  const first = visit(read(visited(), 0, empty), { ...good, bodyHash: 'a' }, 60);
  expect(first.url).toBe(url);
  const unchanged: VisitOutcome = { kind: 'unchanged', answer: answer(304), how: 'not-modified' };
  const later = visit(read(first, 61, empty), unchanged, 3 * days + 60);
  expect(later).toMatchObject({ url: alternateUrl, alternate: { cause: 'no items' } });
  const onAlternate = visit(later, good, 3 * days + 120);
  expect(onAlternate.url).toBe(alternateUrl);
});

test('an address that is gone for good is left at once and asked no more', () => {
  const state = visit(visited(), { kind: 'gone', answer: answer(410) }, 0);
  expect(state).toMatchObject({ url: alternateUrl, stoppedAt: null, alternate: { triedAt: null } });
  const onAlternate = visit(state, good, 60);
  expect(visit(onAlternate, good, 30 * days).url).toBe(alternateUrl);
});

test('where both fail they take turns, and the fault keeps its first day', () => {
  const state = failing(3 * days);
  const turned = visit(state, missing, 4 * days);
  expect(turned).toMatchObject({ url, failingSince: at(0), alternate: null });
  expect(visit(turned, missing, 5 * days).url).toBe(alternateUrl);
});

test('on the same host the alternate waits as long as that host asked', () => {
  const near = { ...source, alternate: { url: 'https://feed.example/other' } };
  const busy: VisitOutcome = {
    kind: 'http-error',
    answer: answer(503, { 'retry-after': '86400' }),
  };
  const state = visit(visit(visited(), busy, 0, near), busy, 3 * days, near);
  expect(state).toMatchObject({ url: 'https://feed.example/other', nextDueAt: at(4 * days) });
});

test('another alternate in the catalogue starts a new life', () => {
  const state = failing(3 * days);
  expect(stateOf(source, state).url).toBe(alternateUrl);
  expect(stateOf({ ...source, alternate: { url: 'https://x.example/' } }, state)).toMatchObject({
    url,
    alternate: null,
    visit: state.visit,
  });
});
