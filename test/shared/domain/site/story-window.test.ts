import { describe, expect, it } from 'vitest';
import {
  byActivity,
  type IndexEntry,
  listsOf,
  totalVolume,
} from '../../../../shared/domain/site/story-index.ts';
import { StoryWindow } from '../../../../shared/domain/site/story-window.ts';
import { seeded } from '../../../fakes/seeded.ts';

const entry = (id: string, at: string, more: Partial<IndexEntry> = {}): IndexEntry => ({
  id,
  day: at.slice(0, 10),
  changedAt: at,
  lastSeenAt: at,
  lastPublishedAt: at,
  topics: ['csto'],
  subtopics: ['border'],
  entities: ['russia'],
  languages: ['hy'],
  volume: { [at.slice(0, 10)]: [1, 0, 2] },
  ...more,
});

const ids = (entries: Iterable<IndexEntry>): string[] => [...entries].map(({ id }) => id);
const all = (window: StoryWindow): IndexEntry[] => [...window.days().values()].flat();
const sorted = (entries: Iterable<IndexEntry>): string[] => ids(entries).sort();

describe('the window of stories', () => {
  it('answers as if it went through all of them each time, whatever is put and removed between', () => {
    const random = seeded(11);
    const upTo = (most: number): number => Math.floor(random() * most);
    const known = new Map<string, IndexEntry>();
    let window = new StoryWindow([]);
    for (let step = 0; step < 600; step++) {
      const id = `s${upTo(60)}`;
      const before = known.get(id);
      if (before !== undefined) window.remove(before);
      known.delete(id);
      if (random() < 0.8) {
        const day = `2026-11-${10 + upTo(9)}`;
        const made = entry(id, `${day}T0${upTo(3)}:00:00.000Z`, {
          lastPublishedAt: `2026-11-${19 + upTo(4)}T00:00:00.000Z`,
          topics: [['csto'], ['armenia-azerbaijan'], ['csto', 'armenia-azerbaijan']][upTo(3)] ?? [],
          entities: [`e${upTo(4)}`, 'russia'],
          ...(random() < 0.3 && { follows: `s${upTo(60)}` }),
          ...(random() < 0.3 && { editedAt: `2026-11-${10 + upTo(12)}T00:00:00.000Z` }),
        });
        known.set(id, made);
        window.put(made);
      }
      expect(window.get(id)).toEqual(known.get(id));
      if (step % 7 !== 0) continue;
      if (step % 3 === 0) window = new StoryWindow(window.days());
      const values = [...known.values()];
      expect(sorted(all(window))).toEqual(sorted(values));
      expect(window.lists()).toEqual(new Set(values.flatMap(listsOf)));
      for (const list of ['all', 'csto', 'csto.border', 'entity-e1', 'entity-nobody']) {
        const members = values.filter((each) => listsOf(each).includes(list)).sort(byActivity);
        expect(sorted(window.membersByDay(list).flat())).toEqual(sorted(members));
        for (const count of [1, 5, 100]) expect(window.newest(list, count)).toEqual(members.slice(0, count));
        expect(window.volume(list)).toEqual(totalVolume(members));
      }
      const reported = values.filter(({ lastPublishedAt }) => lastPublishedAt >= '2026-11-21');
      expect(sorted(window.reportedSince('2026-11-21'))).toEqual(sorted(reported));
      expect(sorted(window.following())).toEqual(
        sorted(values.filter(({ follows }) => follows !== undefined)),
      );
      const edited = values.filter(({ editedAt = '' }) => editedAt >= '2026-11-16');
      expect(sorted(window.editedSince('2026-11-16'))).toEqual(sorted(edited));
    }
  });

  it('orders a list by newest activity, ties by id', () => {
    const [b, c, a] = [
      entry('b', '2026-11-24T01:00:00Z'),
      entry('c', '2026-11-23T02:00:00Z', { lastPublishedAt: '2026-11-24T02:00:00Z' }),
      entry('a', '2026-11-24T01:00:00Z'),
    ];
    const window = new StoryWindow([]);
    for (const each of [b, c, a]) window.put(each);
    expect(ids(window.newest('csto', 9))).toEqual(['c', 'a', 'b']);
    expect(ids(window.newest('csto', 1))).toEqual(['c']);
  });

  it('lets go of stories that were last seen before a day, and of no other of their day', () => {
    const stays = entry('stays', '2026-11-20T01:00:00Z', { lastSeenAt: '2026-11-24T00:00:00Z' });
    const goes = entry('goes', '2026-11-20T01:00:00Z', { lastSeenAt: '2026-11-23T23:59:59Z' });
    const alone = entry('alone', '2026-11-19T01:00:00Z');
    const window = new StoryWindow([
      ['2026-11-20', [stays, goes]],
      ['2026-11-19', [alone]],
    ]);
    window.keepSince('2026-11-24');
    expect(ids(all(window))).toEqual(['stays']);
    expect([...window.days().keys()]).toEqual(['2026-11-20']);
  });

  it('tells which days are not kept as they are, those without a story too, until it is told that they are', () => {
    const [first, second] = [entry('a', '2026-11-20T01:00:00Z'), entry('b', '2026-11-21T01:00:00Z')];
    const days: [string, IndexEntry[]][] = [
      ['2026-11-20', [first]],
      ['2026-11-21', [second]],
      ['2026-11-22', [entry('c', '2026-11-22T01:00:00Z')]],
    ];
    const window = new StoryWindow(days, ['2026-11-21']);
    window.remove(first);
    expect(window.changes()).toEqual([
      ['2026-11-21', [second]],
      ['2026-11-20', []],
    ]);
    window.settle();
    expect(window.changes()).toEqual([]);
    // What was given is as it was: another round of the process holds it.
    expect(days[0]?.[1]).toEqual([first]);
  });
});
