import type { Rhythm } from '../domain/subscriber/due-place.ts';
import { dayOf } from '../domain/text/time.ts';

/** Every key of the three tables and two buckets is built here and nowhere else. */

/** Feeds table: pk only. */
export const feedKey = (feedId: string) => ({ pk: `FEED#${feedId}` });
/** The articles' pages that the next visit of a feed's host is to read. */
export const wantedPagesKey = (feedId: string) => ({ pk: `PAGES#${feedId}` });
/** What the operator was told of the health of the sources. */
export const toldHealthKey = { pk: 'TOLD-HEALTH' };
export const hostKey = (host: string) => ({ pk: `HOST#${host}` });

/** Stories table: pk + sk; index `byDay` (dayPk, daySk) lists articles by our own clock. */
export const articleKey = (articleId: string) => ({ pk: `ARTICLE#${articleId}`, sk: 'ARTICLE' });
/** Which article an outlet's guid names; written for on-topic articles only. */
export const guidKey = (guidId: string) => ({ pk: `ARTICLE#${guidId}`, sk: 'GUID' });
export const articleIdOf = (pk: unknown): string => String(pk).slice('ARTICLE#'.length);
export const revisionKey = (articleId: string, revision: number) => ({
  pk: `ARTICLE#${articleId}`,
  sk: `REVISION#${String(revision).padStart(5, '0')}`,
});
/** On-topic articles have a partition of their own: each may have opened the story of its own id, so listing them also lists the day's new stories. */
export const articleDayKey = (seenAt: string, articleId: string, onTopic: boolean) => ({
  dayPk: `${onTopic ? 'ON-TOPIC' : 'ARTICLES'}#${dayOf(seenAt)}`,
  daySk: `${seenAt}#${articleId}`,
});
export const articleOfDay = (daySk: unknown): { seenAt: string; articleId: string } => {
  const [seenAt = '', articleId = ''] = String(daySk).split('#');
  return { seenAt, articleId };
};
export const lshBucketKey = (band: number, hash: string) => ({ pk: `BAND#${band}#${hash}`, sk: 'BAND' });
export const storyKey = (storyId: string) => ({ pk: `STORY#${storyId}`, sk: 'STORY' });
export const storyArticleKey = (storyId: string, articleId: string) => ({
  pk: `STORY#${storyId}`,
  sk: `ARTICLE#${articleId}`,
});
/** A story is listed under each day on which it changed, once a day. An index entry on its own row would have to move, which costs two writes. */
export const storyDayKey = (changedAt: string, storyId: string) => ({
  pk: `STORIES#${dayOf(changedAt)}`,
  sk: storyId,
});
/** When stories changed, kept for some days, so that who asks every few minutes reads no other. */
export const storyChangeKey = (changedAt: string, storyId: string) => ({
  pk: `CHANGED#${dayOf(changedAt)}`,
  sk: `${changedAt}#${storyId}`,
});
export const changedStoryOf = (sk: unknown): string => String(sk).split('#')[1] ?? '';

/** What people decided about stories: one partition, read whole before each grouping. */
export const decisionsKey = { pk: 'DECISIONS' };
export const decisionKey = (decisionId: string) => ({ ...decisionsKey, sk: `DECISION#${decisionId}` });

/** What an engine made of a text, by the hash of both. */
export const translationKey = (id: string) => ({ pk: `TRANSLATION#${id}`, sk: 'TRANSLATION' });
export const translationIdOf = (pk: string): string => pk.slice('TRANSLATION#'.length);
/** Characters sent to the engine in a month. @param instant ISO 8601 UTC */
export const translatedCharactersKey = (instant: string) => ({
  pk: `TRANSLATED#${instant.slice(0, 7)}`,
  sk: 'CHARACTERS',
});

/** All bodies of a day, yyyy-mm-dd. */
export const archiveDayPrefix = (day: string) => `bodies/${day}/`;
/** Archive bucket: bodies as they came, gzipped, content-addressed, by the day of the visit. */
export const archiveKey = (visitedAt: string, feedId: string, sha256: string) =>
  `${archiveDayPrefix(dayOf(visitedAt))}${feedId}/${sha256}.gz`;

