import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wireLanguages } from '../../../../shared/domain/language.ts';
import { leadFor, leadsOf } from '../../../../shared/domain/story/lead.ts';
import { leadLimit, leadText } from '../../../../shared/domain/story/lead-text.ts';
import type { StoryArticle } from '../../../../shared/domain/story/story.ts';
import { articleOf } from './story-fixture.ts';
import readLeads from '../../../fixtures/read-leads.json' with { type: 'json' };
import { manners } from './lead-texts.ts';

const texts = wireLanguages.flatMap((language) => {
  const { news, datelines, background, boilerplate } = manners[language];
  return news.flatMap(([title, sentence], n) => {
    const other = (list: readonly string[], by: number): string => list[(n + by) % list.length] ?? '';
    const summaries = [
      sentence,
      ...datelines.map((dateline) => `${dateline}${sentence} ${other(background, 0)}`),
      ...background.map((told) => `${told} ${sentence}`),
      ...boilerplate.map((line) => `${line} ${sentence} ${other(background, 1)}`),
      ...background.map((told, at) => `${title}. ${told} ${sentence} ${other(boilerplate, at)}`),
      `${title}. ${sentence} ${other(boilerplate, 2)}`,
    ];
    return summaries.map((summary) => ({ language, title, summary, sentence }));
  });
});

describe('the lead of an article', () => {
  it.each(wireLanguages)('is the sentence that tells the news, in %s', (language) => {
    const own = texts.filter((text) => text.language === language);
    expect(own.length).toBeGreaterThan(70);
    const wrong = own.filter((text) => leadText(text)?.text !== text.sentence);
    expect(wrong.map((text) => ({ said: leadText(text)?.text, summary: text.summary }))).toEqual([]);
  });

  it.each(wireLanguages)('is never background or boilerplate alone, in %s', (language) => {
    const { news, background, boilerplate } = manners[language];
    for (const [title] of news)
      for (const told of [...background, ...boilerplate])
        for (const line of ['', ` ${boilerplate[0]}`])
          expect(leadText({ language, title, summary: `${title}. ${told}${line}` })).toBeNull();
  });

  it('is nothing where the summary is empty or says the title again', () => {
    const title = 'Armenia freezes its participation in the CSTO';
    for (const summary of ['', title, `${title}.`, 'Armenia freezes participation in the CSTO.', '…'])
      expect(leadText({ language: 'en', title, summary })).toBeNull();
  });

  it('takes a second sentence where both fit, and none that the outlet cut', () => {
    const title = 'Talks in Ijevan';
    const [one, two] = ['The commissions met for four hours.', 'They agreed on 12 kilometres.'];
    expect(leadText({ language: 'en', title, summary: `${one} ${two}` })?.text).toBe(`${one} ${two}`);
    expect(leadText({ language: 'en', title, summary: `${one} They agreed on [...]` })?.text).toBe(one);
  });

  it('cuts a longer sentence at a clause and says so', () => {
    const long = `The commission, ${'which counts the markers along the river, '.repeat(8)}met.`;
    const found = leadText({ language: 'en', title: 'A title', summary: long });
    expect(found?.cut).toBe(true);
    expect(found?.text).toMatch(/river…$/);
    expect(found?.text.length).toBeLessThanOrEqual(leadLimit);
  });

  it('does not take a name and a dash for a dateline', () => {
    const summary = 'Пашинян – премьер-министр Армении – прибыл в Бишкек на переговоры.';
    expect(leadText({ language: 'ru', title: 'Визит', summary })?.text).toBe(summary);
  });
});

const article = (language: string, n: number, more: Partial<StoryArticle>): StoryArticle => ({
  ...articleOf('s', language, { title: `Title ${n}`, at: `2026-11-24T0${n}:00:00.000Z`, n }),
  ...more,
});
const told = (place: string): string => `The delegations met at ${place} and signed a paper on Tuesday.`;

describe('the leads of a story', () => {
  const story = { entities: ['ijevan'] };

  it('are one of each side, an agency or official source first', () => {
    const leads = leadsOf(story, [
      article('hy', 1, { summary: told('Ijevan'), entities: ['ijevan'] }),
      article('ru', 2, { summary: told('Gazakh'), entities: ['ijevan'] }),
    ]);
    expect(leads.map(({ side }) => side)).toEqual(['moscow', 'yerevan']);
    expect(leads[0]).toMatchObject({
      outletId: 'moskva-vesti',
      language: 'ru',
      text: told('Gazakh'),
      at: '2026-11-24T02:00:00.000Z',
      url: 'https://moskva-vesti.example/s/2',
    });
  });

  it('are of originals, the most central first, and of no outlet that says only the headline', () => {
    const leads = leadsOf(story, [
      article('hy', 1, { summary: told('a hotel') }),
      article('hy', 2, { summary: told('Ijevan'), entities: ['ijevan'] }),
      article('ru', 3, { summary: told('Ijevan'), reprintOf: 's-hy-2' }),
      article('az', 4, { summary: 'Title 4.' }),
    ]);
    expect(leads.map(({ text }) => text)).toEqual([told('Ijevan')]);
  });

  it('have one for the readers of each language, though it is of a side that has another', () => {
    const leads = leadsOf(story, [
      article('hy', 1, { summary: told('Ijevan'), entities: ['ijevan'] }),
      article('en', 2, { summary: told('a hotel'), side: 'yerevan' }),
    ]);
    expect(leadFor(leads, 'en')?.text).toBe(told('a hotel'));
    expect(leadFor(leads, 'hy')?.text).toBe(told('Ijevan'));
    expect(leadFor(leads, 'ka')?.language).toBe('en');
  });
});

