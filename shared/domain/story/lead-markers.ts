import { z } from 'zod';
import file from '../../catalogue/lead-markers.json' with { type: 'json' };
import { backgroundTerms } from '../../catalogue/background-terms.at-build.ts';
import { isWireLanguage, type Language, wireLanguages } from '../language.ts';
import { foldedWords } from '../topics/fold.ts';

const byLanguage = z.record(z.enum(wireLanguages), z.array(z.string().min(1)));
const data = z
  .strictObject({
    source: z.string(),
    abbreviations: byLanguage,
    boilerplate: byLanguage,
    background: byLanguage,
    earlier: byLanguage,
  })
  .parse(file);

/** A phrase as its folded words; an open last letter takes any ending. */
type Phrase = { word: string; open: boolean }[];

const phraseOf = (term: string): Phrase =>
  term.split(/\s+/).flatMap((written) =>
    foldedWords(written).map((word, at, all) => ({
      word,
      open: written.endsWith('*') && at === all.length - 1,
    })),
  );

function standsAt(phrase: Phrase, words: readonly string[], at: number): boolean {
  return phrase.every(({ word, open }, n) => {
    const other = words[at + n];
    return other !== undefined && (open ? other.startsWith(word) : other === word);
  });
}

interface Markers {
  abbreviations: ReadonlySet<string>;
  boilerplate: Phrase[];
  openings: Phrase[];
  anywhere: Phrase[];
  earlier: RegExp;
}

/** Years of before the news stand in the English list; a figure is read in every language. */
const years = (backgroundTerms.en ?? []).filter((term) => /\d/.test(term));

const markers = new Map<Language, Markers>(
  wireLanguages.map((language) => {
    const told = [...new Set([...(backgroundTerms[language] ?? []), ...years])].map(phraseOf);
    return [
      language,
      {
        abbreviations: new Set(data.abbreviations[language]),
        boilerplate: data.boilerplate[language].map(phraseOf),
        openings: data.background[language].map(phraseOf),
        anywhere: told,
        earlier: new RegExp(data.earlier[language].join('|'), 'iu'),
      },
    ];
  }),
);

/** Who writes no language that we know is read with the marks of English: abbreviations and all. */
const markersOf = (language: Language): Markers => {
  const own = markers.get(isWireLanguage(language) ? language : 'en');
  if (own === undefined) throw new RangeError(`no markers for ${language}`);
  return own;
};

export const abbreviationsOf = (language: Language): ReadonlySet<string> => markersOf(language).abbreviations;

/** A sentence that begins with a marker within so many words says itself that it is background. */
const openingWords = 3;

/** What a sentence of a summary is: `hint` where it is news or background by what stands beside it. */
export type SentenceKind = 'news' | 'hint' | 'background' | 'boilerplate';

/** @param words the sentence's, folded */
export function sentenceKind(words: readonly string[], language: Language): SentenceKind {
  const { boilerplate, openings, anywhere } = markersOf(language);
  if (boilerplate.some((phrase) => standsAt(phrase, words, 0))) return 'boilerplate';
  if (openings.some((phrase) => standsAt(phrase, words, 0))) return 'background';
  const at = words.findIndex((_, from) => anywhere.some((phrase) => standsAt(phrase, words, from)));
  if (at < 0) return 'news';
  return at < openingWords ? 'background' : 'hint';
}

/** Whether a sentence tells, in part at least, of another time than the news: a month without a day, «last week», a pluperfect. */
export const tellsOfEarlier = (sentence: string, language: Language): boolean =>
  markersOf(language).earlier.test(sentence);

/** UTF-16 units in which a sentence begins. */
const beginning = 16;

/** Whether a sentence is as a whole of another time: it begins with that, or its last word, where four of the languages have the verb, is of it. */
export function isOfEarlier(sentence: string, language: Language): boolean {
  const { earlier } = markersOf(language);
  const found = earlier.exec(sentence);
  if (found !== null && found.index < beginning) return true;
  return earlier.test(sentence.split(/\s+/u).slice(-2).join(' '));
}
