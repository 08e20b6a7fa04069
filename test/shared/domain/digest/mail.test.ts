import { domainToASCII } from 'node:url';
import { describe, expect, it } from 'vitest';
import claimNames from '../../../../shared/catalogue/claim-names.json' with { type: 'json' };
import strings from '../../../../shared/catalogue/interface-mail.json' with { type: 'json' };
import { topicText } from '../../../../shared/domain/digest/story-lines.ts';
import { leftOutText, subjectOf, whyLine } from '../../../../shared/domain/digest/mail.ts';
import { oneLinersHtml } from '../../../../shared/domain/digest/html.ts';
import { html } from '../../../../shared/domain/text/html.ts';
import { renderEdition } from '../../../../shared/domain/digest/render-edition.ts';
import { wordsOf } from '../../../../shared/catalogue/mail-words.ts';
import { type Edition, editionSchema } from '../../../../shared/domain/digest/edition.ts';
import { coverageOf } from '../../../../shared/domain/digest/coverage.ts';
import { coverageLines } from '../../../../shared/domain/digest/coverage-lines.ts';
import { feedStateSchema } from '../../../../shared/domain/visit/feed-state.ts';
import { wireLanguages } from '../../../../shared/domain/language.ts';
import { countedSubjects } from '../../../../shared/domain/story/grouping-data.ts';
import { transactionalMail } from '../../../../shared/domain/digest/transactional-mail.ts';
import type { FigureConflict } from '../../../../shared/domain/story/story.ts';
import type { Preferences } from '../../../../shared/domain/subscriber/subscriber.ts';
import { signToken } from '../../../../shared/domain/subscriber/token.ts';
import { noMemory, previewEdition } from '../../../../functions/plan-digests/preview-edition.ts';
import { readerOf, readerPreferences } from '../subscriber/reader-fixture.ts';
import { articleOf, storyOfArticles, toldOf } from '../story/story-fixture.ts';

const now = new Date('2026-11-24T03:00:00Z');
const coverage = {
  feeds: 143,
  reached: 131,
  late: 5,
  blocked: 7,
  missing: ['Sevan Lur', 'Khazar News'],
  missingMore: 2,
};
const siteUrl = 'https://wire.example';
const twenty = Array.from({ length: 20 }, (_, n) =>
  toldOf({
    id: `story-${n}`,
    title: `Комиссии по делимитации согласовали этап ${n}`,
    at: '2026-11-23T20:00:00.000Z',
    languages: [...wireLanguages],
  }),
);
const mailOf = (language: (typeof wireLanguages)[number], told = twenty) => {
  const made = previewEdition(
    { now, stories: told, coverage },
    { ...readerPreferences, interface: language },
    { siteUrl },
  );
  if (made === null) throw new Error('no edition');
  return made.mail;
};

describe('the interface of mails and pages', () => {
  it('says the same things, with the same places, in all six languages', () => {
    const shape = (value: unknown): unknown =>
      typeof value === 'string'
        ? [...value.matchAll(/\{\w+\}/g)].map(String).sort()
        : Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, shape(inner)]));
    for (const language of wireLanguages)
      expect({ language, ...(shape(strings[language]) as object) }).toEqual({
        language,
        ...(shape(strings.en) as object),
      });
  });
  it('leaves no text empty and no place unfilled', () => {
    for (const language of wireLanguages) {
      const mail = mailOf(language);
      expect(mail.html + mail.text + mail.subject).not.toMatch(/\{\w+\}|undefined|\[object|NaN/);
      expect(JSON.stringify(strings[language])).not.toContain('""');
    }
  });
});

