import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { changeCatalogue } from '../../../infra/local/catalogue-file.ts';
import { discoverSources } from '../../../infra/local/discover-sources.ts';
import { add, discover } from '../../../infra/local/feeds-discover.ts';
import type { JourneySettings } from '../../../infra/local/site-journey.ts';
import { parseCatalogue } from '../../../shared/catalogue/catalogue.ts';
import { client, fakeNetwork, loopbackServer, publicAddress } from '../../shared/http/loopback.ts';
import { madeSites } from './sites.ts';

const now = new Date('2026-11-29T06:00:00Z');
const requests: string[] = [];
let journey: JourneySettings;
const pagesOf = (host: string, path: string) =>
  madeSites.find(
    (site) => host === site.host || host.endsWith(`.${site.host}`) || (host === 't.me' && path in site.pages),
  )?.pages;

beforeAll(async () => {
  const server = await loopbackServer((request, response) => {
    const [host = '', path = ''] = [request.headers.host, request.url];
    requests.push(`${host}${path}`);
    const page = pagesOf(host, path)?.[path] ?? 404;
    if (typeof page === 'number') response.writeHead(page).end();
    else if (page.startsWith('/')) response.writeHead(301, { location: page }).end();
    else response.end(page);
  });
  const names = { 'lost.example': [] };
  // t.me is asked by https, which the loopback server does not speak
  const outlets = client(fakeNetwork(server.port, names));
  const plain = (url: string): string => url.replace(/^https:\/\/t\.me/, 'http://t.me');
  journey = {
    client: { ...outlets, visit: (target) => outlets.visit({ ...target, url: plain(target.url) }) },
    most: 6,
    gap: 0,
    clock: () => now,
    wait: async () => undefined,
  };
});
beforeEach(() => void requests.splice(0));

describe('wire feeds discover', () => {
  test('there are twenty-five sites', () => expect(madeSites.length).toBe(25));

  test.each(madeSites)('$host: $about', async ({ host, from = '/', finds, language }) => {
    const { found, requests: counted } = await discoverSources(
      `${host === 't.me' ? 'https' : 'http'}://${host}${from}`,
      journey,
    );
    expect(found.map(({ source }) => `${source.kind ?? 'feed'} ${source.url}`)).toEqual(finds);
    expect(
      found.every(({ items }) => items.length === 3 && items.every(({ published }) => published !== null)),
    ).toBe(true);
    expect([undefined, found[0]?.source.language]).toContain(language);
    expect(counted).toBe(requests.length);
    expect(requests.length).toBeLessThanOrEqual(6);
  });

  test('asks robots.txt first, and nothing that it forbids', async () => {
    await discoverSources('http://twenty.example/', journey);
    expect(requests[0]).toBe('twenty.example/robots.txt');
    expect(requests).not.toContain('twenty.example/feed/');
  });
});

test('a site that names inside addresses leads a look nowhere', async () => {
  const inside = ['http://169.254.169.254/latest/', 'http://inside.example/rss', 'http://127.0.0.1:9/rss'];
  const server = await loopbackServer((request, response) =>
    request.url === '/robots.txt'
      ? response.end('User-agent: *\nSitemap: http://10.0.0.1/news-sitemap.xml')
      : response.end(
          `<html><head>${inside.map((to) => `<link rel="alternate" type="application/rss+xml" href="${to}">`).join('')}</head><body><a href="http://[::1]/news/">News</a></body></html>`,
        ),
  );
  const network = fakeNetwork(server.port, { 'inside.example': ['10.0.0.8'] });
  const { found } = await discoverSources('http://outside.example/', {
    ...journey,
    client: client(network),
  });
  expect(found).toEqual([]);
  expect(new Set(network.dials)).toEqual(new Set([`${publicAddress}:80`]));
});

const file = join(mkdtempSync(join(tmpdir(), 'wire-add-')), 'outlets.json');
const outlet = {
  id: 'one',
  name: 'One',
  country: 'AM',
  kind: 'independent',
  homepage: 'http://twelve.example/',
  sources: [{ id: 'one.hy', url: 'http://elsewhere.example/rss', language: 'hy' }],
};
const told = { country: 'AZ', kind: 'independent', owner: 'Somebody' };
const desk = () => ({ journey, canAsk: false, change: changeCatalogue });

