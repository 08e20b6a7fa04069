import { z } from 'zod';
import type { CopyableText } from '../domain/reprint/reprint.ts';
import type { Decision } from '../domain/story/decisions.ts';
import type { ArticleRevision, Story, StoryLink } from '../domain/story/story.ts';

/**
 * What rows hold, checked where they are read. Fields that a later version adds pass through: a release can be rolled
 * back over rows of the next one.
 */
const text = z.string();
const texts = z.array(text);

const foldedEvidence = z.object({
  places: z.array(z.number()),
  evidence: z.array(
    z.union([
      z.tuple([text, text, text, z.number(), z.array(z.number())]),
      z.tuple([text, text, text, z.number(), z.array(z.number()), text]),
    ]),
  ),
});

const evidence = z.array(
  z.looseObject({ kind: text, of: text, rule: text, score: z.number(), places: z.array(z.looseObject({})) }),
);

const articleFields = {
  outletId: text,
  feedId: text,
  url: text.nullable(),
  title: text,
  summary: text,
  language: text,
  publishedAt: text,
  topics: texts,
  subtopics: texts,
  entities: texts,
  archiveKey: text,
};

/** Of the second format on: what keys and attributes say is not in the body. */
export const articleBody = z.looseObject({ ...articleFields, ...foldedEvidence.shape });
/** Of the first format: the article as it is. */
export const wholeArticle = z.looseObject({ ...articleFields, id: text, seenAt: text, evidence });

export const revisionBody: z.ZodType<ArticleRevision> = z.object({ at: text, title: text, summary: text });

const link = z.looseObject({
  storyId: text,
  articleId: text,
  outletName: text,
  country: text,
  kind: text,
  visibleAt: text.optional(),
  evidence,
});
export const linkBody = link as unknown as z.ZodType<StoryLink>;

const story = z.looseObject({
  id: text,
  topics: texts,
  subtopics: texts,
  entities: texts,
  phase: text,
  firstSeenAt: text,
  lastSeenAt: text,
  changedAt: text,
  languages: texts,
  headlines: z.record(text, z.looseObject({ articleId: text, title: text })),
  sides: z.array(z.looseObject({ side: text, articles: z.number() })),
  silences: z.array(z.looseObject({})),
  claims: z.array(z.looseObject({})),
});
export const storyOnly = story as unknown as z.ZodType<Story>;
export const storyBody = z.looseObject({ story, links: z.array(link) }) as unknown as z.ZodType<{
  story: Story;
  links: StoryLink[];
}>;

export const reservationBody: z.ZodType<CopyableText> = z.object({
  id: text,
  outletId: text,
  language: text,
  title: text,
  summary: text,
});

export const decisionBody = z.looseObject({
  id: text,
  at: text,
  kind: text,
}) as unknown as z.ZodType<Decision>;
