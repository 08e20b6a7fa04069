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
