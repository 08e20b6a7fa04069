import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../shared/domain/feed/parse.ts';
import { faultsOf } from './faults.ts';
import { hostileFeeds } from './hostile-feeds.ts';
import { seeded } from '../fakes/seeded.ts';
import { mutated } from './mutate.ts';
import { listSeeds, seeds, tokens } from './seeds.ts';

const encoder = new TextEncoder();
const listSource = { url: 'https://fuzz.example/news', zone: 'Asia/Yerevan', at: '2026-11-24T12:00:00.000Z' };

describe('a slice of the fuzz run', () => {
  it('parses 300 mutated documents without a crash or a fault', async () => {
    const random = seeded(7);
    const material = {
      documents: seeds.map((text) => encoder.encode(text)),
      tokens: tokens.map((text) => encoder.encode(text)),
    };
    for (let at = 0; at < 300; at++) {
      const parsed = await parseFeed(mutated(material, random), { url: 'https://fuzz.example/feed' });
      expect(faultsOf(parsed), `document ${at}`).toEqual([]);
    }
  });
  it.each(['sitemap', 'page', 'telegram'] as const)('reads 100 mutated documents as a %s', async (kind) => {
    const random = seeded(11);
    const material = {
      documents: listSeeds[kind].map((text) => encoder.encode(text)),
      tokens: tokens.map((text) => encoder.encode(text)),
    };
    let articles = 0;
    for (let at = 0; at < 100; at++) {
      const parsed = await parseFeed(mutated(material, random), { kind, ...listSource });
      expect(faultsOf(parsed), `document ${at}`).toEqual([]);
      articles += parsed.kind === 'feed' ? parsed.articles.length : 0;
    }
    expect(articles).toBeGreaterThan(20);
  });
  it('sees a fault where there is one', () => {
    const article = {
      guid: null,
      url: 'https://n.example/',
      title: 'a',
      summary: '',
      content: '<p onclick="x">',
      published: null,
      updated: null,
      authors: [],
      categories: [],
      enclosures: [],
      image: null,
      language: 'en',
    };
    const feed = {
      id: null,
      title: '',
      link: null,
      description: '',
      language: 'und',
      published: null,
      updated: null,
      image: null,
      generator: null,
      authors: [],
      categories: [],
      hints: {},
    };
    const faults = (given: Partial<typeof article>): string[] =>
      faultsOf({ kind: 'feed', format: 'rss', feed, articles: [{ ...article, ...given }], problems: [] });
    expect(faults({})).toEqual(['unsafe markup: <p onclick="x">']);
    expect(faults({ content: '<a href="javascript:x">' })).toHaveLength(1);
    expect(faults({ content: '', title: 'a\u202Eb' })).toHaveLength(1);
    expect(faults({ content: '', url: 'file:///x' })).toHaveLength(1);
    const own: unknown = Reflect.get(Object.prototype, 'toLocaleString');
    try {
      Reflect.set(Object.prototype, 'toLocaleString', () => 'x');
      expect(faults({ content: '' })).toEqual(['Object.prototype was polluted']);
    } finally {
      Reflect.set(Object.prototype, 'toLocaleString', own);
    }
    expect(faults({ content: '' })).toEqual([]);
  });
});

describe('bodies made to break parsers', () => {
  it.each(Object.entries(hostileFeeds))('reads or refuses and comes to an end: %s', async (_name, make) => {
    const body = encoder.encode(make(50_000));
    expect(faultsOf(await parseFeed(body))).toEqual([]);
  });
});
