import { describe, expect, test } from 'vitest';
import { type PagePorts, readArticlePage, wantsPage } from '../../../functions/ingest-feed/article-page.ts';
import { mainText } from '../../../functions/ingest-feed/main-text.ts';
import { pageThreads } from '../../../functions/ingest-feed/parse-thread.ts';
import type { Article } from '../../../shared/domain/article/article.ts';
import type { Evidence } from '../../../shared/domain/evidence.ts';
import { storedArticle } from '../../fakes/stored-article.ts';

const outlet = {
  id: 'o',
  name: 'O',
  country: 'AM',
  kind: 'independent',
  homepage: 'https://n.example/',
} as const;
const source = { id: 'f', url: 'https://n.example/rss', outlet };
const about = (
  score: number,
  places: Evidence['places'] = [{ field: 'title', start: 0, end: 4, text: 'CSTO' }],
): Evidence => ({
  kind: 'topic',
  of: 'csto',
  rule: 'r',
  score,
  places,
});
const titleAlone = storedArticle({ id: 'a', title: 'CSTO meets', url: 'https://n.example/1', topics: [] });

describe('a page is wanted', () => {
  const near = { topics: [], nearMisses: [about(-0.5)] };
  test.each<[string, boolean, Parameters<typeof wantsPage>]>([
    ['of a title near a topic', true, [titleAlone, near, source]],
    ['of a title on topic', true, [titleAlone, { topics: ['csto'], nearMisses: [] }, source]],
    ['of any title', false, [titleAlone, { topics: [], nearMisses: [about(0, [])] }, source]],
    ['of what is far from it', false, [titleAlone, { topics: [], nearMisses: [about(-5)] }, source]],
    ['where the feed gave a text', false, [{ ...titleAlone, summary: 'Text.' }, near, source]],
    ['of what the first visit found', false, [{ ...titleAlone, baseline: true }, near, source]],
    ['on another host', false, [{ ...titleAlone, url: 'https://m.n.example/1' }, near, source]],
    ['without a link', false, [{ ...titleAlone, url: null }, near, source]],
    [
      'where terms allow titles only',
      false,
      [titleAlone, near, { ...source, outlet: { ...outlet, titleOnly: true } }],
    ],
  ])('%s: %s', (_name, wanted, given) => {
    expect(wantsPage(...given)).toBe(wanted);
  });
});

const sentence = (n: number): string =>
  `The ministers of the bloc met for the ${n}th time in the valley, and spoke of the road.`;
const paragraphs = Array.from({ length: 12 }, (_, n) => sentence(n + 1));
const page = (text = paragraphs.map((one) => `<p>${one}</p>`).join('')): string =>
  `<!doctype html><html><head><meta charset="utf-8"><title>CSTO meets</title></head><body><nav><a href="/">Home of weather</a></nav><article><h1>CSTO meets</h1><figure><img src="a.jpg"><figcaption>A caption</figcaption></figure><div class="text">${text}</div></article><aside class="related"><ul><li><a href="/2">Football cup is won</a></li></ul></aside><footer>About us</footer></body></html>`;

