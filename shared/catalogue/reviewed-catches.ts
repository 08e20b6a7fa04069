import { z } from 'zod';
import { wireLanguages, type WireLanguage } from '../domain/language.ts';
import type { Catches } from '../domain/topics/catches.ts';
import file from './topics/reviewed/catches.json' with { type: 'json' };

/** Per language and term, the words it is known to catch, in one text. */
const schema = z.record(z.enum(wireLanguages), z.record(z.string(), z.string()));

export const reviewedCatches = (language: WireLanguage): Catches =>
  Object.fromEntries(
    Object.entries(schema.parse(file)[language]).map(([term, words]) => [
      term,
      words.split(' ').filter((word) => word !== ''),
    ]),
  );

/** The file's text with the catches of some languages put in. */
export function withCatches(languages: Partial<Record<WireLanguage, Catches>>): string {
  const all = wireLanguages.map((language) => {
    const catches = languages[language] ?? reviewedCatches(language);
    const lines = Object.entries(catches)
      .filter(([, words]) => words.length > 0)
      .map(([term, words]) => `    ${JSON.stringify(term)}: ${JSON.stringify(words.join(' '))}`);
    return `  ${JSON.stringify(language)}: {\n${lines.join(',\n')}\n  }`;
  });
  return `{\n${all.join(',\n')}\n}\n`;
}
