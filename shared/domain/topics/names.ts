import type { WireLanguage } from '../language.ts';
import type { Definition, PackSet } from './pack.ts';

export type NamesByLanguage = Record<WireLanguage, string>;

/** What readers can choose, and what it is called. */
export interface TopicNames {
  topics: Record<string, NamesByLanguage>;
  subtopics: Record<string, NamesByLanguage>;
  /** Subtopic ids of each topic. */
  subtopicsOf: Record<string, string[]>;
  /** What belongs to each topic and subtopic, where its pack says so. */
  definitions: Record<string, Definition>;
  /** Member states (ISO 3166-1 alpha-2) of a topic that is a body of states. */
  membersOf: Record<string, string[]>;
}

/** The same of some topics; subtopics that none of them has are left out. */
export function onlyTopics(names: TopicNames, topics: readonly string[]): TopicNames {
  const these = <V>(of: Record<string, V>, keep: (id: string) => boolean): Record<string, V> =>
    Object.fromEntries(Object.entries(of).filter(([id]) => keep(id)));
  const isTopic = (id: string): boolean => topics.includes(id);
  const subtopicsOf = these(names.subtopicsOf, isTopic);
  const subtopics = new Set(Object.values(subtopicsOf).flat());
  return {
    topics: these(names.topics, isTopic),
    subtopics: these(names.subtopics, (id) => subtopics.has(id)),
    subtopicsOf,
    definitions: these(names.definitions, (id) => isTopic(id) || subtopics.has(id)),
    membersOf: these(names.membersOf, isTopic),
  };
}

/** The names that the packs hold, in the order of the packs. */
export function topicNamesOf({ packs, contexts }: PackSet): TopicNames {
  const own = packs.flatMap((pack) => pack.subtopics.filter((subtopic) => typeof subtopic !== 'string'));
  return {
    topics: Object.fromEntries(packs.map((pack) => [pack.id, pack.names])),
    subtopics: Object.fromEntries(
      [...contexts.subtopics, ...own].map((subtopic) => [subtopic.id, subtopic.names]),
    ),
    subtopicsOf: Object.fromEntries(
      packs.map((pack) => [
        pack.id,
        pack.subtopics.map((subtopic) => (typeof subtopic === 'string' ? subtopic : subtopic.id)),
      ]),
    ),
    definitions: Object.fromEntries(
      [...packs, ...contexts.subtopics, ...own].flatMap(({ id, definition }) =>
        definition === undefined ? [] : [[id, definition]],
      ),
    ),
    membersOf: Object.fromEntries(
      packs.flatMap(({ id, members }) => (members === undefined ? [] : [[id, members]])),
    ),
  };
}
