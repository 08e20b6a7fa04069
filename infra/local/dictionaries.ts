import { existsSync, readFileSync } from 'node:fs';
import type { WireLanguage } from '../../shared/domain/language.ts';

const root = new URL('../../', import.meta.url);
const lines = (file: URL): string[] => readFileSync(file, 'utf8').split('\n');

/** Longer words are compounds and forms of shorter ones. */
const longest = 12;

/** The words of a Hunspell dictionary: one a line, its flags behind a slash. */
function hunspellWords(language: string): string[] {
  const file = new URL(`node_modules/dictionary-${language}/index.dic`, root);
  if (!existsSync(file)) return [];
  return lines(file)
    .slice(1)
    .map((line) => line.split(/[/\t]/)[0]?.trim() ?? '')
    .filter((word) => word.length <= longest && /^[\p{L}\p{M}]+$/u.test(word));
}

/** Sets that no longer grow: each new word would ask for a review. */
const labelled = ['own-articles-a.jsonl', 'own-articles-c.jsonl', 'own-articles-d.jsonl'];

/** The words of our own labelled articles: for Azerbaijani no free dictionary is published. */
function labelledWords(language: string): string[] {
  const folder = new URL('test/evaluate/', root);
  return labelled
    .filter((name) => existsSync(new URL(name, folder)))
    .flatMap((name) =>
      lines(new URL(name, folder)).filter((line) => line.includes(`"language": "${language}"`)),
    )
    .flatMap((line) => line.match(/[\p{L}\p{M}]+/gu) ?? []);
}

/** A word list of a language to hold stems against; empty where its package is not installed. */
export function dictionaryWords(language: WireLanguage): string[] {
  return language === 'az' ? labelledWords('az') : hunspellWords(language);
}
