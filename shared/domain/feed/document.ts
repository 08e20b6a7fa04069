import type { Enclosure, ParsedArticle } from '../article/article.ts';
import type { Language } from '../language.ts';
import type { SourceKind, Selectors } from '../outlet.ts';
import type { PollHints } from '../visit/poll-hints.ts';

/** What is known of a body beside its bytes. */
export interface FeedSource {
  /** Which reader reads it. Absent = feed. */
  kind?: SourceKind;
  /** Of a list page. Absent = what repeats on the page. */
  select?: Selectors;
  /** IANA name of the zone of dates without one. Absent = UTC. */
  zone?: string;
  /** ISO 8601 UTC: when the body came; «two hours ago» is told from it. */
  at?: string;
  /** The URL that answered: the base of relative links unless the feed gives another. */
  url?: string | null;
  /** The HTTP Content-Type header. */
  contentType?: string | null;
  /** Keep at most this many items, the newest. Default 500. */
  maxItems?: number;
  /** Make safe HTML of the full text. Default true; it is four fifths of the work, and what is stored needs none of it. */
  content?: boolean;
}

/** A fault we lived with. Codes are stable; messages are for people. */
export interface FeedProblem {
  code:
    | 'encoding-mismatch'
    | 'undecodable-bytes'
    | 'illegal-characters'
    | 'junk-before'
    | 'doctype-ignored'
    | 'not-well-formed'
    | 'truncated'
    | 'too-deep'
    | 'too-many-items'
    | 'too-long'
    | 'bad-date'
    | 'bad-link'
    | 'no-channel'
    | 'no-titles';
  message: string;
}

/** What the channel says of itself: plain text, absolute http(s) links, ISO 8601 UTC. */
export interface FeedHead {
  id: string | null;
  title: string;
  link: string | null;
  description: string;
  language: Language;
  published: string | null;
  updated: string | null;
  image: string | null;
  generator: string | null;
  authors: string[];
  categories: string[];
  hints: PollHints;
}

export interface FeedDocument {
  kind: 'feed';
  format: 'rss' | 'rdf' | 'atom' | 'json' | 'sitemap' | 'page' | 'telegram';
  feed: FeedHead;
  articles: ParsedArticle[];
  problems: FeedProblem[];
}

/** The body is something else; `reason` is one line for the operator. */
export interface NotAFeed {
  kind: 'not-feed';
  looksLike: 'empty' | 'html' | 'challenge' | 'json' | 'xml' | 'binary' | 'text';
  reason: string;
}

/** HTML as the feed gave it, with the base URL of its relative links. */
export interface RawHtml {
  html: string;
  base: string | null;
}

/** A feed item before cleaning: what every dialect is brought to. Dates as written. */
export interface RawItem {
  guid: string | null;
  link: string | null;
  /** feedburner:origLink. */
  originalLink: string | null;
  title: RawHtml;
  summary: RawHtml;
  content: RawHtml;
  /** Of its pictures and films. */
  caption: RawHtml;
  published: string | null;
  updated: string | null;
  authors: string[];
  categories: string[];
  enclosures: Enclosure[];
  image: string | null;
  language: string | null;
}

export interface RawFeed {
  format: FeedDocument['format'];
  id: string | null;
  title: RawHtml;
  link: string | null;
  description: RawHtml;
  language: string | null;
  published: string | null;
  updated: string | null;
  image: string | null;
  generator: string | null;
  authors: string[];
  categories: string[];
  ttl: string | null;
  skipHours: string[];
  skipDays: string[];
  updatePeriod: string | null;
  updateFrequency: string | null;
  updateBase: string | null;
  items: RawItem[];
}

export const noHtml: RawHtml = { html: '', base: null };

/** An item that says nothing yet. */
export const bareItem: RawItem = {
  guid: null,
  link: null,
  originalLink: null,
  title: noHtml,
  summary: noHtml,
  content: noHtml,
  caption: noHtml,
  published: null,
  updated: null,
  authors: [],
  categories: [],
  enclosures: [],
  image: null,
  language: null,
};

/** A feed that says nothing of itself. */
export const bareFeed = (format: RawFeed['format'], items: RawItem[]): RawFeed => ({
  format,
  id: null,
  title: noHtml,
  link: null,
  description: noHtml,
  language: null,
  published: null,
  updated: null,
  image: null,
  generator: null,
  authors: [],
  categories: [],
  ttl: null,
  skipHours: [],
  skipDays: [],
  updatePeriod: null,
  updateFrequency: null,
  updateBase: null,
  items,
});
