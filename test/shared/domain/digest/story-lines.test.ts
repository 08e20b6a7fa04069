import { describe, expect, it } from 'vitest';
import type { EditionLink, EditionStory, SideLine } from '../../../../shared/domain/digest/edition.ts';
import {
  oneLinerHtml,
  oneLinersHtml,
  onlyThisHtml,
  storyHtml,
} from '../../../../shared/domain/digest/html.ts';
import {
  countsLine,
  denialText,
  figureConflictsText,
  loneSide,
  machineMark,
  outsideHref,
  storyHref,
  storyLabel,
} from '../../../../shared/domain/digest/story-lines.ts';
import {
  coverageText,
  oneLine,
  oneLinersText,
  oneLinerText,
  onlyThisText,
  storyText,
} from '../../../../shared/domain/digest/text.ts';
import { words } from './asked-words.ts';

const context = { words, zone: 'UTC', siteUrl: 'https://w.example' };

const headline: EditionLink = {
  outlet: 'Paper',
  language: 'en',
  title: 'Talks & more',
  url: 'https://o.example/1',
};
const side = (more: Partial<SideLine> = {}): SideLine => ({
  side: 'yerevan',
  outlet: 'Paper',
  kind: 'agency',
  language: 'en',
  title: 'Talks & more',
  url: 'https://o.example/1',
  articles: 1,
  independent: 1,
  ...more,
});
const storyOf = (more: Partial<EditionStory> = {}): EditionStory => ({
  storyId: 's 1',
  block: 'b',
  kind: 'new',
  headline,
  sides: [side(), side({ side: 'baku', outlet: 'Other', title: 'No talks', url: null })],
  links: [],
  furtherLinks: 0,
  silences: [],
  outletIds: ['paper'],
  independent: 2,
  reprints: 0,
  languages: ['en'],
  since: null,
  fresh: 2,
  upTo: '2026-11-24T06:00:00.000Z',
  why: { topics: ['csto'], score: 1, parts: {} },
  ...more,
});
const made = { text: 'Made', engine: 'E' };
const unsure = { ...made, uncertain: true } as const;
/** All that a story can have. */
const full = storyOf({
  kind: 'update',
  late: true,
  because: ['Syunik', '«road»'],
  headline: { ...headline, language: 'hy', translation: made },
  lead: {
    outlet: 'Agency',
    language: 'ru',
    url: 'https://a.example/',
    at: 'then',
    text: 'It happened.',
    translation: unsure,
  },
  sides: [
    side({ language: 'hy', published: 'old', quote: 'We met.', quoteTranslation: made }),
    side({ side: 'baku', outlet: 'Other', title: 'No talks', url: null, undated: true, quote: 'None.' }),
  ],
  links: [
    { ...headline, outlet: 'Third', language: 'ru', title: 'Further', published: 'old' },
    { ...headline, outlet: 'Fourth', title: 'No address', url: null },
  ],
  furtherLinks: 3,
  silences: [{ coveredBy: 'yerevan', silent: 'moscow', since: 'dawn' }],
  claims: [
    {
      what: 'killed',
      numbers: [
        { side: 'yerevan', value: 1 },
        { side: 'baku', value: 3 },
      ],
    },
  ],
  deniedBy: ['baku', 'moscow'],
  reprints: 4,
  since: 'yesterday',
});

describe('lines of a story', () => {
  it.each([
    [null, null],
    ['ftp://o.example/', null],
    ['javascript:alert(1)//https://o.example/', null],
    ['HTTPS://O.example/a', 'https://o.example/a'],
    ['http://пример.example/', 'http://xn--e1afmkfd.example/'],
    ['https://', null],
  ])('the address %s is shown as %s', (url, href) => expect(outsideHref(url)).toBe(href));

  it('an id is no path', () =>
    expect(storyHref('a/b c', context)).toBe('https://w.example/stories/a%2Fb%20c.html'));

  it('numbers stay beside their words', () => {
    const plain = {
      ...words,
      say: (key: string, values: object = {}) => `${key} ${Object.values(values).join(' ')}`,
    };
    expect(countsLine(storyOf(), plain, 'UTC')).toBe('independent\u00a02');
    expect(countsLine(full, plain, 'UTC')).toBe(
      'updateSince moment yesterday\u00a02 · independent\u00a02 · reprints\u00a04',
    );
  });

  it('who denies, whose numbers differ, and who translated', () => {
    expect(denialText(storyOf(), words)).toBeNull();
    expect(denialText(full, words)).toBe('deniedBy: sides.baku, sides.moscow');
    expect(figureConflictsText({}, words)).toBeNull();
    expect(figureConflictsText(full, words)).toBe(
      'differ(claim(counted-killed claimBy(outletsOf.yerevan 1)betweenclaimBy(outletsOf.baku 3)))',
    );
    expect([made, unsure].map((each) => machineMark(each, words))).toEqual([
      'machine(E)',
      'machineUncertain(E)',
    ]);
  });

  it.each([
    [{}, 'T-csto'],
    [{ kind: 'update' }, 'update · T-csto'],
    [{ late: true }, 'addedLater · T-csto'],
    [{ why: { topics: ['csto.a', 'csto.b', 'x'], score: 1, parts: {} } }, 'T-csto (S-a, S-b) · T-x'],
    [{ why: { topics: ['csto.a', 'csto'], score: 1, parts: {} } }, 'T-csto'],
  ] as [Partial<EditionStory>, string][])('%j is labelled «%s»', (more, label) =>
    expect(storyLabel(storyOf(more), words)).toBe(label),
  );

  it.each([
    [[side()], true],
    [[side(), side()], false],
    [[side({ title: 'Else' })], false],
    [[side({ url: null })], false],
    [[], false],
  ])('%#: one side that says what the headline says stands beside the outlet', (sides, isLone) =>
    expect(loneSide(storyOf({ sides })) === sides[0]).toBe(isLone),
  );
});

