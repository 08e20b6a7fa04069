import { runSettingsFrom, wireName, type Settings, type Stage } from '../../shared/env.ts';

export interface LocalAddresses {
  queues: { visit: string; ingest: string; story: string; digest: string };
  siteUrl: string;
  tokenKeys: string;
}

/** Every setting of every stage: leaving one out is a type error. */
type AllSettings = { [S in Stage]: (all: Settings<S>) => void }[Stage] extends (all: infer Each) => void
  ? Each
  : never;

export const localTables = {
  Feeds: 'wire-feeds',
  Stories: 'wire-stories',
  Subscribers: 'wire-subscribers',
} as const;
/** As queue-pump.ts names it. */
export const deadLettersOf = (queue: string): string => queue.replace(/(\.fifo)?$/, '-dead$1');
export const localBuckets = { archive: 'wire-archive', site: 'wire-site' } as const;

/** The settings of all stages but the secret one. */
export type OpenSettings = Omit<AllSettings, 'TOKEN_KEYS'>;

/** The settings that the stack gives its functions, for the local runner: the same names, local values. */
export function localSettings({
  queues,
  siteUrl,
  tokenKeys,
}: LocalAddresses): AllSettings & Record<string, string> {
  return {
    TABLE_FEEDS: localTables.Feeds,
    TABLE_STORIES: localTables.Stories,
    TABLE_SUBSCRIBERS: localTables.Subscribers,
    BUCKET_ARCHIVE: localBuckets.archive,
    BUCKET_SITE: localBuckets.site,
    QUEUE_VISIT_URL: queues.visit,
    QUEUE_INGEST_URL: queues.ingest,
    QUEUE_STORY_URL: queues.story,
    QUEUE_DIGEST_URL: queues.digest,
    DEAD_LETTERS_STORY_URL: deadLettersOf(queues.story),
    SITE_URL: siteUrl,
    WIRE_CONTACT: runSettingsFrom().WIRE_CONTACT ?? 'local run; no contact given',
    MAIL_FROM: process.env.MAIL_FROM ?? `${wireName()} <digest@caucasus-wire.example>`,
    MAIL_CONFIGURATION_SET: 'local',
    TOKEN_KEYS: tokenKeys,
  };
}
