import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ingestFeed, type Ports } from '../../../functions/ingest-feed/ingest-feed.ts';
import { KnownArticles } from '../../../functions/ingest-feed/known-articles.ts';
import type { Article } from '../../../shared/domain/article/article.ts';
import { parseFeed } from '../../../shared/domain/feed/parse.ts';
import type { ParseReport } from '../../../shared/domain/visit/parse-report.ts';
import type { IngestRequest, StoryRequest } from '../../../shared/messages.ts';

const rss = (...items: string[]): string =>
  `<rss version="2.0"><channel><title>T</title><link>https://n.example/</link><ttl>30</ttl>${items.map((one) => `<item>${one}</item>`).join('')}</channel></rss>`;
const news = (id: number, title = `CSTO summit ${id}`): string =>
  `<title>${title}</title><link>https://n.example/${id}?utm_source=rss</link><description>About ${title}</description><pubDate>Tue, 24 Nov 2026 05:0${id}:00 GMT</pubDate>`;

let stored: Map<string, Article>;
let guids: Map<string, string>;
let stories: StoryRequest[];
let readings: [string, ParseReport][];
let steps: string[];
let failAt: string | undefined;
let known: KnownArticles;

/** A store in memory whose every call can fail once, before or after it took effect. */
function step<T>(name: string, effect: () => T): Promise<T> {
  steps.push(name);
  if (failAt === `before ${name}`) {
    failAt = undefined;
    return Promise.reject(new Error('crash'));
  }
  const result = effect();
  if (failAt === `after ${name}`) {
    failAt = undefined;
    return Promise.reject(new Error('crash'));
  }
  return Promise.resolve(result);
}

const portsFor = (body: string): Ports => ({
  known,
  feed: (id) =>
    id === 'feed' || id === 'feed-2'
      ? {
          id,
          url: 'https://n.example/rss',
          alternate: { kind: 'page', url: 'https://n.example/news', select: { item: 'li' } },
          outlet: {
            id: 'outlet',
            name: 'Outlet',
            country: 'AM',
            kind: 'independent',
            homepage: 'https://n.example/',
          },
        }
      : undefined,
  readBody: () => step('readBody', () => new TextEncoder().encode(body)),
  parse: (bytes, source) => parseFeed(bytes, source),
  readPage: () => Promise.resolve({ kind: 'page', text: '', beginning: '' }),
  findArticles: (ids) => Promise.resolve(new Map([...stored].filter(([id]) => ids.includes(id)))),
  findShown: (shown, guidIds) =>
    step('findArticles', () => {
      const found = [...stored].filter(([id]) => shown.has(id));
      const named = new Map([...guids].filter(([id]) => guidIds.includes(id)));
      const articles = new Map(
        found.map(([id, article]): [string, Article | 'same'] => {
          const text = shown.get(id);
          const isSame = text?.title === article.title && text.summary === article.summary;
          return [id, isSame && text?.archiveKey !== article.archiveKey ? 'same' : article];
        }),
      );
      return { articles, named };
    }),
  findByGuid: (ids) => step('findByGuid', () => new Map([...guids].filter(([id]) => ids.includes(id)))),
  putGuid: async (guidId, articleId) => void guids.set(guidId, articleId),
  tag: ({ title }) => ({
    topics: title.includes('CSTO') ? ['csto'] : [],
    subtopics: [],
    entities: [],
    evidence: [],
    nearMisses: [],
    packVersion: '1',
  }),
  findReprint: ({ title }) =>
    step('findReprint', () =>
      title.includes('copy')
        ? {
            original: 'original',
            evidence: { kind: 'reprint', of: 'original', rule: 'same-text', score: 1, places: [] },
          }
        : null,
    ),
  putArticle: (article) =>
    step('putArticle', () => {
      if (stored.has(article.id)) return 'known';
      stored.set(article.id, article);
      return 'stored';
    }),
  reviseArticle: (article, previous) =>
    step('reviseArticle', () => {
      if (stored.get(article.id)?.revision !== previous) return 'known';
      stored.set(article.id, article);
      return 'revised';
    }),
  retagArticle: (article) =>
    step('retagArticle', () => {
      if (stored.get(article.id)?.revision !== article.revision) return 'changed';
      stored.set(article.id, article);
      return 'retagged';
    }),
  queueStory: (request) =>
    step('queueStory', () => {
      stories.push(request);
    }),
  saveParseReport: (feedId, reading) =>
    step('saveReading', () => {
      readings.push([feedId, reading]);
    }),
  clock: () => new Date('2026-11-24T06:00:00Z'),
  log: () => {},
});

