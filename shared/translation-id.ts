import { createHash } from 'node:crypto';
import type { Language, WireLanguage } from './domain/language.ts';

/** One text, one engine, one pair of languages: translated once, and kept under this id. */
export const translationId = (
  engine: string,
  { from, to, text }: { from: Language; to: WireLanguage; text: string },
): string => createHash('sha256').update([engine, from, to, text].join('\n')).digest('hex').slice(0, 32);
