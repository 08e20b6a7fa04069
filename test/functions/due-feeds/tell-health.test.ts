import { expect, test } from 'vitest';
import { tellHealth } from '../../../functions/due-feeds/tell-health.ts';
import { afterVisit } from '../../../shared/domain/visit/after-visit.ts';
import type { FeedState } from '../../../shared/domain/visit/feed-state.ts';
import type { ToldDay } from '../../../shared/domain/visit/health-digest.ts';
import { answer, at, now, url, visited } from '../../shared/domain/visit/visit-answers.ts';

const outlet = { id: 'o', name: 'O', country: 'AM', kind: 'independent', homepage: url } as const;
const catalogue = ['a.hy', 'b.hy'].map((id) => ({ id, url, outlet }));
const page = afterVisit(visited(), { kind: 'not-feed', answer: answer(200), what: 'html' }, {}, now);
const ill = (feedId: string): FeedState => ({ ...page, feedId });
const well = (feedId: string): FeedState => ({ ...visited(), feedId });
const noon = (day: number): Date => new Date(at(day * 1_440));

/** The row and the mailbox of one operator; every tick reads the row first, as due-feeds does. */
class Desk {
  row: ToldDay | undefined;
  mails: string[] = [];
  fails = false;
  tick = async (states: FeedState[], time: Date, row = this.row) =>
    tellHealth(
      {
        claim: async (told) => {
          if (this.row !== undefined && this.row.day >= told.day) return false;
          this.row = told;
          return true;
        },
        tell: async ({ subject }) => {
          if (this.fails) throw new Error('no topic');
          this.mails.push(subject);
        },
        settle: async (told) => void (this.row = told),
      },
      catalogue,
      { feeds: new Map(states.map((state) => [state.feedId, state])), ...(row && { told: row }) },
      time,
    );
}

test('the operator has one mail a day, however often it ticks, and none on a quiet day', async () => {
  const desk = new Desk();
  const states = [ill('a.hy'), well('b.hy')];
  // two ticks at once have read the same row
  await Promise.all([desk.tick(states, noon(0)), desk.tick(states, noon(0), undefined)]);
  await desk.tick([ill('a.hy'), ill('b.hy')], noon(0));
  expect(desk.mails).toEqual(['Sources: 1 fell ill']);
  await desk.tick(states, noon(1));
  expect(desk.mails).toHaveLength(1);
  await desk.tick([well('a.hy'), well('b.hy')], noon(2));
  expect(desk.mails).toEqual(['Sources: 1 fell ill', 'Sources: 1 recovered']);
});

test('what a lost mail would have told is in the mail of the next day, not of the next minute', async () => {
  const desk = new Desk();
  desk.fails = true;
  const states = [ill('a.hy'), well('b.hy')];
  await expect(desk.tick(states, noon(0))).rejects.toThrow('no topic');
  desk.fails = false;
  await desk.tick(states, noon(0));
  expect(desk.mails).toEqual([]);
  await desk.tick(states, noon(1));
  await desk.tick(states, noon(1));
  expect(desk.mails).toEqual(['Sources: 1 fell ill']);
});

test('nothing is told, and the day is not used up, before the morning, before half of a new wire was visited, or without a network', async () => {
  const desk = new Desk();
  const lost = afterVisit(visited(), { kind: 'unanswered', fault: 'dns', detail: '', hops: [] }, {}, now);
  await desk.tick([ill('a.hy'), well('b.hy')], new Date('2026-11-24T03:59:00Z'));
  await desk.tick([], noon(0));
  await desk.tick(
    [
      { ...lost, feedId: 'a.hy' },
      { ...lost, feedId: 'b.hy' },
    ],
    noon(0),
  );
  expect(desk.row).toBeUndefined();
  await desk.tick([ill('a.hy')], noon(0));
  expect(desk.mails).toEqual(['Sources: 1 fell ill']);
});