describe('the text part', () => {
  it('of a story with all that a story can have', () => {
    expect(storyText(full, context).split('\n')).toEqual([
      'update · addedLater · T-csto',
      'becauseFollow: Syunik, «road»',
      'Made [hy→en, machine]',
      'Talks & more [hy]',
      'Paper https://o.example/1',
      'updateSince(moment yesterday 2) · independent(2) · reprints(4)',
      '  Made [ru→en, machine?]',
      '  «It happened.» [ru] (Agency, moment then)',
      '    https://a.example/',
      '  sides.yerevan: Talks & more [hy] (Paper, kinds.agency · date old)',
      '    Made [hy→en, machine]',
      '    «We met.»',
      '    https://o.example/1',
      '  sides.baku: No talks (Other, kinds.agency · undated)',
      '    «None.»',
      '  deniedBy: sides.baku, sides.moscow',
      '  differ(claim(counted-killed claimBy(outletsOf.yerevan 1)betweenclaimBy(outletsOf.baku 3)))',
      '  silence(outletsOf.moscow outletsOf.yerevan moment dawn)',
      '  moreArticles',
      '    Further (Third, ru · date old) https://o.example/1',
      '    No address (Fourth, en)',
      '    further(3)',
      '  storyPage: https://w.example/stories/s%201.html',
      '',
      '',
    ]);
  });

  it('of one with little, and of one that only one tells', () => {
    expect(storyText(storyOf(), context, true).split('\n')).toEqual([
      'T-csto',
      'Talks & more',
      'Paper https://o.example/1',
      'independent(2)',
      '  sides.yerevan: Talks & more (Paper, kinds.agency)',
      '    https://o.example/1',
      '  sides.baku: No talks (Other, kinds.agency)',
      '  storyPage: https://w.example/stories/s%201.html',
      '',
      '',
    ]);
    const alone = storyText(
      storyOf({ sides: [side({ side: 'international', kind: 'international' })] }),
      context,
    );
    expect(alone).toContain('Paper (sides.international) https://o.example/1\n');
    expect(alone).not.toContain('  sides.');
  });

  it('on a heavy day goes without quotes and further articles', () => {
    const short = storyText(full, context, true);
    expect(short).not.toMatch(/We met|None\.|moreArticles|Further/);
    expect(short).toContain('«It happened.»');
  });

  it('says what a story is about where its headline cannot be read', () => {
    const foreign = storyOf({
      headline: { ...headline, language: 'ka', title: '' },
      about: { names: ['Minsk'], subtopics: ['border'] },
      why: { topics: ['csto.border', 'csto.x'], score: 1, parts: {} },
    });
    expect(storyText(foreign, context).split('\n').slice(1, 3)).toEqual([
      '— [ka]',
      'In-ka: T-csto · Minsk — S-border',
    ]);
    expect(onlyThisText([foreign], context)).toContain('\n     In-ka: T-csto · Minsk — S-border\n');
  });

  it('begins with what happened', () => {
    const lead = { outlet: 'Agency', language: 'en', url: null, at: 'then', text: 'It happened.' };
    expect(onlyThisText([full, storyOf(), storyOf({ lead })], context).split('\n')).toEqual([
      'onlyThis',
      '  1. Made [hy→en, machine] (Paper)',
      '     Made [ru→en, machine?] (Agency)',
      '  2. Talks & more (Paper)',
      '  3. Talks & more (Paper)',
      '     «It happened.» (Agency)',
      '',
      '',
    ]);
  });

  it.each([
    [0, [], ''],
    [2, [], 'briefs:\n  more(2): https://w.example/\n\n'],
    [0, ['  a'], 'briefs:\n  a\n\n'],
    [1, ['  a'], 'briefs:\n  a\n  more(1): https://w.example/\n\n'],
  ])('%i more beside the lines %j', (more, lines, text) =>
    expect(oneLinersText(more, lines, context)).toBe(text),
  );

  it('one line is one line', () => {
    expect(oneLine(' a\r\n\tb\u2028\u2029c\ud800 ')).toBe('a b c\ufffd');
    expect(oneLinerText({ ...headline, title: 'a\nb' }, 'https://w.example/x')).toBe(
      '  a b (Paper, en) https://w.example/x',
    );
    expect(coverageText(['a\nb', 'c'], context)).toBe('coverage\n  a b\n  c\n');
  });
});

