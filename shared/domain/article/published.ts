import type { Article, ParsedArticle } from './article.ts';

/** No outlet published on the web before: an earlier date (1970, year 1) is an empty field or a broken clock. */
const webBegan = '1995-01-01';

/** When an article was published by its outlet's date, with a flag where that is our own clock instead. Times are ISO 8601 UTC. */
export function publishedAt(
  { published, dateUnreadable }: Pick<ParsedArticle, 'published' | 'dateUnreadable'>,
  seenAt: string,
): Pick<Article, 'publishedAt' | 'dateFlag'> {
  if (published === null)
    return { publishedAt: seenAt, dateFlag: dateUnreadable === true ? 'unreadable' : 'missing' };
  if (published < webBegan) return { publishedAt: seenAt, dateFlag: 'unreadable' };
  // An outlet that writes its local time and calls it GMT is hours ahead of the clock.
  return published > seenAt ? { publishedAt: seenAt, dateFlag: 'future' } : { publishedAt: published };
}

/** The date to go by; rows of before the flags may hold a date that cannot be. */
export function publicationOf({
  publishedAt: published,
  seenAt,
}: Pick<Article, 'publishedAt' | 'seenAt'>): string {
  return published > seenAt || published < webBegan ? seenAt : published;
}
