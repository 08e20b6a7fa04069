import { z } from 'zod';
import { compilePacks, type Tagger } from '../domain/topics/tag.ts';
import {
  contextsSchema,
  entitySchema,
  inflectionSchema,
  packSchema,
  type EntityEntry,
  type PackSet,
} from '../domain/topics/pack.ts';
import { wireLanguages } from '../domain/language.ts';
import { packFiles } from './pack-files.at-build.ts';
import { weightsSchema } from '../domain/topics/weights.ts';
import weights from '../learned/topics.json' with { type: 'json' };
import contexts from './topics/contexts.json' with { type: 'json' };
import inflections from './topics/inflections.json' with { type: 'json' };
import organisations from './entities/organisations.json' with { type: 'json' };
import persons from './entities/persons.json' with { type: 'json' };
import places from './entities/places.json' with { type: 'json' };

/** The packs we watch by, in their order. A new pack is its file in `topics/`. @throws where one is faulty */
export function packSet(): PackSet {
  return {
    inflections: z.partialRecord(z.enum(wireLanguages), inflectionSchema).parse(inflections),
    contexts: contextsSchema.parse(contexts),
    packs: packFiles.map((pack) => packSchema.parse(pack)).toSorted((a, b) => a.order - b.order),
    weights: weightsSchema.parse(weights),
  };
}

/** Everyone and everything recognised by name. */
export function entityCatalogue(): EntityEntry[] {
  return z.array(entitySchema).parse([...persons, ...organisations, ...places]);
}

let tagger: Tagger | undefined;

/** The tagger of the catalogue, compiled on first use. @throws where the catalogue is faulty */
export function defaultTagger(): Tagger {
  tagger ??= compilePacks(packSet(), entityCatalogue());
  return tagger;
}
