import { describe, expect, it } from 'vitest';
import { SiteSearch } from '../../../functions/subscribe/site-search.ts';
import { parseFeed } from '../../../shared/domain/feed/parse.ts';
import { parseQuery } from '../../../shared/domain/query/parse.ts';
import type { Query } from '../../../shared/domain/query/query.ts';
import type { SearchRow } from '../../../shared/domain/query/searchable.ts';
import { readXml, type XmlNode } from '../publish-site/read-xml.ts';
import { PagesInMemory, rowsOf } from './pages-in-memory.ts';

const child = (node: XmlNode, name: string): XmlNode[] => node.children.filter((each) => each.name === name);
const query = '(Syunik OR Zangezur) AND corridor -football';
const url = (format: string, more = ''): string =>
  `/s/feed?q=${encodeURIComponent(query)}&format=${format}${more}`;

/** One row of everything a search may hold, with signs that XML and HTML forbid. */
const hostile: SearchRow = {
  ...rowsOf(1)[0],
  id: 'a1b2c3d4e5f60718',
  at: '2026-11-24T08:11',
  h: { ru: 'Коридор <script>alert(1)</script> & \u0000\u000b', hy: 'Միջանցք' },
  l: [
    ['hy', 'unknown-outlet', 'Սյունիքում ]]> «խոսք»'],
    ['ru', 'unknown-outlet', 'Первая фраза & конец'],
  ],
  t: ['csto'],
  s: ['border'],
  e: [],
  d: ['yerevan'],
  c: ['AM'],
  k: ['agency'],
  n: 2,
};
function asking(rows: SearchRow[], whole = true): PagesInMemory {
  const pages = new PagesInMemory();
  pages.answers = { rows, all: 90, whole };
  return pages;
}

describe('a query as a feed', () => {
  it('is Atom 1.0: well-formed, one id, title and updated a feed and an entry, an author, a self link, unique ids, and our parser reads it', async () => {
    const { status, headers, body } = await asking([hostile, ...rowsOf(60)]).ask(url('atom', '&lang=hy'));
    expect([status, headers['content-type']]).toEqual([200, 'application/atom+xml; charset=utf-8']);
    const feed = readXml(body);
    const entries = child(feed, 'entry');
    expect(entries).toHaveLength(40);
    for (const each of [feed, ...entries])
      for (const name of ['id', 'title', 'updated']) expect(child(each, name)).toHaveLength(1);
    expect(child(feed, 'author')).toHaveLength(1);
    const self = `https://wire.example/s/feed?${new URLSearchParams({ q: query, format: 'atom', lang: 'hy' }).toString()}`;
    expect(child(feed, 'link').map(({ attributes }) => [attributes['rel'], attributes['href']])).toEqual([
      ['self', self],
      ['alternate', `https://wire.example/search.html?${new URLSearchParams({ q: query }).toString()}`],
    ]);
    expect(new Set(entries.map((entry) => child(entry, 'id')[0]?.text)).size).toBe(40);
    const read = await parseFeed(Buffer.from(body), { url: self, contentType: 'application/atom+xml' });
    if (read.kind !== 'feed') throw new Error(read.reason);
    expect(read.problems).toEqual([]);
    expect(read.articles[0]).toMatchObject({
      title: 'Միջանցք',
      url: 'https://wire.example/stories/a1b2c3d4e5f60718.html',
    });
    expect(body).toContain('<updated>2026-11-24T08:11:00Z</updated>');
    expect(body).toContain('<summary type="text" xml:lang="hy">Սյունիքում ]]&gt; «խոսք»</summary>');
    expect(body).not.toContain('<script>');
  });

  it('is JSON Feed 1.1, with English headlines first where no language is asked for', async () => {
    const { status, headers, body } = await asking([hostile]).ask(url('json'), {
      headers: { 'accept-language': 'hy' },
    });
    expect([status, headers['content-type']]).toEqual([200, 'application/feed+json; charset=utf-8']);
    const feed = JSON.parse(body) as { version: string; language: string; items: Record<string, unknown>[] };
    expect([feed.version, feed.language]).toEqual(['https://jsonfeed.org/version/1.1', 'en']);
    expect(feed.items[0]).toMatchObject({
      id: 'https://wire.example/stories/a1b2c3d4e5f60718.html',
      language: 'ru',
      summary: 'Первая фраза & конец',
      date_modified: '2026-11-24T08:11:00Z',
      tags: ['csto', 'border'],
    });
    expect(feed.items[0]?.['content_html']).toContain('&lt;script&gt;');
  });

  it('is kept for a quarter of an hour and not sent twice; where not all was searched, a minute', async () => {
    const pages = asking(rowsOf(2));
    const first = await pages.ask(url('atom'));
    expect(first.headers).toMatchObject({
      'cache-control': 'public, max-age=900',
      'x-robots-tag': 'noindex',
    });
    const again = (tag: string) => pages.ask(url('atom'), { headers: { 'if-none-match': tag } });
    const etag = first.headers['etag'] ?? '';
    expect(await again(`"other", W/${etag}`)).toMatchObject({ status: 304, body: '', headers: { etag } });
    expect((await again('"other"')).status).toBe(200);
    pages.answers = { rows: rowsOf(3), all: 90, whole: false };
    expect(await again(etag)).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'public, max-age=60' },
    });
  });

  it.each([
    ['no query', '/s/feed', ''],
    ['a query with a fault', '/s/feed?q=corridor+AND+(Syunik', '('],
    ['a query above 300 characters', `/s/feed?q=${'a'.repeat(301)}`, 'a'],
    ['another format', '/s/feed?q=corridor&format=rss', 'format=rss'],
  ])('is refused for %s, and nothing is read', async (_what, path, said) => {
    const pages = asking(rowsOf(2));
    const { status, body, headers } = await pages.ask(path);
    expect([status, headers['cache-control']]).toEqual([400, 'no-store']);
    expect(body).toContain(said);
    expect(pages.calls).toEqual([]);
  });
});

