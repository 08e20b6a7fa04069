import { describe, expect, test } from 'vitest';
import calendar from '../../../../shared/catalogue/calendar-words.json' with { type: 'json' };
import { EventTermFinder } from '../../../../shared/domain/story/event-terms.ts';
import { fingerprintOf } from '../../../../shared/domain/reprint/fingerprint.ts';
import { fold } from '../../../../shared/domain/text/folding.ts';
import { nameSkeleton } from '../../../../shared/domain/text/name-skeleton.ts';
import { FigureReader } from '../../../../shared/domain/story/numbers-and-dates.ts';
import { copyEvidence } from '../../../../shared/domain/reprint/reprint.ts';
import { reprintPhrases, reprintRules } from '../../../../shared/domain/reprint/rules.ts';
import { factsOf, readLanguage, titleEntitiesOf } from '../../../../shared/domain/story/facts.ts';
import { slotsOf } from '../../../../shared/domain/story/slots.ts';
import { eventTerms } from '../../../../shared/domain/story/words.ts';

const figures = new FigureReader(calendar);

test.each([
  ['8 августа прибыли 47 тысяч человек, всего 100 514', ['08-08'], [47_000, 100_514]],
  ['on August 8 at 13:45, 2,500 men in 2022', ['08-08'], [2_500]],
  ['օգոստոսի 8-ին 47 115 մարդ', ['08-08'], [47_115]],
  ['avqustun 8-də 65 min nəfər', ['08-08'], [65_000]],
  ['8 აგვისტოს 17 მუხლი', ['08-08'], [17]],
  ['8 Ağustos, 100 bin 514 kişi', ['08-08'], [100_514]],
])('figures of «%s» are read', (text, dates, numbers) => {
  expect(figures.read(text)).toEqual({ dates, numbers });
});

test.each([
  ['тасмагамбетов', 'ru', 'tasmagambetov', 'en'],
  ['տասմագամբետով', 'hy', 'ტასმაგამბეტოვი', 'ka'],
  ['hacıyev', 'az', 'гаджиев', 'ru'],
  ['թրամփի', 'hy', 'трампа', 'ru'],
] as const)('%s (%s) and %s (%s) are one name', (a, languageA, b, languageB) => {
  expect(nameSkeleton(a, languageA)).toBe(nameSkeleton(b, languageB));
});

test('letter case, և and եւ, ё and е do not change a fingerprint; other words do', () => {
  const summary =
    'сегодня вечером обе делегации подписали ещё один протокол о границе и разъехались по домам';
  expect(fingerprintOf('Новости', summary).keys).toEqual(
    fingerprintOf('НОВОСТИ', summary.replace('ё', 'е').toUpperCase()).keys,
  );
  expect(fingerprintOf('Երևան', 'մեկ')).toEqual(fingerprintOf('Երեւան', 'մեկ'));
  expect(fingerprintOf('Новости', summary).keys).not.toEqual(
    fingerprintOf('Новости', summary.split(' ').toReversed().join(' ')).keys,
  );
});

const named = (language: string, words: string) =>
  [...new EventTermFinder(eventTerms).find(fold(words).split(' '), language)].sort();

test('a word names what its longest stem does', () => {
  expect(named('en', 'ceasefire')).toEqual(['ceasefire']);
  expect(named('tr', 'ateşkes')).toEqual(['ceasefire']);
  expect(named('hy', 'խաղաղապահներ')).toEqual(['peacekeeper']);
  expect(named('en', 'prisoners released')).toEqual(['prisoners', 'publish', 'release']);
});

test.each([
  ['en', 'according warned tripp based biden mediation', ['mediation']],
  ['ru', 'после минска участок грузия центр судьба', []],
  ['hy', 'սյունիքի մարտի ներկայացրել', []],
  ['az', 'ölkə qarşı qazax yüksək haqqında', []],
  ['ka', 'მისი მოკლე გზავნის', []],
  ['tr', 'kazakistan karşi dönem ilişkin sundu', []],
])('words that only begin like a term name none (%s)', (language, words, terms) => {
  expect(named(language, words)).toEqual(terms);
});

