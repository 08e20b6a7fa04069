import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { catalogueText, changeCatalogue } from '../../../infra/local/catalogue-file.ts';
import { healthText } from '../../../infra/local/feed-health-text.ts';
import { checkSources, namedStates, writeSightings } from '../../../infra/local/source-check.ts';
import { catalogueOutlets, catalogueSources } from '../../../shared/catalogue/catalogue.ts';
import { nobodyAnswered } from '../../../shared/domain/visit/health-digest.ts';
import { client, fakeNetwork, loopbackServer } from '../../shared/http/loopback.ts';

const file = join(mkdtempSync(join(tmpdir(), 'wire-catalogue-')), 'outlets.json');
const now = new Date('2026-11-29T06:00:00Z');
const heard = { state: 'reported', by: 'a list' } as const;
const source = (id: string, more: object = {}) => ({
  id,
  url: `http://a.example/${id}`,
  seen: heard,
  ...more,
});
const outlet = {
  id: 'a',
  name: 'A',
  country: 'AM',
  kind: 'independent',
  homepage: 'http://a.example/',
};
const list = [
  {
    ...outlet,
    sources: [
      source('good'),
      source('none'),
      source('busy'),
      source('moved', { alternate: { url: 'http://b.example/good', seen: heard } }),
    ],
  },
];

beforeAll(() => vi.stubEnv('WIRE_CATALOGUE', file));

test('the text of the catalogue is its file, letter by letter', () => {
  const own = readFileSync(new URL('../../../shared/catalogue/outlets.json', import.meta.url), 'utf8');
  expect(catalogueText(catalogueOutlets({})) === own).toBe(true);
});

test('a check asks the alternate of what failed, and writes what it saw: a source a line', async () => {
  writeFileSync(file, JSON.stringify(list));
  const rss = `<rss version="2.0"><channel><title>a</title><item><title>Նիստ</title><link>http://a.example/1</link><pubDate>Sun, 29 Nov 2026 05:00:00 GMT</pubDate></item></channel></rss>`;
  const server = await loopbackServer((request, response) => {
    if (request.url === '/good') response.end(rss);
    else response.writeHead(request.url === '/busy' ? 503 : 404).end();
  });
  const options = {
    client: client(fakeNetwork(server.port)),
    clock: () => now,
    progress: () => undefined,
    gap: 0,
  };
  const checked = await checkSources(catalogueSources(), options);
  expect(namedStates(checked).map(({ name }) => name)).toEqual([
    'good',
    'none',
    'busy',
    'moved',
    'moved (alternate)',
  ]);
  expect(writeSightings(checked)).toEqual({ confirmed: 1, unverified: 2, file });
  const by = 'wire feeds check';
  expect(readFileSync(file, 'utf8')).toBe(`[
  {"id": "a", "name": "A", "country": "AM", "kind": "independent", "homepage": "http://a.example/",
   "sources": [
    {"id": "good", "url": "http://a.example/good", "seen": {"state": "confirmed", "on": "2026-11-29", "by": "${by}"}},
    {"id": "none", "url": "http://a.example/none", "seen": {"state": "unverified", "on": "2026-11-29", "by": "${by}: HTTP 404"}},
    {"id": "busy", "url": "http://a.example/busy", "seen": {"state": "reported", "by": "a list"}},
    {"id": "moved", "url": "http://a.example/moved", "seen": {"state": "unverified", "on": "2026-11-29", "by": "${by}: HTTP 404"}, "alternate": {"url": "http://b.example/good", "seen": {"state": "confirmed", "on": "2026-11-29", "by": "${by}"}}}
  ]}
]
`);
});

test('without a network there is one line, and nothing is written', async () => {
  writeFileSync(file, JSON.stringify(list));
  const lost = { 'a.example': [], 'b.example': [] };
  const checked = await checkSources(catalogueSources({ WIRE_CATALOGUE: file }), {
    client: client(fakeNetwork(1, lost)),
    clock: () => now,
    progress: () => undefined,
    gap: 0,
  });
  expect(
    nobodyAnswered(
      namedStates(checked).map(({ state }) => state),
      now,
    ),
  ).toBe(true);
  expect(healthText(namedStates(checked), now)).toBe(
    'None of 5 addresses was reached: is there a network?\n',
  );
});

test('a change that is no catalogue is not written', () => {
  writeFileSync(file, JSON.stringify(list));
  const before = readFileSync(file, 'utf8');
  expect(() => changeCatalogue((outlets) => [...outlets, ...outlets])).toThrow('outlet a stands there twice');
  expect(readFileSync(file, 'utf8')).toBe(before);
});
