import { describe, expect, it } from 'vitest';
import { FollowIndex } from '../../../functions/plan-digests/followed.ts';
import type { StoryWithArticles } from '../../../shared/domain/digest/choice.ts';
import {
  type Follow,
  readFollow,
  withFollow,
  withoutFollow,
} from '../../../shared/domain/subscriber/follow.ts';
import { type Preferences, preferencesSchema } from '../../../shared/domain/subscriber/subscriber.ts';
import { readerOf, readerPreferences } from '../../shared/domain/subscriber/reader-fixture.ts';
import { toldOf } from '../../shared/domain/story/story-fixture.ts';
import { World } from '../send-digest/world.ts';

const id = '1'.repeat(32);
const evening = '2026-11-23T20:00:00.000Z';
/** 10:00 in Yerevan. */
const forenoon = '2026-11-24T06:00:00.000Z';

const about = (told: StoryWithArticles, entities: string[]): StoryWithArticles => ({
  ...told,
  story: { ...told.story, entities },
  articles: told.articles.map((article) => ({ ...article, entities })),
});
const follow = (key: string, alert = false): Follow => {
  const read = readFollow(key);
  if (read === null) throw new Error(key);
  return alert ? { ...read, alert: true } : read;
};

function worldOf(preferences: Partial<Preferences>, ...told: StoryWithArticles[]): World {
  const world = new World();
  const reader = readerOf({
    id,
    preferences: preferencesSchema.parse({ ...readerPreferences, ...preferences }),
  });
  world.store.subscribers.set(id, JSON.stringify(reader));
  world.told.push(...told);
  return world;
}

/** The mails of a moment. */
async function mailsAt(world: World, instant: string): Promise<{ subject: string; text: string }[]> {
  const before = world.accepted.length;
  world.now = new Date(instant);
  await world.tick();
  await world.deliver();
  await world.tellEvents();
  return world.accepted.slice(before).map(({ mail }) => mail);
}
const storiesIn = (text = ''): string[] =>
  [...text.matchAll(/\/stories\/([\w-]+)\.html/g)].map((match) => match[1] ?? '');

const border = toldOf({ id: 'b0b0b0b0', title: 'Border talks', at: evening, languages: ['en', 'ru', 'hy'] });
const syunik = about(
  toldOf({ id: 'a1a1a1a1', title: 'Road in the south', at: evening, topics: ['csto'], languages: ['ru'] }),
  ['syunik'],
);

describe('what a reader follows', () => {
  it('stands on top of the mail with its reason, whatever its topic and weight', async () => {
    const world = worldOf(
      { topics: ['armenia-azerbaijan'], follows: [follow('entity:syunik')] },
      border,
      syunik,
    );
    const [mail] = await mailsAt(world, '2026-11-24T03:00:00.000Z');
    expect(storiesIn(mail?.text)).toEqual(['a1a1a1a1', 'b0b0b0b0']);
    expect(mail?.text).toContain('Because you follow: Syunik');
    expect(mail?.text.match(/Because you follow/g)).toHaveLength(1);
    expect(mail?.text).toContain('What you follow');
  });

  it.each([
    ['query:(Сюник OR Zangezur) -football', 'Because you follow: «(Сюник OR Zangezur) -football»'],
    ['query:"road in the south" language:ru', 'Because you follow: «"road in the south" language:ru»'],
    ['subtopic:csto.border', 'Because you follow: CSTO: Border'],
    ['story:a1a1a1a1', 'Because you follow: «Road in the south (ru)»'],
  ])('%s is matched, and named as the reason', async (key, reason) => {
    const [mail] = await mailsAt(
      worldOf({ follows: [follow(key)] }, border, syunik),
      '2026-11-24T03:00:00.000Z',
    );
    expect(storiesIn(mail?.text)[0]).toBe('a1a1a1a1');
    expect(mail?.text).toContain(reason);
  });

  it('is all that comes, for who wants nothing else', async () => {
    const world = worldOf({ follows: [follow('entity:syunik')], onlyFollows: true }, border, syunik);
    const [mail] = await mailsAt(world, '2026-11-24T03:00:00.000Z');
    expect(storiesIn(mail?.text)).toEqual(['a1a1a1a1']);
    expect(await mailsAt(worldOf({ onlyFollows: true }, border), '2026-11-24T03:00:00.000Z')).toEqual([]);
  });

  it('keeps a mail with twenty follows under 90 KB', async () => {
    const follows = Array.from({ length: 20 }, (_, at) =>
      follow(at < 5 ? `query:Story number ${at} OR Border` : `subtopic:armenia-azerbaijan.s${at}`),
    );
    const told = Array.from({ length: 60 }, (_, at) =>
      toldOf({
        id: `c0ffee${String(at).padStart(2, '0')}`,
        title: `Story number ${at} of the Border ${'and more words '.repeat(6)}`,
        at: evening,
      }),
    );
    const world = worldOf({ follows }, ...told);
    await mailsAt(world, '2026-11-24T03:00:00.000Z');
    const html = world.accepted[0]?.mail.html ?? '';
    expect(html).toContain('Because you follow');
    expect(Buffer.byteLength(html)).toBeLessThan(90_000);
  });
});