describe('the search behind it', () => {
  const row = (n: number, at: string): SearchRow => ({
    ...hostile,
    id: `s${n}`,
    at,
    h: { en: n % 3 === 0 ? 'Corridor opens' : 'Talks' },
    l: [],
  });
  const shards = (v: string) => [
    { name: 'd2', stories: 6, v },
    { name: 'd1', stories: 1, v: '1' },
  ];
  const filesOf = (v: string): Record<string, unknown> => ({
    'search/manifest.json': { shards: shards(v), names: '' },
    'search/names.json': [],
    'search/d2.json': Array.from({ length: 6 }, (_, n) => row(n, `2026-11-2${n % 4}T10:00`)),
    'search/d1.json': [row(9, '2026-10-01T10:00')],
  });
  const now = new Date('2026-11-24T10:00:00Z');
  const parsed = (text: string): Query => {
    const read = parseQuery(text);
    if ('fault' in read) throw new Error(read.fault);
    return read.query;
  };
  function over(files: () => Record<string, unknown>): { search: SiteSearch; reads: string[] } {
    const reads: string[] = [];
    const search = new SiteSearch((path) => {
      reads.push(path);
      const file = files()[path];
      return Promise.resolve(file === undefined ? null : Buffer.from(JSON.stringify(file)));
    });
    return { search, reads };
  }

  it('finds stories of the last 30 days, the newest first, and reads again only what changed', async () => {
    let v = '1';
    const { search, reads } = over(() => filesOf(v));
    const { rows, all, whole } = await search.find(parsed('corridor'), now);
    expect([rows.map(({ id }) => id), all, whole]).toEqual([['s3', 's0'], 6, true]);
    expect(reads.splice(0)).toEqual([
      'search/manifest.json',
      'search/names.json',
      'search/d2.json',
      'search/d1.json',
    ]);
    await search.find(parsed('talks'), now);
    v = '2';
    await search.find(parsed('talks'), now);
    expect(reads).toEqual(['search/manifest.json', 'search/manifest.json', 'search/d2.json']);
  });

  it('reads ten files at most, and ends when its time is over', async () => {
    const many = Array.from({ length: 30 }, (_, n) => ({ name: `d${n}`, stories: 1, v: '' }));
    const { search, reads } = over(() => ({ 'search/manifest.json': { shards: many, names: '' } }));
    expect((await search.find(parsed('corridor'), now)).whole).toBe(true);
    expect(reads.filter((path) => /d\d/.test(path))).toHaveLength(9);
    let asked = 0;
    const late = over(() => filesOf('1'));
    const answer = await late.search.find(parsed('corridor'), now, () => (asked++ === 0 ? 0 : 60_000));
    expect([answer.rows.length, answer.whole]).toEqual([2, false]);
  });

  it('finds nothing where nothing is published', async () => {
    const { search } = over(() => ({}));
    expect(await search.find(parsed('corridor'), now)).toEqual({ rows: [], all: 0, whole: true });
  });
});
