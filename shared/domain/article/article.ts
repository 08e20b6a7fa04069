import type { Evidence } from '../evidence.ts';
import type { Language } from '../language.ts';

/** Where `publishedAt` comes from when it is not simply what the feed said. */
export type DateFlag = 'missing' | 'unreadable' | 'future';

export interface Enclosure {
  url: string;
  type?: string;
  /** Octets. */
  length?: number;
}

/** One item as a feed gave it, after decoding and cleaning; made by parse-feed. */
export interface ParsedArticle {
  guid: string | null;
  /** As published, but absolute and http(s); null where the item has no usable link. */
  url: string | null;
  /** The article's own address where `url` is a feed proxy's (feedburner:origLink). */
  originalUrl?: string;
  /** Plain text, one line. */
  title: string;
  /** Plain text of the item's description. */
  summary: string;
  /** Safe HTML of the full text; '' where the feed has none. */
  content: string;
  /** ISO 8601 UTC; null where missing or unreadable. */
  published: string | null;
  /** The feed gave a date that nobody can read; absent where it gave none or a good one. */
  dateUnreadable?: true;
  updated: string | null;
  authors: string[];
  categories: string[];
  enclosures: Enclosure[];
  image: string | null;
  /** ISO 639-1 or `und`. */
  language: Language;
}

/** An article as we keep it. Times are ISO 8601 UTC. */
export interface Article {
  id: string;
  outletId: string;
  feedId: string;
  url: string | null;
  title: string;
  /** At most `summaryLimit` UTF-16 units. */
  summary: string;
  /** The feed gave a title only: the summary is the beginning of the article's page, read once. */
  fromPage?: true;
  language: Language;
  publishedAt: string;
  dateFlag?: DateFlag;
  /** Read at the first visit of its feed, or the first in days: what the feed held then need not be new. */
  baseline?: true;
  /** When we first stored it; only moves forward from article to article. */
  seenAt: string;
  authors: string[];
  categories: string[];
  image: string | null;
  /** The archived feed body it came from. */
  archiveKey: string;
  /** 1 for the first text, +1 for each later change of title or summary. */
  revision: number;
  topics: string[];
  subtopics: string[];
  /** Canonical entity ids. */
  entities: string[];
  evidence: Evidence[];
  packVersion: string;
  /** The original this article copies; absent for an original. */
  reprintOf?: string;
}
