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

/** The reader's date of each of those mornings. */
const dates = ['2026-11-24', '2026-11-25', '2026-11-26'];

export interface Mornings {
  plan?: Plan;
  events?: boolean;
  /** How many workers get each message at once. */
  workers?: number;
  /** How many of the mornings to live through. */
  until?: number;
}

export async function mornings({
  plan = new Map(),
  events = true,
  workers = 1,
  until = news.length,
}: Mornings = {}): Promise<World> {
  const world = new World(plan);
  Object.assign(world, { events, workers });
  for (const id of readers) world.store.subscribers.set(id, JSON.stringify(readerOf({ id })));
  for (const { id, at } of news.slice(0, until)) {
    world.told.push(toldOf({ id, at, languages: ['hy', 'ru'] }));
    world.now = new Date(Date.parse(at) + 7 * 3_600_000);
    await world.runUntil(new Date(world.now.getTime() + 70 * 60_000).toISOString());
  }
  return world;
}

/**
 * Every promise that must hold whatever went wrong, in absolute terms: each reader has an edition of each morning, settled;
 * a sent one is one mail, no other is a mail or more than one, and every story reached its reader. A morning may be lost for
 * a fault that struck, never for nothing.
 */
export function broken(world: World): string[] {
  const found: string[] = [];
  const mails = world.mailsPerEdition();
  let lost = 0;
  for (const id of readers) {
    for (const date of dates) {
      const key = `${id} ${date}`;
      const { state = 'missing' } = JSON.parse(world.store.editions.get(key) ?? '{}') as { state?: string };
      const count = mails.get(key) ?? 0;
      if (state === 'lost') lost++;
      if (state !== 'sent' && state !== 'lost') found.push(`the edition ${key} is ${state}`);
      if (count > 1 || (state === 'sent' && count === 0)) found.push(`${count} mails for ${key}, ${state}`);
    }
    const text = world.accepted
      .filter(({ mail }) => mail.tags.subscriber === id)
      .map(({ mail }) => mail.text)
      .join('\n');
    for (const story of ['monday', 'tuesday'])
      if (!text.includes(`/stories/${story}.html`)) found.push(`${id} never got ${story}`);
  }
  if (lost > world.plan.size) found.push(`${lost} mornings lost by ${world.plan.size} faults`);
  return found;
}

/** Calls of the mornings that faults may strike, in a life without faults. */
export const sitesOf = async (workers: number): Promise<string[]> =>
  (await mornings({ until: 2, workers })).calls;

/** Three random faults at any of so many calls; a seed replays its plan. */
export function randomPlan(seed: number, calls: number): Plan {
  const random = seeded(seed);
  return new Map(
    Array.from({ length: 3 }, (): [number, Fault] => [
      1 + Math.floor(random() * calls),
      faults[Math.floor(random() * faults.length)] ?? 'kill before',
    ]),
  );
}
