import { describe, expect, it } from 'vitest';
import { csvRows } from '../../../functions/publish-site/data/csv.ts';
import { countsText, entryHtml } from '../../../functions/publish-site/data/entry-html.ts';
import type { Interface } from '../../../functions/publish-site/interface.ts';
import { leadLine } from '../../../functions/publish-site/lead-parts.ts';
import { overviewPart } from '../../../functions/publish-site/overview-part.ts';
import {
  byAppearance,
  dayLabel,
  entityLinks,
  followLink,
  moment,
  phaseBadge,
  sideBar,
  sideCounts,
  topicLinks,
} from '../../../functions/publish-site/parts.ts';
import type { Site, SiteEntity } from '../../../functions/publish-site/site.ts';
import { storiesByDay, storyRow } from '../../../functions/publish-site/story-row.ts';
import { volumePlot } from '../../../functions/publish-site/volume-plot.ts';
import { wantedTranslations } from '../../../functions/publish-site/wanted-translations.ts';
import { type Card, cardAsOf } from '../../../shared/domain/site/card.ts';
import { html } from '../../../shared/domain/text/html.ts';
import { articleOf } from '../../shared/domain/story/story-fixture.ts';

/** An interface that says what it was asked for. */
const ui: Interface = {
  language: 'en',
  text: (key) => `«${key}»`,
  label: (key) => html`[${key}]`,
  topic: (id) => html`[topic ${id}]`,
  subtopic: (id) => html`[subtopic ${id}]`,
  counted: (what) => html`[${what}]`,
  zone: (id) => id,
  topicText: (id) => `topic ${id}`,
  subtopicText: (id) => `subtopic ${id}`,
  languageName: (code) => `${code} language`,
};
const entity = (id: string): [string, SiteEntity] => [
  id,
  { id, kind: 'place', name: id.toUpperCase(), shown: { en: `shown ${id}` }, aliases: [] },
];
const site = {
  names: {
    topics: {},
    subtopics: {},
    subtopicsOf: { csto: ['membership'], other: ['border', 'membership'] },
    entities: new Map(['minsk', ...Array.from({ length: 13 }, (_, n) => `e${n}`)].map(entity)),
    outlets: new Map([['paper', { name: 'The Paper' }]]),
  },
  into: ['en'],
} as unknown as Site;

const at = '2026-11-24T06:07:08.000Z';
const card = (more: Partial<Card> = {}): Card => ({
  id: 's1',
  topics: ['csto'],
  subtopics: ['membership', 'border'],
  entities: ['minsk', 'nobody'],
  firstSeenAt: at,
  lastSeenAt: at,
  changedAt: '2026-11-24T07:00:00.000Z',
  languages: ['hy', 'ru'],
  phase: 'breaking',
  headlines: {
    hy: { title: 'հ', outletId: 'paper', url: 'https://o.example/?a&b' },
    ru: { title: 'р', outletId: 'nobody', url: null },
    ka: { title: 'კ', outletId: 'nobody' },
    tr: { title: 't', outletId: 'nobody' },
  },
  sides: [
    { side: 'baku', articles: 1, independent: 1 },
    { side: 'yerevan', articles: 3, independent: 2 },
  ],
  countries: ['AM', 'AZ'],
  kinds: ['agency'],
  independent: 3,
  reprints: 1,
  volume: {},
  silences: 0,
  ...more,
});
const lead = {
  side: 'baku',
  outletId: 'paper',
  language: 'az',
  url: 'https://o.example/l',
  at,
  text: 'L',
} as const;

