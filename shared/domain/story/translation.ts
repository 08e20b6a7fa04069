import type { WireLanguage } from '../language.ts';

/** What a machine made of a text. Never shown without its engine, and never without the original. */
export interface Translation {
  text: string;
  /** As readers see it: `Amazon Translate`, `LibreTranslate` … */
  engine: string;
  /** A name, a number or a «not» of one text was not found in the other. */
  uncertain?: true;
}

/** By `to` and the original. */
export type Translations = ReadonlyMap<string, Translation>;

const keyOf = (to: WireLanguage, text: string): string => `${to} ${text}`;

export const translationsFrom = (
  made: readonly { to: WireLanguage; text: string; translation: Translation }[],
): Translations => new Map(made.map(({ to, text, translation }) => [keyOf(to, text), translation]));

export const translationOf = (
  translations: Translations | undefined,
  to: WireLanguage,
  text: string,
): Translation | undefined => translations?.get(keyOf(to, text));