const message = (given: Partial<IngestRequest> = {}): IngestRequest => ({
  feedId: 'feed',
  archiveKey: 'bodies/1.gz',
  visitedAt: '2026-11-24T05:59:00.000Z',
  url: 'https://n.example/rss',
  contentType: null,
  ...given,
});
const ingest = (body: string, given: Partial<IngestRequest> = {}): Promise<void> =>
  ingestFeed(portsFor(body), message(given));
const articles = (): Article[] => [...stored.values()].sort((a, b) => (a.title < b.title ? -1 : 1));

beforeEach(() => {
  stored = new Map();
  guids = new Map();
  stories = [];
  readings = [];
  steps = [];
  failAt = undefined;
  known = new KnownArticles();
});

describe('an on-topic article that comes back under another address', () => {
  const item = (id: number, path = 'a'): string =>
    `<guid isPermaLink="false">g${id}</guid>${news(id % 10, `CSTO summit ${id}`).replace('/n.example/', `/n.example/${path}/${id}-`)}`;
  const body = (count: number, path?: string): string =>
    rss(...Array.from({ length: count }, (_, at) => item(at, path)));

  it.each([
    ['one of few: its guid is asked for with the articles', 3, ['findArticles']],
    ['one of many: most may be known, so guids are asked for after them', 9, ['findArticles', 'findByGuid']],
  ])('is the same, %s', async (_name, count, asked) => {
    await ingest(body(count));
    steps = [];
    await ingest(body(count, 'b'), { archiveKey: 'bodies/2.gz', visitedAt: '2026-11-24T05:59:30.000Z' });
    expect(stored.size).toBe(count);
    expect(articles().every(({ url, revision }) => url?.includes('/b/') && revision === 2)).toBe(true);
    expect(steps.filter((name) => name.startsWith('find')).slice(0, asked.length)).toEqual(asked);
    expect(steps.includes('findByGuid')).toBe(asked.includes('findByGuid'));
  });
});

