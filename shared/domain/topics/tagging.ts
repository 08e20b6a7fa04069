import type { Evidence, TextSpan } from '../evidence.ts';
import type { Language } from '../language.ts';

/** What the tagger reads. */
export interface TaggableText {
  title: string;
  summary: string;
  /** ISO 639-1 or `und`; the tagger may detect it. */
  language: Language;
  /** ISO 3166-1 alpha-2 of the outlet, where known. */
  country?: string;
}

export interface EntityMention {
  /** Canonical id in the entity catalogue. */
  id: string;
  kind: 'person' | 'organisation' | 'place';
  /** Canonical English name. */
  name: string;
  places: TextSpan[];
}

export interface Tagging {
  topics: string[];
  subtopics: string[];
  entities: EntityMention[];
  /** One or more for each topic, subtopic and entity given. */
  evidence: Evidence[];
  /** For each topic not given: the nearest rule and what it lacked. */
  nearMisses: Evidence[];
  packVersion: string;
}
