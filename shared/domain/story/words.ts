import { entityRoles } from '../../catalogue/entity-roles.at-build.ts';
import { otherNames } from '../../catalogue/other-names.at-build.ts';
import { happeningsByTerm } from './word-lists.at-build.ts';

export { calendarWords, conceptTerms, eventTerms } from './word-lists.at-build.ts';

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

const happeningOfTerm = new Map(Object.entries(happeningsByTerm));
/** The kind of happening that an event term tells of. */
export const happeningOf = (term: string): string | undefined => happeningOfTerm.get(term);
