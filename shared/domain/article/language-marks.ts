/** The languages of a script that are told apart. */
export const candidates: Record<string, readonly string[]> = {
  latin: ['en', 'az', 'tr', 'de', 'fr', 'es', 'it', 'pt', 'pl', 'uz'],
  cyrillic: ['ru', 'uk', 'be', 'bg', 'kk', 'ky', 'tg'],
  arabic: ['fa', 'ar', 'ur'],
};

/** Of these scripts too, but not told from their neighbours: a label that names one stands where the text is unsure. */
export const untold: Record<string, readonly string[]> = {
  latin: [
    'nl',
    'sv',
    'da',
    'no',
    'fi',
    'et',
    'lv',
    'lt',
    'cs',
    'sk',
    'sl',
    'hr',
    'bs',
    'sq',
    'ro',
    'hu',
    'tk',
    'ku',
    'id',
    'ca',
  ],
  cyrillic: ['mk', 'sr', 'mn', 'tt', 'ba', 'os', 'ab', 'ce'],
  arabic: ['ps', 'ku', 'ug'],
};

/** Letters that one language of a script has and its neighbours lack, with what each is worth. */
export const letters: Record<string, [string, number][]> = {
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
export const words: Record<string, string> = {
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
/**
 * What only one of two neighbours writes, each worth as much as two of its letters. Azerbaijani: the perfect in -ib, and d after a
 * voiceless letter («etdi»), where Turkish has t («etti»); Turkish: case endings behind an apostrophe («Bakü'de»); Russian: ъ
 * before a soft vowel, where Bulgarian has it between consonants.
 */
export const marks: readonly [string, RegExp][] = [
  ['az', /\p{L}{2}(?:[iıuü]b|[çfhkpsştx]d[iıuü])(?![\p{L}'’])/gu],
  [
    'tr',
    /\p{L}{3}['’](?:[ny]?[aeıiuü]|[dt][ae]n?|n?[ıiuü]n|[dt]eki)(?!\p{L})|[çfhkpsş]t[iıuü](?![\p{L}'’])/gu,
  ],
  ['ru', /ъ[еёюя]/gu],
];
