import { instantOf, localTime, weekdayOf } from '../text/local-time.ts';
import type { Preferences, Subscriber } from '../subscriber/subscriber.ts';
import { addDays, dayMs } from '../text/time.ts';

/** Breaking news waits for the morning between these local hours. */
const quietHours = { from: 22, to: 7 };
export const breakingPerDay = 2;

/** An edition missed by more than this is not mailed late; the next one covers its news. */
const lateLimitMs = dayMs;

export interface Due {
  /** The local date the edition is for; its name, so each date has one edition whatever the clock did. */
  date: string;
  at: Date;
}

type Rhythm = Pick<Preferences, 'frequency' | 'weekday' | 'hour' | 'zone'>;

function hasEdition(rhythm: Rhythm, date: string): boolean {
  const day = weekdayOf(date);
  if (rhythm.frequency === 'weekly') return day === rhythm.weekday;
  return rhythm.frequency === 'weekdays' ? day <= 5 : true;
}

/** The first edition after an instant, on a local date later than `lastDate`. */
export function nextDue(rhythm: Rhythm, after: Date, lastDate?: string): Due {
  const today = localTime(after, rhythm.zone).date;
  // One day back: a skipped hour may move a date's moment past midnight.
  let date = addDays(today, -1);
  if (lastDate !== undefined && date <= lastDate) date = addDays(lastDate, 1);
  for (; ; date = addDays(date, 1)) {
    if (!hasEdition(rhythm, date)) continue;
    const at = instantOf(date, rhythm.hour, rhythm.zone);
    if (at > after) return { date, at };
  }
}

/** A confirmed subscriber with the first moment that suits the preferences; others unchanged. */
export function scheduled(subscriber: Subscriber, now: Date): Subscriber {
  if (subscriber.state !== 'confirmed' || subscriber.preferences === null) return subscriber;
  if (subscriber.preferences.frequency === 'breaking') {
    const { dueDate: _dueDate, ...rest } = subscriber;
    return { ...rest, dueAt: now.toISOString() };
  }
  const due = nextDue(subscriber.preferences, now, subscriber.lastDate);
  return { ...subscriber, dueAt: due.at.toISOString(), dueDate: due.date };
}

/** The date to plan for a due subscriber: the due one or, after more than a day without planning, the newest that is due by now. */
export function dateToPlan({ preferences, dueAt, dueDate, lastDate }: Subscriber, now: Date): string | null {
  if (preferences === null || dueAt === undefined || dueDate === undefined || dueAt > now.toISOString())
    return null;
  const dayAgo = new Date(now.getTime() - lateLimitMs);
  if (dueAt > dayAgo.toISOString()) return dueDate;
  const newest = nextDue(preferences, dayAgo, lastDate);
  return newest.at <= now ? newest.date : dueDate;
}

/** After the edition of a date was planned: on to the next one. Counted from that date, so a late tick skips nothing. */
export function afterPlanned(subscriber: Subscriber, date: string, now: Date): Subscriber {
  const { preferences } = subscriber;
  if (preferences === null) return subscriber;
  const due = nextDue(preferences, new Date(now.getTime() - lateLimitMs), date);
  return { ...subscriber, lastDate: date, dueAt: due.at.toISOString(), dueDate: due.date };
}

export function isQuiet(zone: string, now: Date): boolean {
  const { hour } = localTime(now, zone);
  return hour >= quietHours.from || hour < quietHours.to;
}

/** The next instant at which the quiet hours of a zone are over. */
export function quietEnds(zone: string, now: Date): Date {
  const { date } = localTime(now, zone);
  const today = instantOf(date, quietHours.to, zone);
  return today > now ? today : instantOf(addDays(date, 1), quietHours.to, zone);
}