describe('a mail', () => {
  it('of 20 stories in six languages stays under 60 KB, has no image and fetches nothing', () => {
    for (const language of wireLanguages) {
      const { html } = mailOf(language);
      expect(Buffer.byteLength(html)).toBeLessThan(60 * 1024);
      expect(html).not.toMatch(/<img|<link|@import|url\(|<script|src=/i);
    }
  });
  it('is headed by the main story and two lines of numbers', () => {
    const mail = mailOf('en', twenty.slice(0, 2));
    expect(mail.subject).toBe('Комиссии по делимитации согласовали этап 0 (en) (+1)');
    expect(mail.text.split('\n').slice(0, 4)).toEqual([
      'Caucasus Wire',
      'Edition of 24 November 2026',
      'Stories: 2 · outlets: 6 · languages: 6',
      'Your first edition: everything since 23 November, 07:00',
    ]);
  });
  it('shows how each side headlined a story, marks outlet kinds and foreign languages, and is honest about its coverage', () => {
    const { text } = mailOf('en', twenty.slice(0, 1));
    expect(text).toContain(
      'Yerevan: Комиссии по делимитации согласовали этап 0 (hy) [hy] (Sevan Lur, independent)',
    );
    expect(text).toContain('Baku: Комиссии по делимитации согласовали этап 0 (az) [az] (Khazar News, state)');
    expect(text).toContain('Feeds read as planned: 131 of 143. Late: 5. Blocked or failing: 7.');
    expect(text).toContain('Not reached: Sevan Lur, Khazar News and 2 more.');
    expect(text).not.toContain('translation budget');
  });
  it('says when the month’s budget for translations is used up', () => {
    const lines = coverageLines(
      { ...coverage, translationSpent: true },
      { sides: [], languages: [] },
      wordsOf('en'),
    );
    expect(lines.at(-1)).toMatch(/^The translation budget of this month is used up/);
  });
  it('that breaks does not claim to be everything since the day before', () => {
    const made = previewEdition(
      { now: new Date('2026-11-23T22:00:00Z'), stories: twenty.slice(0, 1), coverage },
      { ...readerPreferences, frequency: 'breaking' },
      { siteUrl },
    );
    expect([made?.edition.kind, made?.mail.subject, made?.mail.text.split('\n')[3]]).toEqual([
      'breaking',
      'Breaking: Комиссии по делимитации согласовали этап 0 (en)',
      '',
    ]);
  });
  it('says why it came and how to change it, in the reader’s own time', () => {
    expect(mailOf('ru').text).toContain('Каждый день, 07:00 (Ереван).');
    const why = (changed: Partial<Preferences>): string =>
      whyLine(
        { preferences: { ...readerPreferences, ...changed }, confirmedAt: '2026-11-20T11:00:00.000Z' },
        wordsOf('en'),
      );
    expect(why({ frequency: 'weekly', weekday: 2 })).toMatch(/Once a week, Tuesday, 07:00, Yerevan time\.$/);
    expect(why({ frequency: 'breaking' })).toMatch(/Breaking stories only, at most two a day\.$/);
    expect(mailOf('ru').text).toMatch(/Отписаться: https:\/\/wire\.example\/s\//);
  });
  it('marks each headline with its language, for voices and fonts', () => {
    expect(mailOf('hy', twenty.slice(0, 1)).html).toMatch(
      /<html lang="hy">[^]*<h3 lang="hy">[^]*<span lang="az">/,
    );
  });
});

describe('the headline', () => {
  const articles = [
    articleOf('s', 'az', { title: 'İlk', at: '2026-11-23T20:00:00.000Z' }),
    articleOf('s', 'ru', { title: 'Первый', at: '2026-11-23T20:01:00.000Z' }),
    articleOf('s', 'ru', { title: 'Второй', at: '2026-11-23T20:02:00.000Z', n: 1 }),
    articleOf('s', 'en', { title: 'Last', at: '2026-11-23T20:03:00.000Z' }),
  ];
  const story = storyOfArticles('s', articles);
  const headline = (
    language: (typeof wireLanguages)[number],
    seen?: string,
    languages: Preferences['languages'] = [...wireLanguages],
  ) => {
    const memory =
      seen === undefined
        ? noMemory
        : { coveredUntil: seen, articles: new Map(), seen: new Map([['s', seen]]) };
    return previewEdition(
      {
        now,
        stories: [
          {
            story: {
              ...story,
              headlines: {
                ...story.headlines,
                ru: { articleId: 's-ru-0', outletId: 'moskva-vesti', title: 'Первый', url: null },
              },
            },
            articles,
          },
        ],
        coverage,
      },
      { ...readerPreferences, interface: language, languages },
      { memory, siteUrl },
    )?.edition.stories[0]?.headline.title;
  };
  it('is in the reader’s language where an outlet has it, the story’s own one first, also among what is new', () => {
    expect([headline('ru'), headline('ru', '2026-11-23T20:01:30.000Z'), headline('en')]).toEqual([
      'Первый',
      'Второй',
      'Last',
    ]);
  });
  it('is in English, else in Russian, where no outlet writes the reader’s language; never just the first report’s', () => {
    expect([headline('hy'), headline('ka'), headline('hy', '2026-11-23T20:01:30.000Z')]).toEqual([
      'Last',
      'Last',
      'Last',
    ]);
    expect(headline('tr', undefined, ['ru', 'tr'])).toBe('Первый');
  });
  it('follows the order in which the reader put the languages', () => {
    expect(headline('ka', undefined, ['ka', 'ru', 'az', 'en'])).toBe('Первый');
    expect(headline('ka', undefined, ['az', 'ka', 'en', 'ru'])).toBe('İlk');
  });
});

it('counts every article in the balance, by side and by language, also those it does not link', () => {
  const articles = [
    ...Array.from({ length: 20 }, (_, n) =>
      articleOf('s', 'ru', { title: `Сюжет ${n}`, at: '2026-11-23T20:00:00.000Z', n }),
    ),
    articleOf('s', 'hy', { title: 'Պատմություն', at: '2026-11-23T20:01:00.000Z' }),
  ];
  const edition = previewEdition(
    { now, stories: [{ story: storyOfArticles('s', articles), articles }], coverage },
    readerPreferences,
    { siteUrl },
  );
  expect(edition?.mail.text).toContain(
    'Reports by side: Moscow 20, Yerevan 1.\n  By language: Russian 20, Armenian 1.',
  );
  const [told] = edition?.edition.stories ?? [];
  if (edition === null || told === undefined) throw new Error('no edition');
  const { byLanguage: _new, ...old } = told;
  expect(
    renderEdition({ ...edition.edition, stories: [{ ...old, block: 'of-old' }] }, wordsOf('en'), siteUrl)
      .textTop,
  ).toContain('By language: Russian 7, Armenian 1.');
});

it('names topics once, with the parts that were asked for; a whole topic covers its parts', () => {
  const words = wordsOf('en');
  expect(topicText(['csto', 'armenia-azerbaijan.border', 'armenia-azerbaijan.prisoners'], words)).toBe(
    'CSTO · Armenia–Azerbaijan (Border, Prisoners)',
  );
  expect(topicText(['armenia-azerbaijan.border', 'armenia-azerbaijan'], words)).toBe('Armenia–Azerbaijan');
});

describe('numbers that differ', () => {
  const [told] = twenty;
  if (told === undefined) throw new Error('no story');
  const claim = (n: number, side: 'yerevan' | 'baku' | 'moscow', value: number) => ({
    articleId: told.articles[n]?.articleId ?? '',
    side,
    value,
    text: 'as written',
  });
  const withClaims = (claims: FigureConflict[]) => [{ ...told, story: { ...told.story, claims } }];
  const killed = { what: 'killed', claims: [claim(1, 'baku', 3), claim(0, 'yerevan', 1)] };

  it('stand in one line, side by side, in the reader’s language', () => {
    const lines = Object.fromEntries(
      wireLanguages.map((language) => [
        language,
        mailOf(language, withClaims([killed]))
          .text.split('\n')
          .find((line) => / [–—] /.test(line) && line.includes('3'))
          ?.trim(),
      ]),
    );
    expect(lines).toEqual({
      hy: 'Թվերը տարբեր են՝ զոհվածներ – Երևանի լրատվամիջոցները գրում են՝ 1, Բաքվի լրատվամիջոցները գրում են՝ 3։',
      az: 'Fərqli rəqəmlər: həlak olanlar – İrəvan nəşrləri yazır: 1; Bakı nəşrləri yazır: 3.',
      ru: 'Числа расходятся: погибшие — издания Еревана пишут: 1; издания Баку пишут: 3.',
      en: 'Numbers that differ: killed – 1, say Yerevan outlets; 3, say Baku outlets.',
      ka: 'რიცხვები განსხვავდება: დაღუპულები – ერევნის გამოცემები წერენ: 1; ბაქოს გამოცემები წერენ: 3.',
      tr: 'Farklı sayılar: ölenler – Erivan yayınları 1 diyor; Bakü yayınları 3 diyor.',
    });
    expect(mailOf('ru', withClaims([killed])).html).toContain(
      '<p class="m">Числа расходятся: погибшие — издания Еревана пишут: 1; издания Баку пишут: 3.</p>',
    );
  });
  it('of three things share the line; a fourth is left to the story’s page', () => {
    const more = ['wounded', 'refugees', 'villages'].map((what) => ({
      what,
      claims: [claim(0, 'yerevan', 1_200), claim(2, 'moscow', 7)],
    }));
    expect(mailOf('en', withClaims([killed, ...more])).text).toContain(
      'Numbers that differ: killed – 1, say Yerevan outlets; 3, say Baku outlets · wounded – 1,200, say Yerevan outlets; 7, say Moscow outlets · refugees – 1,200, say Yerevan outlets; 7, say Moscow outlets.\n',
    );
  });
  it('are told again only where an article new to the reader gives one of them', () => {
    const memory = {
      coveredUntil: '2026-11-23T20:01:30.000Z',
      articles: new Map<string, string>(),
      seen: new Map([[told.story.id, '2026-11-23T20:01:30.000Z']]),
    };
    const update = (claims: FigureConflict[]) =>
      previewEdition({ now, stories: withClaims(claims), coverage }, readerPreferences, { memory, siteUrl })
        ?.mail.text ?? '';
    expect(update([killed])).toContain('Update · ');
    expect(update([killed])).not.toContain('Numbers that differ');
    expect(update([{ ...killed, claims: [...killed.claims, claim(2, 'moscow', 2)] }])).toContain(
      '1, say Yerevan outlets; 3, say Baku outlets; 2, say Moscow outlets.',
    );
  });
  it('are named in six languages, whatever is counted', () => {
    for (const { what } of countedSubjects)
      expect([what, Object.keys((claimNames as Record<string, object>)[what] ?? {}).sort()]).toEqual([
        what,
        [...wireLanguages].sort(),
      ]);
  });
  it('are in no edition frozen before there were any, and such an edition is sent as it is', () => {
    const edition = (claims: FigureConflict[]) =>
      previewEdition({ now, stories: withClaims(claims), coverage }, readerPreferences, { siteUrl })?.edition;
    expect(edition([killed])?.stories[0]?.claims).toEqual([
      {
        what: 'killed',
        numbers: [
          { side: 'yerevan', value: 1 },
          { side: 'baku', value: 3 },
        ],
      },
    ]);
    const frozen = editionSchema.parse(JSON.parse(JSON.stringify(edition([]))));
    expect(frozen.stories[0]).not.toHaveProperty('claims');
    expect(renderEdition(frozen, wordsOf('en'), siteUrl).htmlTop).not.toContain('Numbers that differ');
  });
});

it('a story that one article tells is said once, with its side beside the outlet', () => {
  const { text, html } = mailOf('en', [
    toldOf({
      id: 'lone',
      title: 'Red Cross visits detainees',
      at: '2026-11-23T20:00:00.000Z',
      languages: ['hy'],
    }),
  ]);
  expect([text, html].map((part) => part.split('Red Cross visits detainees (hy)').length - 1)).toEqual([
    1, 2,
  ]);
  expect(text).toContain('Sevan Lur (Yerevan, independent) https://sevan-lur.example/lone/0');
  expect(html).toContain(
    'Sevan Lur <span class="m">[Armenian]</span> · Yerevan, independent · Separate reports:\u00a01',
  );
});

it('forty look-alike hosts show as what they are, in both parts', () => {
  const lookAlikes = 'аеорсухіѕјհոսօռգզանէ'
    .split('')
    .flatMap((letter) => [`${letter}xample.org`, `news.${letter}rmenia.am`]);
  const told = lookAlikes.map((host, n) => {
    const { story, articles } = toldOf({
      id: `host-${n}`,
      title: `Story ${n}`,
      at: '2026-11-23T20:00:00.000Z',
      languages: ['en'],
    });
    return { story, articles: articles.map((article) => ({ ...article, url: `https://${host}/` })) };
  });
  const parts = [told.slice(0, 20), told.slice(20)].map((some) => mailOf('en', some));
  for (const [host, mail] of lookAlikes.map((each, n) => [each, parts[n < 20 ? 0 : 1]] as const)) {
    expect(host).toMatch(/[^\x20-\x7e]/);
    const shown = `https://${domainToASCII(host)}/`;
    expect([
      shown.includes('xn--'),
      mail?.html.includes(`href="${shown}"`),
      mail?.text.includes(` ${shown}\n`),
    ]).toEqual([true, true, true]);
  }
  expect(lookAlikes).toHaveLength(40);
});

describe('a letter', () => {
  const keys = [{ id: 'k1', secret: new Uint8Array(32).fill(1) }];
  it('to confirm carries one link, good for 48 hours, and no news', () => {
    const pending = readerOf({
      id: '1'.repeat(32),
      state: 'pending',
      letter: { id: 'l', kind: 'confirm', state: 'claimed' },
    });
    const mail = transactionalMail(pending, { siteUrl, keys, wordsOf }, now);
    const token = signToken(
      { purpose: 'confirm', subscriberId: pending.id, version: 1, expires: new Date('2026-11-26T03:00:00Z') },
      keys,
    );
    expect(mail?.text.match(/https?:\S+/g)).toEqual([`${siteUrl}/s/confirm?t=${token}`]);
    expect(mail?.headers).toEqual([['Auto-Submitted', 'auto-generated']]);
  });
  it('is not written to who is erased or is owed none', () => {
    expect(
      transactionalMail(readerOf({ id: '1'.repeat(32), address: null }), { siteUrl, keys, wordsOf }, now),
    ).toBeNull();
    expect(transactionalMail(readerOf({ id: '1'.repeat(32) }), { siteUrl, keys, wordsOf }, now)).toBeNull();
  });
});

it('counts feeds as reached, late or blocked, and names outlets nobody reached', () => {
  const feed = (id: string, outlet: string) => ({
    id,
    url: 'https://x.example/',
    outlet: {
      id: outlet,
      name: outlet.toUpperCase(),
      country: 'AM',
      kind: 'state' as const,
      homepage: 'https://x.example/',
    },
  });
  const state = (given: object) => ({ ...feedStateSchema.parse(given), reading: null });
  const states = new Map([
    ['good', state({ lastVisitAt: '2026-11-24T02:30:00Z', nextDueAt: '2026-11-24T03:30:00Z' })],
    ['waiting', state({ lastVisitAt: '2026-11-23T02:30:00Z', nextDueAt: '2026-11-24T01:00:00Z' })],
    [
      'failing',
      state({ lastVisitAt: '2026-11-24T02:30:00Z', failures: 2, nextDueAt: '2026-11-24T09:00:00Z' }),
    ],
    ['gone', state({ lastVisitAt: '2026-11-20T02:30:00Z', stoppedAt: '2026-11-20T02:30:00Z' })],
  ]);
  const feeds = [
    feed('good', 'a'),
    feed('waiting', 'a'),
    feed('failing', 'b'),
    feed('gone', 'c'),
    feed('never', 'd'),
  ];
  expect(coverageOf(feeds, states, now)).toEqual({
    feeds: 5,
    reached: 1,
    late: 2,
    blocked: 2,
    missing: ['B', 'C', 'D'],
    missingMore: 0,
  });
});

describe('what readers share of a rendering', () => {
  const many = (title: string) =>
    Array.from({ length: 30 }, (_, n) =>
      toldOf({
        id: `shared-${n}`,
        title: `${title} ${n}`,
        at: '2026-11-23T20:00:00.000Z',
        languages: ['en'],
      }),
    );
  it('gives the second reader the very bytes that the first one got', () => {
    const [first, second] = [mailOf('ka', many('Talks')), mailOf('ka', many('Talks'))];
    expect([second.html, second.text]).toEqual([first.html, first.text]);
  });
  it('never gives a brief the words of another with the same address', () => {
    mailOf('en', many('Before'));
    const { html, text } = mailOf('en', many('After'));
    expect([html, text].map((part) => new Set(part.match(/After \d+/g)).size)).toEqual([30, 30]);
    expect(html + text).not.toContain('Before');
  });
});

describe('a subject', () => {
  const made = previewEdition({ now, stories: twenty.slice(0, 1), coverage }, readerPreferences, { siteUrl });
  const edition = made?.edition;
  const story = edition?.stories[0];
  if (edition === undefined || story === undefined) throw new Error('no edition');
  const subject = (changed: Partial<Edition>, title = 'Talks'): string =>
    subjectOf(
      { ...edition, stories: [{ ...story, headline: { ...story.headline, title } }], ...changed },
      wordsOf('en'),
    );
  it('says how many stories more there are, shown, in a line or left out', () => {
    expect(subject({})).toBe('Talks');
    expect(subject({ more: 2 })).toBe('Talks (+2)');
    const line = { storyId: 'one', upTo: edition.until, headline: story.headline };
    expect(subject({ briefs: [line, line, line], more: 2 })).toBe('Talks (+5)');
    expect(subject({ stories: [], briefs: [], more: 0 })).toBe('Caucasus Wire');
  });
  it('is labelled in what is sent at once, and plain in the morning', () => {
    expect(subject({ kind: 'breaking' })).toBe('Breaking: Talks');
    expect(subject({ kind: 'alert', more: 1 })).toBe('You follow this: Talks (+1)');
    expect(subject({ kind: 'quiet' })).toBe(wordsOf('en').say('quietSubject'));
  });
  it('is one line of 120 signs at most, never half a sign', () => {
    expect(subject({}, 'a'.repeat(120))).toBe('a'.repeat(120));
    expect(subject({}, 'a'.repeat(121))).toBe(`${'a'.repeat(119)}…`);
    expect(subject({}, `${'a'.repeat(118)} ${'b'.repeat(9)}`)).toBe(`${'a'.repeat(118)}…`);
    expect(subject({}, `${'a'.repeat(118)}🕊️ peace`)).toBe(`${'a'.repeat(118)}…`);
    expect(subject({}, 'Talks\r\nBcc: all')).toBe('Talks Bcc: all');
  });
  it('spells no encoded word, and is never empty', () => {
    expect(subject({}, '=?utf-8?B?eA== ?= and =?x')).toBe('= ?utf-8?B?eA== ?= and = ?x');
    expect(subject({}, '   ')).toBe('Caucasus Wire');
  });
});

it('what an edition had to leave out is said on top, with the way to it', () => {
  const made = previewEdition({ now, stories: twenty.slice(0, 1), coverage }, readerPreferences, { siteUrl });
  if (made === null) throw new Error('no edition');
  const words = wordsOf('en');
  const rendered = (changed: Partial<Edition>): { htmlTop: string; textTop: string } =>
    renderEdition({ ...made.edition, ...changed }, words, siteUrl);
  const leftOut = { from: '2026-10-01T00:00:00.000Z', until: '2026-11-10T00:00:00.000Z' };
  const said = leftOutText({ ...made.edition, leftOut }, words) ?? 'nothing';
  const archive = `${siteUrl}/days/index.html`;
  const { htmlTop, textTop } = rendered({ first: false, leftOut });
  expect(htmlTop).toContain(`<p class="m"><a href="${archive}">${said}</a></p></td></tr>`);
  expect(textTop).toContain(`\n${said} ${archive}\n\n`);
  const whole = rendered({ first: false });
  expect(whole.htmlTop + whole.textTop).not.toContain(archive);
  expect(whole.textTop.startsWith('Caucasus Wire\nEdition of 24 November 2026\n')).toBe(true);
  expect(whole.htmlTop).toContain(
    '<p class="k">Caucasus Wire</p><h1>Edition of 24 November 2026</h1><p class="m">',
  );
});

describe('the one-liners', () => {
  const context = { words: wordsOf('en'), siteUrl } as Parameters<typeof oneLinersHtml>[2];
  const line = html`<p>One</p>`;
  it('are nothing where there are none', () => {
    expect(String(oneLinersHtml(0, [], context))).toBe('');
  });
  it('have a way to the rest where there is a rest', () => {
    expect(String(oneLinersHtml(0, [line], context))).not.toContain('href');
    expect(String(oneLinersHtml(3, [line], context))).toContain('<a href="https://wire.example/">');
    expect(String(oneLinersHtml(3, [], context))).toContain('3');
    expect(String(oneLinersHtml(1, [line], context))).toContain('<p>One</p>');
  });
});
