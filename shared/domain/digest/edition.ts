import { z } from 'zod';
import { outletKinds, sides } from '../outlet.ts';
import { wireLanguages } from '../language.ts';
import { minuteMs } from '../text/time.ts';

/** The frozen content of an edition. It names no person, so readers with the same interests share one object and one web page. */

/** Said of an article only where it is not of the edition's day. */
const dating = {
  /** Its outlet's date, where that is older than a day. */
  published: z.string().optional(),
  /** Its outlet gives no date that can be read. */
  undated: z.literal(true).optional(),
};

/** What a machine made of a text; never without its engine. */
const translated = z.strictObject({
  text: z.string(),
  engine: z.string(),
  uncertain: z.literal(true).optional(),
});
/** Of a text in a language that the reader does not read, where there is one. */
const translation = translated.optional();

const link = z.strictObject({
  outlet: z.string(),
  language: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  translation,
  ...dating,
});

const sideLine = z.strictObject({
  side: z.enum(sides),
  outlet: z.string(),
  kind: z.enum(outletKinds),
  language: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  /** Articles of this side, and how many of them are originals. */
  articles: z.int(),
  independent: z.int(),
  /** The article's first sentence(s); absent where it says no more than the title, or stands as the story's lead. */
  quote: z.string().optional(),
  /** Of the title, and of the quote. */
  translation,
  quoteTranslation: translation,
  ...dating,
});

/** What happened, in an outlet's own words. */
const lead = z.strictObject({
  outlet: z.string(),
  language: z.string(),
  url: z.string().nullable(),
  /** When the outlet published it, ISO 8601 UTC. */
  at: z.string(),
  text: z.string(),
  translation,
});

const editionStory = z.strictObject({
  storyId: z.string(),
  /** Hash of everything else in it: what was rendered once under this name serves every reader. */
  block: z.string(),
  /** `update`: the reader has had this story; only what came since is in it. */
  kind: z.enum(['new', 'update']),
  /** All of it was stored before, and only now grouped or found to be on topic. */
  late: z.literal(true).optional(),
  headline: link,
  /** What the reader follows that it is about, in the reader's language: why it stands on top. */
  because: z.array(z.string()).optional(),
  /** What it is about, for who reads none of its languages: names in the reader's language, and subtopics. */
  about: z.strictObject({ names: z.array(z.string()), subtopics: z.array(z.string()) }).optional(),
  /** Absent where no outlet says more than its title, and in older editions. */
  lead: lead.optional(),
  sides: z.array(sideLine),
  /** Articles not linked above, as a line of links. */
  links: z.array(link),
  /** Articles there are beyond the links shown. */
  furtherLinks: z.int(),
  silences: z.array(z.strictObject({ coveredBy: z.enum(sides), silent: z.enum(sides), since: z.string() })),
  /** Conflicting figures, at least one of them from an article in this edition; older editions have none. */
  claims: z
    .array(
      z.strictObject({
        what: z.string(),
        numbers: z.array(z.strictObject({ side: z.enum(sides), value: z.number() })),
      }),
    )
    .optional(),
  /** Sides that deny what others report; older editions do not say. */
  deniedBy: z.array(z.enum(sides)).optional(),
  /** Distinct outlets in it, to count once over the edition. */
  outletIds: z.array(z.string()),
  independent: z.int(),
  reprints: z.int(),
  languages: z.array(z.string()),
  /** Articles of each language; older editions have none. */
  byLanguage: z.record(z.string(), z.int()).optional(),
  /** For an update: since when, and how many articles came. */
  since: z.string().nullable(),
  fresh: z.int(),
  /** The newest article in it (seenAt): what the reader has then seen. */
  upTo: z.string(),
  /** Why it is in: topics that matched, rank and its parts. */
  why: z.strictObject({
    topics: z.array(z.string()),
    score: z.number(),
    parts: z.record(z.string(), z.number()),
  }),
});
export type EditionStory = z.infer<typeof editionStory>;
export type EditionLink = z.infer<typeof link>;
export type Translated = z.infer<typeof translated>;
export type EditionLead = z.infer<typeof lead>;
export type SideLine = z.infer<typeof sideLine>;

