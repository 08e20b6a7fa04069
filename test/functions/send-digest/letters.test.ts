import { topicNames } from '../../../shared/catalogue/topic-names.at-build.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';
import { wordsWith } from '../../../shared/domain/digest/words.ts';
import { describe, expect, it } from 'vitest';
import { queueWaitingLetters } from '../../../functions/plan-digests/queue-waiting-letters.ts';
import { bulkHeaders } from '../../../shared/domain/digest/mail.ts';
import type { MailEvent } from '../../../shared/domain/subscriber/suppression.ts';
import { handleMailEvent } from '../../../functions/suppress/suppress.ts';
import { afterSoftBounce } from '../../../shared/domain/subscriber/delivery-trouble.ts';
import { afterSignUp } from '../../../shared/domain/subscriber/sign-up.ts';
import type { Subscriber } from '../../../shared/domain/subscriber/subscriber.ts';
import { readerOf, readerPreferences } from '../../shared/domain/subscriber/reader-fixture.ts';
import { toldOf } from '../../shared/domain/story/story-fixture.ts';
import { World } from './world.ts';

const id = '1'.repeat(32);
const asker = '2'.repeat(32);
const signUp = (at: Date, letterId = 'letter-1'): Subscriber =>
  afterSignUp(null, { id: asker, address: 'new@example.org', preferences: readerPreferences, letterId }, at);

/** A reader due in the morning, a story for them, and a sign-up whose letter waits. */
function worldWithLetter(): World {
  const world = new World();
  world.store.subscribers.set(id, JSON.stringify(readerOf({ id })));
  world.store.subscribers.set(asker, JSON.stringify(signUp(world.now)));
  world.told = [toldOf({ id: 'talks', title: 'Border talks', at: '2026-11-23T20:00:00.000Z' })];
  return world;
}
const kindsSent = (world: World): string[] => world.accepted.map(({ mail }) => mail.tags.letter ?? 'edition');

async function events(world: World, kind: MailEvent['kind'], count: number, tags: Partial<MailEvent>) {
  for (let n = 0; n < count; n++)
    await handleMailEvent(
      {
        changeSubscriber: (who, change) => world.store.changeSubscriber(who, change),
        moveEdition: (row, from, outcome) => world.store.moveEdition(row, from, outcome),
        countEvent: (counted) => world.reputation.countEvent(counted),
        readReputation: (now) => world.reputation.readReputation(now),
        openBreaker: (breaker) => world.reputation.openBreaker(breaker),
        setGate: (gate, now) => world.reputation.setGate(gate, now),
        log: (name) => void world.logged.push(name),
      },
      {
        kind,
        at: world.now.toISOString(),
        messageId: `${kind}-${n}-${tags.letter ?? 'edition'}`,
        subscriberId: null,
        editionId: null,
        letter: null,
        ...tags,
      },
      world.now,
    );
}

const sweep = (world: World): Promise<number> =>
  queueWaitingLetters(
    {
      due: (rhythm, at) => world.store.due(rhythm, at),
      changeSubscriber: (who, change) => world.store.changeSubscriber(who, change),
      queueLetter: (request) => Promise.resolve(void world.queue.push(request)),
      newId: () => `note-${world.now.toISOString()}`,
    },
    world.now,
  );

describe('a stranger who signs up addresses that are not there', () => {
  it('stops letters, never editions', async () => {
    const world = worldWithLetter();
    await events(world, 'send', 350, { editionId: '2026-11-20' });
    await events(world, 'bounce', 40, { letter: 'confirm' });
    expect(await world.reputation.readBreaker()).toBeNull();
    world.queue.push({ subscriberId: asker, letterId: 'letter-1' });
    await world.runUntil('2026-11-24T04:00:00.000Z');
    expect(kindsSent(world)).toEqual(['edition']);
    world.now = new Date('2026-11-25T04:00:00.000Z');
    await sweep(world);
    await world.deliver();
    expect(kindsSent(world)).toEqual(['edition', 'confirm']);
  });
  it('two complaints of 400 mails stop nothing', async () => {
    const world = worldWithLetter();
    await events(world, 'send', 400, { editionId: '2026-11-20' });
    await events(world, 'complaint', 2, { editionId: '2026-11-20' });
    await world.runUntil('2026-11-24T04:00:00.000Z');
    expect(kindsSent(world)).toEqual(['edition']);
    expect(world.logged.filter((event) => event === 'reader-complained')).toHaveLength(2);
  });
  it('editions that are stopped do not stop letters', async () => {
    const world = worldWithLetter();
    await world.reputation.openBreaker({ at: 'x', reason: 'test' });
    world.queue.push({ subscriberId: asker, letterId: 'letter-1' });
    await world.runUntil('2026-11-24T04:00:00.000Z');
    expect(kindsSent(world)).toEqual(['confirm']);
  });
});

