import { wordsWith } from '../domain/digest/words.ts';
import { wireName } from '../env.ts';
import { topicNames } from './topic-names.at-build.ts';

/** The words of mails and subscription pages, with the topics of our packs. */
export const wordsOf = wordsWith(topicNames, wireName());
