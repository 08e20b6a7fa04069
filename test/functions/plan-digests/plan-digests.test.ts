import { describe, expect, it } from 'vitest';
import { composeEdition, type Material } from '../../../functions/plan-digests/compose-edition.ts';
import { Compositions } from '../../../functions/plan-digests/compositions.ts';
import type { DueReader } from '../../../functions/plan-digests/plan-run.ts';
import type { EditionRow } from '../../../shared/domain/digest/edition.ts';
import { marksOf, memoryOf } from '../../../shared/domain/digest/memory.ts';
import { afterLeave, type Subscriber } from '../../../shared/domain/subscriber/subscriber.ts';
import { readerOf, readerPreferences } from '../../shared/domain/subscriber/reader-fixture.ts';
import { articleOf, minutesAfter, storyOfArticles, toldOf } from '../../shared/domain/story/story-fixture.ts';
import { World } from '../send-digest/world.ts';

const id = '1'.repeat(32);
const evening = '2026-11-23T20:00:00.000Z';

function worldOf(reader: Subscriber, ...stories: ReturnType<typeof toldOf>[]): World {
  const world = new World();
  world.store.subscribers.set(id, JSON.stringify(reader));
  world.told.push(...stories);
  return world;
}

async function morning(world: World, instant = '2026-11-24T03:00:00.000Z'): Promise<string[]> {
  const before = world.accepted.length;
  world.now = new Date(instant);
  await world.tick();
  await world.deliver();
  await world.tellEvents();
  return world.accepted.slice(before).map(({ mail }) => mail.text);
}
const secondId = '2'.repeat(32);
const sentWith = (subscriberId: string, content: string, articleIds: string[]): EditionRow => ({
  subscriberId,
  editionId: '2026-11-23',
  state: 'sent',
  content,
  from: '2026-11-22T03:00:00.000Z',
  until: '2026-11-23T03:00:00.000Z',
  articles: marksOf(articleIds),
  plannedAt: '2026-11-23T03:00:00.000Z',
});
const storiesIn = (text: string | undefined): string[] =>
  [...(text ?? '').matchAll(/\/stories\/([\w-]+)\.html/g)].map((match) => match[1] ?? '');

