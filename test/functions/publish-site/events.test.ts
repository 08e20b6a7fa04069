import { expect, it } from 'vitest';
import { publishSite } from '../../../functions/publish-site/publish-site.ts';
import type { WireEvent } from '../../../shared/domain/site/wire-event.ts';
import { memorySite, now, site } from './memory-site.ts';

it('events are told when their pages are there, and again after a round that died before its end', async () => {
  const { ports, files } = memorySite();
  const told: { event: WireEvent; page: boolean }[] = [];
  const pathOf = (event: WireEvent): string => new URL(event.url).pathname.slice(1);
  const tell = (events: readonly WireEvent[]): Promise<void> => {
    told.push(...events.map((event) => ({ event, page: files.has(pathOf(event)) })));
    return told.length === events.length ? Promise.reject(new Error('killed')) : Promise.resolve();
  };
  await expect(publishSite({ ...ports, tell }, site(), now)).rejects.toThrow('killed');
  await publishSite({ ...ports, tell }, site(), now);
  const rounds = told.length / 2;
  expect(rounds).toBeGreaterThan(0);
  expect(told.slice(0, rounds).map(({ event }) => event.id)).toEqual(
    told.slice(rounds).map(({ event }) => event.id),
  );
  expect(told.filter(({ page }) => !page)).toEqual([]);
});
