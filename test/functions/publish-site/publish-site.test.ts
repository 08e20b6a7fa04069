import { gunzipSync, gzipSync } from 'node:zlib';
import type { SiteFile } from '../../../functions/publish-site/ports.ts';
import { describe, expect, it, vi } from 'vitest';
import { publishSite } from '../../../functions/publish-site/publish-site.ts';
import { type Told, told } from './fixture-stories.ts';
import { manyStories } from './many-stories.ts';
import { memorySite, now, site, textOf, watched } from './memory-site.ts';
import { newProcess } from './new-process.ts';

describe('publish-site', () => {
  it('prints every kind of page, feed and file in the first round', async () => {
    const { ports, files } = memorySite();
    const published = await publishSite(ports, site(), now);
    expect(published.stories).toBe(3);
    const expected = [
      'index.html',
      'hy/index.html',
      'az/index.html',
      'ru/index.html',
      'ka/index.html',
      'tr/index.html',
      'stories/a1b2c3d4e5f60718.html',
      'topics/csto.html',
      'topics/csto.membership.html',
      'topics/armenia-azerbaijan.justice.html',
      'entities/nikol-pashinyan.html',
      'days/2026-11-24.html',
      'days/index.html',
      'matrix.html',
      'coverage.html',
      'method.html',
      'neutrality.html',
      'editions/index.html',
      'search.html',
      '404.html',
      'feeds/all.atom',
      'feeds/all.json',
      'feeds/csto.atom',
      'feeds/csto.military.json',
      'feeds/language-ka.atom',
      'feeds/entity-csto.json',
      'opml.xml',
      'api/v1/latest.json',
      'api/v1/pulse.json',
      'api/v1/stories/a1b2c3d4e5f60718.json',
      'exports/days/2026-11-23.ndjson.gz',
      'exports/days/2026-11-23.csv',
      'exports/days/2026-11-23.articles.csv',
      'sitemap.xml',
      'sitemaps/pages.xml',
      'sitemaps/2026-11-22.xml',
      'robots.txt',
      'search/manifest.json',
      'search/names.json',
    ];
    expect(expected.filter((path) => !files.has(path))).toEqual([]);
  });

  it("leaves nothing of a reader's own edition that an earlier release kept for everybody to read", async () => {
    const { ports, files, puts } = memorySite();
    const path = `editions/2026-10-02/${'0a1b2c3d'.repeat(4)}.html`;
    const shared = 'editions/2026-10-02/csto-en.html';
    for (const each of [path, shared])
      files.set(each, { path: each, body: 'Yours, 07:12', contentType: 'text/html', cacheControl: 'x' });
    await publishSite(ports, site(), now);
    expect(textOf(files, path)).toContain('noindex');
    expect(textOf(files, path)).not.toContain('07:12');
    expect(textOf(files, shared)).toBe('Yours, 07:12');
    puts.length = 0;
    await publishSite(ports, { ...site(), passMinutes: 0 }, new Date(now.getTime() + 60_000));
    expect(puts).not.toContain(path);
  });

  it('puts nothing at all when nothing changed', async () => {
    const { ports, puts } = memorySite();
    await publishSite(ports, site(), now);
    puts.length = 0;
    const again = await publishSite(ports, site(), new Date(now.getTime() + 300_000));
    expect(again).toMatchObject({ stories: 0, written: 0 });
    expect(puts).toEqual([]);
  });

  it('prints of a changed story its page, its lists and the fronts, and no other story', async () => {
    const { ports, puts, stories } = memorySite();
    await publishSite(ports, site(), now);
    puts.length = 0;
    const [first, ...rest] = told;
    if (first === undefined) throw new Error('no story');
    stories.splice(
      0,
      stories.length,
      {
        ...first,
        pieces: [
          ...first.pieces,
          { outlet: 'masis', language: 'en', title: 'Border commissions publish their map', after: 220 },
        ],
      },
      ...rest,
    );
    await publishSite(ports, site(), new Date(now.getTime() + 300_000));
    expect(puts).toContain('stories/a1b2c3d4e5f60718.html');
    expect(puts).toContain('index.html');
    expect(puts).toContain('topics/armenia-azerbaijan.border.html');
    expect(puts.filter((path) => path.startsWith('stories/'))).toHaveLength(1);
    expect(puts.filter((path) => path.startsWith('topics/csto'))).toEqual([]);
  });

  it('shows the phase of the moment in lists, not that of the last change of a story', async () => {
    const { ports, files, stories } = memorySite();
    await publishSite(ports, site(), now);
    expect(textOf(files, 'index.html')).toContain('class="phase breaking"');
    const [first, second, ...rest] = told;
    if (first === undefined || second === undefined) throw new Error('no story');
    const later = new Date(now.getTime() + 2 * 86_400_000);
    stories.splice(
      0,
      stories.length,
      first,
      { ...second, extra: { ...second.extra, changedAt: later.toISOString() } },
      ...rest,
    );
    await publishSite(ports, site(), later);
    expect(textOf(files, 'index.html')).toContain('class="phase settled"');
    expect(textOf(files, 'index.html')).not.toContain('class="phase breaking"');
  });

  it('sends readers of a merged story on and takes it off every list', async () => {
    const { ports, files, stories } = memorySite();
    await publishSite(ports, site(), now);
    const [, second] = told;
    if (second === undefined) throw new Error('no story');
    stories.splice(1, 1, {
      ...second,
      extra: { ...second.extra, mergedInto: 'c3d4e5f607182930', changedAt: '2026-11-24T08:30:00.000Z' },
    });
    await publishSite(ports, site(), new Date(now.getTime() + 3_600_000));
    expect(textOf(files, 'stories/b2c3d4e5f6071829.html')).toContain(
      'content="0; url=/stories/c3d4e5f607182930.html"',
    );
    expect(textOf(files, 'index.html')).not.toContain('b2c3d4e5f6071829');
    expect(textOf(files, 'days/2026-11-23.html')).not.toContain('b2c3d4e5f6071829');
  });
});

