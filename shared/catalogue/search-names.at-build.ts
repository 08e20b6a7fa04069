import { searchNameOf, searchNameOfSubtopic } from '../domain/query/names.ts';
import type { SearchName } from '../domain/query/searchable.ts';
import { marks } from '../domain/topics/inflection.ts';
import { topicNamesOf } from '../domain/topics/names.ts';
import { entityCatalogue, packSet } from './packs.ts';
import { entityNamesOf } from './shown-names.ts';

const entities = entityCatalogue();
const shown = entityNamesOf(entities);

/** What every entity and subtopic may be called in a query. Run at build, so bundles hold these names and no catalogue. */
export const searchNames: SearchName[] = [
  ...entities.map(({ id, name, names }) => {
    const aliases = Object.values(names).flat();
    const spellings = aliases.map((alias) => alias.replace(marks, '').replaceAll('*', ''));
    return searchNameOf(id, name, [...Object.values(shown.get(id) ?? {}), ...spellings]);
  }),
  ...Object.entries(topicNamesOf(packSet()).subtopics).map(([id, names]) => searchNameOfSubtopic(id, names)),
];
