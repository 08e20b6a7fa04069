/** Every key of the three tables and two buckets is built here and nowhere else. */

const day = (instant: string): string => instant.slice(0, 10);

/** Feeds table: pk only. */
export const feedKey = (feedId: string) => ({ pk: `FEED#${feedId}` });
export const hostKey = (host: string) => ({ pk: `HOST#${host}` });

/** Stories table: pk + sk; index `byDay` (dayPk, daySk) lists articles and stories by our own clock. */
export const articleKey = (articleId: string) => ({ pk: `ARTICLE#${articleId}`, sk: 'ARTICLE' });
export const revisionKey = (articleId: string, revision: number) => ({ pk: `ARTICLE#${articleId}`, sk: `REVISION#${String(revision).padStart(5, '0')}` });
export const articleDayKey = (seenAt: string, articleId: string) => ({ dayPk: `ARTICLES#${day(seenAt)}`, daySk: `${seenAt}#${articleId}` });
export const bandKey = (band: number, hash: string) => ({ pk: `BAND#${band}#${hash}`, sk: 'BAND' });
export const storyKey = (storyId: string) => ({ pk: `STORY#${storyId}`, sk: 'STORY' });
export const storyArticleKey = (storyId: string, articleId: string) => ({ pk: `STORY#${storyId}`, sk: `ARTICLE#${articleId}` });
/** Without the time, so that the index is written once a day and not at each change of a story. */
export const storyDayKey = (changedAt: string, storyId: string) => ({ dayPk: `STORIES#${day(changedAt)}`, daySk: storyId });
/** What people decided about stories: one partition, read whole before each grouping. */
export const decisionsKey = { pk: 'DECISIONS' };
export const decisionKey = (decisionId: string) => ({ ...decisionsKey, sk: `DECISION#${decisionId}` });

/** Archive bucket: bodies as they came, gzipped, content-addressed, by the day of the visit. */
export const archiveKey = (visitedAt: string, feedId: string, sha256: string) => `bodies/${day(visitedAt)}/${feedId}/${sha256}.gz`;
