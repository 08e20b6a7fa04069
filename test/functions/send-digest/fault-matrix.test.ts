import { describe, expect, it } from 'vitest';
import { toldOf } from '../../shared/domain/story-fixture.ts';
import { readerOf } from '../../shared/domain/reader-fixture.ts';
import { type Fault, faults, type Plan, World } from './world.ts';

/** Two readers, mornings at 07:00 in Yerevan (03:00 UTC), a story before each. Faults strike on the first two; the third is there to recover. */
const readers = ['0'.repeat(31) + '1', '0'.repeat(31) + '2'];
const news = [
  { id: 'monday', at: '2026-11-23T20:00:00.000Z' },
  { id: 'tuesday', at: '2026-11-24T20:00:00.000Z' },
  { id: 'wednesday', at: '2026-11-25T20:00:00.000Z' },
];

interface Mornings {
  plan?: Plan;
  events?: boolean;
  /** How many of the mornings to live through. */
  until?: number;
}

async function mornings({ plan = new Map(), events = true, until = news.length }: Mornings = {}): Promise<World> {
  const world = new World(plan);
  world.events = events;
  for (const id of readers) world.store.subscribers.set(id, JSON.stringify(readerOf({ id })));
  for (const { id, at } of news.slice(0, until)) {
    world.told.push(toldOf({ id, at, languages: ['hy', 'ru'] }));
    world.now = new Date(Date.parse(at) + 7 * 3_600_000);
    await world.runUntil(new Date(world.now.getTime() + 70 * 60_000).toISOString());
  }
  return world;
}

/** Every promise that must hold whatever went wrong. */
function broken(world: World): string[] {
  const faultsFound: string[] = [];
  for (const [edition, count] of world.mailsPerEdition()) if (count > 1) faultsFound.push(`${count} mails for ${edition}`);
  for (const id of readers) {
    const text = world.accepted.filter(({ mail }) => mail.tags.subscriber === id).map(({ mail }) => mail.text).join('\n');
    for (const story of ['monday', 'tuesday']) if (!text.includes(`/stories/${story}.html`)) faultsFound.push(`${id} never got ${story}`);
  }
  return faultsFound;
}

/** Calls of the mornings that faults may strike. */
const sites = (await mornings({ until: 2 })).calls.length;

describe('plan → send → mark', () => {
  it('without faults sends one mail per reader and morning, and no story twice', async () => {
    const world = await mornings();
    expect([...world.mailsPerEdition().values()]).toEqual(Array.from({ length: 6 }, () => 1));
    for (const { mail } of world.accepted) expect(mail.text.match(/\/stories\//g)).toHaveLength(1);
    expect(world.logged).toEqual([]);
  });

  it.each([true, false])('survives every fault at every call (events arrive: %s): at most one mail per edition, no story lost', async (events) => {
    const found: string[] = [];
    let cases = 0;
    for (let site = 1; site <= sites; site++) {
      for (const fault of faults) {
        const world = await mornings({ plan: new Map([[site, fault]]), events });
        found.push(...broken(world).map((what) => `${fault} at call ${site} (${world.calls[site - 1]}): ${what}`));
        cases++;
      }
    }
    expect(found).toEqual([]);
    expect(cases).toBeGreaterThan(400);
  });

  it('survives 300 random plans of three faults each', async () => {
    const found: string[] = [];
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomOf(seed);
      const plan = new Map(Array.from({ length: 3 }, (): [number, Fault] => [1 + Math.floor(random() * sites), faults[Math.floor(random() * faults.length)] ?? 'kill before']));
      found.push(...broken(await mornings({ plan, events: seed % 2 === 0 })).map((what) => `seed ${seed} ${JSON.stringify([...plan])}: ${what}`));
    }
    expect(found).toEqual([]);
  });

  it('settles an edition whose reply was lost by the event that arrives, and does not repeat its stories', async () => {
    const clean = await mornings();
    const send = clean.calls.indexOf('send') + 1;
    const heard = await mornings({ plan: new Map([[send, 'effect, then lost reply']]) });
    expect(heard.accepted).toHaveLength(6);
    for (const { mail } of heard.accepted) expect(mail.text.match(/\/stories\//g)).toHaveLength(1);
    const unheard = await mornings({ plan: new Map([[send, 'effect, then lost reply']]), events: false });
    expect(unheard.accepted.some(({ mail }) => mail.text.match(/\/stories\//g)?.length === 2)).toBe(true);
    expect(unheard.logged).toContain('digest-lost');
  });
});

/** mulberry32: a seed replays its run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