describe('an edition', () => {
  it('is not sent when nothing is new; the day’s edition is over all the same', async () => {
    const world = worldOf(readerOf({ id }));
    expect(await morning(world)).toEqual([]);
    world.told.push(toldOf({ id: 'late', at: '2026-11-24T03:10:00.000Z' }));
    expect(await morning(world, '2026-11-24T04:00:00.000Z')).toEqual([]);
    expect((await morning(world, '2026-11-25T03:00:00.000Z')).map(storiesIn)).toEqual([['late']]);
  });

  it('weekly, for who wants it, says in one line that all is quiet', async () => {
    const preferences = { ...readerPreferences, frequency: 'weekly', weekday: 2, quietNote: true } as const;
    const [mail = ''] = await morning(worldOf(readerOf({ id, preferences })));
    expect(mail).toContain('Nothing new on your topics since');
    expect(storiesIn(mail)).toEqual([]);
    expect(
      await morning(worldOf(readerOf({ id, preferences: { ...preferences, quietNote: false } }))),
    ).toEqual([]);
  });

  it('tells a story once, then as an update with the new articles only, and never because of a reprint', async () => {
    const told = toldOf({ id: 'border', title: 'Border', at: evening, languages: ['hy', 'ru'] });
    const world = worldOf(readerOf({ id }), told);
    expect((await morning(world)).map(storiesIn)).toEqual([['border']]);
    const reprint = articleOf('border', 'az', {
      title: 'Copied',
      at: '2026-11-24T08:00:00.000Z',
      n: 5,
      reprintOf: 'border-ru-1',
    });
    world.told = [
      {
        articles: [...told.articles, reprint],
        story: storyOfArticles('border', [...told.articles, reprint]),
      },
    ];
    expect(await morning(world, '2026-11-25T03:00:00.000Z')).toEqual([]);
    const fresh = articleOf('border', 'en', { title: 'Talks resume', at: '2026-11-25T08:00:00.000Z', n: 6 });
    world.told = [
      {
        articles: [...told.articles, reprint, fresh],
        story: storyOfArticles('border', [...told.articles, reprint, fresh]),
      },
    ];
    const [mail = ''] = await morning(world, '2026-11-26T03:00:00.000Z');
    expect(mail).toContain('Update · Armenia–Azerbaijan');
    expect(mail).toContain('Talks resume');
    expect(mail).not.toContain('Border (hy)');
  });

  it('has what the reader’s topics and languages ask for, headlined in the reader’s language where an outlet has it', async () => {
    const world = worldOf(
      readerOf({
        id,
        preferences: {
          ...readerPreferences,
          topics: ['csto', 'armenia-azerbaijan.border'],
          languages: ['ru', 'hy'],
          interface: 'hy',
        },
      }),
      toldOf({ id: 'border', title: 'Border', at: evening }),
      toldOf({ id: 'prisoners', at: evening, subtopics: ['prisoners'] }),
      toldOf({
        id: 'drill',
        title: 'Drill',
        at: evening,
        topics: ['csto'],
        subtopics: [],
        languages: ['ru'],
      }),
      toldOf({ id: 'english', at: evening, languages: ['en'] }),
    );
    const [mail = ''] = await morning(world);
    expect(storiesIn(mail).sort()).toEqual(['border', 'drill']);
    expect(mail).toMatch(/^Border \(hy\)$/m);
    expect(mail).toMatch(/^Drill \(ru\) \[ru\]$/m);
    expect(mail).not.toContain('(en)');
  });

  it('ranks by independent reports and sides, and keeps what does not fit in one line each', async () => {
    const many = Array.from({ length: 30 }, (_, n) =>
      toldOf({ id: `small-${String(n).padStart(2, '0')}`, at: evening, languages: ['hy'] }),
    );
    const world = worldOf(
      readerOf({ id }),
      ...many,
      toldOf({ id: 'big', at: evening, languages: ['hy', 'az', 'ru', 'en', 'ka', 'tr'] }),
    );
    const [mail = ''] = await morning(world);
    expect(storiesIn(mail)[0]).toBe('big');
    expect(mail.match(/^Armenia–Azerbaijan$/gm)).toHaveLength(20);
    expect(storiesIn(mail)).toHaveLength(31);
    for (const { story } of many) expect(mail).toContain(story.id);
    expect(await morning(world, '2026-11-25T03:00:00.000Z')).toEqual([]);
  });

  it('covers what a lost one missed, from the first edition on', async () => {
    const world = worldOf(readerOf({ id }), toldOf({ id: 'old', at: '2026-11-20T01:00:00.000Z' }));
    world.store.editions.set(
      `${id} 2026-11-23`,
      JSON.stringify({
        subscriberId: id,
        editionId: '2026-11-23',
        state: 'lost',
        content: 'c',
        from: 'f',
        until: '2026-11-23T03:00:00.000Z',
        seen: { old: '2026-11-20T01:03:00.000Z' },
        plannedAt: '2026-11-23T03:00:00.000Z',
      }),
    );
    expect((await morning(world)).map(storiesIn)).toEqual([['old']]);
  });
});

describe('a reader who is gone gets nothing', () => {
  it('leaving between planning and sending', async () => {
    const world = worldOf(readerOf({ id }), toldOf({ id: 'border', at: evening }));
    world.now = new Date('2026-11-24T03:00:00.000Z');
    await world.tick();
    await world.store.changeSubscriber(id, (current) =>
      current === null ? null : afterLeave(current, world.now),
    );
    await world.deliver();
    expect(world.accepted).toEqual([]);
    expect((await world.store.readEdition(id, '2026-11-24'))?.state).toBe('skipped');
  });

  it('a restored backup brings nobody back who asked to be forgotten, and forgets them again', async () => {
    const world = worldOf(readerOf({ id }), toldOf({ id: 'border', at: evening }));
    world.erasures.set(id, '2026-11-22T10:00:00.000Z');
    expect(await morning(world)).toEqual([]);
    expect(world.store.subscribers.get(id)).not.toContain('example.org');
  });

  it('but who signed up again after being forgotten is a reader', async () => {
    const world = worldOf(readerOf({ id }), toldOf({ id: 'border', at: evening }));
    world.erasures.set(id, '2026-11-19T10:00:00.000Z');
    expect(await morning(world)).toHaveLength(1);
  });
});

