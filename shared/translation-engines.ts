import { type WireLanguage, wireLanguages } from './domain/language.ts';

/** What readers are told of each engine, by its name in the settings. */
export const engineNames = {
  aws: 'Amazon Translate',
  libretranslate: 'LibreTranslate',
  recorded: 'recorded with the sample',
} as const;

/** The languages of `TRANSLATE_INTO`; English where it names none. */
export const targetLanguages = (setting: string | undefined): WireLanguage[] =>
  wireLanguages.filter((code) => (setting ?? 'en').split(',').includes(code));
