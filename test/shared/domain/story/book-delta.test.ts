import { array, assert, boolean, constantFrom, nat, property, record, type Arbitrary } from 'fast-check';
import { expect, test } from 'vitest';
import type { Article } from '../../../../shared/domain/article/article.ts';
import { StoryBook } from '../../../../shared/domain/story/book.ts';
import {
  type BookDelta,
  type BookState,
  type DayShard,
  mergedDelta,
} from '../../../../shared/domain/story/book-state.ts';
import { type Decision, overridesOf } from '../../../../shared/domain/story/decisions.ts';
import { storedArticle } from '../../../fakes/stored-article.ts';

const start = Date.UTC(2026, 2, 4, 6);
const at = (hours: number): string => new Date(start + hours * 3_600_000).toISOString();
const outlet = { name: 'Outlet', country: 'AM', kind: 'agency' } as const;
const events = [
  {
    language: 'en',
    title: 'Azerbaijan frees 12 Armenian prisoners at the Lachin bridge',
    summary: 'Handed over with the help of the Red Cross.',
    entities: ['armenia', 'azerbaijan', 'lachin'],
  },
  {
    language: 'en',
    title: 'Armenian prisoners met at the Lachin bridge by the Red Cross',
    summary: 'Twelve detainees came home to Yerevan.',
    entities: ['armenia', 'azerbaijan', 'lachin'],
  },
  {
    language: 'en',
    title: 'Freight tariff on the railway through Georgia cut by a third',
    summary: 'Grain wagons pay less transit duty.',
    entities: ['georgia', 'armenia'],
  },
  {
    language: 'ru',
    title: 'Азербайджан освободил 12 армянских пленных у Лачинского моста',
    summary: 'Их передали 4 марта при посредничестве Красного Креста.',
    entities: ['armenia', 'azerbaijan', 'red-cross'],
  },
  {
    language: 'und',
    title: 'Ադրբեջանն ազատ է արձակել 12 հայ գերիների',
    summary: `Գերիները վերադարձել են։ ${'The Red Cross said so at the Lachin bridge. '.repeat(20)}`,
    entities: ['armenia', 'azerbaijan'],
  },
] as const;

const article = (number: number, event: number, hours: number): Article => {
  const { title, summary, language, entities } = events[event] ?? events[0];
  return storedArticle({
    id: `a${number}`,
    outletId: `o${number % 7}`,
    language,
    title,
    summary: `Report ${number}: ${summary}`,
    publishedAt: at(hours),
    seenAt: at(hours),
    entities: [...entities],
  });
};

/** What a process may do before a batch: it may know nothing, or may have let go of stories that it can load again. */
const befores = ['stays', 'reads all', 'unloads all', 'unloads what is as saved'] as const;
const decision = record({
  kind: constantFrom('merge', 'split', 'move', 'rename'),
  one: nat(30),
  other: nat(30),
  undo: boolean(),
});
/** What comes in one batch, so many hours after the one before; `copyOf` is an earlier article. */
const batch = record({
  hours: constantFrom(1, 5, 30, 110, 900),
  adds: array(
    record({ event: nat(events.length - 1), minutes: nat(2), copyOf: nat(30), isCopy: boolean() }),
    {
      maxLength: 5,
    },
  ),
  revises: array(nat(30), { maxLength: 1 }),
  decides: array(decision, { maxLength: 1 }),
  before: constantFrom(...befores),
});
type Batch = typeof batch extends Arbitrary<infer T> ? T : never;

interface Played {
  decisions: Decision[];
  count: number;
  hours: number;
}

/** People decide about stories that are, were, or never were. */
function decided({ kind, one, other, undo }: Batch['decides'][number], before: Played): Decision[] {
  const [last] = before.decisions.slice(-1);
  if (undo && last !== undefined) return [...before.decisions.slice(0, -1), { ...last, undone: true }];
  const common = { id: String(before.decisions.length), at: at(before.hours) };
  const [from, into, articleIds] = [`a${one}`, `a${other}`, [`a${one}`]];
  const made = (): Decision => {
    if (kind === 'merge') return { ...common, kind, from, into };
    if (kind === 'split') return { ...common, kind, from: into, into: `split-${one}`, articleIds };
    if (kind === 'move') return { ...common, kind, into, articleIds };
    return { ...common, kind: 'rename', story: into, language: 'en', articleId: from };
  };
  return one === other ? before.decisions : [...before.decisions, made()];
}