test('both names of a place are one fact', () => {
  const facts = (entities: string[]) => [
    ...factsOf({ language: 'en', title: '', summary: '', topics: [], subtopics: [], entities }).entity.keys(),
  ];
  expect(facts(['stepanakert', 'artsakh'])).toEqual(facts(['khankendi', 'nagorno-karabakh']));
});

const base = {
  language: 'ru',
  title: 'Стороны согласовали участок границы',
  summary:
    'Комиссии двух стран согласовали ещё двенадцать километров границы и договорились встретиться снова через месяц в другом городе.',
};

test('a copy names the attribution phrase and the dateline as evidence', () => {
  const copy = {
    ...base,
    id: 'b',
    outletId: 'b',
    title: 'Согласован участок границы',
    summary: `ЕРЕВАН, 5 мар — Новости. ${base.summary} Об этом сообщает агентство.`,
  };
  const found = copyEvidence(
    copy,
    { ...base, id: 'a', outletId: 'a' },
    { rules: reprintRules, phrases: reprintPhrases },
  );
  expect(found).toMatchObject({ of: 'a', rule: 'same-text' });
  expect(found?.places.map((place) => place.text)).toContain('сообщает');
});

test('independent reports on one event in the same vocabulary are no copies', () => {
  const a = {
    id: 'a',
    outletId: 'a',
    language: 'en',
    title: 'Azerbaijan frees 12 Armenian prisoners at the Lachin bridge',
    summary:
      'Twelve detainees were handed over on March 4 with the help of the Red Cross, the office in Yerevan said after the exchange.',
  };
  const b = {
    id: 'b',
    outletId: 'b',
    language: 'en',
    title: 'Twelve Armenian detainees released by Azerbaijan cross the Lachin bridge',
    summary:
      'The Red Cross took part when 12 prisoners were handed over on March 4, Baku confirmed, calling it a humanitarian step.',
  };
  expect(copyEvidence(b, a, { rules: reprintRules, phrases: reprintPhrases })).toBeNull();
});

test.each([
  ['ru', 'двадцать пять пленных и двести человек, столица', [25, 200]],
  ['en', 'fifteen captives, two hundred men on Monday', [15, 200]],
  ['tr', 'on beş asker, yirmi beş bin kişi', [15, 25_000]],
  ['az', 'on beş əsir', [15]],
  ['hy', 'տասնհինգ զինվոր և քսանհինգ մարդ', [15, 25]],
  ['ka', 'თხუთმეტი სამხედრო, ოცდახუთი პატიმარი', [15, 25]],
])('numbers in words are read (%s)', (language, text, numbers) => {
  expect(figures.read(text, language).numbers).toEqual(numbers);
});

test('a number in words is no day of a month', () => {
  expect(figures.read('в августе пять военных', 'ru').dates).toEqual([]);
});

test.each([
  [
    'en',
    'May be cancelled on Wednesday, as in September 2022',
    { years: [2022], months: [9], weekdays: [3] },
  ],
  ['ru', 'в среду 5 марта', { years: [], months: [3], weekdays: [3] }],
  ['az', 'mayın 14-də, çərşənbə axşamı', { years: [], months: [5], weekdays: [2] }],
  ['tr', 'Eylül ayında, pazar günü', { years: [], months: [9], weekdays: [7] }],
  ['hy', 'հինգշաբթի, նոյեմբերին', { years: [], months: [11], weekdays: [4] }],
  ['ka', 'ხუთშაბათს, ივნისში', { years: [], months: [6], weekdays: [4] }],
])('years, months and days of the week are read (%s)', (language, text, times) => {
  expect(figures.times(text, language)).toEqual(times);
});

