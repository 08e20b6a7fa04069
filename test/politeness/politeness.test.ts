import { describe, expect, test } from 'vitest';
import { ScoreTable } from './score-table.ts';
import { Simulation } from './simulation.ts';
import { excessUnconditional, faultsOf } from './simulation-report.ts';

describe("Kroll's table over a small world (npm run measure -- simulate has the large one)", () => {
  test.each([
    ['called as a function', false, { feeds: 40, days: 3, restarts: 10 }],
    ['over HTTP', true, { feeds: 12, days: 1, restarts: 4 }],
  ] as const)(
    '%s: every promise is kept',
    async (_name, sockets, size) => {
      const simulation = new Simulation({ ...size, seed: 7, sockets });
      await simulation.run();
      const total = simulation.server.table.total();
      expect(faultsOf(simulation)).toEqual([]);
      expect(excessUnconditional(total)).toBe(0);
      expect([
        total.early,
        total.imsOutOfSequence,
        total.inmOutOfSequence,
        total.imsBogus,
        total.inmBogus,
        total.cookies,
        total.referrers,
        total.queries,
        total.strangeHeaders,
      ]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
      expect([simulation.kills, simulation.server.mostAtOnce]).toEqual([size.restarts, 1]);
      expect(total.conditional).toBeGreaterThan(size.feeds * size.days * 10);
    },
    60_000,
  );
});

test('the table sees each fault', () => {
  const table = new ScoreTable();
  const ask = (headers: Record<string, string>, more = {}) =>
    table.request('f', headers, {
      path: '/f',
      asked: '/f',
      early: false,
      unsaved: false,
      everSaved: true,
      declared: false,
      ...more,
    });
  ask({});
  table.answered('f', '"1"', 'a');
  table.answered('f', '"2"', 'b');
  ask({});
  ask({}, { declared: true });
  ask({}, { unsaved: true });
  ask({}, { unsaved: true, everSaved: false });
  ask({ 'if-none-match': '"2"', 'if-modified-since': 'b' });
  ask({ 'if-none-match': '"1"', 'if-modified-since': 'made up' });
  ask({ 'if-none-match': '"1"' }, { unsaved: true });
  ask({ cookie: 'a=1', referer: 'x', 'accept-language': '*' }, { path: '/f?x', early: true });
  expect(table.total()).toMatchObject({
    requests: 9,
    unconditional: 6,
    first: 1,
    declaredRechecks: 1,
    firstAgainAfterKill: 1,
    conditional: 3,
    inmGood: 1,
    imsGood: 1,
    inmOutOfSequence: 1,
    imsBogus: 1,
    inmBogus: 0,
    repeatedAfterKill: 1,
    cookies: 1,
    referrers: 1,
    queries: 1,
    strangeHeaders: 1,
    early: 1,
  });
  expect(excessUnconditional(table.total())).toBe(3);
});
