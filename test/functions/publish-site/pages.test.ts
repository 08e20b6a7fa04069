import { assert, property, string } from 'fast-check';
import { parseDocument, DomUtils } from 'htmlparser2';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtAssets } from '../../../functions/publish-site/assets/build.ts';
import { feedReports } from '../../../functions/publish-site/feed-reports.ts';
import { interfaceIn } from '../../../functions/publish-site/interface.ts';
import { memberStatesOf, mondays } from '../../../functions/publish-site/pages/matrix.ts';
import { foldReprints } from '../../../functions/publish-site/pages/story-columns.ts';
import { storyPage } from '../../../functions/publish-site/pages/story.ts';
import { publicationOf } from '../../../shared/domain/article/published.ts';
import { viewStory } from '../../../shared/domain/story/view.ts';
import { publishSite } from '../../../functions/publish-site/publish-site.ts';
import strings from '../../../shared/catalogue/interface-site.json' with { type: 'json' };
import { type FeedState, newFeedState } from '../../../shared/domain/visit/feed-state.ts';
import type { CatalogueSource } from '../../../shared/domain/outlet.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';
import { readFileSync } from 'node:fs';
import { tell, told } from './fixture-stories.ts';
import { memorySite, now, site, textOf } from './memory-site.ts';

const ui = interfaceIn('en', site().names);
const [first] = told;
if (first === undefined) throw new Error('no story');