describe('parts of a page', () => {
  it.each([
    ['full', `<time datetime="${at}" data-form="full">24 November 2026, 06:07 UTC</time>`],
    ['dated', `<time datetime="${at}">24.11.2026 06:07</time>`],
    ['short', `<time datetime="${at}">24.11 06:07</time>`],
    ['time', `<time datetime="${at}">06:07</time>`],
  ] as const)('a moment, %s', (form, text) => expect(moment(at, ui, form).text).toBe(text));

  it('a day', () =>
    expect(dayLabel('2026-01-02', ui).text).toBe(
      '<time datetime="2026-01-02" data-form="day">2 January 2026</time>',
    ));

  it('articles stand in the order of their dates, ties by id', () => {
    const of = (articleId: string, publishedAt: string) => ({ articleId, publishedAt, seenAt: at });
    const ordered = [
      of('c', '2026-11-23T06:00:00Z'),
      of('b', '2026-11-22T06:00:00Z'),
      of('a', '2026-11-23T06:00:00Z'),
    ];
    expect(ordered.sort(byAppearance).map(({ articleId }) => articleId)).toEqual(['b', 'a', 'c']);
  });

  it('a way to follow', () =>
    expect(followLink('entity:a&b', ui).text).toBe(
      '<p class="follow"><a href="/s/follow?what=entity%3Aa%26b" rel="nofollow">[follow]</a></p>',
    ));

  it('shares of the sides, in their own order, and counts, most first', () => {
    const counts = [
      { side: 'international', articles: 1 },
      { side: 'baku', articles: 1 },
      { side: 'yerevan', articles: 2 },
      { side: 'moscow', articles: 0 },
    ] as const;
    expect(sideBar([...counts]).text).toBe(
      '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">' +
        '<rect class="s-yerevan" x="0.0" width="50.0" height="6"/>' +
        '<rect class="s-baku" x="50.0" width="25.0" height="6"/>' +
        '<rect class="s-international" x="75.0" width="25.0" height="6"/></svg>',
    );
    expect(sideBar([]).text).not.toContain('<rect');
    const item = (side: string, count: number) =>
      `<li><i class="dot s-${side}"></i>[side-${side}] ${count}</li>`;
    expect(sideCounts(counts.slice(0, 3), ui).text).toBe(
      `<ul class="counts">${item('yerevan', 2)}${item('baku', 1)}${item('international', 1)}</ul>`,
    );
  });

  it('topics lead to their pages; a subtopic under the first topic that has it, none without one', () => {
    const link = (kind: string, path: string, id: string) =>
      `<a class="${kind}" href="/topics/${path}.html">[${kind} ${id}]</a> `;
    expect(topicLinks(card(), ui, site).text).toBe(
      link('topic', 'csto', 'csto') + link('subtopic', 'csto.membership', 'membership'),
    );
    expect(topicLinks({ topics: ['csto', 'other'], subtopics: ['border'] }, ui, site).text).toBe(
      link('topic', 'csto', 'csto') +
        link('topic', 'other', 'other') +
        link('subtopic', 'other.border', 'border'),
    );
  });

  it('names lead to their pages as far as those are sure to be there', () => {
    expect(entityLinks(['minsk', 'nobody'], site).text).toBe(
      '<a class="entity" href="/entities/minsk.html">MINSK</a> ',
    );
    const many = entityLinks(
      Array.from({ length: 13 }, (_, n) => `e${n}`),
      site,
    ).text;
    expect(many.match(/<a /g)).toHaveLength(12);
    expect(many).toMatch(/<span class="entity">E12<\/span> $/);
  });

  it('a phase, but not of the report of a single source', () => {
    expect(phaseBadge({ phase: 'breaking', independent: 2 }, ui)?.text).toBe(
      '<span class="phase breaking">[phase-breaking]</span>',
    );
    expect(phaseBadge({ phase: 'breaking', independent: 1 }, ui)).toBeNull();
  });
});

