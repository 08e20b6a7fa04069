import { describe, expect, it } from 'vitest';
import type { StoryWithArticles } from '../../../shared/domain/digest/choice.ts';
import type { StoryArticle } from '../../../shared/domain/story/story.ts';
import { viewStory } from '../../../shared/domain/story/view.ts';
import type { Preferences, Subscriber } from '../../../shared/domain/subscriber/subscriber.ts';
import { articleOf } from '../../shared/domain/story/story-fixture.ts';
import { readerOf, readerPreferences } from '../../shared/domain/subscriber/reader-fixture.ts';
import { World } from '../send-digest/world.ts';

/** A reader of the daily edition at 07:00 in Yerevan, 03:00 UTC, and one of the weekly on Tuesdays. */
const id = '1'.repeat(32);
const weekly: Preferences = { ...readerPreferences, frequency: 'weekly', weekday: 2 };

const article = (
  storyId: string,
  seenAt: string,
  changed: Partial<StoryArticle> & { n?: number; language?: string } = {},
): StoryArticle => {
  const { n = 0, language = 'en', ...rest } = changed;
  return { ...articleOf(storyId, language, { title: `${storyId} ${n}`, at: seenAt, n }), ...rest };
};

/** A story as grouping stores it, changed when its newest article became visible. */
function told(storyId: string, articles: StoryArticle[], changedAt?: string): StoryWithArticles {
  const visible = articles.map((each) => each.visibleAt ?? each.seenAt).sort();
  return {
    articles: articles.map((each) => ({ ...each, storyId })),
    story: viewStory(articles, { id: storyId, changedAt: changedAt ?? visible.at(-1) ?? '' }),
  };
}

function worldOf(changed: Partial<Subscriber> & { preferences?: Preferences } = {}): World {
  const world = new World();
  world.store.subscribers.set(id, JSON.stringify(readerOf({ id, ...changed })));
  return world;
}

/** The mails of a morning. */
async function morning(world: World, day: string, refused = false): Promise<string[]> {
  const before = world.accepted.length;
  world.now = new Date(`${day}T03:00:00.000Z`);
  await world.tick();
  if (refused)
    await world.store.moveEdition({ subscriberId: id, editionId: day }, ['planned', 'planned'], {
      state: 'refused',
      at: world.now.toISOString(),
    });
  await world.deliver();
  await world.tellEvents();
  return world.accepted.slice(before).map(({ mail }) => mail.text);
}

const storiesIn = (text: string | undefined): string[] =>
  [...(text ?? '').matchAll(/\/stories\/([\w-]+)\.html/g)].map((match) => match[1] ?? '').sort();

describe('the outlet’s date decides what is new', () => {
  const seen = '2026-11-24T02:00:00.000Z';

  it('what was dated months ago when a feed was first read is in no edition', async () => {
    const world = worldOf();
    world.told = [
      told('may', [article('may', seen, { publishedAt: '2026-05-05T10:00:00.000Z', baseline: true })]),
      told('june', [article('june', seen, { publishedAt: '2026-06-10T10:00:00.000Z' })]),
      told('today', [article('today', seen, { publishedAt: '2026-11-24T01:00:00.000Z', baseline: true })]),
    ];
    expect((await morning(world, '2026-11-24')).map(storiesIn)).toEqual([['today']]);
    expect(await morning(world, '2026-11-25')).toEqual([]);
  });

  it('an old article that joins a fresh story is not told with it', async () => {
    const world = worldOf();
    world.told = [
      told('s', [
        article('s', seen, { n: 1, publishedAt: '2026-03-01T10:00:00.000Z' }),
        article('s', seen, { n: 2, language: 'ru' }),
      ]),
    ];
    const [mail = ''] = await morning(world, '2026-11-24');
    expect([mail.includes('s 2'), mail.includes('s 1')]).toEqual([true, false]);
  });

  it('late news of a feed that was out of reach over a weekend is in, with its date beside it', async () => {
    const world = worldOf();
    world.told = [told('late', [article('late', seen, { publishedAt: '2026-11-21T22:00:00.000Z' })])];
    const [mail = ''] = await morning(world, '2026-11-24');
    expect(mail).toContain('World Desk · 22 November');
  });

  it('an article without a date is new only in a feed that was read before, and is marked', async () => {
    const world = worldOf();
    world.told = [
      told('known', [article('known', seen, { dateFlag: 'missing' })]),
      told('stock', [article('stock', seen, { dateFlag: 'missing', baseline: true })]),
    ];
    const [mail = ''] = await morning(world, '2026-11-24');
    expect(storiesIn(mail)).toEqual(['known']);
    expect(mail).toContain('World Desk · no date given');
  });

  it('a weekly reader gets what is eight days old when first seen, and nothing older', async () => {
    const world = worldOf({ preferences: weekly });
    world.told = [
      told('week', [article('week', seen, { publishedAt: '2026-11-16T03:00:00.000Z' })]),
      told('older', [article('older', seen, { publishedAt: '2026-11-15T01:00:00.000Z' })]),
    ];
    expect((await morning(world, '2026-11-24')).map(storiesIn)).toEqual([['week']]);
  });

  it('nothing published more than a day before it was seen wakes a reader of breaking news', async () => {
    const world = worldOf({ preferences: { ...readerPreferences, frequency: 'breaking' } });
    const old = { publishedAt: '2026-11-22T20:00:00.000Z' };
    const reports = (changed: Partial<StoryArticle>) =>
      ['hy', 'az', 'ru'].map((language, n) =>
        article('s', '2026-11-24T02:50:00.000Z', { n, language, ...changed }),
      );
    world.told = [told('s', reports(old))];
    expect(await morning(world, '2026-11-24')).toEqual([]);
    world.told = [told('s', reports({}))];
    world.now = new Date('2026-11-24T03:20:00.000Z');
    expect(await morning(world, '2026-11-24')).toHaveLength(1);
  });

  it('our own outage makes nothing old: after five days one mail has all of them, each once', async () => {
    const world = worldOf();
    world.told = [told('first', [article('first', seen)])];
    await morning(world, '2026-11-24');
    const after = '2026-11-29T02:00:00.000Z';
    for (const day of ['24', '25', '26', '27', '28'])
      world.told.push(
        told(`d${day}`, [
          article(`d${day}`, after, { publishedAt: `2026-11-${day}T12:00:00.000Z`, baseline: true }),
        ]),
      );
    const [mail = ''] = await morning(world, '2026-11-29');
    expect(new Set(storiesIn(mail))).toEqual(new Set(['d24', 'd25', 'd26', 'd27', 'd28']));
    expect(mail).toContain('Since your last edition (24 November');
    expect(await morning(world, '2026-11-30')).toEqual([]);
  });
});

