import { z } from 'zod';
import { outletKinds, sides } from '../outlet.ts';
import { wireLanguages } from '../language.ts';
import { minuteMs } from '../text/time.ts';

/** The frozen content of an edition. It names no person, so readers with the same interests share one object and one web page. */

const link = z.strictObject({
  outlet: z.string(),
  language: z.string(),
  title: z.string(),
  url: z.string().nullable(),
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
});

const editionStory = z.strictObject({
  storyId: z.string(),
  /** Hash of everything else in it: what was rendered once under this name serves every reader. */
  block: z.string(),
  /** `update`: the reader has had this story; only what came since is in it. */
  kind: z.enum(['new', 'update']),
  headline: link,
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
});
export type Coverage = z.infer<typeof coverageSchema>;

export const editionSchema = z.strictObject({
  kind: z.enum(['regular', 'breaking', 'quiet']),
  /** Local date of the reader. */
  date: z.string(),
  interface: z.enum(wireLanguages),
  zone: z.string(),
  /** What it covers, by our clock. */
  from: z.string(),
  until: z.string(),
  /** True where the reader never had an edition. */
  first: z.boolean(),
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

/** The row of one edition of one subscriber: the written-down checkpoint of planning and sending. */
export const editionRowSchema = z.strictObject({
  subscriberId: z.string(),
  editionId: z.string(),
  state: z.enum(editionStates),
  /** Hash of the frozen content; its object and its web page are named by it. */
  content: z.string(),
  from: z.string(),
  until: z.string(),
  /** What a reader has seen once it is sent: story → newest article in it (seenAt). */
  seen: z.record(z.string(), z.string()),
  plannedAt: z.string(),
  claimedAt: z.string().optional(),
  /** Who claimed: a late worker cannot mark another's claim. */
  claim: z.string().optional(),
  settledAt: z.string().optional(),
  messageId: z.string().optional(),
});
export type EditionRow = z.infer<typeof editionRowSchema>;

/** A claim this old belongs to a worker that died: Lambda ends every run within 15 minutes. */
const claimStaleMs = 15 * minuteMs;

export const isStale = (row: EditionRow, now: Date): boolean =>
  row.state === 'claimed' &&
  row.claimedAt !== undefined &&
  now.getTime() - Date.parse(row.claimedAt) > claimStaleMs;

/** What a reader has received: only what was sent counts, so a lost edition's news comes again. */
export interface Memory {
  /** End of the newest sent edition; null before the first. */
  coveredUntil: string | null;
  /** story → newest article (seenAt) the reader was sent. */
  seen: ReadonlyMap<string, string>;
}

export function memoryOf(rows: readonly EditionRow[]): Memory {
  const seen = new Map<string, string>();
  let coveredUntil: string | null = null;
  for (const row of rows) {
    if (row.state !== 'sent') continue;
    if (coveredUntil === null || row.until > coveredUntil) coveredUntil = row.until;
    for (const [story, upTo] of Object.entries(row.seen)) {
      if (upTo > (seen.get(story) ?? '')) seen.set(story, upTo);
    }
  }
  return { coveredUntil, seen };
}
