import { beforeAll, expect, it } from 'vitest';
import { publishSite } from '../../../functions/publish-site/publish-site.ts';
import type { PublishedSite } from '../../../infra/local/published.ts';
import { searchSite } from '../../../infra/local/search-site.ts';
import { UsageError } from '../../../shared/errors.ts';
import { memorySite, now, site } from '../../functions/publish-site/memory-site.ts';

let published: PublishedSite;
beforeAll(async () => {
  const { ports } = memorySite();
  await publishSite(ports, site(), now);
  published = { url: 'https://wire.example', read: (path) => ports.readFile(path) };
});

const idsOf = async (query: string): Promise<string[]> =>
  (await searchSite(published, query, now)).map(({ id }) => id);

it('answers from the files that the site publishes, the newest story first', async () => {
  const rows = await searchSite(published, 'Armenia', now);
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.map(({ at }) => at)).toEqual(
    rows
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
  expect(await idsOf('Пашиняна topic:csto')).toContain('b2c3d4e5f6071829');
  expect(await idsOf('Пашиняна -topic:csto')).not.toContain('b2c3d4e5f6071829');
  expect(await idsOf('side:baku outlet:araz')).not.toEqual([]);
  expect(await idsOf('outlet:nobody')).toEqual([]);
});

it('says in one line what is wrong with a query', async () => {
  for (const query of ['side:mars Pashinyan', 'subtopic:football', '(a', 'author:smith'])
    await expect(searchSite(published, query, now)).rejects.toThrow(/^[^\n]{10,200}$/);
  await expect(searchSite(published, '-football', now)).rejects.toThrow(UsageError);
});

it('says what a site lacks that has published nothing', async () => {
  const empty = { url: 'https://new.example', read: () => Promise.resolve(null) };
  await expect(searchSite(empty, 'Armenia', now)).rejects.toThrow(
    'https://new.example has no search/manifest.json: nothing is published there yet',
  );
});