it('an edition whose content is lost is not sent; the next one has its news', async () => {
  const world = worldOf(readerOf({ id }), toldOf({ id: 'border', at: evening }));
  world.now = new Date('2026-11-24T03:00:00.000Z');
  await world.tick();
  world.objects.clear();
  await world.deliver();
  expect([world.queue, world.accepted]).toEqual([[], []]);
  world.now = new Date('2026-11-25T03:00:00.000Z');
  await world.tick();
  await world.deliver();
  expect(world.accepted.map(({ mail }) => mail.text.includes('/stories/border.html'))).toEqual([true]);
});

it('a message that waited for a day is not sent late; the next edition has its news', async () => {
  const world = worldOf(readerOf({ id }), toldOf({ id: 'border', at: evening }));
  world.now = new Date('2026-11-24T03:00:00.000Z');
  await world.tick();
  world.now = new Date('2026-11-24T22:00:00.000Z');
  await world.deliver();
  expect(world.accepted).toEqual([]);
  expect((await morning(world, '2026-11-25T03:00:00.000Z')).map(storiesIn)).toEqual([['border']]);
});

it('while the breaker is open nothing is planned or sent, and afterwards nothing was lost', async () => {
  const world = worldOf(readerOf({ id }), toldOf({ id: 'border', at: evening }));
  world.now = new Date('2026-11-24T03:00:00.000Z');
  await world.tick();
  await world.reputation.openBreaker({ at: '2026-11-24T03:00:01.000Z', reason: 'test' });
  await world.deliver();
  expect(await morning(world, '2026-11-24T03:20:00.000Z')).toEqual([]);
  await world.reputation.closeBreaker();
  expect((await morning(world, '2026-11-25T03:00:00.000Z')).map(storiesIn)).toEqual([['border']]);
});

it('one reader’s trouble is not the others’', async () => {
  const world = worldOf(readerOf({ id }), toldOf({ id: 'border', at: evening }));
  const broken = '0'.repeat(32);
  world.store.subscribers.set(
    broken,
    JSON.stringify({
      ...readerOf({ id: broken }),
      consent: null,
      preferences: { ...readerPreferences, zone: 'Nowhere/Atlantis' },
    }),
  );
  expect(await morning(world)).toHaveLength(1);
  expect(world.logged).toContain('digest-not-planned');
});

describe('breaking news', () => {
  const breaking = readerOf({
    id,
    preferences: { ...readerPreferences, frequency: 'breaking' },
    dueAt: '2026-11-24T00:00:00.000Z',
  });
  const { dueDate: _dueDate, ...reader } = breaking;
  const broke = (storyId: string, at: string, languages = ['hy', 'az', 'ru']) =>
    toldOf({ id: storyId, at, languages });

  it('comes at once when three independent outlets on two sides tell it, and once only', async () => {
    const world = worldOf(
      reader,
      broke('one-side', '2026-11-24T08:00:00.000Z', ['hy', 'hy', 'hy']),
      broke('two-outlets', '2026-11-24T08:00:00.000Z', ['hy', 'az']),
    );
    expect(await morning(world, '2026-11-24T08:10:00.000Z')).toEqual([]);
    world.told.push(broke('big', '2026-11-24T08:05:00.000Z'));
    const mails = await morning(world, '2026-11-24T08:15:00.000Z');
    expect(mails.map(storiesIn)).toEqual([['big']]);
    expect(world.accepted[0]?.mail.subject).toBe('Breaking: big (ru)');
    expect(await morning(world, '2026-11-24T10:00:00.000Z')).toEqual([]);
  });

  it('waits for the morning in the reader’s quiet hours, and comes at most twice a day', async () => {
    const world = worldOf(reader, broke('night', '2026-11-24T00:30:00.000Z'));
    expect(await morning(world, '2026-11-24T00:40:00.000Z')).toEqual([]);
    expect((await morning(world, '2026-11-24T03:00:00.000Z')).map(storiesIn)).toEqual([['night']]);
    for (const hour of ['08', '11', '14']) {
      world.told.push(broke(`at-${hour}`, `2026-11-24T${hour}:00:00.000Z`));
      await morning(world, minutesAfter(`2026-11-24T${hour}:00:00.000Z`, 10));
    }
    expect(world.accepted).toHaveLength(2);
  });
});

