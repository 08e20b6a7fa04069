import { localTime } from '../../text/local-time.ts';
import { addDays, dayMs, minuteMs } from '../../text/time.ts';
import { monthOf, readDate } from '../dates.ts';
import { agoWords, dayWords, nowWords, oneWords, unitLetters, unitStems } from './list-date-words.ts';
import { entryOf } from '../../text/entry-of.ts';

export interface ListClock {
  /** IANA name of the zone in which the list writes; UTC where nobody says. */
  zone: string;
  /** When the list was read, ISO 8601 UTC: what «an hour ago» is told from. */
  at: string;
}

const longest = 160;
/** A clock may be this much ahead of ours before an hour is taken for yesterday's. */
const ahead = 10 * minuteMs;
const anHour = /(?<![\d.:])(\d{1,2}):(\d{2})(?![\d:])/;

const hasWord = (text: string, word: string): boolean =>
  ` ${text.replace(/[\p{P}\s]+/gu, ' ')} `.includes(` ${word} `);

function unitOf(word: string): number | undefined {
  return (
    entryOf(unitLetters, word) ??
    unitStems.find(({ stems }) => stems.some((stem) => word.startsWith(stem)))?.minutes
  );
}

/** «5 minutes ago», «2 saat əvvəl», «час назад». @returns minutes, undefined for anything else */
function minutesAgo(text: string): number | undefined {
  const words = text
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .split(' ');
  if (!words.some((word) => agoWords.includes(word))) return undefined;
  let count = 1;
  for (const word of words) {
    const [, digits, letters = ''] = /^(\d{1,4})(\p{L}*)$/u.exec(word) ?? [];
    if (digits !== undefined) count = Number(digits);
    const unit = unitOf(digits === undefined ? word : letters);
    if (unit !== undefined && !oneWords.has(word)) return count * unit;
  }
  return undefined;
}

/** The local day and hour as ISO 8601 without an offset; readDate puts it into the zone. */
function onDay(day: string, text: string, { zone }: ListClock): string | null {
  const [, hour, minute] = anHour.exec(text) ?? [];
  return readDate(`${day}T${(hour ?? '0').padStart(2, '0')}:${minute ?? '00'}`, zone);
}

const dayBack = (at: number, back: number, zone: string): string =>
  addDays(localTime(new Date(at), zone).date, -back);

function relative(text: string, clock: ListClock): string | null {
  const at = Date.parse(clock.at);
  const ago = minutesAgo(text);
  if (ago !== undefined) return new Date(at - ago * minuteMs).toISOString();
  const day = dayWords.find(({ words }) => words.some((word) => hasWord(text, word)));
  if (day !== undefined) return onDay(dayBack(at, day.back, clock.zone), text, clock);
  return nowWords.some((word) => text.includes(word)) ? clock.at : null;
}

/** An hour alone is today's, or yesterday's where today's is still to come. */
function hourAlone(text: string, clock: ListClock): string | null {
  if (!/^\D{0,12}\d{1,2}:\d{2}\D{0,12}$/.test(text)) return null;
  const at = Date.parse(clock.at);
  const today = onDay(dayBack(at, 0, clock.zone), text, clock);
  if (today === null || Date.parse(today) <= at + ahead) return today;
  return onDay(dayBack(at, 1, clock.zone), text, clock);
}

/** A day and a month without a year: the last time that it was. */
function withoutYear(text: string, clock: ListClock): string | null {
  if (!/\d/.test(text) || /\d{4}/.test(text)) return null;
  const at = Date.parse(clock.at);
  const time = anHour.exec(text)?.[0] ?? '';
  const [, day, month] = /(?<!\d)(\d{1,2})[./](\d{1,2})(?![\d./])/.exec(text.replace(time, ' ')) ?? [];
  const date = day === undefined ? text.replace(time, ' ') : `${day}.${month}.`;
  const year = Number(clock.at.slice(0, 4));
  const read = [year, year - 1].map((one) =>
    readDate(`${date}${day === undefined ? ' ' : ''}${one} ${time}`, clock.zone),
  );
  return read.find((one) => one !== null && Date.parse(one) <= at + dayMs) ?? null;
}

const fieldPatterns: Readonly<Record<string, string>> = {
  d: '(?<d>\\d{1,2})',
  m: '(?<m>\\d{1,2})',
  Y: '(?<Y>\\d{4})',
  y: '(?<y>\\d{2})',
  H: '(?<H>\\d{1,2})',
  M: '(?<M>\\d{2})',
  B: '(?<B>\\p{L}+)\\.?',
  b: '(?<B>\\p{L}+)\\.?',
};

/** By strptime's letters. @returns local ISO 8601; null where the text has another form */
function byForm(text: string, form: string): string | null {
  const source = form
    .split(/(%[dmYyHMBb]|\s+)/)
    .map((part) =>
      part.startsWith('%')
        ? (fieldPatterns[part.slice(1)] ?? '')
        : /^\s+$/.test(part)
          ? '\\s+'
          : part.toLowerCase().replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
    )
    .join('');
  const found = new RegExp(source, 'u').exec(text)?.groups;
  if (found === undefined) return null;
  const month = found['m'] ?? monthOf(found['B'] ?? '')?.toString();
  const year = found['Y'] ?? (found['y'] === undefined ? undefined : `20${found['y']}`);
  if (year === undefined || month === undefined) return null;
  const two = (part: string | undefined, none: string): string => (part ?? none).padStart(2, '0');
  return `${year}-${two(month, '1')}-${two(found['d'], '1')}T${two(found['H'], '0')}:${two(found['M'], '0')}`;
}

/**
 * Reads when an item of a list page is from: its form where the catalogue tells one, words («2 hours ago», «вчера, 10:20»),
 * an hour alone, a day without year, and every date that feeds write.
 * @param form in strptime's letters
 * @returns ISO 8601 UTC; null for anything else
 */
export function readListDate(written: string, clock: ListClock, form?: string): string | null {
  if (written.length > longest) return null;
  const text = written
    .normalize('NFC')
    .toLowerCase()
    .replace(/\u0307/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const formed = form === undefined ? null : byForm(text, form);
  if (formed !== null) return readDate(formed, clock.zone);
  return (
    relative(text, clock) ?? hourAlone(text, clock) ?? readDate(text, clock.zone) ?? withoutYear(text, clock)
  );
}
