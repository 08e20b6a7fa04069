import type { EntityEntry } from '../domain/topics/pack.ts';
import { entityCatalogue } from './packs.ts';

/** Everyone and everything recognised by name, checked. Run at build. */
export const entityEntries: EntityEntry[] = entityCatalogue();