describe('a round that dies', () => {
  it('leaves nothing that the next round does not mend, wherever it died', async () => {
    const whole = memorySite();
    await publishSite(whole.ports, site(), now);
    const total = whole.puts.length;
    for (let survives = 0; survives < total; survives += 17) {
      const { ports, files } = memorySite();
      let puts = 0;
      const dying = {
        ...ports,
        writeFile: (file: Parameters<typeof ports.writeFile>[0]) =>
          ++puts > survives ? Promise.reject(new Error('the function died')) : ports.writeFile(file),
      };
      await expect(publishSite(dying, site(), now)).rejects.toThrow('the function died');
      await publishSite(ports, site(), now);
      const differing = [...whole.files]
        .filter(([path]) => !path.startsWith('_state/') && textOf(files, path) !== textOf(whole.files, path))
        .map(([path]) => path);
      expect(differing).toEqual([]);
    }
  });

  it('goes on where it stopped: a long first round that is cut ends with the same site', async () => {
    const many = manyStories({ days: 11, perDay: 48, until: now.toISOString() });
    const whole = memorySite(many);
    await publishSite(whole.ports, site(), now);
    const { ports, files } = memorySite(many);
    const cutAfter = Math.ceil(0.85 * whole.puts.length);
    let tries = 0;
    let puts = 0;
    for (let isDone = false; !isDone; tries++) {
      let left = cutAfter;
      const dying: typeof ports = {
        ...ports,
        writeFile: (file) => {
          if (left-- <= 0) return Promise.reject(new Error('the function died'));
          puts++;
          return ports.writeFile(file);
        },
      };
      isDone = await publishSite(dying, site(), now).then(
        () => true,
        () => false,
      );
      expect(tries).toBeLessThan(6);
    }
    expect(tries).toBe(2);
    expect(puts).toBeLessThan(1.3 * whole.puts.length);
    const differing = [...whole.files]
      .filter(([path]) => !path.startsWith('_state/') && textOf(files, path) !== textOf(whole.files, path))
      .map(([path]) => path);
    expect(differing).toEqual([]);
    expect((await publishSite(ports, site(), now)).written).toBe(0);
  });

  describe.each<[string, Uint8Array | null]>([
    ['missing', null],
    ['empty, as after a kill inside a write', Buffer.from('')],
    ['cut short', gzipSync('{"version":3,"cards":{},"entries":{},"hashes":{}}').subarray(0, 20)],
    ['no JSON', gzipSync('<html>')],
    ['no object', gzipSync('null')],
  ])('with a state that is %s', (_, body) => {
    const damage = (files: Map<string, SiteFile>, path: string): void => {
      const file = files.get(path);
      if (file === undefined) throw new Error(`no ${path}`);
      if (body === null) files.delete(path);
      else files.set(path, { ...file, body });
    };

    it('publishes all again where it is the index, and still lists the days that left the window', async () => {
      const { ports, files } = memorySite();
      await publishSite(ports, site(), now);
      damage(files, '_state/index.json.gz');
      const again = await publishSite(ports, site(), now);
      expect(again.stories).toBe(3);
      expect(textOf(files, 'index.html')).toContain('a1b2c3d4e5f60718');
      damage(files, '_state/index.json.gz');
      await publishSite(ports, site(), new Date(now.getTime() + 100 * 86_400_000));
      expect(textOf(files, 'days/index.html')).toContain('/days/2026-11-24.html');
    });

    it('remakes the cards of a day from the tables before it prints that day again', async () => {
      const { ports, files, stories } = memorySite(sameDay);
      await publishSite(ports, site(), now);
      const whole = textOf(files, 'days/2026-11-24.html');
      damage(files, '_state/days/2026-11-24.json.gz');
      if (body !== null) damage(files, '_state/index.json.gz');
      const [changed] = stories;
      if (changed !== undefined)
        stories[0] = { ...changed, extra: { ...changed.extra, changedAt: now.toISOString() } };
      const publish = await newProcess();
      await publish(ports, site(), new Date(now.getTime() + 31 * 60_000));
      for (const { id } of sameDay) {
        expect(whole).toContain(`/stories/${id}.html`);
        expect(textOf(files, 'days/2026-11-24.html')).toContain(`/stories/${id}.html`);
        expect(textOf(files, 'index.html')).toContain(`/stories/${id}.html`);
      }
      const state = JSON.parse(
        gunzipSync(files.get('_state/days/2026-11-24.json.gz')?.body ?? '').toString('utf8'),
      ) as { cards: object };
      expect(Object.keys(state.cards).sort()).toEqual(sameDay.map(({ id }) => id).sort());
    });
  });
});