const packs = '_packs/';
/** Bodies of several feeds that came together; see body-packs.ts. */
export const archivePackKey = (visitedAt: string, hash: string) =>
  `${archiveDayPrefix(dayOf(visitedAt))}${packs}${hash}`;
export const isPackKey = (key: string): boolean => key.includes(`/${packs}`);

/** Subscribers table: pk + sk; sparse index `byDue` (duePk, dueAt) lists confirmed subscribers by their next edition. */
export const subscriberKey = (subscriberId: string) => ({
  pk: `SUBSCRIBER#${subscriberId}`,
  sk: 'SUBSCRIBER',
});
/** Editions of one subscriber sort by their names, which are local dates. */
export const editionKey = (subscriberId: string, editionId: string) => ({
  pk: `SUBSCRIBER#${subscriberId}`,
  sk: `EDITION#${editionId}`,
});
export const editionPrefix = 'EDITION#';
/** `letters`: transactional mails that wait, also to who is not confirmed; no edition is planned from them. */
export const dueKey = (rhythm: Rhythm) => `DUE#${rhythm}`;
/** Confirmed subscribers who follow something by alert. */
export const alertsKey = 'ALERTS';
/** A counter of something limited, in one window of time. */
export const limitKey = (what: string, name: string, window: string) => ({
  pk: `LIMIT#${what}#${name}`,
  sk: window,
});
export const reputationKey = (date: string) => ({ pk: 'REPUTATION', sk: `DAY#${date}` });
export const breakerKey = () => ({ pk: 'REPUTATION', sk: 'BREAKER' });
export const signUpGateKey = () => ({ pk: 'REPUTATION', sk: 'SIGN-UPS' });
/** A mail event that was counted; a repeat finds it there. */
export const countedKey = (messageId: string, kind: string) => ({ pk: `EVENT#${messageId}`, sk: kind });

/** Site bucket, not public: the frozen content of an edition, by its hash. It names no person. */
export const editionContentKey = (date: string, content: string) => `_state/editions/${date}/${content}.json`;
/** Site bucket, public: a day's edition for everybody. @param name topic and language */
export const publicEditionKey = (date: string, name: string) => `editions/${date}/${name}.html`;
/** Site bucket, not public: who asked to be forgotten, by keyed id; outlives a restored table. */
export const erasedKey = (subscriberId: string) => `_state/erased/${subscriberId}`;
/**
 * Archive bucket: what an operator changed without a deploy, as it was put; what the command put by version too. `accepted` is the
 * last one that was taken, `refused` why a later one was not; both are written by due-feeds.
 */
export interface OverlayKeys {
  given: string;
  accepted: string;
  refused: string;
  /** Before the number of a version. */
  versions: string;
}
/** Of the catalogue's sources. */
export const overlayKeys: OverlayKeys = {
  given: 'overlay/catalogue.json',
  accepted: 'overlay/accepted.json',
  refused: 'overlay/refused.json',
  versions: 'overlay/versions/',
};
/** Of the topic packs. */
export const packOverlayKeys: OverlayKeys = {
  given: 'overlay/packs.json',
  accepted: 'overlay/packs-accepted.json',
  refused: 'overlay/packs-refused.json',
  versions: 'overlay/packs-versions/',
};
export const overlayVersionKey = ({ versions }: OverlayKeys, version: number) =>
  `${versions}${String(version).padStart(5, '0')}.json`;
/** Archive bucket: what leads to the open stories, which are made from the Stories table and remade from it where they are missing. */
export const storyWindowKey = 'state/story-window.gz';
/** The stories whose first article was seen that day (yyyy-mm-dd). */
export const storyDayStateKey = (day: string) => `state/stories/${day}.shard`;
/** What one batch changed. The places come round again; each making of the window has its own. */
export const storyJournalKey = (epoch: string, place: number) =>
  `state/journal/${epoch}-${String(place).padStart(2, '0')}.gz`;
/** Site bucket, not public: an event that somebody has told, or is telling. @param at ISO 8601 UTC */
export const eventKey = (at: string, id: string) => `_state/events/${dayOf(at)}/${id}`;
