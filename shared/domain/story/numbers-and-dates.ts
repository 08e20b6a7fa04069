import { fold } from '../text/folding.ts';

/** How the languages write months and large numbers: stems, see catalogue/calendar-words.json. */
export interface CalendarWords {
  /** Twelve lists of stems, January first. */
  months: string[][];
  thousand: string[];
  million: string[];
  billion: string[];
  /** By language and value how numbers are written in words; forms of six letters and more are stems. */
  numerals?: Record<string, Record<string, string[]>>;
  /** By language seven stems, Monday first. */
  weekdays?: Record<string, string[]>;
}

export interface Figures {
  /** `mm-dd`, each once. */
  dates: string[];
  /** Amounts that say something: no years, no times of day, nothing below three. Each once. */
  numbers: number[];
}

/** What tells one day of happening from another where no date is written: each once. */
interface Times {
  /** 2023 */
  years: number[];
  /** January is 1; also those of dates. */
  months: number[];
  /** Monday is 1. */
  weekdays: number[];
}

interface Token {
  text: string;
  value: number | null;
  /** As written: a number in words is no day of a month. */
  raw: string;
}

const tokenPattern =
  /\d{1,2}:\d{2}|\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?|\p{L}[\p{L}\p{M}]*/gu;

function tokensOf(text: string): Token[] {
  return [...text.matchAll(tokenPattern)].map(([token]) => {
    const raw = token;
    if (/^\d{1,2}:/.test(token)) return { text: token, value: null, raw };
    if (/^\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+$/.test(token))
      return { text: token, value: Number(token.replace(/\D/g, '')), raw };
    if (/^\d/.test(token)) return { text: token, value: Number(token.replace(',', '.')), raw };
    return { text: fold(token), value: null, raw };
  });
}

const starts = (word: string, stems: readonly string[]): boolean =>
  stems.some((stem) => word.startsWith(stem) && word.length - stem.length <= 6);
const isDay = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && Number.isInteger(value) && value >= 1 && value <= 31;
const writtenDay = (token: Token | undefined): number | null =>
  token !== undefined && /^\d/.test(token.raw) ? token.value : null;
const isYear = (value: number): boolean => Number.isInteger(value) && value >= 1900 && value < 2100;
/** Shorter forms of numerals are words of their own: «сто» does not begin «столица». */
const shortestStem = 6;

/** Numbers in words of one language. */
class Numerals {
  readonly #whole = new Map<string, number>();
  readonly #stems: [string, number][] = [];

  constructor(forms: Record<string, string[]>) {
    for (const [value, written] of Object.entries(forms)) {
      for (const form of written.map(fold)) {
        this.#whole.set(form, Number(value));
        if (form.length >= shortestStem) this.#stems.push([form, Number(value)]);
      }
    }
    this.#stems.sort(([a], [b]) => b.length - a.length);
  }

  valueOf(word: string): number | null {
    const whole = this.#whole.get(word);
    if (whole !== undefined) return whole;
    if (word.length < shortestStem) return null;
    return this.#stems.find(([stem]) => starts(word, [stem]))?.[1] ?? null;
  }

  /** Gives the words their numbers: «двадцать пять» is 25, "two hundred" 200; what was added to is used. */
  readInto(tokens: Token[]): void {
    for (const [at, token] of tokens.entries()) {
      if (token.value !== null) continue;
      const value = this.valueOf(token.text);
      if (value === null) continue;
      const before = tokens[at - 1];
      const high = before === undefined || /^\d/.test(before.raw) ? null : before.value;
      if (high === null || high === 0) token.value = value;
      else if (value === 100 && high < 10) token.value = high * 100;
      else if (value < (high % 100 === 0 ? 100 : high % 10 === 0 ? 10 : 0)) token.value = high + value;
      else token.value = value;
      if (token.value !== value && before !== undefined) before.value = 0;
    }
  }
}

/** Abbreviations of months begin other words. */
const shortestMonth = 4;
/** March and May are other words in some of the languages: they count beside a day. */
const ambiguousMonths = new Set([2, 4]);

