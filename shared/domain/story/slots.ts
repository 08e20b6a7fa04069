import type { Facts } from './facts.ts';
import { entityRole, happeningOf } from './words.ts';

/** Who, where, what and when of an article: value → 2 where the title has it, 1 where only the summary has. */
export const slotNames = [
  'party',
  'place',
  'land',
  'person',
  'happening',
  'date',
  'number',
  'year',
  'month',
  'weekday',
] as const;
export type SlotName = (typeof slotNames)[number];
export type Slots = Record<SlotName, Map<string, number>>;

function put(into: Map<string, number>, value: string, weight: number): void {
  into.set(value, Math.max(into.get(value) ?? 0, weight));
}

const slotsByEnding: Record<string, SlotName> = { y: 'year', m: 'month', d: 'weekday' };
/** `09-13`, `2023y`, `9m`, `2d`, else an amount. */
const slotOfFigure = (value: string): SlotName =>
  value.includes('-') ? 'date' : (slotsByEnding[value.slice(-1)] ?? 'number');

/** The slots that an article's facts fill. A person or an office speaks for its state, an organ for its bloc; a place lies in a land. */
export function slotsOf(facts: Facts): Slots {
  const slots: Slots = {
    party: new Map(),
    place: new Map(),
    land: new Map(),
    person: new Map(),
    happening: new Map(),
    date: new Map(),
    number: new Map(),
    year: new Map(),
    month: new Map(),
    weekday: new Map(),
  };
  for (const [fact, weight] of facts.entity) {
    const id = fact.slice('entity:'.length);
    const { role, party } = entityRole(id);
    if (party !== '' && role !== 'place') put(slots.party, party, weight);
    if (role === 'place') put(slots.place, id, weight);
    if (party !== '' && (role === 'state' || role === 'place')) put(slots.land, party, weight);
    if (role === 'person') put(slots.person, id, weight);
  }
  for (const [fact, weight] of facts.event) {
    const happening = happeningOf(fact.slice('event:'.length));
    if (happening !== undefined) put(slots.happening, happening, weight);
  }
  for (const [fact, weight] of facts.figure) {
    const value = fact.slice('figure:'.length);
    put(slots[slotOfFigure(value)], value, weight);
  }
  return slots;
}
