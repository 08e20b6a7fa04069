import { expect, test } from 'vitest';
import { eventCatches } from '../../../../shared/domain/story/event-catches.ts';
import { EventTermFinder } from '../../../../shared/domain/story/event-terms.ts';
import { glossLine } from '../../../../shared/domain/story/gloss.ts';
import { translationOf, translationsFrom } from '../../../../shared/domain/story/translation.ts';

const words = {
  languageName: (code: string) => `${code} language`,
  topic: (id: string) => `topic ${id}`,
  subtopic: (id: string) => `about ${id}`,
};
const gloss = (topics: string[], names: string[], subtopics: string[]) =>
  glossLine({ language: 'hy', topics, names, subtopics }, words);

test.each([
  [['csto'], ['Armenia', 'Bishkek'], ['membership'], 'topic csto · Armenia, Bishkek — about membership'],
  [['csto'], [], [], 'topic csto'],
  [[], ['Armenia'], [], 'Armenia'],
  [['a', 'b'], [], ['c'], 'topic a · topic b — about c'],
  [[], ['1', '2', '3', '4', '5'], ['a', 'b', 'c', 'd'], '1, 2, 3, 4 — about a, about b, about c'],
  [[], [], [], ''],
])('%j %j %j is «Hy language: …»', (topics, names, subtopics, line) => {
  expect(gloss(topics, names, subtopics)).toBe(`Hy language: ${line}`);
});

test('a translation is found by the language it is for and the very text', () => {
  const translation = { text: 'նորություն', engine: 'E' };
  const made = translationsFrom([{ to: 'hy', text: 'news', translation }]);
  expect(translationOf(made, 'hy', 'news')).toBe(translation);
  expect(translationOf(made, 'ru', 'news')).toBeUndefined();
  expect(translationOf(made, 'hy', 'news ')).toBeUndefined();
  expect(translationOf(undefined, 'hy', 'news')).toBeUndefined();
});

const terms = [
  { id: 'mine', stems: { en: ['mine', 'land mine'] } },
  { id: 'fire', stems: { en: ['fir', 'fire'] } },
  { id: 'ceasefire', stems: { en: ['cease fire', 'ceasefire'] } },
  { id: 'none', stems: { en: ['minera'] } },
];
const found = (...text: string[]) => [...new EventTermFinder(terms).find(text, 'en')].sort();

test.each([
  [['mine'], ['mine']],
  [
    ['mines', 'fire'],
    ['fire', 'mine'],
  ],
  // an ending is at most seven letters, at most three after a short stem
  [['mineabcdefg'], ['mine']],
  [['mineabcdefgh'], []],
  [['firabc'], ['fire']],
  [['firabcd'], []],
  // the longest stem decides: what only begins like a term names nothing
  [['mineral'], []],
  [['land', 'mines'], ['mine']],
  [['land'], []],
  [['land', 'march', 'mine'], ['mine']],
  [
    ['cease', 'fires'],
    ['ceasefire', 'fire'],
  ],
  [['m'], []],
  [[], []],
])('%j names %j', (text, named) => {
  expect(found(...text)).toEqual(named);
});

test('a stem of another language names nothing', () => {
  expect([...new EventTermFinder(terms).find(['mine'], 'ru')]).toEqual([]);
});

test('what a dictionary catches stands by kind and letter; phrases, long words and repetitions do not', () => {
  expect(
    eventCatches(terms, 'en', [
      'Mines',
      'mine',
      'MINES',
      'fires',
      'land mine',
      'minefieldx',
      'minefields',
      'other',
    ]),
  ).toEqual({ 'event fire': ['fires'], 'event mine': ['mine', 'mines'] });
  expect(Object.keys(eventCatches(terms, 'en', ['mine', 'fire']))).toEqual(['event fire', 'event mine']);
  expect(eventCatches(terms, 'en', ['minefield'])).toEqual({ 'event mine': ['minefield'] });
});
