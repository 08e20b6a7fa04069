import { z } from 'zod';
import {
  contextsSchema,
  entitySchema,
  inflectionSchema,
  packSchema,
  type EntityEntry,
  type PackSet,
  type TermGroup,
} from '../domain/topics/pack.ts';
import { wireLanguages, type WireLanguage } from '../domain/language.ts';
import { packFaults } from '../domain/topics/pack-faults.ts';
import { UsageError } from '../errors.ts';
import type { PackFile } from './pack-files.ts';
import { packFiles } from './pack-files.at-build.ts';
import { type Weights, weightsSchema } from '../domain/topics/weights.ts';
import weights from '../learned/topics.json' with { type: 'json' };
import concepts from './concepts.json' with { type: 'json' };
import events from './event-terms.json' with { type: 'json' };
import contexts from './topics/contexts.json' with { type: 'json' };
import inflections from './topics/inflections.json' with { type: 'json' };
import organisations from './entities/organisations.json' with { type: 'json' };
import persons from './entities/persons.json' with { type: 'json' };
import places from './entities/places.json' with { type: 'json' };

const entities = [...persons, ...organisations, ...places];

/** The packs we watch by, in their order. A new pack is its file in `topics/`. @throws UsageError naming file, place and remedy */
export const packSet = (): PackSet => readPackSet(packFiles);

const conceptName = (id: string): string => `concept-${id}`;

interface WordList {
  id: string;
  stems: Partial<Record<WireLanguage, string[]>>;
}

/** The word lists of grouping, as groups that signs may name; without stems that begin a word which its list calls none of them. */
export function conceptGroups(): Record<string, TermGroup> {
  const lists: WordList[] = [...concepts, ...events];
  const none = lists.find(({ id }) => id === 'none')?.stems ?? {};
  const termsOf = ({ stems }: WordList): TermGroup['terms'] =>
    Object.fromEntries(
      wireLanguages.map((language) => [
        language,
        (stems[language] ?? [])
          .filter((stem) => none[language]?.some((word) => word.startsWith(stem)) !== true)
          .map((stem) => `${stem}*`),
      ]),
    );
  return Object.fromEntries(
    lists.filter(({ id }) => id !== 'none').map((list) => [conceptName(list.id), { terms: termsOf(list) }]),
  );
}

/** Those that some weight is for; the others would only be looked for. */
function weighedConcepts(learned: Weights): Record<string, TermGroup> {
  const signs = [...Object.values(learned.topics), ...Object.values(learned.subtopics)].flatMap((of) =>
    Object.keys(of.signs),
  );
  const named = new Set(signs.flatMap((sign) => sign.split(/[@+|]/)));
  return Object.fromEntries(Object.entries(conceptGroups()).filter(([name]) => named.has(name)));
}

const ownContexts: PackFile = { file: 'topics/contexts.json', pack: contexts };

/** @param shared what all packs share @throws UsageError of one line for each fault: file, place, remedy */
export function readPackSet(files: readonly PackFile[], shared: PackFile = ownContexts): PackSet {
  const read = files.map(({ file, pack }) => ({ file, pack: readAs(packSchema, file, pack) }));
  const learned = weightsSchema.parse(weights);
  const set: PackSet = {
    inflections: z.partialRecord(z.enum(wireLanguages), inflectionSchema).parse(inflections),
    contexts: readAs(contextsSchema, shared.file, shared.pack),
    packs: read.map(({ pack }) => pack).toSorted((a, b) => a.order - b.order),
    weights: learned,
    concepts: weighedConcepts(learned),
  };
  const fileOf = new Map(read.map(({ file, pack }) => [pack.id, file]));
  const faults = packFaults(
    set,
    entities.map(({ id }) => id),
  );
  if (faults.length > 0)
    throw new UsageError(
      faults.map(({ pack, path, fault }) => `${fileOf.get(pack) ?? 'topics/'}: ${path}: ${fault}`).join('\n'),
    );
  return set;
}

function readAs<T>(schema: z.ZodType<T>, file: string, pack: unknown): T {
  const read = schema.safeParse(pack);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`);
  throw new UsageError(lines.join('\n'));
}

/** Everyone and everything recognised by name. */
export function entityCatalogue(): EntityEntry[] {
  return z.array(entitySchema).parse(entities);
}