describe('an alert', () => {
  const alerted = { follows: [follow('entity:syunik', true)] };
  const fresh = about(toldOf({ id: 'a2a2a2a2', title: 'Bridge reopens', at: forenoon, languages: ['ru'] }), [
    'syunik',
  ]);
  const other = toldOf({ id: 'b1b1b1b1', title: 'Talks go on', at: forenoon });

  it('goes out at the next planning, once, and moves no edition', async () => {
    const world = worldOf(alerted, border);
    expect(await mailsAt(world, '2026-11-24T03:00:00.000Z')).toHaveLength(1);
    world.told.push(fresh, other);
    const [alert, ...more] = await mailsAt(world, '2026-11-24T06:05:00.000Z');
    expect(more).toEqual([]);
    expect(alert?.subject).toMatch(/^You follow this: Bridge reopens/);
    expect(storiesIn(alert?.text)).toEqual(['a2a2a2a2']);
    expect(await mailsAt(world, '2026-11-24T06:10:00.000Z')).toEqual([]);
    const [morning] = await mailsAt(world, '2026-11-25T03:00:00.000Z');
    expect(storiesIn(morning?.text)).toEqual(['b1b1b1b1']);
  });

  it('waits for the morning at night, and comes at most five times a day', async () => {
    const night = about(toldOf({ id: 'a3a3a3a3', at: '2026-11-24T19:00:00.000Z', languages: ['ru'] }), [
      'syunik',
    ]);
    expect(await mailsAt(worldOf(alerted, night), '2026-11-24T19:05:00.000Z')).toHaveLength(1);
    const quiet = worldOf(alerted, night);
    quiet.store.subscribers.set(
      id,
      JSON.stringify(
        readerOf({
          id,
          preferences: { ...readerPreferences, ...alerted },
          dueAt: '2026-11-25T03:00:00.000Z',
          dueDate: '2026-11-25',
        }),
      ),
    );
    expect(await mailsAt(quiet, '2026-11-24T19:05:00.000Z')).toEqual([]);
    const busy = worldOf(alerted);
    expect(await mailsAt(busy, '2026-11-24T03:00:00.000Z')).toEqual([]);
    let sent = 0;
    for (let hour = 5; hour < 13; hour++) {
      const at = `2026-11-24T${String(hour).padStart(2, '0')}:00:00.000Z`;
      busy.told.push(about(toldOf({ id: `d0d0d0${10 + hour}`, at, languages: ['ru'] }), ['syunik']));
      sent += (await mailsAt(busy, at.replace('00:00.000', '05:00.000'))).length;
    }
    expect(sent).toBe(5);
  });

  it('reads who has had it no more for the same news, and again for other news', async () => {
    const world = worldOf(alerted, border);
    await mailsAt(world, '2026-11-24T03:00:00.000Z');
    world.told.push(fresh);
    const readsAt = async (minute: string): Promise<number> => {
      const before = world.calls.length;
      await mailsAt(world, `2026-11-24T06:${minute}:00.000Z`);
      return world.calls.slice(before).filter((call) => call === 'readEditions').length;
    };
    // The first sends it, the second finds that it was sent.
    expect([await readsAt('05'), await readsAt('10'), await readsAt('15')]).toEqual([1, 1, 0]);
    world.told.push(
      about(toldOf({ id: 'e5e5e5e5', at: '2026-11-24T06:16:00.000Z', languages: ['ru'] }), ['syunik']),
    );
    expect([await readsAt('20'), await readsAt('25'), await readsAt('30')]).toEqual([1, 1, 0]);
    expect(world.accepted).toHaveLength(3);
  });

  it('goes to nobody who paused, and a store that cannot list them holds no edition', async () => {
    const world = worldOf(alerted, border, fresh);
    world.store.alerting = () => Promise.reject(new Error('no index yet'));
    expect(await mailsAt(world, '2026-11-24T06:05:00.000Z')).toHaveLength(1);
    expect(world.logged).toContain('alerts-not-read');
    const paused = worldOf(alerted, fresh);
    paused.store.subscribers.set(
      id,
      JSON.stringify({
        ...readerOf({ id, preferences: { ...readerPreferences, ...alerted } }),
        state: 'paused',
      }),
    );
    expect(await mailsAt(paused, '2026-11-24T06:05:00.000Z')).toEqual([]);
  });
});

describe('follows', () => {
  it('are at most 20, 5 of them queries, each once', () => {
    const names = Array.from({ length: 20 }, (_, at) => follow(`entity:name-${at}`));
    expect(withFollow(names, follow('entity:another'))).toBe('all');
    expect(withFollow(names, follow('entity:name-3', true))).toHaveLength(20);
    const queries = Array.from({ length: 5 }, (_, at) => follow(`query:word${at}`));
    expect(withFollow(queries, follow('query:sixth'))).toBe('queries');
    expect(withFollow(queries, follow('entity:syunik'))).toHaveLength(6);
    expect(withoutFollow(queries, 'query:word2')).toHaveLength(4);
    expect(
      preferencesSchema.safeParse({ ...readerPreferences, follows: [...names, follow('entity:x')] }).success,
    ).toBe(false);
  });

  it.each(['entity:Not An Id', 'story:../x', 'subtopic:border', 'query: ', 'email:a@b', 'entity', ''])(
    '%j is none',
    (key) => expect(readFollow(key)).toBeNull(),
  );

  it('are compared with the stories of a moment once, however many readers share them', () => {
    const index = new FollowIndex([border, syunik], new Date(forenoon));
    const first = index.of('query:Border OR Сюник');
    expect(index.of('query:Border OR Сюник')).toBe(first);
    expect([...first].sort()).toEqual(['a1a1a1a1', 'b0b0b0b0']);
  });
});
