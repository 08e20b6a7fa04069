import { z } from 'zod';
import { minuteMs } from './domain/text/time.ts';
import { feedStateSchema } from './domain/visit/feed-state.ts';
import { pagesAVisit, wantedPageSchema } from './domain/visit/wanted-page.ts';
import { hostStateSchema } from './domain/visit/host-state.ts';

/** The messages between stages. Writer and reader import the same schema, so a field cannot drift. */

/** All due feeds of one host: one connection per host needs no lock. */
export const visitRequest = z.strictObject({
  host: z.string().min(1),
  feedIds: z.array(z.string()).min(1).max(100),
  /** Articles' pages on this host that are read before the feeds, each by its feed. */
  pages: z
    .array(z.strictObject({ feedId: z.string(), page: wantedPageSchema }))
    .max(pagesAVisit)
    .optional(),
  /** ISO 8601 UTC: when due-feeds queued it; an old request is dropped and its feeds are queued again later. */
  queuedAt: z.string(),
  /** The stored states that due-feeds chose by; a feed without one was never visited. A visit soon after reads nothing again. */
  known: z.strictObject({ host: hostStateSchema, feeds: z.record(z.string(), feedStateSchema) }).optional(),
});
/** For so long after `queuedAt` a visit goes by what is `known`: nobody else visits these feeds, but another host's answer may have paused this one. */
export const knownLifeMs = minuteMs;
/** A request that waited longer is dropped by visit-feeds; due-feeds counts on that before it asks again. */
export const visitRequestLifeMs = 15 * minuteMs;
export type VisitRequest = z.infer<typeof visitRequest>;

/** A changed body waits in the archive. */
export const ingestRequest = z.strictObject({
  feedId: z.string(),
  archiveKey: z.string(),
  /** ISO 8601 UTC: when the body arrived. */
  visitedAt: z.string(),
  /** The URL that finally answered; relative links resolve against it. */
  url: z.string(),
  contentType: z.string().nullable(),
  /** The feed was not read before, or not for days: its items need not be new. */
  baseline: z.literal(true).optional(),
  /** The body is read again, after a fault in parsing or tagging was mended: equal texts are tagged again. */
  again: z.literal(true).optional(),
  /** It came from the source's alternate, and is read as that is. */
  alternate: z.literal(true).optional(),
  /** ISO 8601 UTC: when the feed's body before this one arrived. */
  previousAt: z.string().optional(),
  /** The body is no list: it is the page of this article, whose text is wanted. */
  page: z.string().optional(),
});
export type IngestRequest = z.infer<typeof ingestRequest>;

/** A stored on-topic article (or a new revision of one) wants its story. FIFO. */
const storyRequest = z.strictObject({ articleId: z.string(), revision: z.int().min(1) });
export type StoryRequest = z.infer<typeof storyRequest>;
/** A person decided: the decision is stored, and the one writer is to carry it out. */
const decisionRequest = z.strictObject({ decisionId: z.string() });
export const storyMessage = z.union([storyRequest, decisionRequest]);
export type StoryMessage = z.infer<typeof storyMessage>;

/** A frozen edition waits to be sent. No address: queues hold no personal data. */
const digestRequest = z.strictObject({ subscriberId: z.string(), editionId: z.string() });
export type DigestRequest = z.infer<typeof digestRequest>;

/** A transactional mail waits to be sent: a confirmation, or the link to one's preferences. Shares the digest queue. */
const transactionalMailRequest = z.strictObject({ subscriberId: z.string(), letterId: z.string() });
export type TransactionalMailRequest = z.infer<typeof transactionalMailRequest>;
export const mailRequest = z.union([digestRequest, transactionalMailRequest]);
export type MailRequest = z.infer<typeof mailRequest>;
