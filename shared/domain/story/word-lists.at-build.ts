import { z } from 'zod';
import calendar from '../../catalogue/calendar-words.json' with { type: 'json' };
import concepts from '../../catalogue/concepts.json' with { type: 'json' };
import events from '../../catalogue/event-terms.json' with { type: 'json' };
import happenings from '../../catalogue/happenings.json' with { type: 'json' };
import type { EventTerm } from './event-terms.ts';
import type { CalendarWords } from './numbers-and-dates.ts';

const stems = z.array(z.string().min(1)).min(1);

/** The word lists that grouping reads; a malformed one stops the build. */
const terms = z.array(z.strictObject({ id: z.string(), stems: z.record(z.string(), stems) }));
export const eventTerms: EventTerm[] = terms.parse(events);
export const conceptTerms: EventTerm[] = terms.parse(concepts);
export const calendarWords: CalendarWords = z
  .strictObject({
    months: z.array(stems).length(12),
    thousand: stems,
    million: stems,
    billion: stems,
    numerals: z.record(z.string(), z.record(z.string(), stems)),
    weekdays: z.record(z.string(), stems.length(7)),
  })
  .parse(calendar);
/** The kind of happening by the event terms that tell of it. */
export const happeningsByTerm: Record<string, string> = Object.fromEntries(
  z
    .array(z.strictObject({ id: z.string(), terms: z.array(z.string()) }))
    .parse(happenings)
    .flatMap(({ id, terms }) => terms.map((term) => [term, id] as const)),
);
