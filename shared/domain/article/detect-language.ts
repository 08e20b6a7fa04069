import type { Language } from '../language.ts';
import { entryOf } from '../text/entry-of.ts';
import { candidates, letters, marks, untold, words } from './language-marks.ts';

export interface LanguageGuess {
  language: Language;
  /** Strong enough to overrule the feed's label. */
  sure: boolean;
}

const unknown: LanguageGuess = { language: 'und', sure: false };

/** Scripts with one language among those that feeds of the region use, and the code units of their letters. */
const scripts: [number, number, string][] = [
  [0x370, 0x3ff, 'el'],
  [0x400, 0x52f, 'cyrillic'],
  [0x531, 0x587, 'hy'],
  [0x590, 0x5ff, 'he'],
  [0x600, 0x6ff, 'arabic'],
  [0x900, 0x97f, 'hi'],
  [0xe00, 0xe7f, 'th'],
  [0x10a0, 0x10ff, 'ka'],
  [0x1c90, 0x1cbf, 'ka'],
  [0x3040, 0x30ff, 'ja'],
  [0x4e00, 0x9fff, 'zh'],
  [0xac00, 0xd7af, 'ko'],
  [0x41, 0x5a, 'latin'],
  [0x61, 0x7a, 'latin'],
  [0xc0, 0x24f, 'latin'],
  [0x259, 0x259, 'latin'],
];

/** The languages of each word. */
const languagesOf = new Map<string, string[]>();
for (const [language, list] of Object.entries(words))
  for (const word of new Set(list.split(' ')))
    languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);

const markWorth = 2;

const markScore = (language: string, text: string): number =>
  marks
    .filter(([of]) => of === language)
    .reduce((sum, [, form]) => sum + (text.match(form)?.length ?? 0) * markWorth, 0);

const sample = 1_500;
const fewestForEnglish = 15;

/** How often each code unit occurs. */
type CodeUnitCounts = ReadonlyMap<number, number>;

function countCodeUnits(text: string): CodeUnitCounts {
  const frequency = new Map<number, number>();
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    frequency.set(code, (frequency.get(code) ?? 0) + 1);
  }
  return frequency;
}

function countOf(frequency: CodeUnitCounts, wanted: string): number {
  let count = 0;
  for (let at = 0; at < wanted.length; at++) count += frequency.get(wanted.charCodeAt(at)) ?? 0;
  return count;
}

function scriptOf(frequency: CodeUnitCounts): { script: string; letters: number } | null {
  const counts = new Map(scripts.map(([, , script]) => [script, 0]));
  for (const [code, times] of frequency) {
    const script = scripts.find(([first, last]) => code >= first && code <= last)?.[2];
    if (script !== undefined) counts.set(script, (counts.get(script) ?? 0) + times);
  }
  const [script, most] = [...counts].reduce((best, other) => (other[1] > best[1] ? other : best), ['', 0]);
  return most === 0 ? null : { script, letters: most };
}

/** How many words of the text are among the frequent ones of each language. */
function wordHits(text: string): Map<string, number> {
  const hits = new Map<string, number>();
  for (const word of text.split(/[^\p{L}\p{M}'’]+/u))
    for (const language of languagesOf.get(word) ?? []) hits.set(language, (hits.get(language) ?? 0) + 1);
  return hits;
}

const letterScore = (language: string, frequency: CodeUnitCounts): number =>
  (letters[language] ?? []).reduce((sum, [wanted, worth]) => sum + countOf(frequency, wanted) * worth, 0);

/** Guesses by script, then by letters and frequent words. Pure and linear; short Latin or Cyrillic texts come out unsure. */
export function detectLanguage(text: string): LanguageGuess {
  const head = text.slice(0, sample).replace(/İ/g, 'i').toLowerCase();
  const frequency = countCodeUnits(head);
  const found = scriptOf(frequency);
  if (found === null) return unknown;
  const rivals = candidates[found.script];
  if (rivals === undefined) return { language: found.script, sure: found.letters >= 4 };
  const hits = wordHits(head);
  const ranked = rivals
    .map((language) => ({
      language,
      score: (hits.get(language) ?? 0) * 3 + letterScore(language, frequency) + markScore(language, head),
    }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = ranked;
  if (best === undefined || best.score <= 0) return unmarked(found);
  return { language: best.language, sure: best.score - (next?.score ?? 0) >= 4 && found.letters >= 15 };
}

/** Of a text without a frequent word or a letter of its own; English headlines have neither, and none but plain letters. */
function unmarked({ script, letters: count }: { script: string; letters: number }): LanguageGuess {
  if (script === 'cyrillic') return { language: 'ru', sure: false };
  return script === 'latin' && count >= fewestForEnglish ? { language: 'en', sure: false } : unknown;
}

const scriptOfLanguage = (language: string): string =>
  Object.keys(candidates).find((script) =>
    [candidates, untold].some((table) => table[script]?.includes(language) === true),
  ) ?? language;

/** ISO 639-1 of a label such as `en-us`, `Russian`, `az_AZ`; null where it says nothing. */
export function languageOfLabel(label: string | null): Language | null {
  const text = label?.trim().toLowerCase() ?? '';
  const byName: Record<string, string> = {
    russian: 'ru',
    english: 'en',
    armenian: 'hy',
    azerbaijani: 'az',
    georgian: 'ka',
    turkish: 'tr',
    arm: 'hy',
    hye: 'hy',
    rus: 'ru',
    eng: 'en',
    aze: 'az',
    geo: 'ka',
    kat: 'ka',
    tur: 'tr',
    am: 'hy',
    ge: 'ka',
  };
  const code = /^[a-z]{2}(?=$|[-_])/.exec(text)?.[0];
  return entryOf(byName, text) ?? code ?? null;
}

/**
 * The language of one article: what its text shows where that is clear, else its label, else the best guess.
 * @param label the item's or feed's own statement, e.g. `az-AZ`
 */
export function articleLanguage(text: string, label: string | null): Language {
  const said = languageOfLabel(label);
  const guess = detectLanguage(text);
  if (said === null || guess.sure) return guess.language === 'und' ? (said ?? 'und') : guess.language;
  if (guess.language === 'und') return said;
  return scriptOfLanguage(said) === scriptOfLanguage(guess.language) ? said : guess.language;
}
