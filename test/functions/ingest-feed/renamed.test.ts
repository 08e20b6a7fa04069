import { describe, expect, it } from 'vitest';
import { KnownArticles } from '../../../functions/ingest-feed/known-articles.ts';
import { byId, inTime } from '../../../functions/ingest-feed/listed-items.ts';
import { guidIdsOf, isRenewed, renamedArticles } from '../../../functions/ingest-feed/renamed.ts';
import { articleId } from '../../../shared/domain/article/article-id.ts';
import type { Article, ParsedArticle } from '../../../shared/domain/article/article.ts';
import type { FeedDocument } from '../../../shared/domain/feed/document.ts';
import type { CatalogueSource } from '../../../shared/domain/outlet.ts';
import type { IngestRequest } from '../../../shared/messages.ts';
import { storedArticle } from '../../fakes/stored-article.ts';

const at = (minutes: number): string => new Date(Date.UTC(2026, 10, 24, 6, minutes)).toISOString();
const item = (more: Partial<ParsedArticle>): ParsedArticle => ({
  guid: null,
  url: null,
  title: 'One',
  summary: '',
  content: '',
  published: at(0),
  updated: null,
  authors: [],
  categories: [],
  enclosures: [],
  image: null,
  language: 'hy',
  ...more,
});
const message = (more: Partial<IngestRequest> = {}): IngestRequest =>
  ({ feedId: 'f', archiveKey: 'key', visitedAt: at(10), previousAt: at(0), ...more }) as IngestRequest;
const stored = (id: string, more: Partial<Article> = {}): Article =>
  storedArticle({ id, title: 'One', publishedAt: at(0), archiveKey: 'earlier', ...more });

describe('a feed that shows nothing known', () => {
  const none = new Map<string, Article | 'same'>();
  it.each([
    ['with five items', 5, [none], true],
    ['with four: all may well be new', 4, [none], false],
    ['but what this body itself stored', 5, [new Map([['a', stored('a', { archiveKey: 'key' })]])], true],
    ['but one of an earlier body', 5, [none, new Map([['a', stored('a')]])], false],
    ['but one that is the same', 5, [new Map([['a', 'same' as const]])], false],
  ])('%s is renewed: %#', (_name, items, found, renewed) => {
    expect(isRenewed(message(), items, found)).toBe(renewed);
  });
});

it('guids have ids where the document’s guids tell its items apart', () => {
  const items = [item({ guid: 'g1' }), item({ guid: 'g2' })];
  const idOf = guidIdsOf(items, 'outlet');
  expect(items.map(idOf)).toEqual([articleId('guid:outlet:g1'), articleId('guid:outlet:g2')]);
  expect(idOf(item({}))).toBeNull();
  expect(guidIdsOf([item({ guid: 'g' }), item({ guid: 'g' })], 'outlet')(item({ guid: 'g' }))).toBeNull();
});

describe('an article under another address', () => {
  const guidIdOf = ({ guid }: ParsedArticle) => guid && `id of ${guid}`;
  /** The new addresses' ids of items found to be known articles, and what the table was asked. */
  async function renamed(items: Record<string, Partial<ParsedArticle>>, known: string[] = []) {
    const asked: string[][] = [];
    const named = { 'id of g1': 'old-1', 'id of g2': 'old-2', 'id of listed': 'new-1' };
    const articles = [
      stored('old-1'),
      stored('old-2', { title: 'Else', publishedAt: at(-600) }),
      stored('new-1'),
    ];
    const found = await renamedArticles(
      {
        findByGuid: (ids) => {
          asked.push(ids);
          return Promise.resolve(new Map(Object.entries(named).filter(([id]) => ids.includes(id))));
        },
        putGuid: () => Promise.resolve(),
        findArticles: (ids) => {
          asked.push(ids);
          return Promise.resolve(
            new Map(articles.filter(({ id }) => ids.includes(id)).map((each) => [each.id, each])),
          );
        },
      },
      {
        items: new Map(Object.entries(items).map(([id, more]) => [id, item(more)])),
        known: new Map(known.map((id) => [id, true])),
        guidIdOf,
      },
    );
    return { found: [...found].map(([id, article]) => [id, article.id]), asked };
  }

  it('is found by its guid', async () => {
    expect(await renamed({ 'new-1': { guid: 'g1' }, 'new-2': {} })).toEqual({
      found: [['new-1', 'old-1']],
      asked: [['id of g1'], ['old-1']],
    });
  });
  it.each([
    ['known by its address', { 'new-1': { guid: 'g1' } }, ['new-1'], []],
    ['without a guid', { 'new-1': {} }, [], []],
    ['of a new guid', { 'new-1': { guid: 'g9' } }, [], [['id of g9']]],
    ['whose guid names what is still listed', { 'new-1': {}, x: { guid: 'listed' } }, [], [['id of listed']]],
    ['of another headline and time', { 'new-2': { guid: 'g2' } }, [], [['id of g2'], ['old-2']]],
  ])('is none: one %s', async (_name, items, known, asked) => {
    expect(await renamed(items, known)).toEqual({ found: [], asked });
  });
});

