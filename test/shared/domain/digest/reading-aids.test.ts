import { describe, expect, it } from 'vitest';
import { headlineLanguages } from '../../../../shared/domain/digest/headline.ts';
import { aboutFor, readingOf, translatedFor } from '../../../../shared/domain/digest/reading-aids.ts';
import { wireLanguages, type WireLanguage } from '../../../../shared/domain/language.ts';
import { translationsFrom } from '../../../../shared/domain/story/translation.ts';
import { toldOf } from '../story/story-fixture.ts';
import { readerPreferences } from '../subscriber/reader-fixture.ts';

const translation = { text: 'Talks go on', engine: 'Test Engine' };
const named = (name: string) => Object.fromEntries(wireLanguages.map((code) => [code, `${name} ${code}`]));
const aids = {
  names: ['Yerevan', 'Baku', 'Yerevan', 'Ijevan', 'Gazakh', 'Moscow'].map(named) as Record<
    WireLanguage,
    string
  >[],
  translations: translationsFrom([{ to: 'en', text: 'Переговоры идут', translation }]),
};
const { story } = toldOf({ id: 's', at: '2026-11-23T20:00:00.000Z' });

describe('a translation is shown', () => {
  it.each([
    ['who takes all six has not said which she reads', {}, 'ru', translation],
    ['not of a language she chose', { languages: ['en', 'ru'] as WireLanguage[] }, 'ru', undefined],
    ['of one she did not choose', { languages: ['en', 'hy'] as WireLanguage[] }, 'ru', translation],
    ['not of her own', {}, 'en', undefined],
    ['not where she wants originals', { originals: true as const }, 'ru', undefined],
  ])('%s', (_case, chosen, language, shown) => {
    const reading = readingOf({ ...readerPreferences, ...chosen }, aids);
    expect(translatedFor(reading, language, 'Переговоры идут')).toEqual(shown);
  });
  it('only where there is one', () => {
    expect(translatedFor(readingOf(readerPreferences, aids), 'ru', 'Другое')).toBeUndefined();
    expect(translatedFor(readingOf(readerPreferences, undefined), 'ru', 'Переговоры идут')).toBeUndefined();
  });
});

it('who cannot read a headline is told what it is about: four names, each once, and the subtopics', () => {
  const reading = readingOf(readerPreferences, aids);
  expect(aboutFor(reading, story, 'ru')).toEqual({
    about: { names: ['Yerevan en', 'Baku en', 'Ijevan en', 'Gazakh en'], subtopics: ['border'] },
  });
  expect(aboutFor(reading, story, 'en')).toEqual({});
  expect(aboutFor(readingOf(readerPreferences, undefined), story, 'ru')).toEqual({
    about: { names: [], subtopics: ['border'] },
  });
});

it.each<[WireLanguage, WireLanguage[], WireLanguage[]]>([
  [
    'hy',
    [...wireLanguages],
    ['hy', 'en', 'ru', ...wireLanguages.filter((code) => !['hy', 'en', 'ru'].includes(code))],
  ],
  ['en', [...wireLanguages], ['en', 'ru', ...wireLanguages.filter((code) => !['en', 'ru'].includes(code))]],
  ['ka', ['ka', 'tr', 'az'], ['ka', 'tr', 'az']],
  ['ka', ['ru', 'ka', 'hy'], ['ka', 'ru', 'hy']],
  ['ka', [], ['ka']],
  ['tr', ['ru'], ['tr', 'ru']],
])('a reader of %s who chose %j would rather have %j', (own, languages, order) => {
  expect(headlineLanguages({ interface: own, languages })).toEqual(order);
});
