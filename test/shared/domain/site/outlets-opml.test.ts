import { expect, it } from 'vitest';
import type { Outlet } from '../../../../shared/domain/outlet.ts';
import { outletsOpml } from '../../../../shared/domain/site/outlets-opml.ts';
import { readOpml } from '../../../../shared/domain/feed/opml.ts';

const outlet = (name: string, country: string, sources: Partial<Outlet['sources'][number]>[]): Outlet =>
  ({
    name,
    country,
    homepage: `https://${name.toLowerCase()}.example/`,
    sources: sources.map((source, at) => ({
      id: `${name}-${at}`,
      url: `https://${name}.example/${at}`,
      ...source,
    })),
  }) as Outlet;

const text = outletsOpml(
  [
    outlet('Wide', 'XX', [{}]),
    outlet('Second', 'AZ', [{ language: 'az' }, { kind: 'page' }]),
    outlet('First', 'AM', [{ language: 'hy' }, { kind: 'feed', language: 'ru' }, { kind: 'telegram' }]),
  ],
  'Some Wire',
);

it('lists the feeds of outlets, a folder a country, and nothing that a feed reader cannot read', () => {
  expect(readOpml(text)?.map(({ title, feedUrl, folders }) => [title, feedUrl, folders])).toEqual([
    ['First (hy)', 'https://First.example/0', ['Armenia']],
    ['First (ru)', 'https://First.example/1', ['Armenia']],
    ['Second (az)', 'https://Second.example/0', ['Azerbaijan']],
    ['Wide', 'https://Wide.example/0', ['International']],
  ]);
});

it('says whose list it is, and the home and language of each', () => {
  expect(text).toContain('<title>Some Wire: feeds we read</title>');
  expect(text).toContain('htmlUrl="https://first.example/"');
  expect(text).toContain('language="ru"');
  expect(outletsOpml([])).toContain('<title>Caucasus Wire: feeds we read</title>');
});
