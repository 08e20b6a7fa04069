import type { Evidence } from '../evidence.ts';
import { type LshBucketPorts, findReprint } from '../reprint/find.ts';
import { titleEntitiesOf } from './facts.ts';
import { placeArticle } from './grouping.ts';
import { reprintRules } from '../reprint/rules.ts';
import { factPrior, joinRules } from './grouping-data.ts';
import type { Language } from '../language.ts';
import type { CopyableText } from '../reprint/reprint.ts';
import { StoryWindow } from './window.ts';
import type { TaggableText, Tagging } from '../topics/tagging.ts';
import { hourMs } from '../text/time.ts';

/** An article as the pipeline takes it: no feed, no store. */
export interface PipelineArticle {
  id: string;
  /** ISO 639-1; absent when unknown. */
  language?: Language;
  country?: string;
  outlet: string;
  /** ISO 8601. */
  published: string;
  title: string;
  summary: string;
}

export interface PipelineResult {
  tagging: Tagging;
  /** The article it copies, or null. */
  reprintOf: string | null;
  /** The id of its story, as of now: see storyOf. */
  story: string;
  /** Why tagged, why a reprint, why in this story. */
  evidence: Evidence[];
}

export interface Pipeline {
  /** Takes one article; they should come in the order of their times. */
  process(article: PipelineArticle): Promise<PipelineResult>;
  /** The story an article is in by now: later articles may have shown two stories to be one. */
  storyOf(articleId: string): string | null;
}

/** The LSH buckets of findReprint in memory, by the articles' own times. */
function lshBucketsInMemory(now: () => number): LshBucketPorts {
  const reservations = new Map<string, { reservation: CopyableText; at: number }>();
  const nameOf = (key: { band: number; hash: string }) => `${key.band}#${key.hash}`;
  const live = (key: { band: number; hash: string }) => {
    const held = reservations.get(nameOf(key));
    return held !== undefined && Math.abs(now() - held.at) <= reprintRules.hours * hourMs
      ? held.reservation
      : null;
  };
  return {
    readLshBuckets: (keys) => Promise.resolve(keys.flatMap((key) => live(key) ?? [])),
    reserveLshBucket: (key, reservation) => {
      const holder = live(key);
      if (holder !== null && holder.id !== reservation.id) return Promise.resolve(holder);
      reservations.set(nameOf(key), { reservation, at: now() });
      return Promise.resolve(null);
    },
    releaseLshBucket: (key, articleId) => {
      if (reservations.get(nameOf(key))?.reservation.id === articleId) reservations.delete(nameOf(key));
      return Promise.resolve();
    },
  };
}

/** The whole pipeline in memory, with the same functions that the stages run: tag, find the reprint, find the story. */
export function createPipeline(tagger: { tag(text: TaggableText): Tagging }): Pipeline {
  const window = new StoryWindow(factPrior);
  let at = 0;
  const buckets = lshBucketsInMemory(() => at);
  return {
    storyOf: (articleId) => window.storyOf(articleId)?.id ?? null,
    process: async ({ id, language = 'und', country, outlet, published, title, summary }) => {
      at = Date.parse(published);
      const tagging = tagger.tag({ title, summary, language, ...(country !== undefined && { country }) });
      const text = { id, outletId: outlet, language, title, summary };
      const copy = await findReprint(buckets, text);
      const placement = placeArticle(
        window,
        {
          ...text,
          at,
          topics: tagging.topics,
          subtopics: tagging.subtopics,
          entities: tagging.entities.map((entity) => entity.id),
          titleEntities: titleEntitiesOf(tagging.evidence),
          ...(copy !== null && { reprintOf: copy.original }),
        },
        { join: joinRules, reprintHours: reprintRules.hours },
      );
      const reprint = placement.reprintOf === undefined ? null : (placement.copy ?? copy);
      return {
        tagging,
        reprintOf: placement.reprintOf ?? null,
        story: window.storyOf(id)?.id ?? placement.storyId,
        evidence: [
          ...tagging.evidence,
          ...(reprint === null ? [] : [reprint.evidence]),
          ...placement.evidence,
        ],
      };
    },
  };
}
