import { readFileSync } from 'node:fs';
import { compile } from 'css-select';
import { expect, it } from 'vitest';
import { catalogueOutlets, catalogueSources, parseCatalogue } from '../../../shared/catalogue/catalogue.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';
import { sideOf } from '../../../shared/domain/outlet.ts';

const file = new URL('../../../shared/catalogue/outlets.json', import.meta.url);
const sources = catalogueSources({});

it('holds only entries of the schema, with unique ids', () => {
  expect(parseCatalogue(readFileSync(file, 'utf8'), 'outlets.json')).toEqual(catalogueOutlets({}));
});

it('watches at least three hundred sources, no address twice', () => {
  const urls = sources.flatMap(({ url, alternate }) =>
    alternate === undefined ? [url] : [url, alternate.url],
  );
  expect(sources.length).toBeGreaterThanOrEqual(300);
  expect(urls.filter((url, at) => urls.indexOf(url) !== at)).toEqual([]);
});

it.each(wireLanguages)('has fifteen sources and more in %s', (language) => {
  expect(sources.filter((source) => source.language === language).length).toBeGreaterThanOrEqual(15);
});

it.each(['AM', 'AZ', 'GE', 'RU', 'TR', 'BY', 'KZ', 'KG', 'TJ', 'XX'])(
  'has several sources from %s',
  (country) => {
    expect(sources.filter((source) => source.outlet.country === country).length).toBeGreaterThanOrEqual(3);
  },
);

it('reads forty and more sources of official bodies, on every side', () => {
  const official = sources.filter(({ outlet: { kind } }) => kind === 'official' || kind === 'international');
  expect(official.length).toBeGreaterThanOrEqual(40);
  expect([...new Set(official.map((source) => sideOf(source.outlet)))].toSorted()).toEqual([
    'ankara',
    'baku',
    'central-asia',
    'international',
    'moscow',
    'yerevan',
  ]);
});

it('says of each outlet who owns it, for which side it speaks and whence that is known', () => {
  expect(
    catalogueOutlets({}).filter(
      ({ owner, side, source }) => owner === undefined || side === undefined || source === undefined,
    ),
  ).toEqual([]);
});

it('says of each source how it was last seen working', () => {
  expect(sources.filter((source) => source.seen === undefined)).toEqual([]);
});

it('has sources of every kind; channels by the page that shows their posts, pages with the zone of their dates', () => {
  const of = (kind: string) => sources.filter((source) => source.kind === kind);
  expect(of('telegram').filter(({ url }) => !/^https:\/\/t\.me\/s\/\w+$/.test(url))).toEqual([]);
  expect(of('page').filter(({ zone }) => zone === undefined)).toEqual([]);
  expect(['telegram', 'page', 'sitemap'].map((kind) => of(kind).length > 0)).toEqual([true, true, true]);
});

it('has selectors that are CSS', () => {
  const selectors = sources.flatMap(({ select }) => {
    const { dateForm: _form, ...rest } = select ?? {};
    return Object.values(rest).filter((selector) => selector !== undefined);
  });
  expect(selectors.length).toBeGreaterThan(30);
  for (const selector of selectors) expect(() => compile(selector), selector).not.toThrow();
});

it('reads the preview of a channel that a list names by its own address', () => {
  const list = (url: string) =>
    JSON.stringify([
      { ...catalogueOutlets({})[0], id: 'x', sources: [{ id: 'x.1', kind: 'telegram', url }] },
    ]);
  const urls = ['https://t.me/some_channel', 'https://t.me/s/some_channel', 'http://127.0.0.1:9/s/x'];
  expect(urls.map((url) => parseCatalogue(list(url), 'x.json')[0]?.sources[0]?.url)).toEqual([
    'https://t.me/s/some_channel',
    'https://t.me/s/some_channel',
    'http://127.0.0.1:9/s/x',
  ]);
});

