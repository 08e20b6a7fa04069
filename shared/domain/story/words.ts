import { z } from 'zod';
import calendar from '../../catalogue/calendar-words.json' with { type: 'json' };
import events from '../../catalogue/event-terms.json' with { type: 'json' };
import concepts from '../../catalogue/concepts.json' with { type: 'json' };
import happenings from '../../catalogue/happenings.json' with { type: 'json' };
import { entityRoles } from '../../catalogue/entity-roles.at-build.ts';
import { otherNames } from '../../catalogue/other-names.at-build.ts';
import type { EventTerm } from './event-terms.ts';
import type { CalendarWords } from './numbers-and-dates.ts';

const stems = z.array(z.string().min(1)).min(1);

/** The word lists that grouping reads; a malformed one stops the first start. */
const terms = z.array(z.strictObject({ id: z.string(), stems: z.record(z.string(), stems) }));
export const eventTerms: EventTerm[] = terms.parse(events);
export const conceptTerms: EventTerm[] = terms.parse(concepts);
export const calendarWords: CalendarWords = z
  .strictObject({ months: z.array(stems).length(12), thousand: stems, million: stems, billion: stems })
  .parse(calendar);

const sameEntity = new Map(Object.entries(otherNames));
/** The id that all names of one place go by. */
export const commonId = (entityId: string): string => sameEntity.get(entityId) ?? entityId;

export interface EntityRole {
  role: string;
  /** The state or bloc it acts for; '' where none is known. */
  party: string;
}
const roles = new Map(
  Object.entries(entityRoles).map(([id, written]) => {
    const [role = '', party = ''] = written.split(' ');
    return [id, { role, party }] as const;
  }),
);
const noRole: EntityRole = { role: '', party: '' };
export const entityRole = (entityId: string): EntityRole => roles.get(entityId) ?? noRole;

const happeningOfTerm = new Map(
  z
    .array(z.strictObject({ id: z.string(), terms: z.array(z.string()) }))
    .parse(happenings)
    .flatMap(({ id, terms }) => terms.map((term) => [term, id] as const)),
);
/** The kind of happening that an event term tells of. */
export const happeningOf = (term: string): string | undefined => happeningOfTerm.get(term);