/** One batch, as group-stories places it. */
function play(book: StoryBook, { hours, adds, revises, decides }: Batch, before: Played): Played {
  const now = before.hours + hours;
  const decisions = decides.reduce(
    (all, each) => decided(each, { ...before, decisions: all }),
    before.decisions,
  );
  book.applyDecisions(overridesOf(decisions));
  adds.forEach(({ event, minutes, copyOf, isCopy }, place) => {
    const number = before.count + place;
    const copy = isCopy && number > 0 ? { reprintOf: `a${copyOf % (number + 2)}` } : {};
    book.add({ ...article(number, event, now + minutes / 60), ...copy }, outlet);
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

/** A process, its saved days, and what batches changed since they were saved. */
class Process {
  book = new StoryBook();
  #shards = new Map<string, DayShard>();
  #deltas: BookDelta[] = [];

  before(what: (typeof befores)[number]): void {
    if (what === 'reads all') {
      this.book = new StoryBook({ version: 2, stories: [], shards: [...this.#shards.values()] });
      this.book.apply(mergedDelta(copy(this.#deltas)));
    }
    if (what === 'unloads what is as saved') this.book.unloadUnchanged(0);
    if (what !== 'unloads all') return;
    this.#shards = new Map(this.book.days().map((day) => [day, this.book.shardOf(day)]));
    this.#deltas = [];
    for (const shard of this.#shards.values()) this.book.unload(shard);
  }

  /** @returns what the batch changed */
  after(): BookDelta {
    const delta = copy(this.book.takeDelta());
    this.#deltas.push(delta);
    return delta;
  }
}

/** A batch in a few words: its adds are [event, copyOf]. */
const small = (
  hours: Batch['hours'],
  adds: [number, number?][],
  before: Batch['before'] = 'stays',
): Batch => ({
  hours,
  adds: adds.map(([event, copyOf]) => ({
    event,
    minutes: 0,
    copyOf: copyOf ?? 0,
    isCopy: copyOf !== undefined,
  })),
  revises: [],
  decides: [],
  before,
});

/** Found by this property once. */
const found: Batch[][] = [
  // The copies of an article were taken in the order in which a process had come to know them.
  [small(1, [[0]]), small(1, [[0], [0], [0, 24], [0, 23]]), small(1, [[2], [0], [2, 25]]), small(1, [[3]])],
  // An article came whose story had been merged into before: the window's story of that name was lost.
  [
    { ...small(1, [[0]]), decides: [{ kind: 'merge', one: 0, other: 1, undo: false }] },
    small(900, [[0]]),
    small(1, [[0]]),
    small(1, []),
  ],
  // A story that was loaded and closed, with no article moved, was found by no index.
  [small(1, [[0], [0]]), small(900, [], 'unloads all'), small(1, [[0]]), small(1, [])],
];

/** The same histories each time: a change is judged by what it changes. To look for more: SEED=7 RUNS=2000. */
const { SEED: seed = '1', RUNS: numRuns = '20' } = process.env;

test('property: a process that stays, one that reads all anew, one that loads what it needs, and one that is told what changed hold the same book', () => {
  assert(
    property(array(batch, { minLength: 1, maxLength: 12 }), (batches) => {
      let anew = new StoryBook();
      const [staying, lazy, told] = [new StoryBook(), new Process(), new StoryBook()];
      let played: Played = { decisions: [], count: 0, hours: 0 };
      for (const each of batches) {
        anew = new StoryBook(copy(anew.state()));
        lazy.before(each.before);
        play(anew, each, played);
        play(lazy.book, each, played);
        played = play(staying, each, played);
        told.apply(lazy.after());
        const expected = byId(staying.state());
        expect(byId(anew.state())).toEqual(expected);
        expect(byId(lazy.book.state())).toEqual(expected);
        expect(byId(told.state())).toEqual(expected);
      }
    }),
    {
      seed: Number(seed),
      numRuns: Number(numRuns),
      examples: found.map((batches) => [batches]),
      endOnFailure: true,
    },
  );
});
