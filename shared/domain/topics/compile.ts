import { createHash } from 'node:crypto';
import { compileLexicon, groupNumber } from './compile-lexicon.ts';
import type { EntityEntry, Pack, PackSet, Subtopic } from './pack.ts';
import type { CompiledPacks, CompiledTopic } from './tag.ts';
import { compileWeighed, type Weighed } from './weigh.ts';

/** Part of `packVersion`: raised when the engine itself decides differently. */
const engineVersion = 3;

/** Compiles packs and entities for `taggerOf`. @throws where packs name groups, subtopics or entities that do not exist */
export function compilePacks(set: PackSet, entities: readonly EntityEntry[]): CompiledPacks {
  const { tables, groups } = compileLexicon(set, entities);
  return {
    tables,
    topics: set.packs.map((pack) => ({
      ...compileTopic(pack, set, groups),
      entity: entities.findIndex(({ id }) => id === pack.is),
    })),
    packVersion: versionOf(set, entities),
  };
}

/** Readable versions, and a digest of all data, so that a change nobody numbered is seen too. */
function versionOf(set: PackSet, entities: readonly EntityEntry[]): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([set, entities]))
    .digest('hex')
    .slice(0, 8);
  return [
    `e${engineVersion}`,
    `c${set.contexts.version}`,
    ...set.packs.map((pack) => `${pack.id}${pack.version}`),
    digest,
  ].join('.');
}

function compileTopic(
  pack: Pack,
  set: PackSet,
  groups: ReadonlyMap<string, number>,
): Omit<CompiledTopic, 'entity'> {
  const { weights } = set;
  const compile = (subtopic: Subtopic, scope: string): Weighed =>
    compileWeighed(subtopic, scope, groups, weights?.subtopics[subtopic.id]);
  return {
    id: pack.id,
    anchors: pack.anchors.map((name) => groupNumber(groups, pack.id, name)),
    anchorNames: pack.anchors.join(', '),
    weighed: compileWeighed(pack, pack.id, groups, weights?.topics[pack.id]),
    subtopics: pack.subtopics.map((subtopic) => {
      if (typeof subtopic !== 'string') return compile(subtopic, pack.id);
      const shared = set.contexts.subtopics.find((one) => one.id === subtopic);
      if (shared === undefined) throw new Error(`no subtopic '${subtopic}' (pack '${pack.id}')`);
      return compile(shared, '');
    }),
  };
}
