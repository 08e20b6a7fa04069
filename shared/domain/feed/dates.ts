import { clockIn, inZone } from './date-zones.ts';
import { monthStems } from './month-names.ts';
import { zoneMinutes } from './zone-abbreviations.ts';
import { entryOf } from '../text/entry-of.ts';

/** Longer text is not a date; keeps every pattern below cheap. */
const maxLength = 120;
/** With the tags that some content systems put around it. */
const maxMarkup = 600;

const stems = Object.values(monthStems)
  .flatMap((months) => months.flatMap((forms, month) => forms.map((stem) => [stem, month + 1] as const)))
  .sort(([a], [b]) => b.length - a.length);

/** 1–12 of a month's name in lower case, by how it begins. */
export function monthOf(word: string): number | null {
  return stems.find(([stem]) => word.startsWith(stem))?.[1] ?? null;
}

interface Moment {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
  /** Minutes east of Greenwich. */
  zone?: number;
}

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Two digits as RFC 2822 §4.3 reads them; three are a year counted from 1900 by a broken program. */
const fullYear = (year: number, digits: number): number =>
  digits <= 2 ? year + (year < 50 ? 2000 : 1900) : digits === 3 ? year + 1900 : year;

function isoOf(moment: Moment): string | null {
  const { year, month, day, hour = 0, minute = 0, second = 0, zone = 0 } = moment;
  const possible =
    year >= 1900 &&
    year <= 9999 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hour <= 24 &&
    minute <= 59 &&
    second < 62 &&
    Math.abs(zone) <= 24 * 60;
  if (!possible || (hour === 24 && minute + second > 0)) return null;
  const instant = new Date(Date.UTC(year, month - 1, day, hour, minute - zone, 0, Math.floor(second * 1000)));
  return instant.getUTCFullYear() > 9999 ? null : instant.toISOString();
}

const offsetPattern = /^(?:gmt|utc|ut|z)?\s*([+\-−])\s*(\d{1,2}):?(\d{2})?/;

/** `+0400`, `+04`, `GMT+9`, `UTC+03:00`, names and letters; undefined when there is none we know. */
function zoneOf(text: string): number | undefined {
  const zone = text.trim().replace(/^[(,]+|[),.]+$/g, '');
  const found = offsetPattern.exec(zone);
  if (found !== null) {
    const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
    return found[1] === '+' ? minutes : -minutes;
  }
  const name = /^[\p{L}]+/u.exec(zone)?.[0];
  return name === undefined ? undefined : entryOf(zoneMinutes, name);
}

const isoDate =
  /^([+]?\d{4})(?:-?(\d{2})-?(\d{2})|-(\d{1,2})-(\d{1,2})|-(\d{2})|-?(\d{3}))?(?:(?:t|\s+)\s*(.*))?$/;
const clockTime =
  /(?<![\d+-])(\d{1,2})\s*(?::|h)\s*(\d{2})(?:\s*[:.]\s*(\d{1,2})(?:[.,](\d+))?)?\s*((?:am|pm|a\.m\.|p\.m\.|오전|오후)(?![a-z]))?/;

function timeOf(text: string): Pick<Moment, 'hour' | 'minute' | 'second' | 'zone'> | null {
  const korean = text.replace(/^(오전|오후)\s*(.*)$/, '$2 $1');
  const found = clockTime.exec(korean) ?? /^(\d{2})(\d{2})(\d{2})?(?=z|[+-]|$)()()/.exec(korean);
  if (found === null) return null;
  const [whole, hours, minutes, seconds, fraction, half] = found;
  const afternoon = half === 'pm' || half === 'p.m.' || half === '오후';
  const hour =
    half === undefined || half === '' ? Number(hours) : (Number(hours) % 12) + (afternoon ? 12 : 0);
  const zone = zoneOf(korean.slice(found.index + whole.length));
  return {
    hour,
    minute: Number(minutes),
    second: Number(`${seconds ?? 0}.${fraction ?? 0}`),
    ...(zone !== undefined && { zone }),
  };
}

