import { expect, it } from 'vitest';
import { compilePacks } from '../../../../shared/domain/topics/compile.ts';
import { contextsSchema, entitySchema, packSchema } from '../../../../shared/domain/topics/pack.ts';
import { taggerOf } from '../../../../shared/domain/topics/tag.ts';

const names = { hy: 'x', az: 'x', ru: 'x', en: 'x', ka: 'x', tr: 'x' };
const contexts = contextsSchema.parse({
  version: 1,
  groups: {
    sport: { terms: { en: ['match'] } },
    court: { terms: { en: ['court', 'judge'] } },
    city: { terms: { en: ['Velmar'] } },
  },
  background: [],
  hide: {},
  homographs: {},
  clubs: { beside: 'sport', terms: { en: ['Qumara'] } },
  subtopics: [],
  together: [],
});
const pack = packSchema.parse({
  id: 'test',
  order: 1,
  version: 1,
  names,
  groups: { any: { terms: { en: ['any'] } } },
  anchors: ['any'],
  threshold: 1,
  rules: [{ name: 'r', score: 1, when: [{ in: 'text', all: ['any'] }] }],
  subtopics: [],
});
const entities = [
  {
    id: 'ruben-lorvan',
    kind: 'person',
    name: 'Ruben Lorvan',
    beside: ['city|the-mayor', 'court'],
    names: { en: ['Ruben Lorvan', '~Lorvan'] },
  },
  { id: 'hayk-lorvan', kind: 'person', name: 'Hayk Lorvan', names: { en: ['Hayk Lorvan', '~Lorvan'] } },
  { id: 'the-mayor', kind: 'person', name: 'Mayor Tavik', names: { en: ['Tavik'] } },
  { id: 'qumara', kind: 'place', name: 'Qumara', names: { en: ['Qumara'] } },
  {
    id: 'qumara-fk',
    kind: 'organisation',
    name: 'Qumara FK',
    beside: ['sport'],
    names: { en: ['Qumara FK', '~=Qumara'] },
  },
  {
    id: 'lorva-bank',
    kind: 'organisation',
    name: 'Bank of Lorva',
    country: 'AM',
    beside: ['AM'],
    names: { en: ['Bank of Lorva', '~the Bank'] },
  },
  { id: 'iran', kind: 'place', name: 'Iran', country: 'IR', names: { en: ['Iran'] } },
].map((entity) => entitySchema.parse(entity));
const tagger = taggerOf(compilePacks({ inflections: {}, contexts, packs: [pack] }, entities));
const named = (title: string, summary = '') =>
  tagger.tag({ title, summary, language: 'en' }).entities.map(({ id }) => id);

it.each([
  ['alone, where all it is named beside is there', 'Court in Velmar hears Lorvan', ['ruben-lorvan']],
  ['where the other of a pair is there', 'Tavik on Lorvan: the court decides', ['the-mayor', 'ruben-lorvan']],
  ['not where one of them is lacking', 'Lorvan speaks in court', []],
  ['not after another given name', 'Court in Velmar hears Davit Lorvan', []],
  ['but after a word that is a term', 'In Velmar, Judge Lorvan', ['ruben-lorvan']],
  [
    'not where a full name says it is somebody else’s',
    'Hayk Lorvan in Velmar: Lorvan in court',
    ['hayk-lorvan'],
  ],
])('an ambiguous name counts %s', (_case, title, ids) => {
  expect(named(title)).toEqual(ids);
});

it('a club goes by its place’s name in news of sport, and the place does not', () => {
  expect(named('Qumara wins the match')).toEqual(['qumara-fk']);
  expect(named('Talks in Qumara', 'They ended. Later there was rain. And a match.')).toEqual(['qumara']);
});

it('a body goes by its short name in an outlet of its country, not beside another state’s name', () => {
  const of = (title: string, country?: string) =>
    tagger
      .tag({ title, summary: '', language: 'en', ...(country !== undefined && { country }) })
      .entities.map(({ id }) => id);
  expect([
    of('The Bank keeps its rate', 'AM'),
    of('The Bank keeps its rate', 'AZ'),
    of('The Bank keeps its rate'),
    of('The Bank of Iran keeps its rate', 'AM'),
    of('In Iran’s the Bank', 'AM'),
    of('Iran told us today that the Bank keeps its rate', 'AM'),
  ]).toEqual([['lorva-bank'], [], [], ['iran'], ['iran'], ['iran', 'lorva-bank']]);
});

it('who is named beside something unknown is refused', () => {
  const [wrong] = entities.map((entity) => ({ ...entity, beside: ['nowhere'] }));
  expect(() => compilePacks({ inflections: {}, contexts, packs: [pack] }, wrong ? [wrong] : [])).toThrow(
    "no group 'nowhere'",
  );
});
