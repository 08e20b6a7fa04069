import { expect, test } from 'vitest';
import { brokeAt, isBreaking } from '../../../../shared/domain/story/breaking.ts';
import { independentReports } from '../../../../shared/domain/story/story.ts';
import { viewStory } from '../../../../shared/domain/story/view.ts';
import { articleOf, minutesAfter } from './story-fixture.ts';

const at = '2026-11-24T08:00:00.000Z';
const report = (language: string, minutes: number, changed = {}) => ({
  ...articleOf('s', language, { title: 'Shots at the border', at: minutesAfter(at, minutes), n: minutes }),
  ...changed,
});

test('a story breaks with three independent outlets of two sides within six hours, at the third', () => {
  expect(brokeAt([report('hy', 0), report('az', 10), report('ru', 20)])).toBe(minutesAfter(at, 20));
  expect(brokeAt([report('hy', 0), report('az', 10)])).toBeNull();
  expect(brokeAt([report('hy', 0), report('hy', 1), report('hy', 2), report('hy', 3)])).toBeNull();
  expect(brokeAt([report('hy', 0), report('hy', 1), report('az', 2)])).toBeNull();
  expect(brokeAt([report('hy', 0), report('az', 10), report('ru', 361)])).toBeNull();
  expect(brokeAt([report('hy', 0), report('az', 10), report('ru', 20, { reprintOf: 's-hy-0' })])).toBeNull();
});

test('outlets of one owner are one voice', () => {
  const owned = { owner: 'the state' };
  const reports = [report('hy', 0, owned), report('az', 10, owned), report('ru', 20)];
  expect(brokeAt(reports)).toBeNull();
  expect(independentReports(reports)).toBe(2);
  expect(independentReports([...reports, report('ru', 30), report('ka', 40, { reprintOf: 's-ru-20' })])).toBe(
    2,
  );
});

test('what was published more than a day before we saw it breaks nothing', () => {
  const old = { publishedAt: '2026-03-01T10:00:00.000Z' };
  expect(brokeAt(['hy', 'az', 'ru'].map((language, n) => report(language, n, old)))).toBeNull();
  expect(brokeAt([report('en', 0, old), report('hy', 0), report('az', 10), report('ru', 20)])).not.toBeNull();
});

test('an undated article of a feed’s first visit breaks nothing', () => {
  const undated = { dateFlag: 'missing', baseline: true };
  expect(brokeAt(['hy', 'az', 'ru'].map((language, n) => report(language, n, undated)))).toBeNull();
  const known = { dateFlag: 'missing' };
  expect(brokeAt(['hy', 'az', 'ru'].map((language, n) => report(language, n, known)))).not.toBeNull();
});

test('the row of a story carries it, and the dates are the outlets’', () => {
  const old = { publishedAt: '2026-05-05T10:00:00.000Z' };
  const story = viewStory([report('hy', 0, old)], { id: 's', changedAt: at });
  expect(story).toMatchObject({ firstPublishedAt: old.publishedAt, lastPublishedAt: old.publishedAt });
  expect([story.phase, story.brokeAt]).toEqual(['settled', undefined]);
  const broken = viewStory([report('hy', 0), report('az', 10), report('ru', 20)], { id: 's', changedAt: at });
  expect([isBreaking(broken, minutesAfter(at, 379)), isBreaking(broken, minutesAfter(at, 380))]).toEqual([
    true,
    false,
  ]);
});