describe('a reader of breaking news is looked at again', () => {
  const reader = readerOf({
    id,
    preferences: { ...readerPreferences, frequency: 'breaking' },
    dueAt: '2026-11-23T00:00:00.000Z',
  });
  const broke = (storyId: string, at: string) => toldOf({ id: storyId, at, languages: ['hy', 'az', 'ru'] });
  const dueAfter = async (world: World, instant: string) => {
    await morning(world, instant);
    return (JSON.parse(world.store.subscribers.get(id) ?? '{}') as Subscriber).dueAt;
  };

  it('an hour after a mail; at once where nothing broke', async () => {
    const world = worldOf(reader);
    expect(await dueAfter(world, '2026-11-24T08:00:00.000Z')).toBe(reader.dueAt);
    world.told.push(broke('big', '2026-11-24T08:05:00.000Z'));
    expect(await dueAfter(world, '2026-11-24T08:15:00.000Z')).toBe('2026-11-24T09:15:00.000Z');
  });

  it('when the reader’s night is over, and after the second mail of a day when the next night is', async () => {
    const world = worldOf(reader, broke('night', '2026-11-24T00:30:00.000Z'));
    expect(await dueAfter(world, '2026-11-24T00:40:00.000Z')).toBe('2026-11-24T03:00:00.000Z');
    await morning(world, '2026-11-24T03:00:00.000Z');
    for (const hour of ['08', '11']) {
      world.told.push(broke(`at-${hour}`, `2026-11-24T${hour}:00:00.000Z`));
      await morning(world, `2026-11-24T${hour}:10:00.000Z`);
    }
    expect(world.accepted).toHaveLength(2);
    expect(await dueAfter(world, '2026-11-24T12:30:00.000Z')).toBe('2026-11-25T03:00:00.000Z');
  });

  it.each([
    ['left', afterLeave(reader, new Date('2026-11-24T08:15:00.000Z'))],
    ['wants mornings now', { ...reader, preferences: readerPreferences }],
    ['is gone', null],
  ])('never, where the reader %s meanwhile: their row stays as it is', async (_what, changed) => {
    const world = worldOf(reader, broke('big', '2026-11-24T08:05:00.000Z'));
    const change = world.store.changeSubscriber.bind(world.store);
    world.store.changeSubscriber = (who, next) => {
      if (changed === null) world.store.subscribers.delete(who);
      else world.store.subscribers.set(who, JSON.stringify(changed));
      return change(who, next);
    };
    world.now = new Date('2026-11-24T08:15:00.000Z');
    await world.tick();
    expect(JSON.parse(world.store.subscribers.get(id) ?? 'null')).toEqual(changed);
  });
});

it('a second delivery of a message sends nothing more', async () => {
  const world = worldOf(readerOf({ id }), toldOf({ id: 'border', at: evening }));
  world.now = new Date('2026-11-24T03:00:00.000Z');
  await world.tick();
  world.queue.push(...world.queue, ...world.queue);
  await world.deliver();
  await world.deliver();
  expect(world.accepted).toHaveLength(1);
});

