import type { SlotName, Slots } from './slots.ts';

const inTitle = 2;

interface Meeting {
  both: number;
  title: number;
  apart: number;
  titleApart: number;
  others: number;
}

function hasTitle(slot: ReadonlyMap<string, number>): boolean {
  for (const weight of slot.values()) if (weight >= inTitle) return true;
  return false;
}

/** Where the slots of two articles meet, and where they cannot both be true of one happening. */
export function meet(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Meeting {
  let both = 0;
  let title = 0;
  for (const [value, weight] of a) {
    const other = b.get(value);
    if (other === undefined) continue;
    both++;
    if (weight >= inTitle && other >= inTitle) title++;
  }
  const all = a.size + b.size - both;
  return {
    both: all === 0 ? 0 : both / all,
    title: title > 0 ? 1 : 0,
    apart: a.size > 0 && b.size > 0 && both === 0 ? 1 : 0,
    titleApart: title === 0 && hasTitle(a) && hasTitle(b) ? 1 : 0,
    others: (all - both) / 4,
  };
}

/** Which parts of a meeting each slot gives, and where they start among the features. */
const slotParts: [SlotName, (keyof Meeting)[], number][] = [
  ['party', ['both', 'title', 'apart', 'titleApart', 'others'], 20],
  ['place', ['both', 'apart', 'titleApart'], 25],
  ['person', ['both', 'apart', 'titleApart'], 28],
  ['happening', ['both', 'title', 'apart', 'titleApart'], 31],
  ['date', ['both', 'apart'], 35],
  ['number', ['both', 'apart'], 37],
  ['year', ['both', 'apart'], 39],
  ['month', ['both', 'apart'], 41],
  ['weekday', ['both', 'apart'], 43],
  ['land', ['both', 'apart', 'titleApart'], 59],
];

/** Where the slots of a pair meet, in the order of the features. */
export function putMeetings(out: Float64Array, a: Slots, b: Slots): void {
  for (const [slot, parts, start] of slotParts) {
    // Most slots of most articles are empty, and thousands of pairs are compared for one article.
    if (a[slot].size === 0 && b[slot].size === 0) continue;
    const met = meet(a[slot], b[slot]);
    for (let at = 0; at < parts.length; at++) out[start + at] = met[parts[at] ?? 'both'];
  }
}