describe('wire feeds add', () => {
  // another path each time: the catalogue of a path is read once
  let count = 0;
  beforeEach(() => {
    const copy = `${file}.${count++}`;
    vi.stubEnv('WIRE_CATALOGUE', copy);
    writeFileSync(copy, JSON.stringify([outlet]));
  });
  const written = () => parseCatalogue(readFileSync(`${file}.${count - 1}`, 'utf8'), file);

  test('a list page goes to the outlet of its host, with selectors, zone and how it was seen', async () => {
    const text = await add('http://twelve.example/', {}, desk());
    expect(text).toContain("'one.hy.page' of 'one' is in ");
    expect(text).toContain('Սահմանին իրավիճակը հանգիստ է եղել');
    expect(written()[0]?.sources[1]).toEqual({
      id: 'one.hy.page',
      kind: 'page',
      url: 'http://twelve.example/',
      language: 'hy',
      zone: 'Asia/Yerevan',
      select: { item: 'ul.list > li.row', date: 'span.when' },
      seen: { state: 'confirmed', on: '2026-11-29', by: 'wire feeds add' },
    });
  });

  test('a feed of an unknown outlet wants country, kind and owner; with them, and an alternate, it is written', async () => {
    await expect(add('http://two.example/main', {}, desk())).rejects.toThrow(
      'the catalogue has no outlet at two.example: give --country, --kind and --owner',
    );
    expect(written()).toHaveLength(1);
    await add('http://two.example/main', { ...told, alternate: 'https://t.me/name' }, desk());
    expect(written()[1]).toMatchObject({
      id: 'two.example',
      country: 'AZ',
      owner: { name: 'Somebody', country: 'AZ' },
      sources: [
        {
          id: 'two.example.az',
          url: 'http://two.example/main',
          language: 'az',
          alternate: { kind: 'telegram', url: 'https://t.me/s/name', seen: { state: 'confirmed' } },
        },
      ],
    });
  });

  test.each([
    ['http://one.example/', 'it names the feeds http://one.example/rss: add one of them'],
    ['http://twentyone.example/', 'or say --form page to read the page itself'],
    ['http://twentyfive.example/rss', 'no items'],
    ['http://twentythree.example/', 'HTTP 403'],
    ['http://lost.example/', 'robots.txt'],
    ['ftp://one.example/', 'takes one web address'],
  ])('%s is refused: %s', async (url, why) => {
    const before = readFileSync(`${file}.${count - 1}`, 'utf8');
    await expect(add(url, told, desk())).rejects.toThrow(why);
    expect(readFileSync(`${file}.${count - 1}`, 'utf8')).toBe(before);
  });

  test('what the catalogue has is not added twice', async () => {
    await add('http://two.example/main', told, desk());
    await expect(add('http://two.example/main', told, desk())).rejects.toThrow(
      "the catalogue has it already, of 'two.example'",
    );
  });

  test('discover proposes an entry, whole where the outlet is known or told', async () => {
    const known = await discover('http://twelve.example/', {}, desk());
    expect(known).toContain("For the outlet 'one' of the catalogue:");
    const whole = await discover('http://seventeen.example', told, desk());
    const entry = whole.slice(whole.indexOf('Entry:\n') + 7);
    expect(parseCatalogue(entry, 'entry')[0]).toMatchObject({
      country: 'AZ',
      sources: [{ url: 'http://seventeen.example/rss', alternate: { url: 'https://t.me/s/name' } }],
    });
    expect(written()).toHaveLength(1);
    const open = await discover('http://seventeen.example', {}, desk());
    expect(open).toContain('npm run -s wire -- feeds add http://seventeen.example/rss --country AM');
  });

  test('with --write the entry is written, whole or not at all', async () => {
    await expect(discover('http://seventeen.example', { write: true }, desk())).rejects.toThrow(
      'the catalogue has no outlet at seventeen.example: give --country, --kind and --owner, or --outlet ID; nothing was written',
    );
    expect(written()).toHaveLength(1);
    const said = await discover('http://seventeen.example', { ...told, write: true }, desk());
    expect(said).toMatch(/'seventeen\.example\.\w+' of 'seventeen\.example' is in .+\n$/);
    expect(written()[1]).toMatchObject({
      id: 'seventeen.example',
      country: 'AZ',
      sources: [{ url: 'http://seventeen.example/rss', alternate: { url: 'https://t.me/s/name' } }],
    });
    await discover('http://twelve.example/', { write: true }, desk());
    expect(written()[0]?.sources.map(({ url }) => url)).toContain('http://twelve.example/');
  });
});