describe('editions are cut by when an article became visible', () => {
  it.each([
    ['a quarter of an hour after the edition was planned', '2026-11-24T03:05:00.000Z', '2026-11-25'],
    ['after a day’s outage of grouping', '2026-11-25T09:00:00.000Z', '2026-11-26'],
  ])('grouped %s: in the next edition, once', async (_when, visibleAt, expected) => {
    const world = worldOf();
    world.told = [told('before', [article('before', '2026-11-23T20:00:00.000Z')])];
    const found: string[] = [];
    for (const day of ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']) {
      if (visibleAt < `${day}T03:00`)
        world.told = [told('s', [article('s', '2026-11-24T02:50:00.000Z', { visibleAt })])];
      for (const mail of await morning(world, day)) if (storiesIn(mail).includes('s')) found.push(day);
    }
    expect(found).toEqual([expected]);
  });

  it('what gained its topic later is in the next edition, marked, with its date', async () => {
    const world = worldOf();
    const late = { publishedAt: '2026-11-20T08:00:00.000Z', visibleAt: '2026-11-24T10:00:00.000Z' };
    world.told = [told('before', [article('before', '2026-11-23T20:00:00.000Z')])];
    await morning(world, '2026-11-24');
    world.told = [told('gained', [article('gained', '2026-11-20T09:00:00.000Z', late)])];
    const [mail = ''] = await morning(world, '2026-11-25');
    expect(mail).toContain('Added later · Armenia–Azerbaijan');
    expect(mail).toContain('World Desk · 20 November');
  });
});

