import { isWireLanguage, type WireLanguage, wireLanguages } from '../domain/language.ts';
import { offeredNames } from '../env.ts';
import { onlyTopics, type TopicNames } from '../domain/topics/names.ts';
import { topicNames } from './topic-names.at-build.ts';

/** The languages of mails, forms and front pages that the operator offers; articles of all languages are read and shown. */
export function languagesOffered(env?: NodeJS.ProcessEnv): readonly WireLanguage[] {
  const chosen = offeredNames('OFFERED_LANGUAGES', env)?.filter(isWireLanguage);
  return chosen === undefined ? wireLanguages : wireLanguages.filter((code) => chosen.includes(code));
}

/** The topics that the operator offers, with their subtopics. Words of the others stay known, for what was sent and published. */
export function topicsOffered(env?: NodeJS.ProcessEnv): TopicNames {
  const chosen = offeredNames('OFFERED_TOPICS', env);
  return chosen === undefined ? topicNames : onlyTopics(topicNames, chosen);
}

export const offeredLanguages = languagesOffered();
export const offeredTopics = topicsOffered();

const isOffered = (topic: string): boolean => topic in offeredTopics.topics;
const all = Object.keys(topicNames.topics).every(isOffered);

/** What is shown and mailed of a story; null where its topics are not offered. */
export function asOffered<S extends { topics: string[] }>(story: S): S | null {
  if (all) return story;
  const topics = story.topics.filter(isOffered);
  return topics.length === 0 ? null : { ...story, topics };
}

/** {@link asOffered} of each. */
export const onlyOffered = <S extends { topics: string[] }>(stories: readonly S[]): S[] =>
  stories.map((story) => asOffered(story)).filter((story) => story !== null);
