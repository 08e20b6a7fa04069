import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { publishSite } from '../../../functions/publish-site/publish-site.ts';
import { parseFeed } from '../../../shared/domain/feed/parse.ts';
import { readXml, type XmlNode } from './read-xml.ts';
import { told } from './fixture-stories.ts';
import { hostilePorts, hostileStories } from './hostile-stories.ts';
import { hostileTexts } from './hostile-texts.ts';
import { memorySite, now, site, textOf } from './memory-site.ts';

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const well = memorySite();
const hostile = memorySite([]);
beforeAll(async () => {
  await publishSite(well.ports, site(), now);
  await publishSite(hostilePorts(hostile.ports), site(), now);
});

const child = (node: XmlNode, name: string): XmlNode[] => node.children.filter((each) => each.name === name);
const feeds = (): [string, string][] =>
  [...well.files.keys(), ...hostile.files.keys()]
    .filter((path) => path.endsWith('.atom'))
    .flatMap(
      (path) =>
        [
          [path, textOf(well.files, path)],
          [path, textOf(hostile.files, path)],
        ] as [string, string][],
    )
    .filter(([, text]) => text !== '');

describe('Atom feeds', () => {
  it('are well-formed XML and hold what RFC 4287 asks: one id, title and updated a feed and an entry, an author, unique ids, absolute links, RFC 3339 dates', () => {
    const faults: string[] = [];
    for (const [path, text] of feeds()) {
      const feed = readXml(text);
      const entries = child(feed, 'entry');
      for (const each of [feed, ...entries]) {
        for (const name of ['id', 'title', 'updated'])
          if (child(each, name).length !== 1)
            faults.push(`${path}: ${each.name} has ${child(each, name).length} ${name}`);
        for (const date of [...child(each, 'updated'), ...child(each, 'published')])
          if (!rfc3339.test(date.text)) faults.push(`${path}: ${date.text}`);
        for (const link of child(each, 'link'))
          if (!link.attributes['href']?.startsWith('https://wire.example/'))
            faults.push(`${path}: ${link.attributes['href']}`);
        if (!URL.canParse(child(each, 'id')[0]?.text ?? '')) faults.push(`${path}: id`);
      }
      if (child(feed, 'author').length !== 1) faults.push(`${path}: author`);
      if (child(feed, 'link').filter((link) => link.attributes['rel'] === 'self').length !== 1)
        faults.push(`${path}: self`);
      const ids = entries.map((entry) => child(entry, 'id')[0]?.text);
      if (new Set(ids).size !== ids.length) faults.push(`${path}: id twice`);
      if (entries.some((entry) => child(entry, 'content')[0]?.attributes['type'] !== 'html'))
        faults.push(`${path}: content`);
    }
    expect(faults).toEqual([]);
    expect(feeds().length).toBeGreaterThan(30);
  });

  it('come back through our own parser with every story, its title, link and date', async () => {
    const read = await parseFeed(Buffer.from(textOf(well.files, 'feeds/all.atom')), {
      url: 'https://wire.example/feeds/all.atom',
      contentType: 'application/atom+xml',
    });
    if (read.kind !== 'feed') throw new Error(read.reason);
    expect(read.problems).toEqual([]);
    expect(read.articles.map(({ title, url, published }) => ({ title, url, published }))).toEqual([
      {
        title: 'Armenia and Azerbaijan agree on next stretch of border',
        url: 'https://wire.example/stories/a1b2c3d4e5f60718.html',
        published: '2026-11-24T05:10:00.000Z',
      },
      {
        title: 'В ОДКБ ждут решения Еревана об участии',
        url: 'https://wire.example/stories/b2c3d4e5f6071829.html',
        published: '2026-11-23T15:00:00.000Z',
      },
      {
        title: 'Учения ОДКБ пройдут без Армении',
        url: 'https://wire.example/stories/c3d4e5f607182930.html',
        published: '2026-11-22T09:00:00.000Z',
      },
    ]);
  });

  it('of a language put its headlines first', () => {
    expect(textOf(well.files, 'feeds/language-az.atom')).toContain(
      '<title>KTMT təlimləri Ermənistansız keçiriləcək</title>',
    );
  });
});

describe('JSON feeds', () => {
  it('are JSON Feed 1.1: version, title, items with unique string ids, absolute urls, RFC 3339 dates and content', () => {
    for (const files of [well.files, hostile.files]) {
      for (const path of [...files.keys()].filter((each) => /^feeds\/.*\.json$/.test(each))) {
        const feed = JSON.parse(textOf(files, path)) as {
          version: string;
          title: string;
          feed_url: string;
          items: {
            id: string;
            url: string;
            content_html: string;
            date_published: string;
            date_modified: string;
            tags: string[];
          }[];
        };
        expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
        expect(feed.feed_url).toBe(`https://wire.example/${path}`);
        expect(new Set(feed.items.map((item) => item.id)).size).toBe(feed.items.length);
        expect(
          feed.items.filter(
            (item) =>
              !item.url.startsWith('https://wire.example/stories/') ||
              !rfc3339.test(item.date_published) ||
              !rfc3339.test(item.date_modified) ||
              item.content_html === '',
          ),
        ).toEqual([]);
      }
    }
  });

  it('come back through our own parser', async () => {
    const read = await parseFeed(Buffer.from(textOf(well.files, 'feeds/csto.json')), {
      url: 'https://wire.example/feeds/csto.json',
      contentType: 'application/feed+json',
    });
    expect(read.kind === 'feed' && read.articles.map((article) => article.title)).toEqual([
      'В ОДКБ ждут решения Еревана об участии',
      'Учения ОДКБ пройдут без Армении',
    ]);
  });
});

