import { describe, expect, test } from 'vitest';
import { queueDueFeeds } from '../../../functions/due-feeds/due-feeds.ts';
import { type Ports, visitHost } from '../../../functions/visit-feeds/visit-feeds.ts';
import type { Headers } from '../../../shared/domain/visit/server-wait.ts';
import type { Reply } from '../../../shared/domain/visit/outcome.ts';
import type { IngestRequest, VisitRequest } from '../../../shared/messages.ts';
import { MemoryFeeds } from '../../politeness/memory-store.ts';
import { at, now } from '../../shared/domain/visit/visit-answers.ts';

const rss = (text: string) =>
  Buffer.from(`<rss version="2.0"><channel><title>${text}</title></channel></rss>`);
const reply = (
  url: string,
  status: number,
  headers: Headers = {},
  more: { body?: Uint8Array; conditional?: boolean } = {},
): Reply => ({
  kind: 'answer',
  answer: { url, status, headers, hops: [], conditional: more.conditional ?? false },
  body: more.body ?? new Uint8Array(),
});

/** One world: feeds on one host, a script of answers, and a note of everything that was called, in order. */
function world(
  count: number,
  answer: (url: string, conditional: boolean) => Reply,
  more: Partial<Ports> = {},
) {
  const store = new MemoryFeeds();
  const calls: string[] = [];
  const queued: IngestRequest[] = [];
  const waits: number[] = [];
  let time = now.getTime();
  const feeds = Array.from({ length: count }, (_, n) => ({
    id: `feed-${n}`,
    url: `https://feed.example/${n}`,
    outlet: {
      id: 'o',
      name: 'O',
      country: 'AM',
      kind: 'independent',
      homepage: 'https://feed.example/',
    } as const,
  }));
  const noted =
    <A extends unknown[], T>(name: string, call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      calls.push(name);
      return call(...args);
    };
  const ports: Ports = {
    feed: (feedId) => feeds.find((feed) => feed.id === feedId),
    loadState: store.loadState,
    loadHost: store.loadHost,
    saveState: noted('save', store.saveState),
    saveHost: noted('save host', store.saveHost),
    release: noted('release', store.releaseFeeds),
    visit: noted('visit', async ({ url, validators }) => {
      time += 300;
      return url.endsWith('/robots.txt')
        ? reply(url, 404)
        : answer(
            url,
            validators.some((pair) => pair.url === url),
          );
    }),
    archive: noted('archive', async (_body, { feedId }) => `bodies/${feedId}`),
    enqueue: noted('enqueue', async (message) => {
      queued.push(message);
    }),
    wait: async (ms) => {
      waits.push(ms);
      time += ms;
    },
    remaining: () => Infinity,
    clock: () => new Date(time),
    log: () => undefined,
    gap: 2_000,
    ...more,
  };
  const tick = async (minutes: number): Promise<VisitRequest[]> => {
    time = Math.max(time, Date.parse(at(minutes)));
    const messages: VisitRequest[] = [];
    await queueDueFeeds(
      {
        load: store.load,
        lease: store.lease,
        queue: async (more) => {
          messages.push(...more);
          return null;
        },
        release: store.releaseFeeds,
      },
      feeds,
      new Date(at(minutes)),
    );
    return messages;
  };
  return { store, calls, queued, waits, ports, tick, feeds };
}
const state = async (store: MemoryFeeds, feedId = 'feed-0') => there(await store.loadState(feedId));
function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing there');
  return value;
}

describe('a source with an alternate', () => {
  test('is visited there, on its own host, after three days without an answer, and its body says so', async () => {
    const body = Buffer.from(
      '<!doctype html><html><body><div class="tgme_channel_info"></div></body></html>',
    );
    const { store, queued, ports, tick, feeds } = world(1, (url) =>
      url.startsWith('https://t.me/') ? reply(url, 200, {}, { body }) : reply(url, 404),
    );
    Object.assign(there(feeds[0]), { alternate: { kind: 'telegram', url: 'https://t.me/s/outlet' } });
    const hosts: string[] = [];
    for (let day = 0; day < 5; day++)
      for (const message of await tick(day * 1_500)) {
        hosts.push(message.host);
        await visitHost(ports, message, false);
      }
    expect(hosts).toEqual(['feed.example', 'feed.example', 'feed.example', 'feed.example', 't.me']);
    expect(queued).toMatchObject([{ url: 'https://t.me/s/outlet', alternate: true, baseline: true }]);
    expect(await state(store)).toMatchObject({ failures: 0, alternate: { cause: 'HTTP 404' } });
  });
});

