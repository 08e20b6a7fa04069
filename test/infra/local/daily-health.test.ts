import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dailyHealth } from '../../../infra/local/daily-health.ts';
import { afterVisit } from '../../../shared/domain/visit/after-visit.ts';
import { answer, at, now, visited } from '../../shared/domain/visit/visit-answers.ts';

const ill = {
  ...afterVisit(visited(), { kind: 'not-feed', answer: answer(200), what: 'html' }, {}, now),
  feedId: 'a.hy',
};
const well = { ...visited(), feedId: 'a.hy' };
const on = (day: number) => new Date(at(day * 1_440));

test('the health of the sources is told once a day, and only what changed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wire-health-'));
  expect(dailyHealth(folder, [ill], on(0)).slice(0, 3)).toEqual(['', 'Sources: 1 fell ill', 'FELL ILL']);
  expect(dailyHealth(folder, [well], on(0))).toEqual([]);
  expect(dailyHealth(folder, [ill], on(1))).toEqual([]);
  expect(dailyHealth(folder, [well], on(2))).toContain('Sources: 1 recovered');
  writeFileSync(join(folder, 'source-health.json'), '{');
  expect(dailyHealth(folder, [ill], on(3))).toContain('Sources: 1 fell ill');
});

test('where nobody answered nothing is told, and the day is not used up', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wire-health-'));
  const lost = afterVisit(visited(), { kind: 'unanswered', fault: 'dns', detail: '', hops: [] }, {}, now);
  expect(dailyHealth(folder, [lost, { ...lost, feedId: 'b.hy' }], on(0))).toEqual([]);
  expect(dailyHealth(folder, [], on(0))).toEqual([]);
  expect(dailyHealth(folder, [ill], on(0)).length).toBeGreaterThan(0);
});