describe('what is of another time than the news', () => {
  it.each([
    [
      'en',
      'Surveyors return to Kirants',
      'Four posts were set on the first day.',
      'In April the commissions had agreed on the section.',
    ],
    ['en', 'Bloc names a new envoy', 'He takes over on Monday.', 'Armenia last year froze its seat.'],
    [
      'ru',
      'Геодезисты вернулись в Киранц',
      'За день поставили четыре знака.',
      'В апреле комиссии согласовали участок границы.',
    ],
    [
      'ru',
      'Совет назначил посланника',
      'Он приступит к работе в понедельник.',
      'На прошлой неделе стороны обменялись списками.',
    ],
    [
      'hy',
      'Գեոդեզիստները վերադարձել են Կիրանց',
      'Առաջին օրը դրվել է չորս նշան։',
      'Ապրիլին հանձնաժողովները համաձայնեցրել էին հատվածը։',
    ],
    [
      'hy',
      'Խորհուրդը բանագնաց է նշանակել',
      'Նա կսկսի աշխատանքը երկուշաբթի օրը։',
      'Անցյալ շաբաթ կողմերը ցուցակներ էին փոխանակել։',
    ],
    [
      'az',
      'Geodezistlər Qazaxa qayıdıb',
      'İlk gün dörd nişan qoyulub.',
      'Aprelda komissiyalar hissəni razılaşdırmışdı.',
    ],
    [
      'az',
      'Şura elçi təyin edib',
      'O, bazar ertəsi işə başlayacaq.',
      'Keçən həftə tərəflər siyahı mübadiləsi aparıb.',
    ],
    [
      'ka',
      'გეოდეზისტები კირანცში დაბრუნდნენ',
      'პირველ დღეს ოთხი ნიშანი დაიდგა.',
      'აპრილში კომისიები მონაკვეთზე შეთანხმდნენ.',
    ],
    [
      'ka',
      'საბჭომ წარგზავნილი დანიშნა',
      'ის მუშაობას ორშაბათს დაიწყებს.',
      'გასულ კვირას მხარეებმა სიები გაცვალეს.',
    ],
    [
      'tr',
      'Haritacılar Kirants’a döndü',
      'İlk gün dört işaret dikildi.',
      'Nisanda komisyonlar kesim üzerinde anlaşmıştı.',
    ],
    [
      'tr',
      'Konsey elçi atadı',
      'Göreve pazartesi günü başlayacak.',
      'Geçen hafta taraflar liste değiştirdi.',
    ],
  ] as const)('does not stand in a lead (%s, %s)', (language, title, news, earlier) => {
    const lead = (summary: string): string | undefined => leadText({ language, title, summary })?.text;
    expect(lead(`${news} ${earlier}`)).toBe(news);
    expect(lead(`${earlier} ${news}`)).toBe(news);
    expect(lead(earlier)).toBe(undefined);
  });

  it('a second sentence stands in it only where the first says little', () => {
    const [short, next] = ['Four posts were set.', 'Work goes on at dawn.'];
    const long = `${'The teams set four posts on the first of three days '.repeat(2)}near the river.`;
    const lead = (summary: string): string | undefined =>
      leadText({ language: 'en', title: 'Surveyors return', summary })?.text;
    expect(lead(`${short} ${next} And on.`)).toBe(`${short} ${next}`);
    expect(lead(`${long} ${next}`)).toBe(long);
    expect(lead(`${short} ${long} ${long}`)).toBe(`${short} ${long}`);
  });
});

it('200 leads of our own articles are the ones that were read: a change of one is to be read again', () => {
  const articles = ['a', 'b', 'c'].flatMap((set) =>
    readFileSync(new URL(`../../../evaluate/own-dense-${set}.jsonl`, import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
  const read = new Map(Object.entries(readLeads));
  const made = articles
    .filter(({ id }) => read.has(id))
    .map((article) => [article.id, leadText(article)?.text ?? null] as const);
  expect(Object.fromEntries(made)).toEqual(readLeads);
  expect(read.size).toBe(200);
});