describe('the text of a page', () => {
  const read = (html: string | Uint8Array, contentType: string | null = 'text/html') =>
    mainText(Buffer.from(html as string), { contentType, language: 'en' });
  test('is the article without menus and teasers, and begins with whole sentences', () => {
    const { text, beginning } = read(page());
    expect(text.startsWith(`${sentence(1)} ${sentence(2)}`)).toBe(true);
    expect(text).not.toMatch(/weather|Football|About us/);
    expect(beginning).toBe(paragraphs.slice(0, 4).join(' '));
    expect(text.startsWith(beginning)).toBe(true);
  });
  test('in the charset that the page names', () => {
    const russian =
      'Министры стран организации встретились в долине и говорили о дороге, о мосте и о снеге. '.repeat(5);
    const bytes = new Uint8Array(
      Array.from(page(`<p>${russian}</p>`).replace('utf-8', 'windows-1251'), (letter) => {
        const code = letter.charCodeAt(0);
        return code >= 0x410 && code <= 0x44f ? code - 0x350 : code;
      }),
    );
    expect(read(bytes).text).toContain('Министры стран организации встретились в долине');
  });
  test.each([
    ['nothing', ''],
    ['a text without a root', 'x'],
    ['a frame', '<frameset><frame src="a"></frameset>'],
    ['tags never closed', '<div>'.repeat(30_000)],
    ['very many elements', '<br>'.repeat(30_000)],
    ['half a tag', '<a href="x'.repeat(9_000)],
    ['names that objects inherit', '<constructor><__proto__ constructor="1">'.repeat(99)],
  ])('of %s is none, and soon', (_name, html) => {
    const began = performance.now();
    expect(read(html)).toMatchObject({ kind: 'page' });
    expect(read(html).text.length).toBeLessThan(120);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
  test('is read in a thread of its own', async () => {
    const threaded = await pageThreads()(Buffer.from(page()), { contentType: 'text/html', language: 'en' });
    expect(threaded).toEqual(read(page()));
  });
});

/** One stored article and what is done to it. `tag` knows the topic by the word «bloc» or CSTO. */
function desk(known: Article | null, text = paragraphs.join(' ')) {
  const steps: string[] = [];
  const stored = { article: known };
  const ports: PagePorts = {
    feed: () => source,
    findArticles: async () => new Map(stored.article === null ? [] : [[stored.article.id, stored.article]]),
    readBody: async () => Buffer.from(''),
    readPage: async () => ({ kind: 'page', text, beginning: text.slice(0, sentence(1).length) }),
    tag: ({ title, summary }) => ({
      topics: /bloc|CSTO/.test(title + summary) ? ['csto'] : [],
      subtopics: [],
      entities: [],
      evidence: [
        {
          ...about(1),
          places: [sentence(1), sentence(9)].map((one) => ({
            field: 'summary',
            start: summary.indexOf(one),
            end: summary.indexOf(one) + one.length,
            text: one,
          })),
        },
      ],
      nearMisses: [],
      packVersion: '7',
    }),
    withReprint: async (article) => {
      steps.push(`reprint? ${article.summary.length}`);
      return article;
    },
    retagArticle: async (article) => {
      steps.push(`store ${article.packVersion}`);
      stored.article = article;
      return 'retagged';
    },
    queueStory: async ({ revision }) => void steps.push(`story ${revision}`),
    log: (_event, facts) => void steps.push(String(facts?.['outcome'])),
  };
  const message = {
    feedId: 'f',
    archiveKey: 'k2',
    visitedAt: '2026-11-24T07:00:00.000Z',
    url: 'https://n.example/1',
    contentType: 'text/html',
    page: 'a',
  };
  return { steps, stored, read: (more = {}) => readArticlePage(ports, { ...message, ...more }, 'a') };
}

describe('an article whose page was read', () => {
  test('is tagged by the whole text and keeps its beginning only, with the evidence that stands there', async () => {
    const { stored, steps, read } = desk({ ...titleAlone, title: 'They meet' });
    await read();
    expect(stored.article).toMatchObject({
      topics: ['csto'],
      summary: sentence(1),
      fromPage: true,
      packVersion: '7',
    });
    expect(stored.article?.evidence[0]?.places.map(({ text }) => text)).toEqual([sentence(1)]);
    expect(steps).toEqual([
      `reprint? ${sentence(1).length}`,
      'store page',
      'story 2',
      'store 7',
      'on topic now',
    ]);
  });
  test('is left alone by a repeat, and done to the end by one after a crash in between', async () => {
    const done = desk({ ...titleAlone, fromPage: true, summary: 'x', packVersion: '7', topics: ['csto'] });
    await done.read();
    expect(done.steps).toEqual(['has a text']);
    const half = desk({ ...titleAlone, fromPage: true, summary: 'x', packVersion: 'page', topics: ['csto'] });
    await half.read();
    expect(half.steps.slice(1)).toEqual(['store page', 'story 2', 'store 7', 'on topic']);
  });
  test('leaves its story where its text is of something else', async () => {
    const { stored, read, steps } = desk(
      { ...titleAlone, title: 'A meeting', topics: ['csto'] },
      'Football is played. '.repeat(20),
    );
    await read();
    expect(stored.article?.topics).toEqual([]);
    expect(steps.at(-1)).toBe('off topic now');
  });
  test.each<[string, Article | null, string | undefined]>([
    ['not wanted', null, undefined],
    ['has a text', { ...titleAlone, summary: 'The feed gave one.' }, undefined],
    ['no text', titleAlone, 'Subscribe to read.'],
    ['off topic', { ...titleAlone, title: 'They meet' }, 'Football is played. '.repeat(20)],
  ])('stores nothing: %s', async (outcome, known, text) => {
    const { stored, read, steps } = desk(known, text);
    await read();
    expect([stored.article, steps]).toEqual([known, [outcome]]);
  });
});
