import type { Language } from './language.ts';

export interface LanguageGuess {
  language: Language;
  /** Strong enough to overrule the feed's label. */
  sure: boolean;
}

const unknown: LanguageGuess = { language: 'und', sure: false };

/** Scripts with one language among those that feeds of the region use, and a pattern for their letters. */
const scripts: [RegExp, string][] = [
  [/[\u0531-\u0587]/g, 'hy'], [/[\u10A0-\u10FF\u1C90-\u1CBF]/g, 'ka'], [/[\u0400-\u052F]/g, 'cyrillic'], [/[A-Za-z\u00C0-\u024F\u0259]/g, 'latin'],
  [/[\u0600-\u06FF]/g, 'arabic'], [/[\u0590-\u05FF]/g, 'he'], [/[\u0370-\u03FF]/g, 'el'], [/[\u3040-\u30FF]/g, 'ja'], [/[\u4E00-\u9FFF]/g, 'zh'], [/[\uAC00-\uD7AF]/g, 'ko'], [/[\u0900-\u097F]/g, 'hi'], [/[\u0E00-\u0E7F]/g, 'th'],
];

/** Letters that one language of a script has and its neighbours lack, with what each is worth. */
const letters: Record<string, [RegExp, number][]> = {
  az: [[/ə/g, 4], [/[xq]/g, 0.7], [/ı/g, 0.5], [/[ğş]/g, 0.5], [/[öüç]/g, 0.2]],
  tr: [[/ə/g, -6], [/[wxq]/g, -0.7], [/ı/g, 1], [/[ğş]/g, 1], [/[öüç]/g, 0.4], [/[âî]/g, 0.5]],
  de: [[/ß/g, 3], [/[äöü]/g, 1], [/[ığş]/g, -3]],
  fr: [[/[éèêàùœ]/g, 0.8]],
  es: [[/ñ|[¿¡]/g, 3], [/[áíóú]/g, 0.8]],
  pt: [[/ã|õ/g, 3], [/[ıəğş]/g, -3], [/[áéíóúâêôç]/g, 0.5]],
  it: [[/[àèìòù]/g, 0.6]],
  pl: [[/[ąęłńśźż]/g, 2]],
  ru: [[/[ыэё]/g, 1], [/[іїєґўқңғүұһәөј]/g, -3], [/ъ/g, 0.2]],
  uk: [[/[їєґ]/g, 3], [/і/g, 1], [/[ыэёў]/g, -3]],
  be: [[/ў/g, 4], [/і/g, 1], [/[ищї]/g, -1]],
  kk: [[/[қңғұһ]/g, 3], [/[әөүі]/g, 1]],
  ky: [[/[ңөү]/g, 2], [/[әқғұі]/g, -2]],
  tg: [[/[ҳҷӣӯ]/g, 4], [/[қғ]/g, 1]],
  bg: [[/ъ/g, 1.5], [/[ыэё]/g, -3]],
  fa: [[/[پچژگکی]/g, 1]],
  ar: [[/[ةىيك]/g, 1]],
  ur: [[/[ٹڈڑںےہھ]/g, 2]],
};

