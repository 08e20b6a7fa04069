import { createHash } from 'node:crypto';
import type { StoryArticle } from '../story/story.ts';
import { type EditionRow, isAlert } from './edition.ts';

/** What a reader has received: only what was sent counts, so a lost edition's news comes again. */
export interface Memory {
  /** End of the newest sent edition; null before the first. */
  coveredUntil: string | null;
  /** Article (by `articleMark`) → end of the newest sent edition that had or counted it. By article, so that it follows merges and splits. */
  articles: ReadonlyMap<string, string>;
  /** Editions of before those marks: story → newest article (seenAt) the reader was sent. */
  seen: ReadonlyMap<string, string>;
}

const markLength = 8;

/** 48 bits of SHA-256 in 8 characters: among the 10⁴ articles of a memory a false match has p < 10⁻¹⁰ for each new one. */
const articleMark = (articleId: string): string =>
  createHash('sha256').update(articleId).digest('base64url').slice(0, markLength);

/** The marks of an edition's articles, as its row keeps them. */
export const marksOf = (articleIds: Iterable<string>): string =>
  [...new Set(articleIds)].map(articleMark).sort().join('');

const splitMarks = (marks: string): string[] =>
  Array.from({ length: Math.floor(marks.length / markLength) }, (_, at) =>
    marks.slice(at * markLength, (at + 1) * markLength),
  );

export function memoryOf(rows: readonly EditionRow[]): Memory {
  const seen = new Map<string, string>();
  const articles = new Map<string, string>();
  let coveredUntil: string | null = null;
  const keepNewest = (map: Map<string, string>, key: string, value: string): void => {
    if (value > (map.get(key) ?? '')) map.set(key, value);
  };
  for (const row of rows) {
    if (row.state !== 'sent') continue;
    // An alert tells one thing and covers nothing.
    if (!isAlert(row) && (coveredUntil === null || row.until > coveredUntil)) coveredUntil = row.until;
    for (const mark of splitMarks(row.articles ?? '')) keepNewest(articles, mark, row.until);
    for (const [story, upTo] of Object.entries(row.seen ?? {})) keepNewest(seen, story, upTo);
  }
  return { coveredUntil, articles, seen };
}

/** Since when the reader knows of an article: the end of the edition that had it; null where none had. */
export function knownSince(
  memory: Memory,
  { articleId, storyId, seenAt }: Pick<StoryArticle, 'articleId' | 'storyId' | 'seenAt'>,
): string | null {
  const upTo = memory.seen.get(storyId);
  return memory.articles.get(articleMark(articleId)) ?? (upTo !== undefined && seenAt <= upTo ? upTo : null);
}