describe('ingestFeed', () => {
  it('reads what came from the alternate as that is', async () => {
    const page = '<html><body><ul><li><a href="/1">CSTO summit opens in Bishkek</a></li></ul></body></html>';
    await ingest(page, { alternate: true, url: 'https://n.example/news' });
    expect(articles().map(({ feedId, url }) => [feedId, url])).toEqual([['feed', 'https://n.example/1']]);
    expect(readings).toMatchObject([['feed', { kind: 'ok', form: 'page', items: 1 }]]);
  });

  describe('where pages are read', () => {
    const titleAlone = (title: string): string =>
      rss(`<title>${title}</title><link>https://n.example/1</link>`);
    const wanted: [string, string][] = [];
    const read = (title: string, given: Partial<IngestRequest> = {}): Promise<void> =>
      ingestFeed(
        {
          ...portsFor(titleAlone(title)),
          wantPage: async (feedId, { articleId, url }) => void wanted.push([`${feedId} ${url}`, articleId]),
        },
        message(given),
      );

    it('asks for the page of a new title on topic, once', async () => {
      await read('CSTO meets');
      await read('CSTO meets', { archiveKey: 'bodies/2.gz' });
      await read('Wheat');
      expect(wanted).toEqual([['feed https://n.example/1', articles()[0]?.id]]);
    });

    it('keeps the beginning of the page while the feed gives no text, and takes the feed’s text when it does', async () => {
      await read('CSTO meets');
      const [known] = articles();
      if (known === undefined) throw new Error('nothing stored');
      stored.set(known.id, { ...known, summary: 'So the page begins.', fromPage: true });
      await read('CSTO meets', { archiveKey: 'bodies/2.gz' });
      expect(articles()).toMatchObject([{ revision: 1, summary: 'So the page begins.' }]);
      await read('CSTO meets again', { archiveKey: 'bodies/3.gz' });
      expect(articles()).toMatchObject([{ revision: 2, summary: 'So the page begins.', fromPage: true }]);
      await ingest(rss(news(1)), { archiveKey: 'bodies/4.gz' });
      expect(articles()).toMatchObject([{ revision: 3, summary: 'About CSTO summit 1' }]);
      expect(articles()[0]?.fromPage).toBeUndefined();
    });
  });

  describe('of a body that is read again', () => {
    const body = rss(news(1), news(2, 'Wheat'));
    const again = { again: true as const, archiveKey: 'bodies/1.gz' };
    const mended = (): Ports => ({
      ...portsFor(body),
      tag: ({ title }) => ({
        topics: title.includes('Wheat') ? ['csto'] : [],
        subtopics: [],
        entities: [],
        evidence: [],
        nearMisses: [],
        packVersion: '1',
      }),
    });
    const tags = () => articles().map(({ topics, packVersion, revision }) => [topics, packVersion, revision]);

    it('has equal texts tagged as the tagger is now, and their stories told, also of what is off topic now', async () => {
      await ingest(body);
      stories = [];
      await ingestFeed(mended(), message(again));
      expect(tags()).toEqual([
        [[], '1', 1],
        [['csto'], '1', 1],
      ]);
      expect(stories.map(({ revision }) => revision)).toEqual([2, 2]);
    });

    it.each(
      ['before', 'after'].flatMap((when) => ['retagArticle', 'queueStory'].map((call) => `${when} ${call}`)),
    )('ends the same after a crash %s', async (crash) => {
      await ingest(body);
      stories = [];
      failAt = crash;
      await expect(ingestFeed(mended(), message(again))).rejects.toThrow('crash');
      await ingestFeed(mended(), message(again));
      expect(tags()).toEqual([
        [[], '1', 1],
        [['csto'], '1', 1],
      ]);
      expect(new Set(stories.map(({ articleId }) => articleId)).size).toBe(2);
    });

    it('takes no text back that a later body has changed', async () => {
      await ingest(body);
      await ingest(rss(news(1, 'CSTO summit moved')), { archiveKey: 'bodies/2.gz' });
      await ingest(body, again);
      expect(articles().map(({ title, revision }) => [title, revision])).toEqual([
        ['CSTO summit moved', 2],
        ['Wheat', 1],
      ]);
    });
  });

  it('tags only what is new or changed', async () => {
    const body = (...of: string[]): string => rss(...of);
    await ingest(body(news(1), news(2)));
    const ports = portsFor(body(news(1), news(2, 'CSTO summit moved'), news(3)));
    const tagged: string[] = [];
    const tag: Ports['tag'] = (text) => {
      tagged.push(text.title);
      return ports.tag(text);
    };
    await ingestFeed({ ...ports, tag }, message({ archiveKey: 'bodies/2.gz' }));
    expect(tagged).toEqual(['CSTO summit moved', 'CSTO summit 3']);
  });

  it('stores what is new and asks a story for what is on topic', async () => {
    await ingest(rss(news(1), news(2, 'Weather')));
    expect(articles()).toMatchObject([
      {
        title: 'CSTO summit 1',
        url: 'https://n.example/1',
        topics: ['csto'],
        publishedAt: '2026-11-24T05:01:00.000Z',
        seenAt: '2026-11-24T06:00:00.000Z',
        revision: 1,
        outletId: 'outlet',
        feedId: 'feed',
        archiveKey: 'bodies/1.gz',
      },
      { title: 'Weather', topics: [] },
    ]);
    expect(stories).toEqual([{ articleId: articles()[0]?.id, revision: 1 }]);
    expect(readings).toMatchObject([
      [
        'feed',
        {
          kind: 'ok',
          at: '2026-11-24T05:59:00.000Z',
          items: 2,
          hints: { ttlMinutes: 30 },
          newest: '2026-11-24T05:02:00.000Z',
        },
      ],
    ]);
  });
  it('takes undated items of a feed that shows nothing known for old stock, and a new one among known items for news', async () => {
    const undated = (id: string): string =>
      `<title>CSTO ${id}</title><link>https://n.example/${id}</link><description>About ${id}</description>`;
    const ids = (prefix: string): string[] => [1, 2, 3, 4, 5].map((at) => undated(`${prefix}${at}`));
    await ingest(rss(...ids('old')), { baseline: true });
    await ingest(rss(undated('fresh'), ...ids('old').slice(1)), { archiveKey: 'bodies/2.gz' });
    failAt = 'after putArticle';
    await expect(ingest(rss(...ids('moved')), { archiveKey: 'bodies/3.gz' })).rejects.toThrow('crash');
    await ingest(rss(...ids('moved')), { archiveKey: 'bodies/3.gz' });
    const news = articles().filter(({ baseline }) => baseline !== true);
    expect(articles()).toHaveLength(11);
    expect(news.map(({ title }) => title)).toEqual(['CSTO fresh']);
  });
  it('asks for stories oldest article first', async () => {
    await ingest(rss(news(3), news(1), news(2)));
    expect(stories.map(({ articleId }) => stored.get(articleId)?.title)).toEqual([
      'CSTO summit 1',
      'CSTO summit 2',
      'CSTO summit 3',
    ]);
  });
  it('saves the reading last', async () => {
    await ingest(rss(news(1)));
    expect(steps).toEqual([
      'readBody',
      'findArticles',
      'findReprint',
      'putArticle',
      'queueStory',
      'saveReading',
    ]);
  });
  it('does nothing with what it knows', async () => {
    await ingest(rss(news(1)));
    await ingest(rss(news(1)), { archiveKey: 'bodies/2.gz' });
    expect(articles()).toHaveLength(1);
    expect(stories).toHaveLength(1);
  });
  it('keeps a changed title as a revision of the same article', async () => {
    await ingest(rss(news(1)));
    await ingest(rss(news(1, 'CSTO summit ends')), { archiveKey: 'bodies/2.gz' });
    expect(articles()).toMatchObject([
      {
        title: 'CSTO summit ends',
        revision: 2,
        archiveKey: 'bodies/2.gz',
        publishedAt: '2026-11-24T05:01:00.000Z',
      },
    ]);
    expect(stories.map(({ revision }) => revision)).toEqual([1, 2]);
  });
  it('does not let two feeds of an outlet revise each other', async () => {
    await ingest(rss(news(1)));
    await ingest(rss(news(1, 'CSTO summit, short')), { feedId: 'feed-2', archiveKey: 'bodies/2.gz' });
    expect(articles()).toMatchObject([{ title: 'CSTO summit 1', revision: 1, feedId: 'feed' }]);
  });
  it('links a reprint to its original', async () => {
    await ingest(rss(news(1, 'CSTO copy')));
    expect(articles()).toMatchObject([
      { reprintOf: 'original', evidence: [{ kind: 'reprint', of: 'original' }] },
    ]);
  });
  it('dates what has no date, an unreadable or a future one by our clock, and says so', async () => {
    await ingest(
      rss(
        '<title>A</title>',
        '<title>B</title><pubDate>soon</pubDate>',
        '<title>C</title><pubDate>Tue, 24 Nov 2026 09:00:00 GMT</pubDate>',
      ),
    );
    expect(articles().map(({ publishedAt, dateFlag }) => [publishedAt, dateFlag])).toEqual([
      ['2026-11-24T06:00:00.000Z', 'missing'],
      ['2026-11-24T06:00:00.000Z', 'unreadable'],
      ['2026-11-24T06:00:00.000Z', 'future'],
    ]);
  });
  it('says that a body was no feed, and stores nothing', async () => {
    await ingest('<html><body>Sorry</body></html>');
    expect(readings).toMatchObject([['feed', { kind: 'not-feed', items: 0 }]]);
    expect(stored.size).toBe(0);
  });
  it('tells an empty feed from a broken one', async () => {
    await ingest(rss());
    await ingest(rss(news(1)).slice(0, -30));
    expect(readings).toMatchObject([
      ['feed', { kind: 'empty' }],
      ['feed', { kind: 'empty', incomplete: true }],
    ]);
  });
  it('drops the message of a feed that the catalogue no longer has', async () => {
    await ingest(rss(news(1)), { feedId: 'gone' });
    expect(steps).toEqual([]);
  });

  const calls = ['readBody', 'findArticles', 'findReprint', 'putArticle', 'queueStory', 'saveReading'];
  it.each(calls.flatMap((call) => [`before ${call}`, `after ${call}`]))(
    'is repaired by a retry after a crash %s',
    async (where) => {
      failAt = where;
      await expect(ingest(rss(news(1), news(2)))).rejects.toThrow('crash');
      failAt = undefined;
      await ingest(rss(news(1), news(2)));
      expect(articles().map(({ title, revision }) => [title, revision])).toEqual([
        ['CSTO summit 1', 1],
        ['CSTO summit 2', 1],
      ]);
      expect(new Set(stories.map(({ articleId }) => articleId))).toEqual(new Set(stored.keys()));
      expect(readings.at(-1)).toMatchObject(['feed', { kind: 'ok', items: 2 }]);
    },
  );
});