test('titles name the entities whose evidence has a place in the title', () => {
  const place = (field: 'title' | 'summary') => ({ field, start: 0, end: 1, text: 'x' });
  const of = (kind: 'entity' | 'topic', id: string, ...fields: ('title' | 'summary')[]) => ({
    kind,
    of: id,
    rule: 'r',
    score: 1,
    places: fields.map(place),
  });
  expect(
    titleEntitiesOf([
      of('entity', 'minsk', 'title'),
      of('entity', 'yerevan', 'summary'),
      of('entity', 'baku', 'summary', 'title'),
      of('entity', 'goris'),
      of('topic', 'csto', 'title'),
    ]),
  ).toEqual(['minsk', 'baku']);
});

test.each([
  ['und', 'Հայաստանի և Ադրբեջանի սահմանազատման հանձնաժողովները հանդիպեցին', 'hy'],
  ['ru', 'Հայաստանի և Ադրբեջանի', 'ru'],
])('an article said to be %s is read as %s', (language, title, read) => {
  expect(readLanguage({ language, title, summary: '' })).toBe(read);
});

describe('the facts of an article', () => {
  const facts = (title: string, summary: string, more: object = {}) => {
    const found = factsOf({
      language: 'en',
      title,
      summary,
      topics: [],
      subtopics: [],
      entities: [],
      ...more,
    });
    return Object.fromEntries(
      Object.entries(found).flatMap(([kind, of]) => (of.size === 0 ? [] : [[kind, Object.fromEntries(of)]])),
    );
  };
  test('words count by their beginnings, twice where the title has them; short ones and figures do not', () => {
    expect(facts('tunnels and 12 tun', 'tunnel 2026th bridge')).toMatchObject({
      word: { 'word:en:tunne': 2, 'word:en:bridg': 1 },
    });
    expect(Object.keys(facts('and tun of', '').word ?? {})).toEqual([]);
  });
  test('a word in capitals may be a name', () => {
    const { name } = facts('Tasmagambetov spoke', 'tasmagambetov');
    expect(name).toEqual({ 'name:TSMK': 2 });
    expect(facts('tasmagambetov spoke', '').name).toBeUndefined();
  });
  test('events, concepts and figures are facts of their own', () => {
    const found = facts('Ceasefire on August 8', 'In September 2022 on Monday 2,500 men');
    expect(found).toMatchObject({
      event: { 'event:ceasefire': 2 },
      figure: {
        'figure:08-08': 2,
        'figure:8m': 2,
        'figure:2500': 1,
        'figure:2022y': 1,
        'figure:9m': 1,
        'figure:1d': 1,
      },
    });
  });
  test('tags are facts too; an entity weighs twice where the title names it', () => {
    const tags = {
      topics: ['csto'],
      subtopics: ['border'],
      entities: ['minsk', 'baku'],
      titleEntities: ['baku'],
    };
    expect(facts('', '', tags)).toEqual({
      entity: { 'entity:minsk': 1, 'entity:baku': 2 },
      subtopic: { 'topic:csto': 1, 'subtopic:border': 1 },
    });
  });
});

test('the slots of an article: who, where, what and when', () => {
  const { entity, event, figure } = factsOf({
    language: 'en',
    title: 'Ceasefire on August 8',
    summary: 'In September 2022 on Monday 2,500 men',
    topics: [],
    subtopics: [],
    entities: ['armenia', 'goris', 'nikol-pashinyan', 'nobody-known'],
  });
  const none = new Map<string, number>();
  const slots = slotsOf({ entity, event, figure, name: none, concept: none, subtopic: none, word: none });
  expect(
    Object.fromEntries(Object.entries(slots).map(([slot, of]) => [slot, Object.fromEntries(of)])),
  ).toEqual({
    party: { AM: 1 },
    place: { goris: 1 },
    land: { AM: 1 },
    person: { 'nikol-pashinyan': 1 },
    happening: { fighting: 2 },
    date: { '08-08': 2 },
    number: { '2500': 1 },
    year: { '2022y': 1 },
    month: { '8m': 2, '9m': 1 },
    weekday: { '1d': 1 },
  });
});