it.each([
  ['sputnik-armenia', 'moscow', 'RU'],
  ['sputnik-azerbaijan', 'moscow', 'RU'],
  ['sputnik-georgia', 'moscow', 'RU'],
  ['sputnik-kazakhstan', 'moscow', 'RU'],
  ['rt', 'moscow', 'RU'],
  ['csto', 'moscow', 'RU'],
  ['azatutyun', 'international', 'US'],
  ['azadliq-radiosu', 'international', 'US'],
  ['radio-tavisupleba', 'international', 'US'],
  ['radio-svoboda', 'international', 'US'],
  ['bbc-azeri', 'international', 'GB'],
  ['bbc-russian', 'international', 'GB'],
  ['bbc-turk-e', 'international', 'GB'],
  ['meydan-tv', 'international', 'DE'],
  ['armenpress', 'yerevan', 'AM'],
  ['asbarez', 'yerevan', 'US'],
  ['azertac', 'baku', 'AZ'],
  ['haqqin', 'baku', 'AZ'],
  ['anadolu-agency', 'ankara', 'TR'],
  ['civil.ge', 'tbilisi', 'GE'],
  ['kabar', 'central-asia', 'KG'],
])('%s speaks for %s, as its owner in %s does', (id, side, country) => {
  const found = catalogueOutlets({}).find((each) => each.id === id);
  expect([found?.side, found?.owner?.country]).toEqual([side, country]);
});

it('knows the outlets of one owner by one id', () => {
  const ownerIn = (id: string) => catalogueOutlets({}).find((each) => each.id === id)?.owner?.id;
  const owners = [
    ['sputnik-armenia', 'ria-novosti', 'tass', 'kremlin'],
    ['azatutyun', 'radio-svoboda', 'rfe-rl'],
    ['bbc-azeri', 'bbc-world'],
    ['hurriyet', 'posta'],
    ['apa', 'lent.az'],
    ['armenpress', 'mfa-armenia'],
    ['public-radio-of-armenia', '1lurer.am'],
  ].map((ids) => ids.map(ownerIn));
  expect(owners.map((ids) => new Set(ids).size)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(new Set(owners.map(([first]) => first)).size).toBe(7);
});

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
  [
    'selectors of a feed',
    [{ ...outlet, feeds: [{ ...outlet.feeds[0], select: { item: 'li' } }] }],
    'c.json: "a", feeds.0.select: only a page has selectors',
  ],
  [
    'a confirmation without its date',
    [{ ...outlet, feeds: [{ ...outlet.feeds[0], seen: { state: 'confirmed', by: 'us' } }] }],
    'feeds.0.seen.on: what is confirmed needs its date',
  ],
  [
    'a zone nobody knows',
    [{ ...outlet, feeds: [{ ...outlet.feeds[0], zone: 'Asia/Erevan-2' }] }],
    'feeds.0.zone: no IANA time zone',
  ],
  ['a field nobody knows', [{ ...outlet, languge: 'hy' }], 'Unrecognized key: "languge"'],
  ['one id twice', [outlet, outlet], 'c.json: outlet a stands there twice; ids must be unique'],
])('names the fault of %s', (_, entries, message) => {
  expect(() => parseCatalogue(JSON.stringify(entries), 'c.json')).toThrow(message);
});

it('says when the file is no JSON', () => {
  expect(() => parseCatalogue('[', 'c.json')).toThrow('c.json is not JSON');
});

const read = (entry: object) =>
  parseCatalogue(JSON.stringify([{ ...outlet, ...entry }]), 'c.json').map((each) => [
    sideOf(each),
    each.owner?.id ?? each.id,
  ]);

it('takes side and owner of an entry that states none from the outlet of its id', () => {
  expect(read({ id: 'sputnik-armenia' })).toEqual([['moscow', 'state-ru']]);
});

it('or from the one owner known at its host', () => {
  expect(read({ homepage: 'https://www.azatutyun.am/' })).toEqual([['international', 'rfe-rl']]);
  expect(read({ feeds: [{ id: 'h', url: 'https://hetq.am/hy/rss' }] })).toEqual([['yerevan', 'hetq']]);
});

it('or, where the host is shared or unknown, the side from its country', () => {
  expect(
    read({
      country: 'GE',
      homepage: 'https://t.me/somebody',
      feeds: [{ id: 't', url: 'https://t.me/somebody' }],
    }),
  ).toEqual([['tbilisi', 'a']]);
  expect(read({ country: 'BY' })).toEqual([['international', 'a']]);
  expect(read({ owner: { name: 'A', country: 'AZ' } })).toEqual([['baku', 'a']]);
});

it('but never over what the entry states', () => {
  expect(
    read({ id: 'sputnik-armenia', side: 'yerevan', owner: { name: 'A', country: 'AM', id: 'b' } }),
  ).toEqual([['yerevan', 'b']]);
});
