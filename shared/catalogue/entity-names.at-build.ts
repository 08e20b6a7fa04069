import type { NamesByLanguage } from '../domain/topics/names.ts';
import { entityCatalogue } from './packs.ts';
import { entityNamesOf } from './shown-names.ts';

/** What each entity is called in each language. Run at build, so bundles hold these names and no catalogue. */
export const entityNames: Record<string, NamesByLanguage> = Object.fromEntries(
  entityNamesOf(entityCatalogue()),
);
