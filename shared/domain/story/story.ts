import type { OutletKind, Side } from '../outlet.ts';
import type { DateFlag } from '../article/article.ts';
import type { Evidence } from '../evidence.ts';
import type { Language } from '../language.ts';

const phases = ['breaking', 'developing', 'settled'] as const;
export type Phase = (typeof phases)[number];

export interface Headline {
  articleId: string;
  outletId: string;
  title: string;
  url: string | null;
}

export interface SideCoverage {
  side: Side;
  articles: number;
  independent: number;
  outletIds: string[];
  firstSeenAt: string;
  /** How this side headlined it. */
  headline: Headline;
}

/** A story covered by outlets of at least three owners on one side and by none of the other for twelve hours. */
export interface CoverageGap {
  coveredBy: Side;
  silent: Side;
  since: string;
}

/** Sides give different numbers for one thing. The stored name, `claims`, is old. */
export interface FigureConflict {
  /** What is counted: casualties, prisoners, villages … */
  what: string;
  claims: { articleId: string; side: Side; value: number; text: string }[];
}

/** The articles of one event, without the articles: the small row that lists are made of. Times are ISO 8601 UTC. */
export interface Story {
  id: string;
  topics: string[];
  subtopics: string[];
  /** Most frequent first. */
  entities: string[];
  phase: Phase;
  firstSeenAt: string;
  lastSeenAt: string;
  /** When anything a reader can see last changed (by our clock): publish-site and digests go by it. */
  changedAt: string;
  /** By the outlets' own dates; stories of before these fields have none. */
  firstPublishedAt?: string;
  lastPublishedAt?: string;
  /** When it broke (see `brokeAt`); absent where it did not. */
  brokeAt?: string;
  languages: Language[];
  /** The representative headline of each language. */
  headlines: Record<Language, Headline>;
  sides: SideCoverage[];
  independent: number;
  reprints: number;
  silences: CoverageGap[];
  claims: FigureConflict[];
  /** The earlier story this one follows up. */
  follows?: string;
  /** The story of another event that this one has most to do with. */
  relatesTo?: string;
  /** Set once the story takes no more articles. */
  closedAt?: string;
  /** Set when merged away by hand: where its readers go. */
  mergedInto?: string;
}

export interface ArticleRevision {
  at: string;
  title: string;
  summary: string;
}

/** An article inside its story. */
export interface StoryArticle {
  storyId: string;
  articleId: string;
  outletId: string;
  outletName: string;
  country: string;
  kind: OutletKind;
  side: Side;
  /** Who counts once with all their outlets; absent = the outlet itself. */
  owner?: string;
  language: Language;
  title: string;
  summary: string;
  url: string | null;
  publishedAt: string;
  dateFlag?: DateFlag;
  baseline?: true;
  seenAt: string;
  /** When it became visible in its story, by our clock; links of before this field have none. */
  visibleAt?: string;
  topics: string[];
  subtopics: string[];
  entities: string[];
  reprintOf?: string;
  /** Earlier texts, oldest first; empty where nothing was edited. */
  revisions: ArticleRevision[];
  /** Why tagged, why linked. */
  evidence: Evidence[];
}

/** What a story adds to an article: who wrote it as known then, and why it is here. The text stays in the article's row. */
export interface StoryLink {
  storyId: string;
  articleId: string;
  outletName: string;
  country: string;
  kind: OutletKind;
  /** Where it is not the one of the country. */
  side?: Side;
  owner?: string;
  /** When grouping stored it here; only moves forward. Editions are cut by it. */
  visibleAt?: string;
  /** The original, itself no copy, as grouping knows it: it may have found what ingest had not, or the one behind what ingest named. */
  reprintOf?: string;
  evidence: Evidence[];
}

/** Reports that are no copies, those of one owner counted once: two outlets in one hand confirm nothing. */
export function independentReports(
  articles: readonly Pick<StoryArticle, 'outletId' | 'owner' | 'reprintOf'>[],
): number {
  return new Set(
    articles
      .filter((article) => article.reprintOf === undefined)
      .map((article) => article.owner ?? article.outletId),
  ).size;
}
