import type { Memory } from './memory.ts';
import { lateDays } from './recency.ts';
import type { Frequency } from '../subscriber/subscriber.ts';
import { dayMs, hourMs, minuteMs } from '../text/time.ts';

/** A story written a moment ago may not be readable yet: an edition covers up to here, and the rest is the next one's. */
const settleMs = minuteMs;
/** The first edition covers the day before the reader confirmed. */
const firstHours = 24;

/** The longest gap that an edition makes good, in days: three missed weekly editions; after that the mail says what it leaves out. */
const longestGapDays: Record<Frequency, number> = { daily: 14, weekdays: 14, weekly: 28, breaking: 14 };

/** How far back sent editions are remembered: an article told at the start of a gap may become visible again until `lateDays` after it. */
export const memoryDays = (frequency: Frequency): number => longestGapDays[frequency] + lateDays + 1;

export interface EditionWindow {
  /** What became visible after this is news to the reader, up to `until`; both by our clock, ISO 8601 UTC. */
  from: string;
  until: string;
  first: boolean;
  /** After a long pause: what no edition had and this one does not cover. */
  leftOut?: { from: string; until: string };
}

export interface Reader {
  memory: Memory;
  frequency: Frequency;
  confirmedAt: string;
  /** When planning last found nothing for this reader: there is no gap before it. */
  emptyAt?: string | undefined;
}

/** The window of a reader's next edition: from the end of the last one sent, so that a lost or skipped edition leaves no gap. */
export function windowOf({ memory, frequency, confirmedAt, emptyAt }: Reader, now: Date): EditionWindow {
  const from = memory.coveredUntil ?? new Date(Date.parse(confirmedAt) - firstHours * hourMs).toISOString();
  const until = new Date(now.getTime() - settleMs).toISOString();
  const first = memory.coveredUntil === null;
  const oldest = new Date(now.getTime() - longestGapDays[frequency] * dayMs).toISOString();
  if (from >= oldest || (emptyAt !== undefined && emptyAt >= oldest)) return { from, until, first };
  return { from: oldest, until, first, leftOut: { from, until: oldest } };
}

/** Where to begin reading for a window: a quiet reader's last edition may be long ago. */
export function readFrom({ from }: Pick<EditionWindow, 'from'>, frequency: Frequency, now: Date): string {
  const oldest = new Date(now.getTime() - longestGapDays[frequency] * dayMs).toISOString();
  return from < oldest ? oldest : from;
}