/** ISO 8601 and W3CDTF, also without hyphens, with an ordinal day, or cut after year or month. */
function fromIso(text: string): string | null {
  const found = isoDate.exec(text);
  if (found === null) return null;
  const [, year, month, day, looseMonth, looseDay, onlyMonth, ordinal, rest] = found;
  const time = rest === undefined || rest.trim() === '' ? {} : timeOf(rest);
  const hourOnly = time === null ? /^(\d{1,2})(z|$)/.exec(rest ?? '') : null;
  const clock = hourOnly === null ? time : { hour: Number(hourOnly[1]) };
  if (clock === null) return null;
  const date = {
    year: Number(year),
    month: Number(month ?? looseMonth ?? onlyMonth ?? 1),
    day: Number(day ?? looseDay ?? 1),
  };
  if (ordinal === undefined) return isoOf({ ...date, ...clock });
  const at = new Date(Date.UTC(date.year, 0, Number(ordinal)));
  return isoOf({ year: date.year, month: at.getUTCMonth() + 1, day: at.getUTCDate(), ...clock });
}

/** ISO 8601:1988 with two digits for the year: 03-12-31, 031231, 03-335, -0312, -03-12. */
function fromShortIso(text: string): string | null {
  const [, year, month, day, dashYear, dashMonth, ordinalYear, ordinal] =
    /^(?:(\d{2})-?(\d{2})-?(\d{2})|-(\d{2})-?(\d{2})?|(\d{2})-?(\d{3}))$/.exec(text) ?? [];
  const short = year ?? dashYear ?? ordinalYear;
  if (short === undefined) return null;
  const full = fullYear(Number(short), 2);
  return ordinal === undefined
    ? isoOf({ year: full, month: Number(month ?? dashMonth ?? 1), day: Number(day ?? 1) })
    : fromIso(`${full}-${ordinal}`);
}

/**
 * Numbers alone: 2004/07/08, 08.07.2004, 08/07/2004: day first, as this region writes, unless that cannot be.
 * @param halves the hour has AM or PM: then slashes put the month first, as Americans write
 */
function fromNumbers(date: string, halves: boolean): Pick<Moment, 'year' | 'month' | 'day'> | null {
  const yearFirst = /(\d{4})\s*[-/.년]\s*(\d{1,2})\s*[-/.월]\s*(\d{1,2})/.exec(date);
  if (yearFirst !== null)
    return { year: Number(yearFirst[1]), month: Number(yearFirst[2]), day: Number(yearFirst[3]) };
  const yearLast = /(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?!\d)/.exec(date);
  if (yearLast === null) return null;
  const [first, second] = [Number(yearLast[1]), Number(yearLast[2])];
  const american = second > 12 || (halves && first <= 12 && yearLast[0].includes('/'));
  return {
    year: fullYear(Number(yearLast[3]), yearLast[3]?.length ?? 4),
    month: american ? first : second,
    day: american ? second : first,
  };
}

/** A month by name with a day and a year around it, in any order. */
function fromWords(date: string): Pick<Moment, 'year' | 'month' | 'day'> | null {
  let month: number | null = null;
  for (const [word] of date.matchAll(/\p{L}[\p{L}\p{M}]+/gu)) month = monthOf(word) ?? month;
  const numbers = [...date.matchAll(/\d+/g)].map(([digits]) => digits);
  if (month === null || numbers.length === 0) return null;
  const long = numbers.find((digits) => digits.length >= 3);
  const rest = numbers.filter((digits) => digits !== long);
  const day = rest[0];
  const year = long ?? rest[1];
  if (year === undefined) return null;
  return { year: fullYear(Number(year), year.length), month, day: Number(day ?? 1) };
}

/** After the date, where the hour came first: an offset, or a zone's name of three letters or more. */
function zoneAtEnd(text: string): number | undefined {
  const last = /[\s(](?:(?:gmt|utc)?[+\-−]\d{1,2}(?::?\d{2})?|\p{L}{3,5})\)?$/u.exec(text)?.[0];
  return last === undefined ? undefined : zoneOf(last);
}

