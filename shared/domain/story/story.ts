import type { OutletKind } from '../outlet.ts';
import type { Evidence } from '../evidence.ts';
import type { Language } from '../language.ts';

export const phases = ['breaking', 'developing', 'settled'] as const;
export type Phase = (typeof phases)[number];

/** The columns in which a reader compares coverage. */
export const sides = [
  'yerevan',
  'baku',
  'moscow',
  'tbilisi',
  'ankara',
  'central-asia',
  'international',
] as const;
export type Side = (typeof sides)[number];

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

/** A story covered by at least three outlets of one side and by none of the other for twelve hours. */
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
  language: Language;
  title: string;
  summary: string;
  url: string | null;
  publishedAt: string;
  seenAt: string;
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
  /** The original, itself no copy, as grouping knows it: it may have found what ingest had not, or the one behind what ingest named. */
  reprintOf?: string;
  evidence: Evidence[];
}

const sideOfCountry: Record<string, Side> = {
  AM: 'yerevan',
  AZ: 'baku',
  RU: 'moscow',
  GE: 'tbilisi',
  TR: 'ankara',
  KZ: 'central-asia',
  KG: 'central-asia',
  TJ: 'central-asia',
  UZ: 'central-asia',
  TM: 'central-asia',
};

/** The side an outlet's country stands on; Belarus, Ukraine, Iran and all others count as international. */
export function sideOf(country: string): Side {
  return sideOfCountry[country] ?? 'international';
}
