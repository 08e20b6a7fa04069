/**
 * How lists of news say when, in lower case, by language: stems of units, «ago», and the words for days. Source: CLDR 44
 * (fields of relative time: minute, hour, day, week, wide and short) of en, hy, az, ru, ka, tr, cut to what tells them apart.
 */
export const unitStems: readonly { minutes: number; stems: readonly string[] }[] = [
  {
    minutes: 1,
    stems: ['minute', 'min', 'րոպե', 'ր.', 'dəqiqə', 'dəq', 'минут', 'мин', 'წუთ', 'წთ', 'dakika', 'dk'],
  },
  { minutes: 60, stems: ['hour', 'hr', 'ժամ', 'saat', 'час', 'საათ', 'სთ'] },
  { minutes: 1_440, stems: ['day', 'օր', 'gün', 'дн', 'день', 'дня', 'დღ'] },
  { minutes: 10_080, stems: ['week', 'շաբաթ', 'həftə', 'недел', 'კვირ', 'hafta'] },
];
/** Letters that stand for a unit where a number is before them: «5m ago», «2 ч назад», «3 sa önce». */
export const unitLetters: Readonly<Record<string, number>> = {
  m: 1,
  h: 60,
  d: 1_440,
  w: 10_080,
  м: 1,
  ч: 60,
  д: 1_440,
  sa: 60,
};

export const agoWords: readonly string[] = ['ago', 'առաջ', 'əvvəl', 'öncə', 'назад', 'წინ', 'önce', 'evvel'];

/** «An hour ago» has no number. */
export const oneWords: ReadonlySet<string> = new Set([
  'a',
  'an',
  'one',
  'մեկ',
  'bir',
  'один',
  'одну',
  'ერთი',
]);

export const nowWords: readonly string[] = [
  'just now',
  'հենց նոր',
  'indicə',
  'только что',
  'сейчас',
  'ახლახან',
  'az önce',
  'şimdi',
];

/** Days before today. */
export const dayWords: readonly { back: number; words: readonly string[] }[] = [
  { back: 0, words: ['today', 'այսօր', 'bu gün', 'bugün', 'сегодня', 'დღეს'] },
  { back: 2, words: ['позавчера', 'evvelsi gün', 'srağagün', 'გუშინწინ', 'նախանցյալ օրը'] },
  { back: 1, words: ['yesterday', 'երեկ', 'dünən', 'вчера', 'გუშინ', 'dün'] },
];
