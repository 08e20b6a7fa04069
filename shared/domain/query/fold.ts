/**
 * One rough Latin skeleton for the six languages' scripts, so that a name typed in one is found in all:
 * Փաշինյան, Пашинян, Paşinyan, ფაშინიანი and Pashinyan all begin with `pashinian`.
 * Runs in Node and in the browser.
 */

/** Romanisations close to BGN/PCGN, made coarser: one sound, one spelling. */
const letters: Record<string, string> = {
  // Armenian
  ա: 'a',
  բ: 'b',
  գ: 'g',
  դ: 'd',
  ե: 'e',
  զ: 'z',
  է: 'e',
  ը: 'i',
  թ: 't',
  ժ: 'zh',
  ի: 'i',
  լ: 'l',
  խ: 'h',
  ծ: 'ts',
  կ: 'k',
  հ: 'h',
  ձ: 'dz',
  ղ: 'g',
  ճ: 'ch',
  մ: 'm',
  յ: 'i',
  ն: 'n',
  շ: 'sh',
  ո: 'o',
  չ: 'ch',
  պ: 'p',
  ջ: 'j',
  ռ: 'r',
  ս: 's',
  վ: 'v',
  տ: 't',
  ր: 'r',
  ց: 'ts',
  ւ: 'v',
  փ: 'p',
  ք: 'k',
  օ: 'o',
  ֆ: 'f',
  և: 'ev',
  // Cyrillic
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sh',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
  і: 'i',
  ї: 'i',
  є: 'e',
  ґ: 'g',
  ў: 'u',
  қ: 'k',
  ғ: 'g',
  ң: 'n',
  ү: 'u',
  ұ: 'u',
  ө: 'o',
  ә: 'a',
  һ: 'h',
  ҳ: 'h',
  ҷ: 'j',
  ӣ: 'i',
  ӯ: 'u',
  // Georgian
  ა: 'a',
  ბ: 'b',
  გ: 'g',
  დ: 'd',
  ე: 'e',
  ვ: 'v',
  ზ: 'z',
  თ: 't',
  ი: 'i',
  კ: 'k',
  ლ: 'l',
  მ: 'm',
  ნ: 'n',
  ო: 'o',
  პ: 'p',
  ჟ: 'zh',
  რ: 'r',
  ს: 's',
  ტ: 't',
  უ: 'u',
  ფ: 'p',
  ქ: 'k',
  ღ: 'g',
  ყ: 'k',
  შ: 'sh',
  ჩ: 'ch',
  ც: 'ts',
  ძ: 'dz',
  წ: 'ts',
  ჭ: 'ch',
  ხ: 'h',
  ჯ: 'j',
  ჰ: 'h',
  // Latin of Azerbaijani and Turkish
  ə: 'a',
  ş: 'sh',
  ç: 'ch',
  ğ: 'g',
  ı: 'i',
  x: 'h',
  q: 'g',
  w: 'v',
  y: 'i',
};

/** Armenian ու is one vowel; дж is one consonant everywhere else. */
const pairs: [RegExp, string][] = [
  [/ու/g, 'u'],
  [/եւ/g, 'ev'],
  [/дж/g, 'j'],
  [/дз/g, 'dz'],
];

/** After romanising: spellings of one sound, vowels in a row, doubled letters. */
const merges: [RegExp, string][] = [
  [/kh|gh/g, 'h'],
  [/ph/g, 'p'],
  [/dzh/g, 'j'],
  [/tz/g, 'ts'],
  [/^ie/, 'e'],
  [/^[gk]/, 'k'],
  [/(.)\1+/g, '$1'],
];

const parts = /[\p{L}\p{M}\p{N}]+/gu;

function foldWord(word: string): string {
  let text = word;
  for (const [pair, to] of pairs) text = text.replace(pair, to);
  let latin = '';
  for (const letter of text)
    latin +=
      letters[letter] ??
      letters[letter.normalize('NFD').slice(0, 1)] ??
      letter.normalize('NFD').replace(/\p{M}/gu, '');
  for (const [from, to] of merges) latin = latin.replace(from, to);
  return latin;
}

/** News has few words and uses them often; what is folded once is not folded again, up to so many. */
const rememberedWords = 40_000;
const remembered = new Map<string, string>();

function remember(word: string): string {
  const folded = foldWord(word);
  if (remembered.size >= rememberedWords) remembered.clear();
  remembered.set(word, folded);
  return folded;
}

/** The words of a text as skeletons, in order. @param text in any script */
export function skeletonWords(text: string): string[] {
  // `İ` lower-cases to i + U+0307; the mark is dropped with the others.
  const lower = text.normalize('NFC').toLowerCase().replaceAll('\u0307', '');
  return (lower.match(parts) ?? [])
    .map((word) => remembered.get(word) ?? remember(word))
    .filter((word) => word !== '');
}