describe('the HTML part', () => {
  /** Its texts, tag by tag. */
  const textsOf = (text: string) =>
    text
      .split(/<[^>]*>|\n/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const page = storyHtml(full, context).text;

  it('says what the text part says', () => {
    expect(textsOf(page)).toEqual([
      'update · addedLater · T-csto',
      'becauseFollow: Syunik, «road»',
      'Made',
      '[machine(E)]',
      'Talks &amp; more',
      'Paper',
      '[in-hy]',
      '· updateSince(moment yesterday 2) · independent(2) · reprints(4)',
      'Made',
      '[machineUncertain(E)]',
      '«It happened.»',
      'Agency',
      ', moment then',
      'sides.yerevan',
      'Talks &amp; more',
      '[in-hy]',
      'Made',
      '[machine(E)]',
      '«We met.»',
      'Paper · kinds.agency · date old',
      'sides.baku',
      'No talks',
      '«None.»',
      'Other · kinds.agency · undated',
      'deniedBy: sides.baku, sides.moscow',
      'differ(claim(counted-killed claimBy(outletsOf.yerevan 1)betweenclaimBy(outletsOf.baku 3)))',
      'silence(outletsOf.moscow outletsOf.yerevan moment dawn)',
      'moreArticles',
      'Further',
      '(Third, ru · date old)',
      'No address',
      '(Fourth, en)',
      'further(3)',
      'storyPage',
    ]);
  });

  it('marks texts with their language, links what has an address, and nothing else', () => {
    expect(page).toContain('<h3><a href="https://o.example/1">Made</a></h3>');
    expect(page).toContain('<span lang="hy">Talks &amp; more</span>');
    expect(page).toContain('<span lang="ru">«It happened.»</span>');
    expect(page).toContain('<a href="https://a.example/">Agency</a>');
    expect(page).toContain('<span lang="en">No talks</span>');
    expect(page).toContain('<a href="https://w.example/stories/s%201.html">storyPage</a>');
    expect(page.match(/href=/g)).toHaveLength(5);
  });

  it('on a heavy day goes without quotes and further articles; a lone side needs no table', () => {
    expect(storyHtml(full, context, true).text).not.toMatch(/We met|None\.|moreArticles|Further/);
    expect(storyHtml(full, context, true).text).toContain('<br><span class="m">Paper');
    const alone = textsOf(storyHtml(storyOf({ sides: [side()] }), context).text);
    expect(alone).toEqual([
      'T-csto',
      'Talks &amp; more',
      'Paper · sides.yerevan, kinds.agency · independent(2)',
      'storyPage',
    ]);
  });

  it('begins with what happened', () => {
    const lead = { outlet: 'Agency', language: 'en', url: null, at: 'then', text: 'It happened.' };
    const about = { names: ['Minsk'], subtopics: [] };
    const first = onlyThisHtml([full, storyOf(), storyOf({ lead, about })], context).text;
    expect(textsOf(first)).toEqual([
      'onlyThis',
      'Made',
      '[machine(E)]',
      'Talks &amp; more',
      'Paper · independent(2)',
      '«Made»',
      '[machineUncertain(E)]',
      'Agency',
      'Talks &amp; more',
      'Paper · independent(2)',
      'Talks &amp; more',
      'Paper · independent(2)',
      'In-en: T-csto · Minsk',
      '«It happened.»',
      'Agency',
    ]);
    expect(first.match(/href="https:\/\/w\.example\/stories\/s%201\.html"/g)).toHaveLength(4);
  });

  it('has one-liners, and a way to the rest where there is a rest', () => {
    const line = oneLinerHtml(headline, 'https://w.example/x');
    expect(line.text).toBe(
      '<p class="m"><a href="https://w.example/x" lang="en">Talks &amp; more</a> (Paper, en)</p>',
    );
    expect(oneLinersHtml(0, [], context).text).toBe('');
    expect(textsOf(oneLinersHtml(0, [line], context).text)).toEqual([
      'briefs',
      'Talks &amp; more',
      '(Paper, en)',
    ]);
    expect(textsOf(oneLinersHtml(2, [], context).text)).toEqual(['briefs', 'more(2)']);
  });
});
