import type { WireLanguage } from '../domain/language.ts';
import type { Follow } from '../domain/subscriber/follow.ts';
import { entityNames } from './entity-names.at-build.ts';
import { offeredTopics } from './offered.ts';
import { topicNames } from './topic-names.at-build.ts';

/** What is followed, in the reader's language; a story by its id alone. */
export function followLabel({ kind, of }: Follow, language: WireLanguage): string {
  if (kind === 'query') return `«${of}»`;
  if (kind === 'entity') return entityNames[of]?.[language] ?? of;
  const [topic = '', subtopic = ''] = of.split('.');
  return kind === 'story'
    ? of
    : `${topicNames.topics[topic]?.[language] ?? topic}: ${topicNames.subtopics[subtopic]?.[language] ?? subtopic}`;
}

/** Whether the catalogue knows, and the operator offers, what is followed; stories and queries are not in it. */
export function isInCatalogue({ kind, of }: Follow): boolean {
  if (kind === 'entity') return entityNames[of] !== undefined;
  const [topic = '', subtopic = ''] = of.split('.');
  return kind !== 'subtopic' || offeredTopics.subtopicsOf[topic]?.includes(subtopic) === true;
}