describe('what a process knows to be stored', () => {
  const at = (minute: number): string => `2026-11-24T05:0${minute}:00.000Z`;
  const arrived = (minute: number): Partial<IngestRequest> => ({
    visitedAt: at(minute),
    archiveKey: `bodies/${minute}.gz`,
    ...(minute > 1 && { previousAt: at(minute - 1) }),
  });
  const asks = (): number => steps.filter((each) => each === 'findArticles').length;

  it('is not asked of the table again: a known body asks for nothing, a new item for itself', async () => {
    await ingest(rss(news(1), news(2)), arrived(1));
    await ingest(rss(news(1), news(2)), arrived(2));
    expect(asks()).toBe(1);
    await ingest(rss(news(1), news(2), news(3)), arrived(3));
    expect([asks(), stored.size]).toEqual([2, 3]);
  });

  it('is not trusted where another process read the body before, nor where the body is read again', async () => {
    await ingest(rss(news(1)), arrived(1));
    const here = known;
    known = new KnownArticles();
    await ingest(rss(news(1, 'CSTO revised')), arrived(2));
    known = here;
    await ingest(rss(news(1)), arrived(3));
    expect(articles().map(({ title, revision }) => [title, revision])).toEqual([['CSTO summit 1', 3]]);
    await ingest(rss(news(1)), { ...arrived(4), again: true });
    expect(asks()).toBe(3);
  });

  it('changes nothing of what is stored and queued, whoever reads which body and however often', async () => {
    const body = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom('a', 'b')), {
      selector: ([id]) => id,
      minLength: 1,
      maxLength: 5,
    });
    const reading = fc.record({
      items: body,
      feedId: fc.constantFrom('feed', 'feed', 'feed-2'),
      process: fc.integer({ min: 0, max: 1 }),
      crash: fc.constantFrom(
        undefined,
        undefined,
        'before putArticle',
        'after reviseArticle',
        'after findArticles',
      ),
    });
    const outcome = async (
      readings: (typeof reading extends fc.Arbitrary<infer T> ? T : never)[],
      forgets: boolean,
    ) => {
      stored = new Map();
      stories = [];
      const processes = [new KnownArticles(), new KnownArticles()];
      const previous = new Map<string, string>();
      for (const [n, { items, feedId, process, crash }] of readings.entries()) {
        known = (forgets ? undefined : processes[process]) ?? new KnownArticles();
        const visitedAt = `2026-11-24T05:${String(10 + n)}:00.000Z`;
        const previousAt = previous.get(feedId);
        const given = { feedId, visitedAt, archiveKey: `bodies/${n}.gz`, ...(previousAt && { previousAt }) };
        const text = rss(...items.map(([id, version]) => news(id, `CSTO ${id} ${version}`)));
        failAt = crash;
        await ingest(text, given).catch(() => ingest(text, given));
        previous.set(feedId, visitedAt);
      }
      const articles = [...stored].map(([id, { title, revision, feedId }]) => [id, title, revision, feedId]);
      return { articles, stories };
    };
    await fc.assert(
      fc.asyncProperty(fc.array(reading, { minLength: 2, maxLength: 8 }), async (readings) => {
        expect(await outcome(readings, false)).toEqual(await outcome(readings, true));
      }),
      { numRuns: 150 },
    );
  });
});
