import { expect, it } from 'vitest';
import type { FeedFault, RoundReport } from '../../../infra/local/round.ts';
import {
  exitCode,
  faultLines,
  faultsOf,
  reachedNobody,
  roundLine,
  roundSummary,
} from '../../../infra/local/round-text.ts';

const report: RoundReport = {
  seconds: 3.21,
  feeds: 10,
  visited: 10,
  unchanged: 2,
  faults: [],
  items: 40,
  articles: 31,
  onTopic: 18,
  reprints: 1,
  stories: 5,
  mails: [],
  dead: {},
};
const unreached: FeedFault = {
  feedId: 'a.hy',
  url: 'https://a.am/',
  cause: 'robots.txt does not answer',
  kind: 'robots-unreachable',
};
const page: FeedFault = {
  feedId: 'b.az',
  url: 'https://b.az/',
  cause: 'HTTP 200 with a body that is no feed (page)',
  kind: 'not-feed',
};

it('tells a round in one line', () => {
  expect(roundLine(report, new Date(2026, 10, 24, 8, 31, 2))).toBe(
    '08:31:02  10 feeds visited, 2 unchanged, 0 failed · 31 articles new (18 on topic, 1 reprint) · 5 stories · 3.2 s',
  );
});

it('names dead letters and mails where there are any', () => {
  expect(roundLine({ ...report, mails: ['a.eml'], dead: { ingest: 2 } }, new Date())).toContain(
    '· 1 mail · 2 in the dead letters of ingest ·',
  );
});

it('says who failed and why, and puts those together that were not reached', () => {
  expect(faultLines([unreached, page, { ...unreached, feedId: 'c.ru' }])).toEqual([
    '  b.az: HTTP 200 with a body that is no feed (page)',
    '  not reached: a.hy, c.ru',
  ]);
});

it('suspects the network only when nobody at all was reached', () => {
  expect(reachedNobody({ ...report, visited: 1, faults: [unreached] })).toBe(true);
  expect(reachedNobody({ ...report, visited: 2, faults: [unreached] })).toBe(false);
  expect(reachedNobody({ ...report, visited: 1, faults: [page] })).toBe(false);
  expect(reachedNobody({ ...report, visited: 0 })).toBe(false);
});

it('says in one line that there is no network, and cuts a long list of names', () => {
  const many = Array.from({ length: 143 }, (_, at) => ({ ...unreached, feedId: `f${at}` }));
  expect(faultsOf({ ...report, visited: 143, faults: many })).toEqual([
    'No outlet was reached: is there a network? `npm start -- --sample` shows the wire without one.',
  ]);
  expect(roundSummary({ ...report, visited: 143, faults: many }).join('\n')).not.toContain('f1');
  expect(faultsOf({ ...report, visited: 144, faults: many }, 2)).toEqual([
    '  not reached: f0, f1 and 141 more',
  ]);
});

it('counts items that were known from another feed', () => {
  expect(roundSummary(report)).toContain(
    'Articles  40 items: 31 new (18 on topic), 9 known already from another feed or round',
  );
});

it('names the queue whose messages failed, in the line, the summary and the exit code', () => {
  const failed = { ...report, dead: { story: 34 } };
  expect(roundLine(failed, new Date())).toContain('34 in the dead letters of story');
  expect(roundSummary(failed).at(-1)).toMatch(/^Failed {4}34 messages of the story queue failed five times/);
  expect([exitCode(failed), exitCode(report)]).toEqual([1, 0]);
});