describe('a letter that the queue lost', () => {
  it('is queued again, once an hour, until it is sent; and not when it is two days old', async () => {
    const world = worldWithLetter();
    expect(await sweep(world)).toBe(0);
    world.now = new Date(world.now.getTime() + 15 * 60_000);
    expect([await sweep(world), await sweep(world)]).toEqual([1, 0]);
    await world.deliver();
    expect(kindsSent(world)).toEqual(['confirm']);
    world.now = new Date(world.now.getTime() + 3 * 3_600_000);
    expect(await sweep(world)).toBe(0);

    const old = worldWithLetter();
    old.now = new Date(old.now.getTime() + 49 * 3_600_000);
    expect(await sweep(old)).toBe(0);
    expect((await old.store.readSubscriber(asker))?.letter).toBeUndefined();
  });
});

describe('a reader who was paused because mails bounced', () => {
  const paused = (): Subscriber =>
    [20, 21, 22, 23, 24].reduce(
      (reader, day) =>
        afterSoftBounce(reader, `2026-11-${day}T12:00:00.000Z`, new Date('2026-11-24T12:00:00Z')),
      readerOf({ id }),
    );
  it('gets one note when mail works again, tried for some months and no longer', async () => {
    const world = new World();
    world.store.subscribers.set(id, JSON.stringify(paused()));
    const tries: string[] = [];
    for (let day = 0; day < 400; day++) {
      world.now = new Date(Date.parse('2026-11-24T12:00:00Z') + day * 86_400_000);
      if ((await sweep(world)) > 0) tries.push(world.now.toISOString().slice(0, 10));
      await world.deliver();
    }
    expect(tries).toEqual(['2026-12-01', '2026-12-15', '2027-01-12', '2027-03-09']);
    expect(world.accepted[0]?.mail.subject).toBe('Caucasus Wire: Your email works again');
  });
  it('gets no second one after the first was delivered', async () => {
    const world = new World();
    world.store.subscribers.set(id, JSON.stringify(paused()));
    world.now = new Date('2026-12-01T12:00:00Z');
    await sweep(world);
    await world.deliver();
    await events(world, 'delivery', 1, { subscriberId: id, letter: 'recovered' });
    world.now = new Date('2027-12-01T12:00:00Z');
    expect(await sweep(world)).toBe(0);
    expect((await world.store.readSubscriber(id))?.state).toBe('paused');
  });
});

it('List-Unsubscribe names a mail address too, where the operator set one', () => {
  const unsubscribe = 'https://wire.example/s/unsubscribe/one-click?t=x';
  const header = (unsubscribeAddress?: string): string | undefined =>
    bulkHeaders({ unsubscribe, unsubscribeAddress }, { siteUrl: 'https://wire.example', wire: 'W' }).find(
      ([name]) => name === 'List-Unsubscribe',
    )?.[1];
  expect(header('leave@wire.example')).toBe(
    `<${unsubscribe}>, <mailto:leave@wire.example?subject=unsubscribe>`,
  );
  expect(header()).toBe(`<${unsubscribe}>`);
});

it('has the operator’s name in every language, and a List-Id that a header takes', () => {
  const say = wordsWith(topicNames, 'Border "Desk" Ծ');
  for (const language of wireLanguages)
    for (const key of ['siteName', 'confirmText', 'inviteText'] as const) {
      expect(say(language).say(key)).toContain('Border "Desk" Ծ');
      expect(say(language).say(key)).not.toContain('{wire}');
    }
  const headers = bulkHeaders(
    { unsubscribe: 'https://w.example/u', unsubscribeAddress: undefined },
    {
      siteUrl: 'https://w.example',
      wire: 'Border "Desk" Ծ',
    },
  );
  expect(headers.find(([name]) => name === 'List-Id')?.[1]).toBe('Border Desk <digest.w.example>');
});
