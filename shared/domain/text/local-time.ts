import { dayMs, minuteMs } from './time.ts';
/** Wall-clock time in IANA zones, from the zone data the runtime ships. Local dates are `YYYY-MM-DD`. */

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

/** Whether the runtime knows this IANA zone. Offsets such as `+04:00` are refused: they do not follow a country's rules. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(zone) || zone.length > 64) return false;
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

export interface LocalTime {
  /** YYYY-MM-DD */
  date: string;
  hour: number;
  minute: number;
}

/** @throws RangeError for an unknown zone */
export function localTime(instant: Date, zone: string): LocalTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map((part) => [part.type, part.value]),
  );
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    hour: Number(parts.hour),
    minute: Number(parts.minute),
  };
}

const asUtc = (local: LocalTime): number =>
  Date.parse(`${local.date}T00:00:00Z`) + (local.hour * 60 + local.minute) * minuteMs;

/** Minutes to add to UTC to get the zone's wall clock. */
function offsetMinutes(instant: number, zone: string): number {
  const wholeMinute = Math.floor(instant / minuteMs) * minuteMs;
  return (asUtc(localTime(new Date(wholeMinute), zone)) - wholeMinute) / minuteMs;
}

/**
 * The instant at which a zone's clock shows a full hour on a local date. An hour that a spring change skips is moved
 * past the gap; of an hour that an autumn change repeats, the first one is meant. So every date has exactly one.
 */
export const instantOf = (date: string, hour: number, zone: string): Date =>
  new Date(wallClock(asUtc({ date, hour, minute: 0 }), zone));

/** The same for any minute. @param wall what the clock shows, as if it were UTC; ms since 1970 @throws RangeError for an unknown zone */
export function wallClock(wall: number, zone: string): number {
  const seconds = wall % minuteMs;
  const minute = wall - seconds;
  return minuteOf(minute, zone) + seconds;
}

function minuteOf(wall: number, zone: string): number {
  const before = offsetMinutes(wall - dayMs, zone);
  const after = offsetMinutes(wall + dayMs, zone);
  const shown = [before, after]
    .map((offset) => wall - offset * minuteMs)
    .filter((instant) => asUtc(localTime(new Date(instant), zone)) === wall);
  return shown.length > 0 ? Math.min(...shown) : wall - before * minuteMs;
}

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