describe('one visit', () => {
  test('archives, hands on, and only then remembers', async () => {
    const { ports, tick, calls, queued } = world(1, (url) =>
      reply(url, 200, { etag: '"1"' }, { body: rss('a') }),
    );
    for (const message of await tick(0)) await visitHost(ports, message, false);
    expect(calls).toEqual(['visit', 'save host', 'visit', 'archive', 'enqueue', 'save']);
    expect(queued).toMatchObject([
      { feedId: 'feed-0', archiveKey: 'bodies/feed-0', url: 'https://feed.example/0' },
    ]);
  });

  test.each([
    ['a 304', (url: string) => reply(url, 304, {}, { conditional: true })],
    ['the same body', (url: string) => reply(url, 200, { etag: '"2"' }, { body: rss('a') })],
  ])('%s costs one small write and nothing else', async (_name, unchanged) => {
    let first = true;
    const { ports, tick, calls, store } = world(1, (url) => {
      const answer = first ? reply(url, 200, { etag: '"1"' }, { body: rss('a') }) : unchanged(url);
      first = false;
      return answer;
    });
    for (const minutes of [0, 60])
      for (const message of await tick(minutes)) await visitHost(ports, message, false);
    expect(calls.slice(6)).toEqual(['visit', 'save']);
    expect(await state(store)).toMatchObject({ visit: 2, failures: 0 });
  });

  test.each(['archive', 'enqueue'] as const)(
    'a failing %s keeps the old validators, and the body is asked for again in due time',
    async (broken) => {
      const { ports, tick, store } = world(1, (url) => reply(url, 200, { etag: '"1"' }, { body: rss('a') }));
      const failing: Ports = {
        ...ports,
        [broken]: async () => {
          throw new Error('no store');
        },
      };
      for (const message of await tick(0)) await visitHost(failing, message, false);
      expect(await state(store)).toMatchObject({ validators: null, bodyHash: null, failures: 0 });
      expect(await tick(10)).toEqual([]);
      expect(await tick(16)).toHaveLength(1);
    },
  );

  test.each([
    [undefined, undefined],
    ['page', 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1'],
    ['telegram', 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1'],
    ['news-sitemap', undefined],
  ] as const)('of the kind %s asks for %s', async (kind, accept) => {
    const { ports, tick, feeds } = world(1, (url) => reply(url, 404));
    Object.assign(there(feeds[0]), { kind });
    const asked: { url: string; accept?: string }[] = [];
    const watched: Ports = { ...ports, visit: (target) => (asked.push(target), ports.visit(target)) };
    for (const message of await tick(0)) await visitHost(watched, message, false);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toEqual({
      url: 'https://feed.example/robots.txt',
      validators: [],
      accept: 'text/plain',
    });
    expect(asked[1]).toStrictEqual({
      url: 'https://feed.example/0',
      validators: [],
      ...(accept !== undefined && { accept }),
    });
  });

  test('hands on when its feed had changed before, so that what is new can be told', async () => {
    let round = 0;
    const { ports, tick, queued } = world(1, (url) => reply(url, 200, {}, { body: rss(`${++round}`) }));
    for (const minutes of [0, 60])
      for (const message of await tick(minutes)) await visitHost(ports, message, false);
    const [first, second] = queued;
    expect(first).toStrictEqual({
      feedId: 'feed-0',
      visitedAt: '2026-11-24T06:00:02.600Z',
      url: 'https://feed.example/0',
      contentType: null,
      archiveKey: 'bodies/feed-0',
      baseline: true,
    });
    expect(second).toMatchObject({ previousAt: first?.visitedAt });
    expect(second).not.toHaveProperty('baseline');
  });

  test('is logged with its outcome, and when the next is due', async () => {
    const logged: unknown[] = [];
    const { ports, tick, store } = world(1, (url) => reply(url, 503));
    const told: Ports = { ...ports, log: (...line) => void logged.push(line) };
    for (const message of await tick(0)) await visitHost(told, message, false);
    const { nextDueAt } = await state(store);
    const facts = { feedId: 'feed-0', outcome: 'http-error', status: 503, saved: true, nextDueAt };
    expect(logged).toEqual([['feed-visited', facts]]);
  });

  test('whose body could not be kept, or that could not be saved, says why', async () => {
    const logged: unknown[] = [];
    const { ports, tick } = world(2, (url) => reply(url, 200, {}, { body: rss('a') }));
    const failing: Ports = {
      ...ports,
      archive: () => Promise.reject(new Error('no store')),
      saveState: (feed, before) =>
        feed.feedId === 'feed-1' ? Promise.reject(new Error('no table')) : ports.saveState(feed, before),
      log: (event, facts) => void logged.push([event, facts]),
    };
    const [message] = await tick(0);
    await expect(visitHost(failing, there(message), false)).rejects.toThrow(
      '1 feeds of feed.example could not be saved',
    );
    expect(logged).toEqual([
      ['body-not-kept', { feedId: 'feed-0', error: expect.stringContaining('no store') }],
      ['feed-visited', expect.objectContaining({ feedId: 'feed-0', outcome: 'not-kept', status: 200 })],
      ['body-not-kept', { feedId: 'feed-1', error: expect.stringContaining('no store') }],
      ['visit-not-saved', { feedId: 'feed-1', error: expect.stringContaining('no table') }],
    ]);
  });

  test('a page instead of the feed is not archived, and its validators are not kept', async () => {
    const { ports, tick, calls, store } = world(1, (url) =>
      reply(url, 200, { etag: '"page"' }, { body: Buffer.from('<!DOCTYPE html><html></html>') }),
    );
    for (const message of await tick(0)) await visitHost(ports, message, false);
    expect(calls).not.toContain('archive');
    expect(await state(store)).toMatchObject({ validators: null, failures: 1, fault: { kind: 'html' } });
  });

  test('a reply that another worker outran is not saved', async () => {
    const { ports, tick, store } = world(1, (url) =>
      reply(url, 200, { etag: '"old"' }, { body: rss('old') }),
    );
    const slow: Ports = {
      ...ports,
      visit: async (target) => {
        if (!target.url.endsWith('.txt'))
          await store.saveState(
            {
              ...(await import('../../../shared/domain/visit/feed-state.ts')).newFeedState({
                id: 'feed-0',
                url: 'https://feed.example/0',
              }),
              visit: 1,
              validators: { url: target.url, etag: '"newer"' },
            },
            0,
          );
        return ports.visit(target);
      },
    };
    for (const message of await tick(0)) await visitHost(slow, message, false);
    expect(await state(store)).toMatchObject({ visit: 1, validators: { etag: '"newer"' } });
  });
});

describe('one host', () => {
  const fine = (url: string) => reply(url, 200, {}, { body: rss(url) });

  test('forty feeds go one after the other, two seconds apart', async () => {
    const { ports, tick, waits } = world(40, fine);
    const messages = await tick(0);
    expect(messages).toHaveLength(1);
    for (const message of messages) await visitHost(ports, message, false);
    expect(waits).toEqual(Array.from({ length: 40 }, () => 2_000));
  });

  test('a host still being visited is not queued again, and what was left for want of time is', async () => {
    let left = 5;
    const { ports, tick } = world(8, fine, { remaining: () => (left-- > 0 ? 300_000 : 1_000) });
    const [message] = await tick(0);
    expect(await tick(1)).toEqual([]);
    await visitHost(ports, there(message), false);
    expect((await tick(2)).map((each) => each.feedIds)).toEqual([['feed-5', 'feed-6', 'feed-7']]);
  });

  test.each([
    [429, 20],
    [503, 1],
  ])('of twenty feeds, one answering %i keeps %i waiting', async (status, waiting) => {
    const { ports, tick, store } = world(20, (url) =>
      url.endsWith('/0') ? reply(url, status, { 'retry-after': '7200' }) : fine(url),
    );
    for (const message of await tick(0)) await visitHost(ports, message, false);
    const visited = [...store.feeds.values()].length;
    expect(visited).toBe(status === 429 ? 1 : 20);
    const later = await tick(119);
    expect(20 - (later[0]?.feedIds.length ?? 0)).toBe(waiting);
    expect((await tick(121)).length + later.length).toBeGreaterThan(0);
  });

  test('a message that comes again, or too late, visits nobody: the lost visit waits its interval', async () => {
    const { ports, tick, calls } = world(1, fine);
    const [message] = await tick(0);
    const logged: unknown[] = [];
    const told: Ports = { ...ports, log: (...line) => void logged.push(line) };
    await visitHost(told, there(message), true);
    await visitHost(told, { ...there(message), queuedAt: at(-16) }, false);
    expect(calls).toEqual([]);
    const host = 'feed.example';
    expect(logged).toEqual([
      ['visit-dropped', { host, again: true, ageSeconds: 0 }],
      ['visit-dropped', { host, again: false, ageSeconds: 960 }],
    ]);
    expect(await tick(29)).toEqual([]);
    expect(await tick(31)).toHaveLength(1);
  });

  test('robots.txt is asked for once a day; what it forbids is not, unless the operator says so', async () => {
    const asked: string[] = [];
    const { ports, tick, feeds, store } = world(2, fine);
    const ignored: unknown[] = [];
    const closed: Ports = {
      ...ports,
      log: (event, facts) => void (event === 'robots-ignored' && ignored.push(facts)),
      feed: (feedId) =>
        feedId === 'feed-1' ? { ...there(feeds[1]), ignoreRobots: true } : ports.feed(feedId),
      visit: async (target) => {
        asked.push(target.url);
        return target.url.endsWith('.txt')
          ? reply(target.url, 200, {}, { body: Buffer.from('User-agent: *\nDisallow: /') })
          : ports.visit(target);
      },
    };
    for (const minutes of [0, 70, 140])
      for (const message of await tick(minutes)) await visitHost(closed, message, false);
    expect(asked.filter((url) => url.endsWith('.txt'))).toHaveLength(1);
    expect(asked).not.toContain('https://feed.example/0');
    expect(await state(store)).toMatchObject({ fault: { kind: 'robots-disallowed' } });
    expect((await state(store, 'feed-1')).fault).toBeNull();
    expect(ignored.at(0)).toEqual({ feedId: 'feed-1' });
  });

  test('a slot that became a skipped hour while the message waited is left out', async () => {
    const { ports, tick, store, calls } = world(1, fine);
    for (const message of await tick(0)) await visitHost(ports, message, false);
    await store.saveReading('feed-0', {
      kind: 'ok',
      at: at(1),
      items: 1,
      hints: { skipHours: [7] },
      problems: 0,
      publishTimes: [],
    });
    const [message] = await tick(59.99);
    await visitHost({ ...ports, clock: () => new Date(at(60.1)) }, there(message), false);
    expect(calls.filter((call) => call === 'visit')).toHaveLength(2);
    expect(calls.at(-1)).toBe('release');
    expect([(await tick(119)).length, (await tick(121)).length]).toEqual([0, 1]);
  });
});

describe('a process killed at any call of a first visit', () => {
  const steps = ['loadState', 'loadHost', 'visit', 'archive', 'enqueue', 'saveState', 'saveHost'] as const;
  test.each(
    steps.flatMap(
      (step) =>
        [
          [step, 'before'],
          [step, 'after'],
        ] as const,
    ),
  )('%s, %s its effect: at most one more unconditional request, no story lost', async (step, when) => {
    const asked: boolean[] = [];
    const { ports, tick, queued, store } = world(1, (url, conditional) => {
      asked.push(conditional);
      return conditional
        ? reply(url, 304, {}, { conditional })
        : reply(url, 200, { etag: '"1"' }, { body: rss('a') });
    });
    let alive = false;
    const kill = async (...args: never[]): Promise<never> => {
      if (when === 'after') await (ports[step] as (...all: never[]) => Promise<unknown>)(...args);
      throw new Error('killed');
    };
    const mortal: Ports = {
      ...ports,
      [step]: kill,
      ...(step !== 'saveState' && {
        saveState: async () => {
          throw new Error('killed');
        },
      }),
    };
    for (const minutes of [0, 31, 62, 93])
      for (const message of await tick(minutes)) {
        await visitHost(alive ? ports : mortal, message, false).catch(() => undefined);
        alive = true;
      }
    expect(asked.filter((conditional) => !conditional).length).toBeLessThanOrEqual(2);
    expect(queued.length).toBeGreaterThanOrEqual(1);
    expect(await state(store)).toMatchObject({ validators: { etag: '"1"' } });
  });
});
