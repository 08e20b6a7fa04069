import { array, assert, boolean, constantFrom, nat, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import type { Article } from '../../../../shared/domain/article/article.ts';
import { StoryBook } from '../../../../shared/domain/story/book.ts';
import { type BookDelta, type BookState, changedState } from '../../../../shared/domain/story/book-state.ts';
import { type Decision, overridesOf } from '../../../../shared/domain/story/decisions.ts';
import { storedArticle } from '../../../fakes/stored-article.ts';

const start = Date.UTC(2026, 2, 4, 6);
const at = (hours: number): string => new Date(start + hours * 3_600_000).toISOString();
const outlet = { name: 'Outlet', country: 'AM', kind: 'agency' } as const;
const events = [
  [
    'Azerbaijan frees 12 Armenian prisoners at the Lachin bridge',
    'Handed over with the help of the Red Cross.',
  ],
  ['Armenian prisoners met at the Lachin bridge by the Red Cross', 'Twelve detainees came home to Yerevan.'],
  ['Freight tariff on the railway through Georgia cut by a third', 'Grain wagons pay less transit duty.'],
] as const;

const article = (number: number, event: number, hours: number): Article =>
  storedArticle({
    id: `a${number}`,
    outletId: `o${number % 7}`,
    title: events[event]?.[0] ?? '',
    summary: `Report ${number}: ${events[event]?.[1] ?? ''}`,
    publishedAt: at(hours),
    seenAt: at(hours),
    entities: event === 2 ? ['georgia', 'armenia'] : ['armenia', 'azerbaijan', 'lachin'],
  });

/** What comes in one batch, so many hours after the one before; `of` is an earlier article. */
const batch = record({
  hours: constantFrom(1, 5, 30, 110, 900),
  adds: array(record({ event: nat(2), copyOf: nat(30), isCopy: boolean() }), { maxLength: 4 }),
  revises: array(nat(30), { maxLength: 1 }),
  merge: constantFrom(null, true, false),
  anew: boolean(),
});

interface Played {
  decisions: Decision[];
  count: number;
  hours: number;
}

/** One batch, as group-stories places it. */
function play(
  book: StoryBook,
  {
    hours,
    adds,
    revises,
    merge,
  }: {
    hours: number;
    adds: { event: number; copyOf: number; isCopy: boolean }[];
    revises: number[];
    merge: boolean | null;
  },
  before: Played,
): Played {
  const now = before.hours + hours;
  const [from, into] = ['a1', 'a0'];
  const own: Decision = {
    id: '1',
    at: at(now),
    kind: 'merge',
    from,
    into,
    ...(merge === false && { undone: true }),
  };
  const decisions = merge === null ? before.decisions : [own];
  book.applyDecisions(overridesOf(decisions));
  adds.forEach(({ event, copyOf, isCopy }, place) => {
    const number = before.count + place;
    const copy = isCopy && number > 0 ? { reprintOf: `a${copyOf % number}` } : {};
    book.add({ ...article(number, event, now), ...copy }, outlet);
  });
  for (const number of revises)
    if (number < before.count) book.revise({ ...article(number, 2, now), title: 'Railway tariff cut' });
  book.applyDecisions(overridesOf(decisions));
  book.closeStale(at(now));
  book.changes(at(now));
  return { decisions, count: before.count + adds.length, hours: now };
}

const byId = ({ stories }: BookState) =>
  new Map(stories.map(({ day: _day, ...story }) => [story.id, JSON.parse(JSON.stringify(story)) as unknown]));
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test('property: what batches changed makes the same book, in a process that stays and in one that reads it anew', () => {
  assert(
    property(array(batch, { minLength: 1, maxLength: 12 }), (batches) => {
      /** Saved whole with each batch. */
      let whole = new StoryBook();
      let acting = new StoryBook();
      const beside = new StoryBook();
      const saved = copy(acting.state());
      const deltas: BookDelta[] = [];
      let played: Played = { decisions: [], count: 0, hours: 0 };
      for (const each of batches) {
        if (each.anew) {
          acting = new StoryBook(copy(changedState(saved, deltas)));
          whole = new StoryBook(copy(whole.state()));
        }
        play(acting, each, played);
        played = play(whole, each, played);
        const delta = copy(acting.takeDelta());
        deltas.push(delta);
        beside.apply(copy(delta));
        expect(byId(changedState(saved, deltas))).toEqual(byId(acting.state()));
        expect(byId(beside.state())).toEqual(byId(acting.state()));
        expect(byId(acting.state())).toEqual(byId(whole.state()));
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
});
