import { z } from 'zod';
import calendar from '../../catalogue/calendar-words.json' with { type: 'json' };
import events from '../../catalogue/event-terms.json' with { type: 'json' };
import { otherNames } from '../../catalogue/other-names.at-build.ts';
import type { EventTerm } from './event-terms.ts';
import type { CalendarWords } from './numbers-and-dates.ts';

const stems = z.array(z.string().min(1)).min(1);

/** The word lists that grouping reads; a malformed one stops the first start. */
export const eventTerms: EventTerm[] = z
  .array(z.strictObject({ id: z.string(), stems: z.record(z.string(), stems) }))
  .parse(events);
export const calendarWords: CalendarWords = z
  .strictObject({ months: z.array(stems).length(12), thousand: stems, million: stems, billion: stems })
  .parse(calendar);

const sameEntity = new Map(Object.entries(otherNames));
/** The id that all names of one place go by. */
export const commonId = (entityId: string): string => sameEntity.get(entityId) ?? entityId;