describe('a story page', () => {
  it('shows any headline as exactly its text, and as no element', () => {
    const { story, articles } = tell(first);
    const [piece] = articles;
    if (piece === undefined) throw new Error('no article');
    assert(
      property(string({ unit: 'grapheme', maxLength: 60 }), (title) => {
        const page = storyPage(
          {
            story: {
              ...story,
              headlines: { en: { articleId: piece.articleId, outletId: piece.outletId, title, url: title } },
            },
            articles: [{ ...piece, title, url: title, outletName: title }],
          },
          ui,
          site(),
        );
        const document = parseDocument(page);
        const [heading] = DomUtils.getElementsByTagName('h1', document);
        expect(heading === undefined ? null : DomUtils.textContent(heading)).toBe(title);
        expect(DomUtils.getElementsByTagName('script', document)).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });

  it('puts each side in its own column, in the order of the design, and says which sides wrote nothing', () => {
    const { story, articles } = tell(told[1] ?? first);
    const page = storyPage({ story, articles }, ui, site());
    expect(
      [...page.matchAll(/class="column" aria-labelledby="side-([a-z-]+)"/g)].map(([, side]) => side),
    ).toEqual(['yerevan', 'moscow', 'central-asia']);
    expect(page).toMatch(/class="absent">.*No report from:.*Baku.*Tbilisi.*Ankara.*International/);
  });

  it('folds a reprint under its original, wherever it was printed', () => {
    const groups = foldReprints(tell(first).articles);
    expect(
      groups.map(({ original, reprints }) => [original.outletId, reprints.map(({ outletId }) => outletId)]),
    ).toEqual([
      ['masis', ['khazar-times']],
      ['ararat-post', []],
      ['araz', []],
      ['moskva-daily', ['altyn']],
      ['mtkvari', []],
      ['bosfor', []],
      ['world-desk', []],
    ]);
  });

  it('keeps every article on the page even when a reprint names a reprint, itself, or one that is not there', () => {
    const [a, b, c] = tell(first).articles;
    if (a === undefined || b === undefined || c === undefined) throw new Error('too few articles');
    const groups = foldReprints([
      { ...a, reprintOf: a.articleId },
      { ...b, reprintOf: c.articleId },
      { ...c, reprintOf: 'gone' },
    ]);
    expect(groups.flatMap(({ original, reprints }) => [original, ...reprints])).toHaveLength(3);
  });

  it('shows an edit as the words that went and the words that came', () => {
    const { story, articles } = tell(first);
    expect(storyPage({ story, articles }, ui, site())).toContain(
      'Armenia and Azerbaijan <del>discuss </del><ins>agree on </ins>next stretch of border',
    );
  });

  it('cites each original in a line to copy, in the words of the interface, and links CSL-JSON', () => {
    const { story, articles } = tell(first);
    const undated = articles.map((article, at) =>
      at === 0 ? { ...article, dateFlag: 'missing' as const, url: null } : article,
    );
    const inWords = (shown: typeof ui): string[] => {
      const page = parseDocument(storyPage({ story, articles: undated }, shown, site()));
      return DomUtils.getElementsByTagName('li', page)
        .map((item) => DomUtils.textContent(item).trim())
        .filter((text) => text.includes('UTC; '));
    };
    const [one, two, ...others] = inWords(ui);
    const at = 'https://wire.example/stories/a1b2c3d4e5f60718.html';
    expect(one).toBe(
      `Masis: «Armenia and Azerbaijan agree on next stretch of border» [en], no date. (read 2026-11-24 05:10 UTC; ${at})`,
    );
    expect(two).toContain('(read 2026-11-24');
    expect(others).toHaveLength(5);
    expect(inWords(interfaceIn('ru', site().names))[0]).toContain(
      ', без даты. (прочитано 2026-11-24 05:10 UTC; ',
    );
    expect(storyPage({ story, articles }, ui, site())).toContain(
      'href="/api/v1/stories/a1b2c3d4e5f60718.csl.json">CSL-JSON</a>',
    );
  });

  it('gives the reasons in a sentence: what is found where, in the language of the article; no rule and no score', () => {
    const { story, articles } = tell(told[1] ?? first);
    const page = storyPage({ story, articles }, ui, site());
    expect(page).toMatch(
      /<b><span[^>]*>CSTO<\/span><\/b>: <span[^>]*>the title names<\/span> <span lang="ru"><mark>ОДКБ<\/mark>/,
    );
    expect(page).not.toContain('csto-named');
  });

  it('shows silences, differing numbers and the permalink', () => {
    const silent = tell(told[1] ?? first);
    expect(storyPage(silent, ui, site())).toMatch(
      /Reported by:<\/span> <b><span[^>]*>Yerevan<\/span><\/b> · <span[^>]*>No report from:<\/span> <b><span[^>]*>Baku/,
    );
    const claimed = tell(first);
    const page = storyPage(claimed, ui, site());
    expect(page).toContain('«14 km»');
    expect(page).toContain('<a href="https://wire.example/stories/a1b2c3d4e5f60718.html" rel="bookmark">');
  });
});

describe('when an article appeared', () => {
  const seenAt = '2026-11-24T08:00:00.000Z';
  it.each([
    ['the time its outlet gives', '2026-11-24T06:00:00.000Z', '2026-11-24T06:00:00.000Z'],
    ['when we saw it, if the outlet dates it later', '2026-11-24T09:00:00.000Z', seenAt],
    ['the outlet’s date also if it is months back', '2026-05-05T09:00:00.000Z', '2026-05-05T09:00:00.000Z'],
    ['when we saw it, if the date is of before the web', '1970-01-01T00:00:00.000Z', seenAt],
  ])('is %s', (_rule, publishedAt, expected) =>
    expect(publicationOf({ publishedAt, seenAt })).toBe(expected),
  );
});

describe('the dates of a story page', () => {
  const [whole] = told;
  if (whole === undefined) throw new Error('no story');
  const page = (changed: object, independent = 1): string => {
    const articles = tell(whole).articles.map((article) => ({ ...article, ...changed }));
    const { brokeAt: _none, ...row } = viewStory(articles, {
      id: 's',
      changedAt: '2026-11-28T08:00:00.000Z',
    });
    return storyPage({ story: { ...row, independent }, articles }, ui, site());
  };
  const shown = (html: string): string => html.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ');
  const old = { publishedAt: '2026-05-05T09:00:00.000Z', seenAt: '2026-11-28T02:00:00.000Z' };

  it('are the outlets’; when we first saw an old article is said beside it', () => {
    const text = shown(page(old));
    expect(text).toContain('first report 5 May 2026, 09:00 UTC');
    expect(text).toContain('05.05.2026 09:00 first seen here 28.11.2026 02:00');
  });
  it('are marked where they are our clock’s', () => {
    expect(shown(page({ ...old, publishedAt: old.seenAt, dateFlag: 'missing' }))).toContain('no date given');
  });
  it('make no badge on the report of a single source', () => {
    expect(page(old)).not.toContain('class="phase');
    expect(page(old, 2)).toContain('class="phase settled"');
  });
});

describe('the interface', () => {
  const { ports, files } = memorySite();
  beforeAll(() => publishSite(ports, site(), now));

  it.each(wireLanguages)('has every text in %s', (language) => {
    expect(Object.keys(strings[language]).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
      Object.keys(strings.en).toSorted((a, b) => (a < b ? -1 : 1)),
    );
    expect(Object.values(strings[language]).filter((text) => text.trim() === '')).toEqual([]);
  });

  it.each([
    ['hy', /\p{Script=Armenian}/u],
    ['ru', /\p{Script=Cyrillic}/u],
    ['ka', /\p{Script=Georgian}/u],
  ] as const)('is written in the letters of %s', (language, script) => {
    const latin = Object.entries(strings[language]).filter(
      ([key, text]) => !key.startsWith('period-') && !script.test(text),
    );
    expect(latin).toEqual([]);
  });

  it('has the operator’s name on every page and in every list, and links to the operator’s own pages', async () => {
    const { ports, files } = memorySite();
    const operator = {
      imprintUrl: 'https://desk.example/imprint',
      privacyUrl: 'https://desk.example/privacy',
    };
    const own = { ...site(), name: 'Border & Desk', ...operator };
    await publishSite(ports, own, now);
    const pages = [...files.keys()].filter((path) => /\.(html|xml|json)$/.test(path));
    const named = pages.filter((path) => /Border (&amp;|&) Desk/.test(textOf(files, path)));
    expect(named.length).toBeGreaterThan(20);
    // The contract of the data is the software's, not the operator's.
    const stale = pages.filter((path) => textOf(files, path).includes('Caucasus Wire'));
    expect(stale.filter((path) => !/openapi|schema/.test(path))).toEqual([]);
    for (const link of Object.values(operator))
      expect(textOf(files, named[0] ?? '')).toContain(`href="${link}"`);
  });

  it('has a privacy page that names who is responsible, and links to it where the operator has none', async () => {
    const { ports, files } = memorySite();
    await publishSite(ports, { ...site(), operator: 'Border Desk, 1 Abovyan Street, Yerevan' }, now);
    expect(textOf(files, 'privacy.html')).toContain('Border Desk, 1 Abovyan Street, Yerevan');
    expect(textOf(files, 'privacy.html')).toContain('mailto:digest@wire.example');
    expect(textOf(files, 'index.html')).toContain('href="/privacy.html"');
  });

  it('filters by every country that an outlet is of, by its name in the language', () => {
    const choices = (path: string): string[] =>
      [
        ...(/<select name="country">[^]*?<\/select>/.exec(textOf(files, path))?.[0] ?? '').matchAll(
          /<option value="(\w*)"[^>]*>([^<]*)/g,
        ),
      ].map(([, code, name]) => `${code} ${name}`);
    expect(choices('index.html').slice(1)).toEqual([
      'AM Armenia',
      'AZ Azerbaijan',
      'GE Georgia',
      'KZ Kazakhstan',
      'RU Russia',
      'TR Türkiye',
      'GB United Kingdom',
    ]);
    expect(choices('ru/index.html')).toContain('AM Армения');
  });

  it('is a front page in each language, with its headlines first', () => {
    expect(textOf(files, 'ka/index.html')).toContain('<html lang="ka"');
    expect(textOf(files, 'ka/index.html')).toContain(
      'lang="ka">სომხეთმა და აზერბაიჯანმა საზღვრის მორიგი მონაკვეთი შეათანხმეს</span></a>',
    );
    expect(textOf(files, 'az/index.html')).toContain('24 noyabr 2026');
  });
});

// `npm run mutate` changes what they are built from.
it.skipIf(process.env.MUTATE_TESTS !== undefined)(
  'assets are built from the sources beside them: `npm run build`',
  async () => {
    expect(await builtAssets()).toBe(
      readFileSync(new URL('../../../functions/publish-site/assets/built.ts', import.meta.url), 'utf8'),
    );
  },
);

it('pages carry no inline script, no inline style and nothing from elsewhere', async () => {
  const { ports, files } = memorySite();
  await publishSite(ports, site(), now);
  const faults = [...files.keys()]
    .filter((path) => path.endsWith('.html'))
    .flatMap((path) => {
      const text = textOf(files, path);
      return [
        / style="/,
        / on[a-z]+="/,
        /<script(?![^>]* src="\/assets\/)/,
        /<(?:link|img|script)[^>]* (?:href|src)="(?:https?:)?\/\/(?!wire\.example)/,
        /<style/,
      ]
        .filter((fault) => fault.test(text))
        .map((fault) => `${path}: ${fault.source}`);
    });
  expect(faults).toEqual([]);
});

it('no page links to one that does not exist', async () => {
  const { ports, files } = memorySite();
  await publishSite(ports, site(), now);
  const broken = new Set<string>();
  for (const path of [...files.keys()].filter((each) => each.endsWith('.html'))) {
    for (const [, href = ''] of textOf(files, path).matchAll(/ (?:href|src|action)="(\/[^"#?]*)/g)) {
      const target = href.slice(1);
      if (
        !['/s/subscribe', '/s/follow'].includes(href) &&
        !files.has(target === '' || target.endsWith('/') ? `${target}index.html` : target)
      )
        broken.add(`${path} → ${href}`);
    }
  }
  expect([...broken]).toEqual([]);
});

it('says what people corrected, and which titles outlets changed', async () => {
  const edited = told.map((each, n) =>
    n === 0
      ? {
          ...each,
          pieces: each.pieces.map((piece, at) =>
            at === 0
              ? {
                  ...piece,
                  revisions: [{ at: '2026-11-24T08:00:00.000Z', title: 'Before <b>', summary: '' }],
                }
              : piece,
          ),
        }
      : each,
  );
  const { ports, files } = memorySite(edited);
  await publishSite(ports, site(), now);
  const page = textOf(files, 'corrections.html');
  expect(page).toContain('<del>Before &lt;b&gt;</del>');
  expect(page).toMatch(/joined.*aaaabbbb.*→.*b2c3d4e5/s);
  expect(page).toMatch(/headline chosen.*undone/s);
  const { decisions, edits } = JSON.parse(textOf(files, 'api/v1/corrections.json')) as Record<
    string,
    unknown[]
  >;
  expect([decisions?.length, edits?.length]).toEqual([2, 1]);
});

describe('the CSTO matrix', () => {
  it('begins its weeks on Mondays', () =>
    expect(mondays('2026-11-24', 3)).toEqual(['2026-11-23', '2026-11-16', '2026-11-09']));
  it('counts a story for the members whose people, organisations or places it names', () =>
    expect(memberStatesOf({ entities: ['nikol-pashinyan', 'azerbaijan', 'russia'] }, 'csto', site())).toEqual(
      ['AM', 'RU'],
    ));
});

describe('the coverage page', () => {
  const feed = {
    id: 'masis-en',
    url: 'https://masis.example/rss',
    language: 'en',
    outlet: {
      id: 'masis',
      name: 'Masis',
      country: 'AM',
      kind: 'agency' as const,
      homepage: 'https://masis.example',
    },
  };

  it('lists a feed that was never visited', () => {
    expect(feedReports([feed], new Map(), now)).toEqual([
      {
        feedId: 'masis-en',
        outletName: 'Masis',
        side: 'yerevan',
        language: 'en',
        seenWorking: null,
        robotsForbid: false,
        titleOnly: false,
        health: 'new',
        grade: 'new',
        seen: '',
        remedy: '',
        lastSuccessAt: null,
        rhythmMinutes: null,
      },
    ]);
  });

  it('knows by the last visit, else from the catalogue, what robots.txt forbids', () => {
    const named = { ...feed, robotsForbid: { on: '2026-03', by: 'us' } };
    const read = { ...newFeedState(feed), visit: 1, lastVisitAt: '2026-11-24T08:00:00.000Z' };
    const forbidden = {
      ...read,
      fault: { kind: 'robots-disallowed', detail: 'robots.txt forbids it' },
      failures: 1,
    };
    const of = (source: CatalogueSource, state?: FeedState) =>
      feedReports([source], new Map(state && [['masis-en', state]]), now)[0]?.robotsForbid;
    expect([of(feed), of(named), of(named, read), of(feed, forbidden)]).toEqual([false, true, false, true]);
  });

  it('says what outlets do not let us read or show, and that pages are read', async () => {
    const { ports, files } = memorySite();
    await publishSite(ports, { ...site(), readsPages: true }, now);
    const facts = textOf(files, 'coverage.html');
    expect(facts).toMatch(/Forbidden to us by robots\.txt<\/span><\/dt><dd>1</);
    expect(facts).toMatch(/headlines only, by their terms<\/span><\/dt><dd>1</);
    expect(facts).toContain('where a feed gives only a title');
    const { ports: plain, files: others } = memorySite();
    await publishSite(plain, site(), now);
    expect(textOf(others, 'coverage.html')).not.toContain('where a feed gives only a title');
  });

  it('says what was seen and what would help', () => {
    const state = {
      ...newFeedState(feed),
      visit: 9,
      lastVisitAt: '2026-11-24T08:00:00.000Z',
      lastFullAt: '2026-11-20T08:00:00.000Z',
      failures: 6,
      failingSince: '2026-11-21T08:00:00.000Z',
      fault: { kind: 'http', detail: 'HTTP 403', status: 403 },
      intervalMinutes: 15.2,
    };
    const [report] = feedReports([feed], new Map([['masis-en', state]]), now);
    expect(report).toMatchObject({
      health: 'blocked',
      grade: 'ill',
      seen: 'HTTP 403, 6 in a row',
      lastSuccessAt: '2026-11-20T08:00:00.000Z',
      rhythmMinutes: 15,
    });
    expect(report?.remedy).toContain('User-Agent');
  });

  it('names who was not reached today', async () => {
    const { ports, files } = memorySite();
    await publishSite(ports, site(), now);
    expect(textOf(files, 'coverage.html')).toMatch(/id="missed">.*?<\/h2>\s*<p>Khazar Times \(en\)<\/p>/s);
  });

  it('says what was changed since the deploy, and that a change was refused', async () => {
    const { ports, files } = memorySite();
    const changes = { added: 2, off: 0, isRefused: false, packs: 1, arePacksRefused: true };
    await publishSite(ports, { ...site(), changes }, now);
    const page = textOf(files, 'coverage.html');
    expect(page).toContain('Feeds added</span></dt><dd>2</dd>');
    expect(page).toMatch(/Topics with changed rules<\/span><\/dt><dd>1<\/dd>/);
    expect(page).toContain('A later change of the rules for topics was refused; the last good one stays.');
    expect(page).not.toContain('A later change of the list of feeds was refused');
  });
});
