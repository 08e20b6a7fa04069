import { describe, expect, it } from 'vitest';
import { lookEvery, queueDueFeeds } from '../../../functions/due-feeds/due-feeds.ts';
import { newFeedState } from '../../../shared/domain/visit/feed-state.ts';
import { type VisitRequest, visitRequest } from '../../../shared/messages.ts';
import { MemoryFeeds } from '../../politeness/memory-store.ts';
import { at } from '../../shared/domain/visit/visit-answers.ts';

const outlet = {
  id: 'o',
  name: 'O',
  country: 'AM',
  kind: 'independent',
  homepage: 'https://feed.example/',
} as const;
const feedsAt = (host: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `${host}-${n}`, url: `https://${host}/${n}`, outlet }));

class Ticks {
  readonly store = new MemoryFeeds();
  counts = { hosts: 0, feeds: 0 };
  /** Hosts whose messages the queue does not take. */
  refused: string[] = [];
  readonly errors: string[] = [];
  readonly messages: VisitRequest[] = [];
  private readonly catalogue: ReturnType<typeof feedsAt>;
  constructor(catalogue: ReturnType<typeof feedsAt>) {
    this.catalogue = catalogue;
  }
  /** @returns what the tick queued: the feeds of each host */
  async at(minutes: number): Promise<Record<string, number>> {
    const queued: Record<string, number> = {};
    const { load, lease, releaseFeeds: release } = this.store;
    const queue = async (messages: object[]) => {
      const asked = messages.map((each) => visitRequest.parse(each));
      for (const message of asked.filter(({ host }) => !this.refused.includes(host))) {
        queued[message.host] = (queued[message.host] ?? 0) + message.feedIds.length;
        this.messages.push(message);
      }
      const places = asked.flatMap(({ host }, place) => (this.refused.includes(host) ? [place] : []));
      return places.length === 0 ? null : { places, error: new Error('no queue') };
    };
    const ports = { load, lease, queue, release };
    try {
      this.counts = await queueDueFeeds(ports, this.catalogue, new Date(at(minutes)));
    } catch (error) {
      this.errors.push(String(error));
    }
    return queued;
  }
}

describe('due feeds', () => {
  it('are queued by host, a hundred a message', async () => {
    const ticks = new Ticks([...feedsAt('a.example', 101), ...feedsAt('b.example', 2)]);
    expect(await ticks.at(0)).toEqual({ 'a.example': 100, 'b.example': 2 });
    expect(ticks.counts).toEqual({ hosts: 2, feeds: 102 });
    expect(await ticks.at(1)).toEqual({});
  });

  it('of hosts that could be leased are queued, though another could not: the run fails by name', async () => {
    const ticks = new Ticks([
      ...feedsAt('a.example', 1),
      ...feedsAt('b.example', 1),
      ...feedsAt('c.example', 1),
    ]);
    const { lease } = ticks.store;
    ticks.store.lease = (host, ...rest) =>
      host === 'b.example' ? Promise.reject(new Error('throttled')) : lease(host, ...rest);
    expect(await ticks.at(0)).toEqual({ 'a.example': 1, 'c.example': 1 });
    expect(ticks.errors).toEqual(['Error: hosts could not be leased: throttled']);
    ticks.store.lease = lease;
    expect(await ticks.at(1)).toEqual({ 'b.example': 1 });
  });

  it('of many sources are looked for less often, every five minutes at least, for every look reads all states', () => {
    expect([0, 60, 500, 501, 1_500, 2_001, 100_000].map(lookEvery)).toEqual([1, 1, 1, 2, 3, 5, 5]);
  });

  it('whose visit was lost wait their interval after the message died', async () => {
    const ticks = new Ticks(feedsAt('a.example', 1));
    expect(await ticks.at(0)).toEqual({ 'a.example': 1 });
    for (const minutes of [15, 29, 29.9]) expect(await ticks.at(minutes)).toEqual({});
    expect(await ticks.at(30.1)).toEqual({ 'a.example': 1 });
  });

  it('that the queue did not take are due at the next tick, and the others are not asked twice', async () => {
    const ticks = new Ticks([...feedsAt('a.example', 2), ...feedsAt('b.example', 1)]);
    ticks.refused = ['a.example'];
    expect(await ticks.at(0)).toEqual({ 'b.example': 1 });
    expect(ticks.errors).toEqual(['Error: no queue']);
    ticks.refused = [];
    expect(await ticks.at(1)).toEqual({ 'a.example': 2 });
  });

  it('go with the states that they were chosen by, unless these make a large message', async () => {
    const [feed, many] = [feedsAt('a.example', 2), feedsAt('b.example', 100)];
    const ticks = new Ticks([...feed, ...many]);
    for (const each of [...feed.slice(0, 1), ...many])
      await ticks.store.saveState({ ...newFeedState(each), visit: 1, bodyHash: 'f'.repeat(400) }, 0);
    await ticks.at(0);
    const [small, large] = ticks.messages;
    expect(small?.known?.feeds).toMatchObject({ 'a.example-0': { visit: 1 } });
    expect(Object.keys(small?.known?.feeds ?? {})).toEqual(['a.example-0']);
    expect(small?.known?.host).toEqual({ pausedUntil: null, robots: null, lease: null });
    expect(large).toMatchObject({ host: 'b.example' });
    expect(large?.known).toBeUndefined();
  });

  it('of a paused host wait until the pause is over', async () => {
    const ticks = new Ticks(feedsAt('a.example', 1));
    await ticks.store.saveHost('a.example', { pausedUntil: at(60) });
    expect(await ticks.at(59)).toEqual({});
    expect(await ticks.at(60)).toEqual({ 'a.example': 1 });
  });

  it('of a host that was asked a moment ago wait for the gap between two requests', async () => {
    const ticks = new Ticks(feedsAt('a.example', 2));
    const [asked] = feedsAt('a.example', 1);
    if (asked === undefined) throw new Error('no feed');
    await ticks.store.saveState(
      { ...newFeedState(asked), visit: 1, lastVisitAt: at(0), nextDueAt: at(60) },
      0,
    );
    expect(await ticks.at(1 / 60)).toEqual({});
    expect(await ticks.at(2.1 / 60)).toEqual({ 'a.example': 1 });
  });

  it('belong to the host that they moved to', async () => {
    const [feed] = feedsAt('old.example', 1);
    if (feed === undefined) throw new Error('no feed');
    const ticks = new Ticks([feed]);
    await ticks.store.saveState({ ...newFeedState(feed), url: 'https://new.example/rss', visit: 1 }, 0);
    expect(await ticks.at(0)).toEqual({ 'new.example': 1 });
  });

  it('are free again once the visit is saved, without a write to the lease', async () => {
    const ticks = new Ticks(feedsAt('a.example', 2));
    const [feed] = feedsAt('a.example', 1);
    if (feed === undefined) throw new Error('no feed');
    expect(await ticks.at(0)).toEqual({ 'a.example': 2 });
    await ticks.store.releaseFeeds('a.example', ['a.example-1']);
    await ticks.store.saveState(
      { ...newFeedState(feed), visit: 1, lastVisitAt: at(0.5), nextDueAt: at(1) },
      0,
    );
    expect(await ticks.at(1)).toEqual({ 'a.example': 2 });
  });
});
