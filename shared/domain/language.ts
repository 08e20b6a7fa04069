/** The six languages the wire reads, writes its interface in, and has topic packs for (ISO 639-1). */
export const wireLanguages = ['hy', 'az', 'ru', 'en', 'ka', 'tr'] as const;
export type WireLanguage = (typeof wireLanguages)[number];

/** Any ISO 639-1 code; `und` (BCP 47) when unknown. Feeds in other languages are read but no pack matches them. */
export type Language = string;

export function isWireLanguage(language: string): language is WireLanguage {
  return (wireLanguages as readonly string[]).includes(language);
}

/** Which of some languages a reader is shown: theirs, else English, else Russian, else the first. */
export const nearestLanguage = (wanted: Language, available: readonly Language[]): Language | undefined =>
  [wanted, 'en', 'ru'].find((language) => available.includes(language)) ?? available[0];