/** Reads figures in six languages: «8 августа», "August 8", «օգոստոսի 8», "avqustun 8-də", «8 აგვისტოს»; «47 тысяч», "100 bin 514". */
export class FigureReader {
  readonly #words: CalendarWords;
  readonly #numerals = new Map<string, Numerals>();
  readonly #weekdays: Map<string, string[][]>;

  constructor(words: CalendarWords) {
    const folded = (stems: string[]) => stems.map(fold);
    for (const [language, forms] of Object.entries(words.numerals ?? {}))
      this.#numerals.set(language, new Numerals(forms));
    this.#weekdays = new Map(
      Object.entries(words.weekdays ?? {}).map(([language, stems]) => [
        language,
        folded(stems).map((stem) => stem.split(' ')),
      ]),
    );
    this.#words = {
      months: words.months.map(folded),
      thousand: folded(words.thousand),
      million: folded(words.million),
      billion: folded(words.billion),
    };
  }

  /** @param language reads numbers in words too, where given */
  read(text: string, language?: string): Figures {
    const tokens = tokensOf(text);
    if (language !== undefined) this.#numerals.get(language)?.readInto(tokens);
    const used = new Set<number>();
    const dates = new Set(tokens.flatMap((token, at) => this.#datesAt(tokens, at, used)));
    const numbers = new Set<number>();
    for (let at = 0; at < tokens.length; at++) {
      if (used.has(at) || tokens[at]?.value === null) continue;
      const amount = this.#amountAt(tokens, at, used);
      if (amount >= 3 && !isYear(amount)) numbers.add(amount);
    }
    return { dates: [...dates], numbers: [...numbers] };
  }

  /** Years, months and days of the week that are named. */
  times(text: string, language: string): Times {
    const tokens = tokensOf(text);
    const years = new Set<number>();
    const months = new Set<number>();
    const weekdays = new Set<number>();
    for (const [at, token] of tokens.entries()) {
      if (token.value !== null) {
        if (isYear(token.value) && /^\d{4}$/.test(token.raw)) years.add(token.value);
        continue;
      }
      const month = this.#monthOf(tokens, at);
      if (month >= 0) months.add(month + 1);
      const weekday = (this.#weekdays.get(language) ?? []).findIndex(
        ([first = '', next]) =>
          starts(token.text, [first]) &&
          (next === undefined ? token.text.length >= first.length : tokens[at + 1]?.text.startsWith(next)),
      );
      if (weekday >= 0) weekdays.add(weekday + 1);
    }
    return { years: [...years], months: [...months], weekdays: [...weekdays] };
  }

  /** A month beside a day, or one whose name is nothing else: «may», «march», «մարտի» alone are other words too. */
  #monthOf(tokens: Token[], at: number): number {
    const word = tokens[at]?.text ?? '';
    const month = this.#words.months.findIndex((stems) => starts(word, stems));
    if (month < 0) return -1;
    const beside = [at - 1, at + 1].some((other) => isDay(writtenDay(tokens[other])));
    const isPlain = this.#words.months[month]?.some(
      (stem) => stem.length >= shortestMonth && starts(word, [stem]),
    );
    return beside || (isPlain === true && !ambiguousMonths.has(month)) ? month : -1;
  }

  #datesAt(tokens: Token[], at: number, used: Set<number>): string[] {
    const word = tokens[at];
    if (word === undefined || /^\d/.test(word.raw)) return [];
    const month = this.#words.months.findIndex((stems) => starts(word.text, stems));
    if (month < 0) return [];
    const days: number[] = [];
    // «8 августа», «13-14 սեպտեմբերի»: days before the month; else "August 8" after it.
    for (const back of [1, 2]) {
      const day = writtenDay(tokens[at - back]);
      if (!isDay(day) || used.has(at - back)) break;
      used.add(at - back);
      days.push(day);
    }
    for (const on of days.length === 0 ? [1, 2] : []) {
      const day = writtenDay(tokens[at + on]);
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
