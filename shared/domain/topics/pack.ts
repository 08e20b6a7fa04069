import { z } from 'zod';
import { wireLanguages } from '../language.ts';
import type { Weights } from './weights.ts';

const perLanguage = <T extends z.ZodType>(value: T) => z.partialRecord(z.enum(wireLanguages), value);
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/**
 * How a word takes endings in one language. A dictionary form loses the first fitting `strip` (or has it replaced: `from>to`),
 * then takes one choice of each slot, in order. Written in folded letters (see fold.ts).
 */
export const inflectionSchema = z.strictObject({
  strip: z.array(z.string()),
  slots: z.array(z.array(z.array(z.string()))),
  /** Acronyms may take endings without a hyphen (ՀԱՊԿի, კუხოს). */
  gluedAcronyms: z.boolean(),
});

export const entitySchema = z.strictObject({
  id,
  kind: z.enum(['person', 'organisation', 'place']),
  /** Canonical English. */
  name: z.string().min(1),
  /** The side it belongs to, ISO 3166-1 alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /** The other side's name of the same real thing. */
  sameAs: id.optional(),
  /** The whole it is a body of: `CSTO Secretariat` also names the CSTO. */
  partOf: id.optional(),
  /** In whose company its ambiguous names are it: groups, entities or the outlet's country (AM), all of them; `a|b` = either. */
  beside: z.array(z.string().min(1)).optional(),
  /**
   * Per language, the dictionary form to show first. A name takes the endings of its language; `=` before it: exactly so
   * (acronyms in capitals); `~`: only beside a full name of the same entity or what `beside` says; `^`: only in small
   * letters (barış, also a given name); `*` after a word: any ending.
   */
  names: perLanguage(z.array(z.string().min(1))),
});

/** An outlet of this country speaks for the group; so does one of no listed country that writes this language. */
const homeSchema = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/),
  language: z.enum(wireLanguages),
});

/** Terms of one meaning: `terms` per language, entities by id, or every entity of a country (of one kind). */
const groupSchema = z.strictObject({
  terms: perLanguage(z.array(z.string().min(1))).optional(),
  entities: z.array(id).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /** Which kinds `country` takes; all where absent. */
  kinds: z.array(z.enum(['person', 'organisation', 'place'])).optional(),
  /** Entities that `country` leaves out: both sides claim them, so they are not evidence for one. */
  without: z.array(id).optional(),
  /** Other groups, of this pack or of the shared ones. */
  groups: z.array(z.string()).optional(),
  /** The group is there, unsaid, in every sentence of such an outlet. */
  home: homeSchema.optional(),
});

/** `all` names groups (`a|b` = either) that must occur together in `in`; `min` = at least this many hits of the first. */
const clauseSchema = z.strictObject({
  in: z.enum(['title', 'lead', 'sentence', 'text']),
  all: z.array(z.string()).min(1),
  min: z.int().min(1).optional(),
});

const ruleSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  score: z.number(),
  when: z.array(clauseSchema).min(1),
  unless: z.array(clauseSchema).optional(),
});

/** Groups whose meeting in one sentence is a sign of its own; `a|b` = either. */
const togetherSchema = z.array(z.array(z.string()).min(2));

/** What belongs to a topic or subtopic and what does not, in English, as two labellers would agree. */
const definitionSchema = z.strictObject({ in: z.string().min(1), out: z.string().min(1) });

const namesSchema = z.record(z.enum(wireLanguages), z.string().min(1));

/** A subtopic: given beside a topic when its rules reach the threshold. */
const subtopicSchema = z.strictObject({
  id,
  definition: definitionSchema.optional(),
  names: namesSchema,
  threshold: z.number(),
  rules: z.array(ruleSchema).min(1),
});

export const packSchema = z.strictObject({
  id,
  /** Its position in lists of topics: the lowest is first. */
  order: z.int(),
  version: z.int().min(1),
  definition: definitionSchema.optional(),
  names: namesSchema,
  /** For a topic that is a body of states: its members, ISO 3166-1 alpha-2. Its stories are counted by member and week. */
  members: z.array(z.string().regex(/^[A-Z]{2}$/)).optional(),
  /** The entity that the topic is: who reads «the bloc» in such an article reads its name. */
  is: id.optional(),
  groups: z.record(z.string(), groupSchema),
  /** No rule is tried unless one of these groups occurs. */
  anchors: z.array(z.string()).min(1),
  /** Scores of the rules that hold are added; the topic is given at `threshold`. */
  threshold: z.number(),
  rules: z.array(ruleSchema).min(1),
  together: togetherSchema.optional(),
  /** Shared subtopics by id, or its own. */
  subtopics: z.array(z.union([id, subtopicSchema])),
});

export const contextsSchema = z.strictObject({
  version: z.int().min(1),
  groups: z.record(z.string(), groupSchema),
  /** Phrases that hide the names inside them: Qarabağ FK is not a place. */
  /** Groups that say of a later sentence that it is background: «Earlier», «Напомним», «will also attend». */
  background: z.array(z.string()),
  hide: perLanguage(z.array(z.string().min(1))),
  /** Words of one language that only look like another one's names; they hide names in texts of that language. */
  homographs: perLanguage(z.array(z.string().min(1))),
  /** Clubs called like places: no place in a text whose title or first sentence has the group `beside`. */
  clubs: z.strictObject({ beside: z.string(), terms: perLanguage(z.array(z.string().min(1))) }),
  subtopics: z.array(subtopicSchema),
  together: togetherSchema,
});

export type Definition = z.infer<typeof definitionSchema>;
export type Home = z.infer<typeof homeSchema>;
export type Inflection = z.infer<typeof inflectionSchema>;
export type EntityEntry = z.infer<typeof entitySchema>;
export type TermGroup = z.infer<typeof groupSchema>;
export type Clause = z.infer<typeof clauseSchema>;
export type Rule = z.infer<typeof ruleSchema>;
export type Subtopic = z.infer<typeof subtopicSchema>;
export type Pack = z.infer<typeof packSchema>;
type Contexts = z.infer<typeof contextsSchema>;

/** All a tagger is built from. */
export interface PackSet {
  inflections: Partial<Record<(typeof wireLanguages)[number], Inflection>>;
  contexts: Contexts;
  packs: Pack[];
  /** Words of one meaning that no rule names, by a name that no group has; signs may. */
  concepts?: Record<string, TermGroup>;
  /** What was learned; a topic without weights goes by the scores of its rules. */
  weights?: Weights;
}