/** The fixture's stories as if all were first reported on one day. */
const sameDay = told.map((each) => ({ ...each, first: '2026-11-24T05:00:00.000Z' }));

describe('the slow round', () => {
  it('is owed entity and day pages, and pays after half an hour', async () => {
    const { ports, puts, stories } = memorySite();
    await publishSite(ports, site(), now);
    const [first, ...rest] = told;
    if (first === undefined) throw new Error('no story');
    stories.splice(
      0,
      stories.length,
      {
        ...first,
        pieces: [
          ...first.pieces,
          { outlet: 'masis', language: 'en', title: 'Border commissions publish their map', after: 220 },
        ],
      },
      ...rest,
    );
    puts.length = 0;
    await publishSite(ports, site(), new Date(now.getTime() + 5 * 60_000));
    expect(puts.filter((path) => /^(entities|days|exports)\//.test(path))).toEqual([]);
    puts.length = 0;
    await publishSite(ports, site(), new Date(now.getTime() + 31 * 60_000));
    expect(puts).toEqual(
      expect.arrayContaining([
        'entities/nikol-pashinyan.html',
        'days/2026-11-24.html',
        'exports/days/2026-11-24.csv',
      ]),
    );
    expect(puts.filter((path) => path.startsWith('days/2026-11-23'))).toEqual([]);
  });
});

it('asks for what was noted as changed, and each six hours for all of the last day', async () => {
  const { ports } = memorySite();
  const asked: [string, boolean][] = [];
  const asking = {
    ...ports,
    storiesChangedSince: (since: string, whole: boolean) => {
      asked.push([since, whole]);
      return ports.storiesChangedSince(since, whole);
    },
  };
  const round = (minutes: number) => publishSite(asking, site(), new Date(now.getTime() + minutes * 60_000));
  await round(0);
  await round(5);
  await round(355);
  expect(asked.map(([, whole]) => whole)).toEqual([true, false, false]);
  await round(360);
  const dayBefore = new Date(now.getTime() - 18 * 3_600_000).toISOString();
  expect(asked.at(-1)).toEqual([dayBefore < (asked[1]?.[0] ?? '') ? dayBefore : asked[1]?.[0], true]);
  await round(365);
  expect(asked.at(-1)?.[1]).toBe(false);
});

it('forgets a story after ninety days without news, but keeps its page, its day and its exports', async () => {
  const { ports, files } = memorySite();
  await publishSite(ports, site(), now);
  await publishSite(
    { ...ports, storiesChangedSince: () => Promise.resolve([]) },
    site(),
    new Date(now.getTime() + 100 * 86_400_000),
  );
  const state: unknown = JSON.parse(
    gunzipSync(files.get('_state/index.json.gz')?.body ?? '').toString('utf8'),
  );
  expect(state).toMatchObject({ entriesOfDays: {}, cardsOfDays: {} });
  expect(files.has('stories/a1b2c3d4e5f60718.html')).toBe(true);
  expect(textOf(files, 'days/index.html')).toContain('/days/2026-11-24.html');
});

it('reads an old day once in many rounds, however many lists show it', async () => {
  const days = 40;
  const many = manyStories({ days, perDay: 1, until: '2026-11-24T08:50:00.000Z' });
  const { ports, stories } = memorySite(many);
  const { ports: counted, files: read } = watched(ports);
  const after = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
  const publish = await newProcess();
  const round = async (minutes: number): Promise<void> => {
    const [newest] = stories;
    if (newest !== undefined)
      stories[0] = { ...newest, extra: { changedAt: after(minutes - 1).toISOString() } };
    await publish(counted, site(), after(minutes));
  };
  await publishSite(counted, site(), now);
  read.length = 0;
  await round(31);
  const states = read.filter((path) => path.startsWith('_state/days/'));
  expect(states.length).toBeGreaterThan(30);
  expect(new Set(states).size).toBe(states.length);
  read.length = 0;
  const parse = vi.spyOn(JSON, 'parse');
  await round(62);
  const unpacked = parse.mock.calls.filter(([text]) => text.includes('"cards":{'));
  parse.mockRestore();
  expect(read.filter((path) => path.startsWith('_state/days/'))).toEqual([]);
  expect(unpacked).toEqual([]);
});

it('reads for the tables of a day the stories that changed and no other', async () => {
  const many = manyStories({ days: 1, perDay: 20, until: '2026-11-24T08:50:00.000Z' });
  const { ports, files, stories } = memorySite(many);
  const { ports: counted, stories: read } = watched(ports);
  await publishSite(counted, site(), now);
  const [newest] = stories;
  if (newest === undefined) throw new Error('no story');
  const later = new Date(now.getTime() + 31 * 60_000);
  const said = { outlet: 'masis', language: 'en' as const, title: 'Said once more', after: 1 };
  stories[0] = {
    ...newest,
    pieces: [...newest.pieces, said],
    extra: { ...newest.extra, changedAt: later.toISOString() },
  };
  read.length = 0;
  await publishSite(counted, site(), later);
  expect(new Set(read)).toEqual(new Set([newest.id]));
  const day = newest.first.slice(0, 10);
  const table = textOf(files, `exports/days/${day}.articles.csv`);
  expect(table).toContain('Said once more');
  const ofDay = stories.filter(({ first }) => first.startsWith(day)).map(({ id }) => id);
  expect(ofDay.length).toBeGreaterThan(4);
  expect(new Set(table.match(/[0-9a-f]{24}/g))).toEqual(new Set(ofDay));
});

it('prints the archive anew after a change of look: one day a slow round, the newest first', async () => {
  const { ports, puts } = memorySite();
  await publishSite(ports, site(), now);
  const newLook = { ...site(), interfaceVersion: 'newwords' };
  const storiesPut = async (minutes: number): Promise<string[]> => {
    puts.length = 0;
    await publishSite(ports, newLook, new Date(now.getTime() + minutes * 60_000));
    return puts.filter((path) => path.startsWith('stories/'));
  };
  expect(await storiesPut(5)).toEqual([]);
  expect(await storiesPut(31)).toEqual(['stories/a1b2c3d4e5f60718.html']);
  expect(await storiesPut(62)).toEqual(['stories/b2c3d4e5f6071829.html']);
  expect(await storiesPut(93)).toEqual(['stories/c3d4e5f607182930.html']);
  expect(await storiesPut(124)).toEqual([]);
});

describe('a story that follows up another', () => {
  const [earlier] = told;
  const sequel: Told = {
    id: 'd4e5f60718293041',
    first: '2026-11-24T07:00:00.000Z',
    topics: ['csto'],
    subtopics: [],
    entities: [],
    pieces: [{ outlet: 'world-desk', language: 'en', title: 'Border talks go on <b>', after: 0 }],
    extra: { follows: earlier?.id ?? '' },
  };
  const pageOf = (files: Map<string, SiteFile>, id: string): string => textOf(files, `stories/${id}.html`);
  const jsonOf = (files: Map<string, SiteFile>, id: string) =>
    JSON.parse(textOf(files, `api/v1/stories/${id}.json`)) as { follows?: string; followedBy?: string[] };

  it('names it with title and date, and is named by it, whichever is stored first', async () => {
    const { ports, files } = memorySite([sequel, ...told]);
    await publishSite(ports, site(), now);
    const [before, after] = [pageOf(files, sequel.id), pageOf(files, earlier?.id ?? '')];
    expect(before).toContain('lang="en">Armenia and Azerbaijan agree on next stretch of border</a>');
    expect(before).toMatch(/Follows<\/span>[^]*<time datetime="2026-11-24T05:10/);
    expect(after).toContain('lang="en">Border talks go on &lt;b&gt;</a>');
    expect(after).toMatch(/Followed by<\/span>[^]*<time datetime="2026-11-24T07:00/);
    expect(jsonOf(files, earlier?.id ?? '').followedBy).toEqual([sequel.id]);
    expect(jsonOf(files, sequel.id)).toMatchObject({ follows: earlier?.id });
  });

  it('brings its name to the earlier page when it comes, is renamed, and goes', async () => {
    const { ports, files, puts, stories } = memorySite();
    await publishSite(ports, site(), now);
    const round = async (minutes: number, change: Partial<Told>): Promise<string[]> => {
      puts.length = 0;
      const at = new Date(now.getTime() + minutes * 60_000);
      const extra = { ...sequel.extra, ...change.extra, changedAt: at.toISOString() };
      stories.splice(told.length, 1, { ...sequel, ...change, extra });
      await publishSite(ports, site(), at);
      return puts.filter((path) => path.startsWith('stories/'));
    };
    const path = `stories/${earlier?.id}.html`;
    expect(await round(5, {})).toContain(path);
    expect(textOf(files, path)).toContain('Border talks go on');
    expect(await round(10, {})).not.toContain(path);
    const pieces = sequel.pieces.map((piece) => ({ ...piece, title: 'Border talks end' }));
    expect(await round(15, { pieces })).toContain(path);
    expect(textOf(files, path)).toContain('Border talks end');
    await round(20, { extra: { mergedInto: told[1]?.id ?? '' } });
    expect(textOf(files, path)).not.toContain('Border talks');
  });

  it('is one of eight at most, the newest first, and a story that nobody has is linked without a name', async () => {
    const many = Array.from({ length: 10 }, (_, n) => ({
      ...sequel,
      id: `d4e5f6071829304${n}`,
      first: `2026-11-24T07:0${n}:00.000Z`,
    }));
    const orphan = { ...sequel, id: 'eeee111122223333', extra: { follows: 'ffff000011112222' } };
    const { ports, files } = memorySite([...many, orphan, ...told]);
    await publishSite(ports, site(), now);
    expect(jsonOf(files, earlier?.id ?? '').followedBy).toEqual(
      [9, 8, 7, 6, 5, 4, 3, 2].map((n) => `d4e5f6071829304${n}`),
    );
    expect(pageOf(files, orphan.id)).toContain('href="/stories/ffff000011112222.html"');
  });
});
