/** Milliseconds. */
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** The UTC day (yyyy-mm-dd) of an ISO 8601 UTC instant. */
export const dayOf = (instant: string): string => instant.slice(0, 10);

/** The date (yyyy-mm-dd) this many days after that of a date or an ISO 8601 UTC instant; before it when negative. */
export const addDays = (date: string, days: number): string =>
  dayOf(new Date(Date.parse(`${dayOf(date)}T00:00:00Z`) + days * dayMs).toISOString());
