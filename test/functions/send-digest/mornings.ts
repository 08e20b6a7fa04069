import { toldOf } from '../../shared/domain/story/story-fixture.ts';
import { readerOf } from '../../shared/domain/subscriber/reader-fixture.ts';
import { type Fault, faults, type Plan, World } from './world.ts';
import { seeded } from '../../fakes/seeded.ts';

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

export async function mornings({
  plan = new Map(),
  events = true,
  until = news.length,
}: Mornings = {}): Promise<World> {
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
export function broken(world: World): string[] {
  const faultsFound: string[] = [];
  for (const [edition, count] of world.mailsPerEdition())
    if (count > 1) faultsFound.push(`${count} mails for ${edition}`);
  for (const id of readers) {
    const text = world.accepted
      .filter(({ mail }) => mail.tags.subscriber === id)
      .map(({ mail }) => mail.text)
      .join('\n');
    for (const story of ['monday', 'tuesday'])
      if (!text.includes(`/stories/${story}.html`)) faultsFound.push(`${id} never got ${story}`);
  }
  return faultsFound;
}

/** Calls of the mornings that faults may strike, in a life without faults. */
export const sites = (await mornings({ until: 2 })).calls;

/** Three random faults; a seed replays its plan. */
export function randomPlan(seed: number): Plan {
  const random = seeded(seed);
  return new Map(
    Array.from({ length: 3 }, (): [number, Fault] => [
      1 + Math.floor(random() * sites.length),
      faults[Math.floor(random() * faults.length)] ?? 'kill before',
    ]),
  );
}
