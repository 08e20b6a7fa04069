/** Response headers by lower-case name; a list where the header came more than once. */
export type Headers = Record<string, string | string[] | undefined>;

/** All values of a header, in order. */
export function headerValues(headers: Headers, name: string): string[] {
  const value = headers[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** RFC 9110 §5.6.7: IMF-fixdate, RFC 850 and asctime, the week day not checked. */
const dayFirst =
  /^(?:[a-z]+,?\s+)?(\d{1,2})[ -]([a-z]{3})[a-z]*[ -](\d{2}|\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*(?:gmt|utc|z|[+-]00:?00))?$/i;
const asctime =
  /^[a-z]{3,9}\s+([a-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(\d{4})(?:\s*(?:gmt|utc))?$/i;

/** An HTTP date as ms since 1970; undefined for anything else. A two-digit year more than 50 years ahead of `now` is in the past century. */
function httpDate(text: string, now: number): number | undefined {
  const trimmed = text.trim();
  const first = dayFirst.exec(trimmed);
  if (first)
    return utc(fullYear(first[3] ?? '', now), first[2] ?? '', [first[1], first[4], first[5], first[6]]);
  const last = asctime.exec(trimmed);
  if (last) return utc(Number(last[6]), last[1] ?? '', [last[2], last[3], last[4], last[5]]);
  return undefined;
}

function fullYear(digits: string, now: number): number {
  if (digits.length === 4) return Number(digits);
  const thisYear = new Date(now).getUTCFullYear();
  const year = Math.floor(thisYear / 100) * 100 + Number(digits);
  return year > thisYear + 50 ? year - 100 : year;
}

function utc(year: number, month: string, parts: (string | undefined)[]): number | undefined {
  const monthNumber = months.indexOf(month.toLowerCase());
  const [day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) => Number(part ?? 0));
  if (monthNumber < 0 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return undefined;
  return Date.UTC(year, monthNumber, day, hour, minute, second);
}

/** A non-negative whole number of seconds; a fraction is cut, quotes are taken off. */
function seconds(text: string): number | undefined {
  const digits = /^"?\s*(\d+)(?:\.\d*)?\s*"?$/.exec(text.trim());
  return digits ? Number(digits[1]) : undefined;
}

/**
 * The freshness lifetime that a server gives, in seconds, and how much of it was over on arrival (`Age`).
 * The longest of s-maxage, max-age and Expires − Date, each of the longest value where it comes twice (RFC 9111 §4.2);
 * values that make no sense count as nothing.
 * @returns lifetime null where the response says nothing on freshness
 */
export function freshness(headers: Headers, now: number): { lifetime: number | null; age: number } {
  const directives = headerValues(headers, 'cache-control').join(',').split(',');
  const ages = directives.flatMap((directive) => {
    const [name = '', value = ''] = directive.split('=', 2).map((part) => part.trim());
    return /^(?:s-maxage|max-age)$/i.test(name) ? [seconds(value) ?? 0] : [];
  });
  const date =
    headerValues(headers, 'date')
      .map((text) => httpDate(text, now))
      .find((time) => time !== undefined) ?? now;
  const expiries = headerValues(headers, 'expires').map(
    (text) => ((httpDate(text, now) ?? date) - date) / 1000,
  );
  const lifetimes = [...ages, ...expiries];
  const age = Math.max(0, ...headerValues(headers, 'age').map((text) => seconds(text) ?? 0));
  return { lifetime: lifetimes.length === 0 ? null : Math.max(0, ...lifetimes), age };
}

/**
 * What Retry-After asks, in ms from now: seconds or any HTTP date, by our clock or the server's `Date`, whichever waits longer.
 * @returns undefined when it is absent, zero, past or malformed
 */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const serverNow =
    headerValues(headers, 'date')
      .map((text) => httpDate(text, now))
      .find((time) => time !== undefined) ?? now;
  const waits = headerValues(headers, 'retry-after').flatMap((text) => {
    const at = httpDate(text, now);
    return at === undefined
      ? text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) * 1000 : 0))
      : [at - Math.min(now, serverNow)];
  });
  const longest = Math.max(0, ...waits);
  return longest > 0 ? longest : undefined;
}
