import type { Language } from '../language.ts';
import { entryOf } from '../text/entry-of.ts';

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

/** Letters that one language of a script has and its neighbours lack, with what each is worth. */
const letters: Record<string, [string, number][]> = {
  az: [
    ['ə', 4],
    ['xq', 0.7],
    ['ı', 0.5],
    ['ğş', 0.5],
    ['öüç', 0.2],
  ],
  tr: [
    ['ə', -6],
    ['wxq', -0.7],
    ['ı', 1],
    ['ğş', 1],
    ['öüç', 0.4],
    ['âî', 0.5],
  ],
  de: [
    ['ß', 3],
    ['äöü', 1],
    ['ığş', -3],
  ],
  fr: [['éèêàùœ', 0.8]],
  es: [
    ['ñ¿¡', 3],
    ['áíóú', 0.8],
  ],
  pt: [
    ['ãõ', 3],
    ['ıəğş', -3],
    ['áéíóúâêôç', 0.5],
  ],
  it: [['àèìòù', 0.6]],
  pl: [['ąęłńśźż', 2]],
  ru: [
    ['ыэё', 1],
    ['іїєґўқңғүұһәөј', -3],
    ['ъ', 0.2],
  ],
  uk: [
    ['їєґ', 3],
    ['і', 1],
    ['ыэёў', -3],
  ],
  be: [
    ['ў', 4],
    ['і', 1],
    ['ищї', -1],
  ],
  kk: [
    ['қңғұһ', 3],
    ['әөүі', 1],
  ],
  ky: [
    ['ңөү', 2],
    ['әқғұі', -2],
  ],
  tg: [
    ['ҳҷӣӯ', 4],
    ['қғ', 1],
  ],
  bg: [
    ['ъ', 1.5],
    ['ыэё', -3],
  ],
  fa: [['پچژگکی', 1]],
  ar: [['ةىيك', 1]],
  ur: [['ٹڈڑںےہھ', 2]],
};

/** The most frequent short words (top of the Leipzig news corpora, 2020–2023), which survive in any headline or sentence. */
const words: Record<string, string> = {
  en: 'the of and to in a is for on that with as by at from was has are it be his its will an after over says said new not have this but who up more about were been their which',
  az: 'və bu bir ilə üçün da də ki o olub edib görə daha çox ilk ən olan deyib bildirib etdi olaraq il ölkə azərbaycan prezidenti arasında tərəfindən haqqında var yeni sonra qədər',
  tr: 've bir bu için ile de da en daha çok olarak olan ilk sonra gibi kadar göre ne mi değil yeni açıkladı dedi etti oldu türkiye karşı arasında var her iki son',
  ru: 'и в на с по не что для из о от к за как его а у до это при но об было после со заявил сообщил россии также',
  uk: 'і в на з що не до та від у про за як це для його після під також',
  be: 'і ў на з што не да пра па для яго гэта як пасля',
  bg: 'и на в за от се да с не по е са че при до през след което',
  kk: 'және мен бұл үшін бойынша деп да де бір',
  ky: 'жана менен бул үчүн боюнча деп да бир',
  tg: 'ва дар аз ба ки бо барои ин як',
  de: 'der die das und in den von zu mit ist im für auf nicht ein eine dem des sich nach',
  fr: 'le la les de des et en un une du pour dans que qui sur au par est pas avec',
  es: 'el la los de y en un una que del por con para las se al su',
  it: 'il la di e che in un una per del della con da non sono le',
  pl: 'w i na z do się nie o że to jest po od za',
  fa: 'و در به از که این را با برای است',
  ar: 'في من على إلى أن عن مع هذا التي',
  ur: 'کے کی میں ہے اور سے کا کو کہ پر نے',
  uz: 'va bu bilan uchun bir ham deb',
};
/** The languages of each word. */
const languagesOf = new Map<string, string[]>();
for (const [language, list] of Object.entries(words))
  for (const word of new Set(list.split(' ')))
    languagesOf.set(word, [...(languagesOf.get(word) ?? []), language]);

const candidates: Record<string, readonly string[]> = {
  latin: ['en', 'az', 'tr', 'de', 'fr', 'es', 'it', 'pt', 'pl', 'uz'],
  cyrillic: ['ru', 'uk', 'be', 'bg', 'kk', 'ky', 'tg'],
  arabic: ['fa', 'ar', 'ur'],
};
const sample = 1_500;

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
      score: (hits.get(language) ?? 0) * 3 + letterScore(language, frequency),
    }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = ranked;
  if (best === undefined || best.score <= 0)
    return found.script === 'cyrillic' ? { language: 'ru', sure: false } : unknown;
  return { language: best.language, sure: best.score - (next?.score ?? 0) >= 4 && found.letters >= 15 };
}

const scriptOfLanguage = (language: string): string =>
  Object.entries(candidates).find(([, list]) => list.includes(language))?.[0] ?? language;

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
