import { type TopicNames, topicNamesOf } from '../domain/topics/names.ts';
import { packSet } from './packs.ts';

/** The names of the packs we watch by: who needs no more of a pack reads them here. Run at build, so bundles hold these names and no pack. */
export const topicNames: TopicNames = topicNamesOf(packSet());
