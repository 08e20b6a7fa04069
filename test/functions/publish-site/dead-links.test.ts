import { describe, expect, it } from 'vitest';
import type { SiteFile } from '../../../functions/publish-site/ports.ts';
import { publishSite } from '../../../functions/publish-site/publish-site.ts';
import { type Told, told } from './fixture-stories.ts';
import { memorySite, now, site, textOf } from './memory-site.ts';
import { manyStories } from './many-stories.ts';

const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);

/** Links of every page, feed, sitemap and JSON file to a file that is not there, as `from → to`. */
function deadLinks(files: Map<string, SiteFile>): string[] {
  const dead = new Set<string>();
  for (const path of files.keys()) {
    if (!/\.(html|atom|xml|json)$/.test(path) || path.startsWith('_')) continue;
    const text = textOf(files, path);
    const links = [
      ...[...text.matchAll(/(?:href|src|action)="(\/[^"#?]*|https:\/\/wire\.example\/[^"#?]*)/g)].map(
        (match) => match[1] ?? '',
      ),
      ...[...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) => match[1] ?? ''),
      ...[...text.matchAll(/"(?:url|home_page_url|feed_url)":"(https:\/\/wire\.example[^"]*)"/g)].map(
        (match) => match[1] ?? '',
      ),
    ];
    for (const link of links) {
      const key = decodeURIComponent(link.replace('https://wire.example', '')).replace(/^\//, '');
      const file = key === '' || key.endsWith('/') ? `${key}index.html` : key;
      if (!file.startsWith('s/') && !files.has(file)) dead.add(`${path} → ${file}`);
    }
  }
  return [...dead];
}

const withStories = (files: Map<string, SiteFile>): [string, string][] =>
  [...files.keys()]
    .filter((path) => !path.startsWith('_state/') && !path.startsWith('search/manifest'))
    .sort()
    .map((path) => [path, textOf(files, path)]);

describe('no link leads to a page that does not exist', () => {
  it('in a site without a story, nor once the first stories came a minute later', async () => {
    const { ports, files, stories } = memorySite([]);
    await publishSite(ports, site(), now);
    expect(deadLinks(files)).toEqual([]);
    stories.push(...told);
    await publishSite(ports, site(), minutes(1));
    expect(files.size).toBeGreaterThan(100);
    expect(deadLinks(files)).toEqual([]);
    expect(textOf(files, 'feeds/language-hy.atom').match(/<entry/g)).toHaveLength(2);
    expect(textOf(files, 'days/index.html')).toContain('/days/2026-11-24.html');
  });

  it("around a day's change: an old story goes on, then the new day gets its first story", async () => {
    const { ports, files, stories } = memorySite();
    await publishSite(ports, site(), now);
    const [first] = told;
    if (first === undefined) throw new Error('no story');
    const night = new Date('2026-11-25T00:04:00.000Z');
    stories[0] = {
      ...first,
      pieces: [...first.pieces, { outlet: 'masis', language: 'en', title: 'Maps are out', after: 1132 }],
    };
    await publishSite({ ...ports }, { ...site(), passMinutes: 10_000 }, night);
    expect(textOf(files, 'index.html')).toContain('id="d2026-11-25"');
    expect(files.has('days/2026-11-25.html')).toBe(false);
    expect(deadLinks(files)).toEqual([]);
    const fresh: Told = {
      ...first,
      id: 'd4e5f60718293041',
      first: '2026-11-25T00:06:00.000Z',
      entities: ['ilham-aliyev', 'azerbaijan'],
    };
    stories.push(fresh);
    await publishSite({ ...ports }, { ...site(), passMinutes: 10_000 }, new Date('2026-11-25T03:10:00.000Z'));
    expect(textOf(files, 'index.html')).toContain('href="/days/2026-11-25.html"');
    expect(files.has('entities/ilham-aliyev.html')).toBe(true);
    expect(textOf(files, 'sitemap.xml')).toContain('sitemaps/2026-11-25.xml');
    expect(deadLinks(files)).toEqual([]);
  });

  it('in a story with more names than its card has room for', async () => {
    const [first] = told;
    if (first === undefined) throw new Error('no story');
    const entities = [...site().names.entities.keys()].slice(0, 30);
    const { ports, files } = memorySite([{ ...first, entities }]);
    await publishSite(ports, site(), now);
    const page = textOf(files, 'stories/a1b2c3d4e5f60718.html');
    for (const id of entities) expect(page).toContain(site().names.entities.get(id)?.name);
    expect(deadLinks(files)).toEqual([]);
  });

  it('after each of many rounds, whatever comes when', async () => {
    const all = manyStories({ days: 4, perDay: 20, until: '2026-11-24T08:50:00.000Z' }).toSorted((a, b) =>
      a.first < b.first ? -1 : 1,
    );
    const { ports, files, stories } = memorySite([]);
    for (let round = 0; round < 5; round++) {
      stories.push(...all.slice(round * 16, round * 16 + 16));
      await publishSite(ports, site(), minutes(round * 5));
      expect(deadLinks(files)).toEqual([]);
    }
  });

  it('and no page is linked before it is printed, but by the pages of the same stories', async () => {
    const { ports, files } = memorySite();
    const early = new Set<string>();
    const writeFile: typeof ports.writeFile = async (file) => {
      await ports.writeFile(file);
      if (/(^|\/)index\.html$/.test(file.path) && !/^(days|editions)\//.test(file.path))
        for (const link of deadLinks(files)) if (link.startsWith(`${file.path} `)) early.add(link);
    };
    await publishSite({ ...ports, writeFile }, site(), now);
    // The six fronts name each other.
    expect([...early].filter((link) => !/→ (\w\w\/)?index\.html$/.test(link))).toEqual([]);
  });
});

it('is the same site, whether all came at once or after an empty round', async () => {
  const once = memorySite();
  await publishSite(once.ports, site(), minutes(1));
  const served = memorySite([]);
  await publishSite(served.ports, site(), now);
  served.stories.push(...told);
  await publishSite(served.ports, site(), minutes(1));
  expect(withStories(served.files)).toEqual(withStories(once.files));
});