it('two workers with the same message at the same moment send one mail', async () => {
  const world = worldOf(readerOf({ id }), toldOf({ id: 'border', at: evening }));
  world.now = new Date('2026-11-24T03:00:00.000Z');
  await world.tick();
  world.queue.push(...world.queue, ...world.queue, ...world.queue);
  await world.deliverAtOnce();
  expect(world.accepted).toHaveLength(1);
});

it.each(['putEdition', 'queue', 'keepEdition'])(
  'a planner that dies after %s is taken up by the next: the mail comes the same morning',
  async (call) => {
    const clean = worldOf(readerOf({ id }), toldOf({ id: 'border', at: evening }));
    await morning(clean);
    const world = new World(new Map([[clean.calls.indexOf(call) + 1, 'kill after']]));
    world.store.subscribers.set(id, JSON.stringify(readerOf({ id })));
    world.told.push(toldOf({ id: 'border', at: evening }));
    await morning(world);
    await morning(world, '2026-11-24T03:05:00.000Z');
    expect(world.accepted).toHaveLength(1);
  },
);

describe('readers who want the same', () => {
  const told = toldOf({ id: 'border', title: 'Border', at: evening, languages: ['hy', 'ru'] });
  const [first = '', second = ''] = told.articles.map(({ articleId }) => articleId);
  const material: Material = {
    now: new Date('2026-11-24T03:00:00.000Z'),
    stories: [told],
    coverage: { feeds: 1, reached: 1, late: 0, blocked: 0, missing: [], missingMore: 0 },
  };
  const dueReader = (rows: EditionRow[], preferences = readerPreferences): DueReader => ({
    subscriber: readerOf({ id, preferences }),
    preferences,
    rows,
    memory: memoryOf(rows),
    window: { from: '2026-11-23T03:00:00.000Z', until: '2026-11-24T02:59:00.000Z', first: false },
  });
  const both = [sentWith(id, 'a', [first]), sentWith(secondId, 'b', [first])].map((row) => dueReader([row]));

  it('and had the same share one composed edition, whoever and at what hour they are', () => {
    const compositions = new Compositions();
    const [one, other] = both.map((reader) => compositions.of(material, reader, '2026-11-24'));
    expect(one).not.toBeNull();
    expect(other).toBe(one);
    const later = dueReader([sentWith(id, 'a', [first])], { ...readerPreferences, hour: 8, weekday: 3 });
    expect(compositions.of(material, later, '2026-11-24')).toBe(one);
  });

  it.each([
    ['had another article', [sentWith(id, 'a', [second])], readerPreferences, '2026-11-24'],
    [
      'had none sent',
      [{ ...sentWith(id, 'a', [first]), state: 'lost' as const }],
      readerPreferences,
      '2026-11-24',
    ],
    [
      'read other languages',
      [sentWith(id, 'a', [first])],
      { ...readerPreferences, languages: ['ru' as const] },
      '2026-11-24',
    ],
    ['are a day ahead', [sentWith(id, 'a', [first])], readerPreferences, '2026-11-25'],
  ])('but %s have their own, the one that they would have alone', (_what, rows, preferences, date) => {
    const compositions = new Compositions();
    const [common] = both;
    if (common === undefined) throw new Error('no reader');
    compositions.of(material, common, '2026-11-24');
    const reader = dueReader(rows, preferences);
    const own = compositions.of(material, reader, date);
    expect(own).toEqual(composeEdition(material, reader, date));
    expect(own).not.toEqual(compositions.of(material, common, '2026-11-24'));
  });

  it('are composed for anew from other stories', () => {
    const compositions = new Compositions();
    const reader = dueReader([sentWith(id, 'a', [first])]);
    compositions.of(material, reader, '2026-11-24');
    expect(compositions.of({ ...material, stories: [] }, reader, '2026-11-24')).toBeNull();
  });
});

it('a reader who is due and has no date to plan for is a failure that is told, not silence', async () => {
  const { dueDate: _dueDate, ...reader } = readerOf({ id });
  const world = worldOf(reader, toldOf({ id: 'border', at: evening }));
  await morning(world);
  expect(world.logged).toEqual(['digest-not-planned']);
});
