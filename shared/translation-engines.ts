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

/** Characters a month where the operator names no other: some fifteen dollars. */
const usualBudget = 1_000_000;

export const translationBudget = ({
  TRANSLATE_BUDGET: given,
}: {
  TRANSLATE_BUDGET?: string | undefined;
}): number => Number(given ?? usualBudget);

/** Less than one story takes: nothing more can be sent. */
const fewCharacters = 1_000;

/** @param sent characters of this month */
export const isBudgetSpent = (sent: number, budget: number): boolean => sent >= budget - fewCharacters;