/** RFC 822/2822, asctime, and everything people write by hand: find the time, then the date in what is left. */
function fromFree(text: string): string | null {
  const at = clockTime.exec(text);
  const time =
    at === null
      ? {}
      : (timeOf(text.slice(Math.max(0, text.slice(0, at.index).search(/(오전|오후)\s*$/)))) ?? {});
  const zoneAfterYear =
    at === null
      ? undefined
      : zoneOf(text.slice(at.index + at[0].length).replace(/^\s*(\p{L}+\s+)?\d{4}\s*/u, ''));
  const after =
    at === null
      ? ''
      : text
          .slice(at.index + at[0].length)
          .replace(/[+\-−]\d{1,2}:?\d{2}(?!\d)/, ' ')
          .replace(/\b(gmt|utc)(\s*[+-]\s*\d+)?/, ' ');
  // "03 Apr 02 1500 GMT" (RFC 822 without its colon)
  const packed = at === null ? /^(.*\s\d{2,4})\s(\d{2})(\d{2})(\s+\D.*)?$/.exec(text) : null;
  if (packed !== null) return fromFree(`${packed[1]} ${packed[2]}:${packed[3]}${packed[4] ?? ''}`);
  const date = at === null ? text : `${text.slice(0, at.index)} ${after}`;
  const found = fromWords(date) ?? fromNumbers(date, /[ap]\.?m/.test(at?.[5] ?? ''));
  if (found === null) return null;
  const zone = time.zone ?? zoneAfterYear ?? zoneAtEnd(text);
  return isoOf({ ...found, ...time, ...(zone !== undefined && { zone }) });
}

/**
 * Reads a date as feeds write them: RFC 822/2822 with odd zones and missing parts, ISO 8601, W3CDTF, asctime, month names of
 * many languages; tags around it do not count. No zone = the clock's, else UTC; no time = midnight.
 * @param clock the IANA zone of an outlet that writes its local time
 * @returns ISO 8601 UTC; null for anything else and for impossible dates (31 June, hour 25). Never throws.
 */
export function readDate(written: string, clock?: string): string | null {
  const bare = withoutTags(written);
  if (bare.length > maxLength) return null;
  const text = bare
    .normalize('NFC')
    .toLowerCase()
    .replace(/\u0307/g, '')
    .replace(/[\s\u00A0\u2000-\u200F\u202F]+/g, ' ')
    .trim();
  if (!/\d/.test(text)) return null;
  if (/^\d{10}$|^\d{13}$/.test(text))
    return unlessEpoch(new Date(text.length === 10 ? Number(text) * 1000 : Number(text)).toISOString());
  const named = clockIn(text);
  const date = withColons(named.rest);
  const read = fromIso(date) ?? fromShortIso(date) ?? fromFree(date);
  if (read === null) return null;
  const zone = named.zone ?? clock;
  return unlessEpoch(zone === undefined || namesZone(date) ? read : inZone(read, zone));
}

/** The `datetime` of an HTML time element, which is for machines; else the text without its tags. */
function withoutTags(written: string): string {
  if (written.length > maxMarkup || !written.includes('<')) return written;
  const datetime = /<time\s[^<>]{0,300}?\bdatetime\s?=\s?["']([^"'<>]+)["']/i.exec(written)?.[1];
  return (datetime ?? written.replace(/<[^<>]*>/g, ' ')).trim();
}

/** An offset or a zone's name after the hour, or the Z of ISO 8601. */
const namesZone = (date: string): boolean =>
  /\d\s*z$|[:\d]\s*(?:gmt|utc)?\s?[+\-−]\d{1,2}:?(?:\d{2})?\)?$/.test(
    date.replace(/^\d{4}-\d{2}-\d{2}/, ''),
  ) ||
  [...date.matchAll(/\p{L}{2,5}/gu)].some(
    ([word]) => entryOf(zoneMinutes, word) !== undefined && monthOf(word) === null,
  );

/** Hours that are written with a dot, after the year or before the whole date. */
const withColons = (date: string): string =>
  date.includes(':')
    ? date
    : date
        .replace(/(\d{4},?\s+(?:\p{L}{1,4}\s+)?)(\d{1,2})\.(\d{2})(?![.\d])/u, '$1$2:$3')
        .replace(/^(\d{1,2})\.(\d{2}),?\s+(?=\d{1,2}[./-])/, '$1:$2 ');

/** Programs write the first day of 1970 where they have no date. */
const unlessEpoch = (date: string): string | null =>
  date.startsWith('1970-01-01T') || date.startsWith('1969-12-31T') ? null : date;
