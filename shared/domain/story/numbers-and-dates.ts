import { fold } from '../text/folding.ts';

/** How the languages write months and large numbers: stems, see catalogue/calendar-words.json. */
export interface CalendarWords {
  /** Twelve lists of stems, January first. */
  months: string[][];
  thousand: string[];
  million: string[];
  billion: string[];
}

export interface Figures {
  /** `mm-dd`, each once. */
  dates: string[];
  /** Amounts that say something: no years, no times of day, nothing below three. Each once. */
  numbers: number[];
}

interface Token {
  text: string;
  value: number | null;
}

const tokenPattern =
  /\d{1,2}:\d{2}|\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?|\p{L}[\p{L}\p{M}]*/gu;

function tokensOf(text: string): Token[] {
  return [...text.matchAll(tokenPattern)].map(([token]) => {
    if (/^\d{1,2}:/.test(token)) return { text: token, value: null };
    if (/^\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+$/.test(token))
      return { text: token, value: Number(token.replace(/\D/g, '')) };
    if (/^\d/.test(token)) return { text: token, value: Number(token.replace(',', '.')) };
    return { text: fold(token), value: null };
  });
}

const starts = (word: string, stems: readonly string[]): boolean =>
  stems.some((stem) => word.startsWith(stem) && word.length - stem.length <= 6);
const isDay = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && Number.isInteger(value) && value >= 1 && value <= 31;

/** Reads figures in six languages: «8 августа», "August 8", «օգոստոսի 8», "avqustun 8-də", «8 აგვისტოს»; «47 тысяч», "100 bin 514". */
export class FigureReader {
  readonly #words: CalendarWords;

  constructor(words: CalendarWords) {
    const folded = (stems: string[]) => stems.map(fold);
    this.#words = {
      months: words.months.map(folded),
      thousand: folded(words.thousand),
      million: folded(words.million),
      billion: folded(words.billion),
    };
  }

  read(text: string): Figures {
    const tokens = tokensOf(text);
    const used = new Set<number>();
    const dates = new Set(tokens.flatMap((token, at) => this.#datesAt(tokens, at, used)));
    const numbers = new Set<number>();
    for (let at = 0; at < tokens.length; at++) {
      if (used.has(at) || tokens[at]?.value === null) continue;
      const amount = this.#amountAt(tokens, at, used);
      const year = Number.isInteger(amount) && amount >= 1900 && amount < 2100;
      if (amount >= 3 && !year) numbers.add(amount);
    }
    return { dates: [...dates], numbers: [...numbers] };
  }

  #datesAt(tokens: Token[], at: number, used: Set<number>): string[] {
    const word = tokens[at];
    if (word === undefined || word.value !== null) return [];
    const month = this.#words.months.findIndex((stems) => starts(word.text, stems));
    if (month < 0) return [];
    const days: number[] = [];
    // «8 августа», «13-14 սեպտեմբերի»: days before the month; else "August 8" after it.
    for (const back of [1, 2]) {
      const day = tokens[at - back]?.value;
      if (!isDay(day) || used.has(at - back)) break;
      used.add(at - back);
      days.push(day);
    }
    for (const on of days.length === 0 ? [1, 2] : []) {
      const day = tokens[at + on]?.value;
      if (!isDay(day)) break;
      used.add(at + on);
      days.push(day);
    }
    return days.map((day) => `${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
  }

  #amountAt(tokens: Token[], at: number, used: Set<number>): number {
    const value = tokens[at]?.value ?? 0;
    const next = tokens[at + 1];
    if (next === undefined || next.value !== null) return value;
    if (starts(next.text, this.#words.billion)) return value * 1e9;
    if (starts(next.text, this.#words.million)) return value * 1e6;
    if (!starts(next.text, this.#words.thousand)) return value;
    const rest = tokens[at + 2]?.value;
    if (rest === null || rest === undefined || rest >= 1_000) return value * 1_000;
    used.add(at + 2);
    return value * 1_000 + rest;
  }
}