describe('what is known of a feed', () => {
  const texts = new Map([
    ['a', { title: 'A', summary: 's' }],
    ['b', { title: 'B', summary: 's' }],
  ]);
  const first = message({ visitedAt: at(0) });
  const shownAfter = (next: Partial<IngestRequest>, minutes = 10) => {
    const known = new KnownArticles();
    known.remember(first, texts, new Date(at(0)));
    const shown = new Map([
      ...texts,
      ['b', { title: 'B', summary: 't' }],
      ['c', { title: 'C', summary: '' }],
    ]);
    return [...known.storedAsShown(message(next), shown, new Date(at(minutes)))];
  };
  it.each([
    ['the next body', {}, 10, ['a']],
    ['a body after one that was read elsewhere', { previousAt: at(5) }, 10, []],
    ['another feed', { feedId: 'other' }, 10, []],
    ['a body that is read again', { again: true }, 10, []],
    ['just within six hours', {}, 359.99, ['a']],
    ['six hours later', {}, 360, []],
  ] as const)('speaks of %s: %#', (_name, next, minutes, found) => {
    expect(shownAfter(next, minutes)).toEqual(found);
  });

  it('counts the hours from when the table was asked, not from the body before', () => {
    const known = new KnownArticles();
    known.remember(first, texts, new Date(at(0)));
    known.remember(message(), texts, new Date(at(300)));
    const next = message({ previousAt: at(10), visitedAt: at(20) });
    expect(known.storedAsShown(next, texts, new Date(at(359))).size).toBe(2);
    expect(known.storedAsShown(next, texts, new Date(at(360))).size).toBe(0);
  });

  it('is no more than a hundred thousand texts: the feed read longest ago goes', () => {
    const known = new KnownArticles();
    const text = { title: 'x', summary: '' };
    const one = new Map([['0', text]]);
    const many = new Map(Array.from({ length: 99_998 }, (_, n) => [String(n), text]));
    const remember = (feedId: string, texts: typeof one) =>
      known.remember(message({ feedId, visitedAt: at(0) }), texts, new Date(at(0)));
    const kept = () =>
      ['f1', 'f2', 'f3', 'f4'].filter(
        (feedId) => known.storedAsShown(message({ feedId }), one, new Date(at(1))).size > 0,
      );
    remember('f1', one);
    remember('f2', many);
    remember('f1', one);
    remember('f3', one);
    expect(kept()).toEqual(['f1', 'f2', 'f3']);
    remember('f4', one);
    expect(kept()).toEqual(['f1', 'f3', 'f4']);
  });
});

it('a feed’s items are each listed once, oldest first, without a date before all', () => {
  const document = {
    feed: { link: 'https://n.example/' },
    articles: [
      item({ url: 'https://n.example/3', published: at(3) }),
      item({ url: 'https://n.example/x', published: null, title: 'X' }),
      item({ url: 'https://n.example/1', published: at(1) }),
      item({ url: 'https://n.example/1?utm_source=rss', published: at(2) }),
      item({ title: '', summary: '' }),
    ],
  } as unknown as FeedDocument;
  const listed = byId(document, { outlet: { id: 'outlet' } } as CatalogueSource);
  expect(inTime([...listed]).map(([, { url }]) => url)).toEqual([
    'https://n.example/x',
    'https://n.example/1',
    'https://n.example/3',
  ]);
  expect([...listed.keys()][0]).toBe(articleId('url:n.example/3'));
});