/** The most frequent short words (top of the Leipzig news corpora, 2020–2023), which survive in any headline or sentence. */
const words: Record<string, string> = {
  en: 'the of and to in a is for on that with as by at from was has are it be his its will an after over says said new not have this but who up more about were been their which',
  az: 'və bu bir ilə üçün da də ki o olub edib görə daha çox ilk ən olan deyib bildirib etdi olaraq il ölkə azərbaycan prezidenti arasında tərəfindən haqqında var yeni sonra qədər',
  tr: 've bir bu için ile de da en daha çok olarak olan ilk sonra gibi kadar göre ne mi değil yeni açıkladı dedi etti oldu türkiye karşı arasında var her iki son',
  ru: 'и в на с по не что для из о от к за как его а у до это при но об было после со заявил сообщил россии также', uk: 'і в на з що не до та від у про за як це для його після під також',
  be: 'і ў на з што не да пра па для яго гэта як пасля', bg: 'и на в за от се да с не по е са че при до през след което', kk: 'және мен бұл үшін бойынша деп да де бір',
  ky: 'жана менен бул үчүн боюнча деп да бир', tg: 'ва дар аз ба ки бо барои ин як', de: 'der die das und in den von zu mit ist im für auf nicht ein eine dem des sich nach',
  fr: 'le la les de des et en un une du pour dans que qui sur au par est pas avec', es: 'el la los de y en un una que del por con para las se al su', it: 'il la di e che in un una per del della con da non sono le',
  pl: 'w i na z do się nie o że to jest po od za', fa: 'و در به از که این را با برای است', ar: 'في من على إلى أن عن مع هذا التي', ur: 'کے کی میں ہے اور سے کا کو کہ پر نے', uz: 'va bu bilan uchun bir ham deb',
};
const wordLists = Object.entries(words).map(([language, list]) => [language, new Set(list.split(' '))] as const);

const candidates: Record<string, readonly string[]> = {
  latin: ['en', 'az', 'tr', 'de', 'fr', 'es', 'it', 'pt', 'pl', 'uz'], cyrillic: ['ru', 'uk', 'be', 'bg', 'kk', 'ky', 'tg'], arabic: ['fa', 'ar', 'ur'],
};
const sample = 1_500;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

function scriptOf(text: string): { script: string; letters: number } | null {
  const counts = scripts.map(([pattern, script]) => ({ script, letters: count(text, pattern) })).sort((a, b) => b.letters - a.letters);
  const best = counts[0];
  if (best === undefined || best.letters === 0) return null;
  return best;
}

function scoreOf(language: string, text: string, tokens: readonly string[]): number {
  const own = wordLists.find(([name]) => name === language)?.[1];
  const hits = own === undefined ? 0 : tokens.filter((token) => own.has(token)).length;
  return hits * 3 + (letters[language] ?? []).reduce((sum, [pattern, worth]) => sum + count(text, pattern) * worth, 0);
}

/** Guesses by script, then by letters and frequent words. Pure and linear; short Latin or Cyrillic texts come out unsure. */
export function detectLanguage(text: string): LanguageGuess {
  const head = text.slice(0, sample).replace(/İ/g, 'i').toLowerCase();
  const found = scriptOf(head);
  if (found === null) return unknown;
  const rivals = candidates[found.script];
  if (rivals === undefined) return { language: found.script, sure: found.letters >= 4 };
  const tokens = head.split(/[^\p{L}\p{M}'’]+/u);
  const ranked = rivals.map((language) => ({ language, score: scoreOf(language, head, tokens) })).sort((a, b) => b.score - a.score);
  const [best, next] = ranked;
  if (best === undefined || best.score <= 0) return found.script === 'cyrillic' ? { language: 'ru', sure: false } : unknown;
  return { language: best.language, sure: best.score - (next?.score ?? 0) >= 4 && found.letters >= 15 };
}

const scriptOfLanguage = (language: string): string => Object.entries(candidates).find(([, list]) => list.includes(language))?.[0] ?? language;

/** ISO 639-1 of a label such as `en-us`, `Russian`, `az_AZ`; null where it says nothing. */
export function languageOfLabel(label: string | null): Language | null {
  const text = label?.trim().toLowerCase() ?? '';
  const byName: Record<string, string> = { russian: 'ru', english: 'en', armenian: 'hy', azerbaijani: 'az', georgian: 'ka', turkish: 'tr', arm: 'hy', hye: 'hy', rus: 'ru', eng: 'en', aze: 'az', geo: 'ka', kat: 'ka', tur: 'tr', am: 'hy', ge: 'ka' };
  const code = /^[a-z]{2}(?=$|[-_])/.exec(text)?.[0];
  return byName[text] ?? code ?? null;
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
