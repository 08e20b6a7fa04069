import { describe, expect, it } from 'vitest';
import { broken, mornings, randomPlan, sitesOf } from './mornings.ts';
import { faultsAt } from './world.ts';

/** Where events matter: the calls of the sender. */
const sendCalls = new Set(['readContent', 'claimEdition', 'send', 'settleClaim']);

describe('plan → send → mark', () => {
  it('without faults sends one mail per reader and morning, and no story twice', async () => {
    const world = await mornings();
    expect([...world.mailsPerEdition().values()]).toEqual(Array.from({ length: 6 }, () => 1));
    for (const { mail } of world.accepted) expect(mail.text.match(/\/stories\//g)).toHaveLength(1);
    expect(world.logged).toEqual([]);
  });

  it.each([
    ['events arrive', { events: true, workers: 1 }, () => true],
    ['no event arrives', { events: false, workers: 1 }, (call: string) => sendCalls.has(call)],
    ['two workers at once', { events: true, workers: 2 }, (call: string) => sendCalls.has(call)],
  ] as const)(
    'survives every fault at every call (%s): one mail per edition and morning, no story lost',
    async (_name, kind, concerned) => {
      const found: string[] = [];
      let cases = 0;
      for (const [index, call] of (await sitesOf(kind.workers)).entries()) {
        for (const fault of concerned(call) ? faultsAt(call) : []) {
          const world = await mornings({ plan: new Map([[index + 1, fault]]), ...kind });
          found.push(...broken(world).map((what) => `${fault} at call ${index + 1} (${call}): ${what}`));
          cases++;
        }
      }
      expect(found).toEqual([]);
      expect(cases).toBeGreaterThan(70);
    },
  );

  it('survives a hundred random plans of three faults each', async () => {
    const found: string[] = [];
    const calls = (await sitesOf(1)).length;
    for (let seed = 1; seed <= 100; seed++) {
      const plan = randomPlan(seed, calls);
      found.push(
        ...broken(
          await mornings({ plan, events: seed % 2 === 0, workers: 1 + (seed % 3 === 0 ? 1 : 0) }),
        ).map((what) => `seed ${seed} ${JSON.stringify([...plan])}: ${what}`),
      );
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