describe('a gap is made good by the next edition', () => {
  const day = (date: string) =>
    told(`s${date.slice(8)}`, [article(`s${date.slice(8)}`, `${date}T12:00:00.000Z`)]);

  it.each([
    [
      'weekly',
      weekly,
      ['2026-11-24', '2026-12-01', '2026-12-08'],
      ['2026-11-26', '2026-11-30', '2026-12-05'],
    ],
    ['daily', readerPreferences, ['2026-11-24', '2026-11-25', '2026-11-26'], ['2026-11-24', '2026-11-25']],
  ] as const)(
    '%s: whatever came since the last one that was sent, which the mail names',
    async (_r, preferences, editions, days) => {
      const world = worldOf({ preferences });
      world.told = [told('first', [article('first', '2026-11-23T20:00:00.000Z')])];
      const [sent, refused, next] = editions;
      await morning(world, sent);
      world.told.push(...days.filter((date) => date < refused).map(day));
      await morning(world, refused, true);
      world.told.push(...days.filter((date) => date >= refused).map(day));
      const [mail = ''] = await morning(world, next);
      expect(new Set(storiesIn(mail))).toEqual(new Set(days.map((date) => `s${date.slice(8)}`)));
      expect(mail).toContain('Since your last edition (24 November, 06:59)');
    },
  );

  it('after a long pause it says what it leaves out, with a link, and is not «your first»', async () => {
    const world = worldOf();
    world.told = [told('first', [article('first', '2026-11-23T20:00:00.000Z')])];
    await morning(world, '2026-11-24');
    await world.store.changeSubscriber(id, (reader) =>
      reader === null ? null : { ...reader, dueAt: '2026-12-25T03:00:00.000Z', dueDate: '2026-12-25' },
    );
    world.told = [
      told('paused', [article('paused', '2026-12-01T20:00:00.000Z')]),
      told('fresh', [article('fresh', '2026-12-24T20:00:00.000Z')]),
    ];
    const [mail = ''] = await morning(world, '2026-12-25');
    expect(storiesIn(mail)).toEqual(['fresh']);
    expect(mail).not.toContain('first edition');
    expect(mail).toContain(
      'Not in this email, but on the site: what came after your last edition (24 November 2026) and before this one begins (11 December 2026). https://wire.example/days/index.html',
    );
  });

  it('quiet weeks are no gap', async () => {
    const world = worldOf();
    world.told = [told('first', [article('first', '2026-11-23T20:00:00.000Z')])];
    await morning(world, '2026-11-24');
    world.told = [];
    for (let at = Date.parse('2026-11-25'); at <= Date.parse('2026-12-19'); at += 86_400_000)
      await morning(world, new Date(at).toISOString().slice(0, 10));
    world.told = [told('fresh', [article('fresh', '2026-12-19T20:00:00.000Z')])];
    const [mail = ''] = await morning(world, '2026-12-20');
    expect(mail).toContain('Since your last edition (24 November, 06:59): 1 new');
    expect(mail).not.toContain('Not in this email');
  });
});

describe('memory is by article', () => {
  const had = ['hy', 'az', 'ru'].map((language, n) =>
    article('a', '2026-11-23T20:00:00.000Z', { language, n }),
  );

  it('a story that was merged into another is an update with what is fresh', async () => {
    const world = worldOf();
    world.told = [told('a', had)];
    await morning(world, '2026-11-24');
    const moved = had.map((each) => ({ ...each, visibleAt: '2026-11-25T09:00:00.000Z' }));
    world.told = [told('b', [...moved, article('b', '2026-11-25T08:00:00.000Z', { n: 9 })])];
    const [mail = ''] = await morning(world, '2026-11-26');
    expect(mail).toContain('Update · Armenia–Azerbaijan');
    expect(mail).toMatch(/^Reports new since 24 November, 06:59: 1/m);
    expect(mail).not.toContain('a 1');
  });

  it('a part that was split off and has nothing fresh is not mailed again', async () => {
    const world = worldOf();
    world.told = [told('a', had)];
    await morning(world, '2026-11-24');
    const visibleAt = '2026-11-24T12:00:00.000Z';
    world.told = [
      told('a', had.slice(0, 1), visibleAt),
      told(
        'c',
        had.slice(1).map((each) => ({ ...each, visibleAt })),
      ),
    ];
    expect(await morning(world, '2026-11-25')).toEqual([]);
  });
});

it('headline, sides and links are of the articles on the reader’s topics', async () => {
  const world = worldOf({
    preferences: { ...readerPreferences, topics: ['armenia-azerbaijan'], interface: 'hy' },
  });
  world.told = [
    told('s', [
      article('s', '2026-11-23T20:00:00.000Z', { language: 'hy', topics: ['csto'], subtopics: [], n: 1 }),
      ...['hy', 'az', 'ru', 'en'].map((language, n) =>
        article('s', '2026-11-23T21:00:00.000Z', { language, n: n + 2 }),
      ),
    ]),
  ];
  const [mail = ''] = await morning(world, '2026-11-24');
  expect([mail.includes('s 2'), mail.includes('s 1')]).toEqual([true, false]);
});

it('a csto article inside a large story reaches the reader of csto', async () => {
  const world = worldOf({ preferences: { ...readerPreferences, topics: ['csto'] } });
  world.told = [
    told('s', [
      article('s', '2026-11-23T20:00:00.000Z', { topics: ['armenia-azerbaijan', 'csto'], n: 99 }),
      ...Array.from({ length: 20 }, (_, n) => article('s', '2026-11-23T21:00:00.000Z', { n })),
    ]),
  ];
  const [mail = ''] = await morning(world, '2026-11-24');
  expect([mail.includes('s 99'), mail.includes('s 5')]).toEqual([true, false]);
});