describe('exports', () => {
  it('give a day as NDJSON, one story a line', () => {
    const lines = gunzipSync(well.files.get('exports/days/2026-11-23.ndjson.gz')?.body ?? '')
      .toString('utf8')
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(['b2c3d4e5f6071829']);
  });

  it('give a day as CSV, one headline a row', () => {
    const [header, ...rows] = textOf(well.files, 'exports/days/2026-11-22.csv').trimEnd().split('\r\n');
    expect(header).toBe(
      'id,url,first_seen,last_seen,phase,topics,subtopics,languages,countries,independent,reprints,language,headline,outlet',
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]).toBe(
      'c3d4e5f607182930,https://wire.example/stories/c3d4e5f607182930.html,2026-11-22T09:00:00.000Z,2026-11-22T09:45:00.000Z,settled,csto,military,ru az,AZ KZ,2,0,az,KTMT təlimləri Ermənistansız keçiriləcək,araz',
    );
  });

  it('give a day’s articles as rows for SQL, each with its story, and as CSV', () => {
    const rows = gunzipSync(
      well.files.get('exports/articles/day=2026-11-22/articles.ndjson.gz')?.body ?? '',
    ).toString('utf8');
    expect(
      rows
        .trimEnd()
        .split('\n')
        .map((line) => {
          const { story_id, outlet_id, title } = JSON.parse(line) as Record<string, string>;
          return [story_id, outlet_id, title];
        }),
    ).toEqual([
      ['c3d4e5f607182930', 'altyn', 'Учения ОДКБ пройдут без Армении'],
      ['c3d4e5f607182930', 'araz', 'KTMT təlimləri Ermənistansız keçiriləcək'],
    ]);
    const csv = textOf(well.files, 'exports/days/2026-11-22.articles.csv').trimEnd().split('\r\n');
    expect(csv).toHaveLength(3);
  });

  it('quote commas and quotes, and let no spreadsheet run a headline', async () => {
    const [first] = told;
    if (first === undefined) throw new Error('no story');
    const { ports, files } = memorySite([
      {
        ...first,
        pieces: [
          {
            outlet: 'masis',
            language: 'en',
            title: '=HYPERLINK("http://evil.example","x"), he said',
            after: 0,
          },
        ],
      },
    ]);
    await publishSite(ports, site(), now);
    expect(textOf(files, 'exports/days/2026-11-24.csv')).toContain(
      `,en,"'=HYPERLINK(""http://evil.example"",""x""), he said",masis`,
    );
  });
});

describe('the JSON API', () => {
  it('gives a story with its articles, revisions and evidence', () => {
    const story = JSON.parse(textOf(well.files, 'api/v1/stories/a1b2c3d4e5f60718.json')) as {
      version: number;
      articles: { title: string; revisions: unknown[]; evidence: unknown[] }[];
      claims: unknown[];
    };
    expect(story.version).toBe(1);
    expect(story.articles).toHaveLength(9);
    expect(story.articles[0]).toMatchObject({
      title: 'Armenia and Azerbaijan agree on next stretch of border',
      revisions: [{ title: 'Armenia and Azerbaijan discuss next stretch of border' }],
    });
    expect(story.claims).toHaveLength(1);
  });

  it('gives the newest stories in the order of their activity, and a pulse of them', () => {
    const latest = JSON.parse(textOf(well.files, 'api/v1/latest.json')) as { stories: { id: string }[] };
    const pulse = JSON.parse(textOf(well.files, 'api/v1/pulse.json')) as {
      newest: string;
      stories: [string, string][];
    };
    expect(latest.stories.map(({ id }) => id)).toEqual([
      'a1b2c3d4e5f60718',
      'b2c3d4e5f6071829',
      'c3d4e5f607182930',
    ]);
    expect(pulse.newest).toBe('2026-11-24T08:05:00.000Z');
  });
});

describe('OPML, sitemaps and robots', () => {
  it('are well-formed XML, also of hostile stories', () => {
    for (const files of [well.files, hostile.files]) {
      for (const path of [...files.keys()].filter((each) => each.endsWith('.xml')))
        expect(['opml', 'urlset', 'sitemapindex']).toContain(readXml(textOf(files, path)).name);
    }
  });

  it('lists every feed of the catalogue in OPML', () =>
    expect(textOf(well.files, 'opml.xml').match(/xmlUrl=/g)).toHaveLength(9));

  it('leads robots to the sitemap, whose parts exist', () => {
    expect(textOf(well.files, 'robots.txt')).toContain('Sitemap: https://wire.example/sitemap.xml');
    const parts = child(readXml(textOf(well.files, 'sitemap.xml')), 'sitemap').map(
      (each) => child(each, 'loc')[0]?.text.replace('https://wire.example/', '') ?? '',
    );
    expect(parts.filter((part) => !well.files.has(part))).toEqual([]);
    expect(parts).toHaveLength(4);
  });

  it('names no page in a sitemap that does not exist', () => {
    const locations = child(readXml(textOf(well.files, 'sitemaps/pages.xml')), 'url').map(
      (each) => child(each, 'loc')[0]?.text.replace('https://wire.example/', '') ?? '',
    );
    expect(
      locations.filter(
        (path) => !well.files.has(path === '' || path.endsWith('/') ? `${path}index.html` : path),
      ),
    ).toEqual([]);
  });
});

it(`${hostileTexts.length} hostile texts are all told`, () =>
  expect(hostileStories().flatMap(({ articles }) => articles)).toHaveLength(hostileTexts.length));
