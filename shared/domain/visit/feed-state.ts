import { z } from 'zod';
import type { CatalogueSource } from '../outlet.ts';
import { dayMs } from '../text/time.ts';
import { type ParseReport, parseReportSchema } from './parse-report.ts';

/** ISO 8601 in any offset; kept as UTC. */
const instant = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'an ISO 8601 instant')
  .transform((text) => new Date(text).toISOString());
const optionalInstant = instant.nullable().default(null);

/** What the URL that answered last gave us to give back, byte for byte (latin1). */
const validatorsSchema = z.object({
  url: z.string(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
});
export type Validators = z.output<typeof validatorsSchema>;

/** A permanent redirect that waits for its second good visit. */
const moveSchema = z.object({
  to: z.string(),
  /** The first good visit through it. */
  since: instant,
  /** A good visit 24 hours later or more; its parse settles the move. */
  againAt: optionalInstant,
});

/** The alternate is read because the first address failed for days. */
const alternateSchema = z.object({
  /** The catalogue's alternate that this is of; another one there starts a new life. */
  url: z.string(),
  since: instant,
  /** When the first address was last asked; null = it said that it is gone for good, and is asked no more. */
  triedAt: optionalInstant,
  /** The next visit asks the first address again. */
  isTrial: z.boolean().default(false),
  /** What the first address answered, in words. */
  cause: z.string().default(''),
});

/** Why the last visit failed: the kind of fault, and what was seen, in words. */
const faultSchema = z.object({
  kind: z.string(),
  detail: z.string().default(''),
  status: z.int().optional(),
});
export type Fault = z.output<typeof faultSchema>;

/** How many times of change are remembered for the rhythm. */
export const rememberedChanges = 12;

/** Everything that we remember of one feed. Times are ISO 8601 UTC; every field has a default, so an old or partial row still reads. */
export const feedStateSchema = z.object({
  feedId: z.string().default('feed'),
  /** What is requested: the catalogue's URL, or where it moved for good. */
  url: z.string().default('https://feed.example/rss'),
  /** The catalogue's URL that this state belongs to; another one there starts a new life. */
  catalogueUrl: z.string().optional(),
  /** Saved visits; each save is conditional on the count before it. */
  visit: z.int().min(0).default(0),
  lastVisitAt: optionalInstant,
  /** The last visit that found the feed, changed or not. */
  lastGoodAt: optionalInstant,
  /** Not before this; null = at once. */
  nextDueAt: optionalInstant,
  /** 410 Gone: no further visits. */
  stoppedAt: optionalInstant,
  /** The wait after the last good visit: an error never makes it shorter. */
  intervalMinutes: z.number().min(0).nullable().default(null),
  /** Freshness lifetime that the server last gave, in seconds: a 304 without one keeps it (RFC 9111 §4.3.4). */
  freshSeconds: z.number().min(0).nullable().default(null),
  validators: validatorsSchema.nullable().default(null),
  /** The pair that the requested URL gave before it began to redirect: still its own, should it look at it. */
  formerValidators: validatorsSchema.nullable().default(null),
  /** The pair of the address that is not in use, of a source with an alternate. */
  otherValidators: validatorsSchema.nullable().default(null),
  /** SHA-256 of the last feed body. */
  bodyHash: z.string().nullable().default(null),
  /** When a feed body last came, changed or not. */
  lastFullAt: optionalInstant,
  /** When the body changed, oldest first. */
  changedAt: z.array(instant).default([]),
  /** The last unconditional re-check of a feed that said 'unchanged' for too long. */
  recheckedAt: optionalInstant,
  /** Unchanged re-checks in a row: each doubles the wait for the next. The stored name is old. */
  vainRechecks: z.int().min(0).default(0),
  /** A re-check found another body; this was the last "not modified" before it. The parse report shows whether that was false. */
  suspectedAt: optionalInstant,
  /** False 304s: re-checks that found news behind one. The stored name is old. */
  lies: z.int().min(0).default(0),
  /** Bad visits in a row. */
  failures: z.int().min(0).default(0),
  failingSince: optionalInstant,
  fault: faultSchema.nullable().default(null),
  /** Since when no item came, or none could be read. */
  emptySince: optionalInstant,
  /** Since when no item has had a readable date. */
  undatedSince: optionalInstant,
  move: moveSchema.nullable().default(null),
  alternate: alternateSchema.nullable().default(null),
  /** What ingest-feed found in the last body; kept beside the state because another stage writes it. */
  reading: parseReportSchema.nullable().default(null),
});
export type FeedState = Omit<z.output<typeof feedStateSchema>, 'reading'> & { reading: ParseReport | null };

/** The state of a feed that was never visited. */
export function newFeedState(feed: Pick<CatalogueSource, 'id' | 'url'>): FeedState {
  return feedStateSchema.parse({ feedId: feed.id, url: feed.url, catalogueUrl: feed.url });
}

/** The stored state, or a new one when there is none or the catalogue has another URL than the one in use. The visit count goes on: saves stay in order. */
export function stateOf(
  feed: Pick<CatalogueSource, 'id' | 'url' | 'alternate'>,
  stored: FeedState | undefined,
): FeedState {
  if (stored === undefined) return newFeedState(feed);
  const isSameUrl = stored.catalogueUrl === undefined || stored.catalogueUrl === feed.url;
  const isSameAlternate = stored.alternate === null || stored.alternate.url === feed.alternate?.url;
  if (isSameUrl && isSameAlternate) return stored;
  return { ...newFeedState(feed), visit: stored.visit };
}

/** After so many days without one good visit nobody can tell a feed's new items from its old ones. */
const forgottenDays = 3;

/** Whether the next body of the feed is a baseline: the first one, or the first in days. */
export function isBaseline({ lastFullAt, lastGoodAt }: FeedState, now: Date): boolean {
  return (
    lastFullAt === null ||
    lastGoodAt === null ||
    now.getTime() - Date.parse(lastGoodAt) > forgottenDays * dayMs
  );
}

/**
 * Applies the parse report of the last body: a permanent redirect whose second good visit was parsed is carried out,
 * and a 304 that was older than the news it hid counts as false. Called before each visit.
 */
export function applyParseReport(state: FeedState): FeedState {
  if (!isOfLastBody(state)) return state;
  const { reading, move, suspectedAt } = state;
  const parsed = reading.kind === 'ok' || reading.kind === 'empty';
  const lied =
    suspectedAt !== null &&
    reading.newest !== undefined &&
    Date.parse(reading.newest) <= Date.parse(suspectedAt);
  return {
    ...state,
    ...(move?.againAt != null && parsed && { url: move.to, move: null, formerValidators: null }),
    ...(suspectedAt !== null && { suspectedAt: null, lies: state.lies + (lied ? 1 : 0) }),
  };
}

/** Whether the parse report is of the last body: until ingest-feed is done it is of the one before. */
export function isOfLastBody(
  state: Pick<FeedState, 'changedAt' | 'reading'>,
): state is { changedAt: string[]; reading: ParseReport } {
  const changed = state.changedAt.at(-1);
  return state.reading !== null && (changed === undefined || state.reading.at >= changed);
}
