import { z } from 'zod';
import { SettingsError } from './errors.ts';

const text = z.string().min(1);
const feeds = { TABLE_FEEDS: text };
const stories = { TABLE_STORIES: text };
const subscribers = { TABLE_SUBSCRIBERS: text };
const archive = { BUCKET_ARCHIVE: text };
const site = { BUCKET_SITE: text, SITE_URL: z.url() };
/** How outlets can reach the operator: a URL or address in our User-Agent. */
const contact = { WIRE_CONTACT: text };
const sender = { MAIL_FROM: text };
const mail = { ...sender, MAIL_CONFIGURATION_SET: text };
/** `id:base64,id:base64` – the first signs, all verify. */
const tokenKeys = { TOKEN_KEYS: text };

/** Where it is set, the API answers only who shows it: CloudFront, whose word on the caller's address can be trusted. */
const edge = { EDGE_KEY: text.optional() };

/** What each function needs in its environment. The stack and the local runner are typed and tested against this. */
export const settingsOf = {
  'due-feeds': z.object({ ...feeds, QUEUE_VISIT_URL: text }),
  'visit-feeds': z.object({ ...feeds, ...archive, ...contact, QUEUE_INGEST_URL: text }),
  'ingest-feed': z.object({ ...feeds, ...stories, ...archive, QUEUE_STORY_URL: text }),
  'group-stories': z.object({ ...stories, ...archive }),
  'publish-site': z.object({ ...feeds, ...stories, ...site, ...sender }),
  'plan-digests': z.object({ ...feeds, ...stories, ...subscribers, ...site, QUEUE_DIGEST_URL: text }),
  'send-digest': z.object({ ...subscribers, ...site, ...mail, ...tokenKeys }),
  // Open to the internet, so it may not send mail: transactional mail goes through the digest queue.
  subscribe: z.object({ ...subscribers, ...site, ...tokenKeys, QUEUE_DIGEST_URL: text, ...edge }),
  suppress: z.object({ ...subscribers }),
} as const;

export type Stage = keyof typeof settingsOf;
export type Settings<S extends Stage> = z.output<(typeof settingsOf)[S]>;

/** @throws SettingsError naming each missing or malformed setting of the stage */
export function settingsFor<S extends Stage>(
  stage: S,
  env: Record<string, string | undefined> = process.env,
): Settings<S> {
  const read = settingsOf[stage].safeParse(env);
  if (read.success) return read.data as Settings<S>;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`);
  throw new SettingsError(`${stage} cannot start: set ${faults.join(', ')}`);
}