describe('a story in a list', () => {
  const textsOf = (text: string) =>
    text
      .split(/<[^>]*>|\n/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  it('says what it is about, who reports it and how the others head it', () => {
    const row = storyRow(card(), ui, site).text;
    expect(textsOf(row)).toEqual([
      '[topic csto]',
      '[subtopic membership]',
      '[phase-breaking]',
      'р',
      'Ru language: topic csto · shown minsk — subtopic membership, subtopic border',
      'hy',
      'հ',
      'ka',
      'კ',
      '[side-yerevan] 3',
      '[side-baku] 1',
      '06:07',
      'nobody ·',
      '[independent] 3 · [reprints] 1 · hy ru',
    ]);
    expect(row).toContain('<h3><a href="/stories/s1.html"><span lang="ru">р</span></a></h3>');
    expect(row).toContain('data-topics="csto" data-subtopics="membership border"');
    expect(row).toContain('data-languages="hy ru" data-countries="AM AZ"');
    expect(row).toContain(`data-kinds="agency" data-seen="${at}" data-changed="2026-11-24T07:00:00.000Z"`);
  });

  it('in a translation has no gloss; without reprints it does not count them', () => {
    const title = { text: 'Made', engine: 'E' };
    const row = storyRow(card({ translations: { en: { title } }, reprints: 0 }), ui, site).text;
    expect(textsOf(row).slice(3, 6)).toEqual(['Made', '[machine], E', 'р']);
    expect(row).not.toMatch(/gloss|reprints/);
    expect(row).toContain('<span class="mt" data-for="en"><span lang="en">Made</span>');
    expect(row).toContain('<span class="original"><span lang="ru">р</span></span>');
  });

  it('is made once for a card as it is, in each language and with the names of today', () => {
    const own = card();
    const made = storyRow(own, ui, site);
    expect(storyRow(own, ui, { names: site.names })).toBe(made);
    expect(storyRow({ ...own, independent: 5 }, ui, site).text).toContain('[independent] 5');
    expect(storyRow(own, { ...ui, language: 'hy' }, site).text).toContain('<span lang="hy">հ</span></a>');
    const names = { ...site.names, subtopicsOf: {} };
    expect(storyRow(own, ui, { ...site, names }).text).not.toContain('[subtopic membership]');
    expect(storyRow(own, ui, site)).toBe(made);
    const settled = cardAsOf(own, '2026-12-24T00:00:00.000Z');
    expect(cardAsOf(own, '2026-12-25T00:00:00.000Z')).toBe(settled);
    expect(storyRow(settled, ui, site).text).toContain('[phase-settled]');
  });

  it('has a line of what happened where an outlet says it', () => {
    expect(leadLine(card(), ui, site)).toBeNull();
    expect(leadLine(card({ leads: [lead] }), ui, site)?.text).toBe(
      `<p class="lead-line"><q lang="az">L</q>
<span class="by"><a href="https://o.example/l" rel="noreferrer">The Paper</a>, <time datetime="${at}">24.11 06:07</time></span></p>
`,
    );
  });

  it('stands under the day of its last report; a day without a page of its own is no link', () => {
    const cards = [card(), card({ id: 's2', lastSeenAt: '2026-11-23T06:00:00.000Z' }), card({ id: 's3' })];
    const list = storiesByDay({ cards, days: new Set(['2026-11-23']) }, ui, site).text;
    expect(list.match(/<section|href="\/stories\/s\d|<h2 id="d[\d-]+">(<a href="[^"]*")?/g)).toEqual([
      '<section',
      '<h2 id="d2026-11-24">',
      'href="/stories/s1',
      'href="/stories/s3',
      '<section',
      '<h2 id="d2026-11-23"><a href="/days/2026-11-23.html"',
      'href="/stories/s2',
    ]);
    expect(storiesByDay({ cards: [], days: new Set() }, ui, site).text).toBe(
      '<p class="none">[noStories]</p>',
    );
  });
});

it('articles a day are bars by side, with their sums in words', () => {
  const plot = volumePlot({ '2026-11-23': [1, 0, 2], '2026-11-24': [0, 1], '2026-11-20': [9] }, ui, {
    days: 3,
    until: at,
  }).text;
  expect(plot).toBe(`<figure class="volume">
<figcaption>[articlesPerDay] 4, [most] 3</figcaption>
<svg viewBox="0 0 12 60" preserveAspectRatio="none" role="img" aria-label="«articlesPerDay» 4"><rect class="s-yerevan" x="4" y="40.0" width="3" height="20.0"/><rect class="s-moscow" x="4" y="0.0" width="3" height="40.0"/><rect class="s-baku" x="8" y="40.0" width="3" height="20.0"/></svg>
<p class="axis"><span>22 November 2026</span> <span>24 November 2026</span></p>
<ul class="counts"><li><i class="dot s-yerevan"></i>[side-yerevan] 1</li><li><i class="dot s-baku"></i>[side-baku] 1</li><li><i class="dot s-moscow"></i>[side-moscow] 2</li></ul>
</figure>`);
  expect(volumePlot({}, ui, { days: 1, until: at }).text).toContain(
    '[articlesPerDay] 0, [most] 0</figcaption>',
  );
});

it('a name’s weeks have a column for each side that took part', () => {
  expect(overviewPart(null, ui, site)).toBeNull();
  const weeks = [
    { monday: '2026-11-23', stories: [0, 2] },
    { monday: '2026-11-16', stories: [0, 0, 0, 1] },
  ];
  const part = overviewPart(
    { first: '2026-11-17', last: '2026-11-24', related: ['minsk'], weeks },
    ui,
    site,
  )?.text;
  expect(part?.match(/<t[hd] [^<]*/g)).toEqual([
    '<th scope="col">[week]',
    '<th scope="col" class="n">[side-baku]',
    '<th scope="col" class="n">[side-tbilisi]',
    '<th scope="row">2026-11-23',
    '<td class="n">2',
    '<td class="n">0',
    '<th scope="row">2026-11-16',
    '<td class="n">0',
    '<td class="n">1',
  ]);
  expect(part).toContain('[relatedNames]: <a class="entity"');
});

it.each([
  [['a', 'b,c', 'd"e', 'f\ng'], 'a,"b,c","d""e","f\ng"\r\n'],
  [['=1+1', '+1', '-1', '@x', '\tx', 'a=1'], "'=1+1,'+1,'-1,'@x,'\tx,a=1\r\n"],
  [['\rx', ''], '"\'\rx",\r\n'],
])('the row %j is written %j', (row, line) => {
  expect(csvRows([row])).toBe(line);
});

it('a story for feed readers: what happened by side, headlines, counts', () => {
  const leads = [
    { ...lead, side: 'moscow', language: 'ru', text: 'R', url: null } as const,
    { ...lead, language: 'ru', text: 'second of Moscow', side: 'moscow' } as const,
    lead,
  ];
  const made = {
    title: { text: 'T', engine: 'E' },
    lead: { text: 'M', engine: 'E', uncertain: true },
  } as const;
  expect(entryHtml(card({ leads, translations: { en: made } }), 'en', ui, site))
    .toBe(`<p><span lang="en">T</span>
<small>(«machine», E)</small></p>
<p><span lang="en">M</span>
<small>(«machineUncertain», E)</small></p>
<blockquote lang="ru">R</blockquote>
<p>«side-moscow»: The Paper, 2026-11-24T06:07Z</p>
<blockquote lang="az">L</blockquote>
<p>«side-baku»: <a href="https://o.example/l">The Paper</a>, 2026-11-24T06:07Z</p>
<ul><li lang="hy"><a href="https://o.example/?a&amp;b">հ</a> (The Paper)</li><li lang="ru">р (nobody)</li><li lang="ka">კ (nobody)</li><li lang="tr">t (nobody)</li></ul>
<p>«side-baku» 1, «side-yerevan» 3. «independent» 3, «reprints» 1.</p>`);
  expect(countsText(card({ sides: [] }), ui)).toBe('. «independent» 3, «reprints» 1.');
});

it('wanted of an engine is what a reader is shown in another language, once', () => {
  const article = (language: string, more: object = {}) => ({
    ...articleOf('s', language, { title: `title ${language}`, at }),
    ...more,
  });
  const headlines = { hy: { articleId: 'a', outletId: 'o', title: 'title hy', url: null } };
  const leads = [
    { ...lead, articleId: 'a', side: 'yerevan', language: 'hy', text: 'lead hy' } as const,
    { ...lead, articleId: 'b', text: 'lead az' },
  ];
  const wanted = wantedTranslations(
    { headlines },
    [article('hy'), article('az', { reprintOf: 'x' }), article('ru'), article('en')],
    { leads, into: ['en', 'hy'] },
  );
  expect(wanted.map(({ to, from, text }) => `${to} ${from} ${text}`)).toEqual([
    'en hy title hy',
    'en hy lead hy',
    'en az lead az',
    'en ru title ru',
    'hy az lead az',
    'hy ru title ru',
    'hy en title en',
  ]);
});
