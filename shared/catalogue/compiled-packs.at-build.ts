import { compilePacks } from '../domain/topics/compile.ts';
import type { CompiledPacks } from '../domain/topics/tag.ts';
import { entityCatalogue, packSet } from './packs.ts';

/** The packs and names we watch by, compiled. Run at build: a second of work that no start of a function repeats. @throws where the catalogue is faulty */
export const compiledPacks: CompiledPacks = compilePacks(packSet(), entityCatalogue());
