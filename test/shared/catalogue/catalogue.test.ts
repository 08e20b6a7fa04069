import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { catalogueFeeds, catalogueOutlets, parseCatalogue } from '../../../shared/catalogue/catalogue.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';

const file = new URL('../../../shared/catalogue/outlets.json', import.meta.url);
const feeds = catalogueFeeds({});

it('holds only entries of the schema, with unique ids', () => {
  expect(parseCatalogue(readFileSync(file, 'utf8'), 'outlets.json')).toEqual(catalogueOutlets({}));
});

it('watches at least ninety feeds, none twice', () => {
  expect(feeds.length).toBeGreaterThanOrEqual(90);
  expect(new Set(feeds.map((feed) => feed.url)).size).toBe(feeds.length);
});

it.each(wireLanguages)('has several feeds in %s', (language) => {
  expect(feeds.filter((feed) => feed.language === language).length).toBeGreaterThanOrEqual(3);
});

it.each(['AM', 'AZ', 'GE', 'RU', 'TR', 'BY', 'KZ', 'KG', 'TJ', 'XX'])(
  'has several feeds from %s',
  (country) => {
    expect(feeds.filter((feed) => feed.outlet.country === country).length).toBeGreaterThanOrEqual(3);
  },
);

const outlet = {
  id: 'a',
  name: 'A',
  country: 'AM',
  kind: 'state',
  homepage: 'https://a.am/',
  feeds: [{ id: 'a.hy', url: 'https://a.am/rss', language: 'hy' }],
};

it.each([
  [
    'a country in small letters',
    [{ ...outlet, country: 'am' }],
    'c.json: "a", country: an ISO 3166-1 alpha-2 code in capitals, or XX',
  ],
  [
    'a feed URL that is not http',
    [{ ...outlet, feeds: [{ id: 'a.hy', url: 'ftp://a.am/' }] }],
    'c.json: "a", feeds.0.url',
  ],
  ['a field nobody knows', [{ ...outlet, languge: 'hy' }], 'Unrecognized key: "languge"'],
  ['one id twice', [outlet, outlet], 'c.json: outlet a stands there twice; ids must be unique'],
])('names the fault of %s', (_, entries, message) => {
  expect(() => parseCatalogue(JSON.stringify(entries), 'c.json')).toThrow(message);
});

it('says when the file is no JSON', () => {
  expect(() => parseCatalogue('[', 'c.json')).toThrow('c.json is not JSON');
});