/** How complete our reading was: said in every edition. */
const coverageSchema = z.strictObject({
  feeds: z.int(),
  reached: z.int(),
  late: z.int(),
  blocked: z.int(),
  /** Outlets none of whose feeds was reached: the first names, and how many more there are. */
  missing: z.array(z.string()),
  missingMore: z.int(),
  /** The month's budget for translations is used up. */
  translationSpent: z.literal(true).optional(),
});
export type Coverage = z.infer<typeof coverageSchema>;

export const editionSchema = z.strictObject({
  kind: z.enum(['regular', 'breaking', 'alert', 'quiet']),
  /** Local date of the reader. */
  date: z.string(),
  interface: z.enum(wireLanguages),
  zone: z.string(),
  /** What it covers, by our clock. */
  from: z.string(),
  until: z.string(),
  /** True where the reader never had an edition. */
  first: z.boolean(),
  /** After a long pause: what it does not cover, though no edition had it. */
  leftOut: z.strictObject({ from: z.string(), until: z.string() }).optional(),
  topics: z.array(z.string()),
  languages: z.array(z.enum(wireLanguages)),
  stories: z.array(editionStory),
  /** Stories that did not fit in full: one-liners. */
  briefs: z.array(z.strictObject({ storyId: z.string(), upTo: z.string(), headline: link })),
  /** Matching stories beyond those. */
  more: z.int(),
  coverage: coverageSchema,
});
export type Edition = z.infer<typeof editionSchema>;

const editionStates = ['planned', 'claimed', 'sent', 'lost', 'refused', 'skipped'] as const;
export type EditionState = (typeof editionStates)[number];

/** What became of an edition, when (ISO 8601 UTC), and the provider's name for the mail. */
export interface EditionOutcome {
  state: EditionState;
  at: string;
  messageId?: string;
}

/** The row of one edition of one subscriber: the written-down checkpoint of planning and sending. */
export const editionRowSchema = z.strictObject({
  subscriberId: z.string(),
  editionId: z.string(),
  state: z.enum(editionStates),
  /** Hash of the frozen content; its object and its web page are named by it. */
  content: z.string(),
  from: z.string(),
  until: z.string(),
  /** What a reader has had once it is sent: the marks of all articles it shows or counts (see memory.ts). */
  articles: z.string().optional(),
  /** The same in rows of before `articles`: story → newest article in it (seenAt). */
  seen: z.record(z.string(), z.string()).optional(),
  plannedAt: z.string(),
  claimedAt: z.string().optional(),
  /** Who claimed: a late worker cannot mark another's claim. */
  claim: z.string().optional(),
  settledAt: z.string().optional(),
  messageId: z.string().optional(),
});
export type EditionRow = z.infer<typeof editionRowSchema>;

/** Alerts of a day: `2026-11-25-b5` to `-b9`; `-b1` to `-b4` are the breaking mails. */
const alertName = /-b[5-9]$/;
export const isAlert = ({ editionId }: Pick<EditionRow, 'editionId'>): boolean => alertName.test(editionId);
export const alertsPerDay = 5;
/** @param before how many alerts the day has had */
export const alertIdOf = (date: string, before: number): string => `${date}-b${before + 5}`;

/** A claim this old belongs to a worker that died: Lambda ends every run within 15 minutes. */
const claimStaleMs = 15 * minuteMs;

export const isStale = (row: EditionRow, now: Date): boolean =>
  row.state === 'claimed' &&
  row.claimedAt !== undefined &&
  now.getTime() - Date.parse(row.claimedAt) > claimStaleMs;

/** Moves an edition from any of at most two states. @returns false when it was in none of them */
export type MoveEdition = (
  row: Pick<EditionRow, 'subscriberId' | 'editionId'>,
  from: [EditionState, EditionState],
  outcome: EditionOutcome,
) => Promise<boolean>;
