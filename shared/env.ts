import { z } from 'zod';
import type { Look } from './domain/text/look.ts';
import { defaultWireName } from './domain/text/wire-name.ts';
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
/** MAIL_UNSUBSCRIBE: an address whose mails an operator reads as requests to leave; empty = none. */
const mail = {
  ...sender,
  MAIL_CONFIGURATION_SET: text,
  MAIL_UNSUBSCRIBE: z.union([z.email(), z.literal('')]).optional(),
};
/** The name of the wire, on every page and in every mail. */
const brand = { WIRE_NAME: z.string().min(1).max(60).optional() };
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, { message: 'not a colour such as #1a5fb4' });
/** The accent of pages and mails, on light paper and on dark: both or none. */
const look = { WIRE_ACCENT: colour.optional(), WIRE_ACCENT_DARK: colour.optional() };
/** Where stories and editions are told to other programs; absent = nowhere. */
const events = {
  EVENT_BUS: text.optional(),
  EVENT_WEBHOOK: z.url().optional(),
  EVENT_WEBHOOK_SECRET: text.optional(),
};
/** Pages of the operator that the site links to, and name and address for the site's own privacy page. */
const operator = {
  WIRE_IMPRINT: z.url().optional(),
  WIRE_PRIVACY: z.url().optional(),
  WIRE_OPERATOR: z.string().min(1).max(300).optional(),
};
const languages = z
  .string()
  .regex(/^(hy|az|ru|en|ka|tr)(,(hy|az|ru|en|ka|tr))*$/, { message: 'not language codes such as en,hy' })
  .optional();
/** Languages of mails, forms and front pages, and topics, that are offered; all where absent. */
const offered = {
  OFFERED_LANGUAGES: languages,
  OFFERED_TOPICS: z
    .string()
    .regex(/^[a-z0-9-]+(,[a-z0-9-]+)*$/, { message: 'not topics such as csto,armenia-azerbaijan' })
    .optional(),
};
/** Who may sign up: `open`, `invited`, or addresses and domains. */
const signUps = { SIGN_UPS: z.string().optional() };
/** `id:base64,id:base64` – the first signs, all verify. */
const tokenKeys = { TOKEN_KEYS: text };

/** Where it is set, the API answers only who shows it: CloudFront, whose word on the caller's address can be trusted. */
const edge = { EDGE_KEY: text.optional() };

/** Who translates what is shown, and into which languages; absent = nobody, and readers have a gloss. */
const translation = {
  TRANSLATE_ENGINE: z.enum(['none', 'aws', 'libretranslate', 'recorded']).optional(),
  TRANSLATE_INTO: languages,
  /** Characters a month; a million where it is absent. */
  TRANSLATE_BUDGET: z
    .string()
    .regex(/^\d{1,9}$/, { message: 'not a number of characters' })
    .optional(),
};
const engine = {
  ...translation,
  TRANSLATE_URL: z.url().optional(),
  TRANSLATE_KEY: text.optional(),
  /** For `recorded`: a JSON file of translations. */
  TRANSLATE_RECORDED: text.optional(),
};

/** Days that off-topic articles are kept from when they were first seen, 60 where absent; on-topic ones stay. The stack keeps bodies as long. */
const keeping = {
  KEEP_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, { message: 'not a number of days' })
    .optional(),
};

/** `true`: the page of an article whose feed gives only a title is read once for its text; see `readsPages` for whose. */
const fullText = { FULL_TEXT: z.enum(['true', 'false'], { message: 'not true or false' }).optional() };

/** What each function needs in its environment. The stack and the local runner are typed and tested against this. */
export const settingsOf = {
  // OPERATOR_TOPIC: where the day's word on the health of sources goes; absent = nowhere, a local run prints it.
  'due-feeds': z.object({ ...feeds, ...archive, QUEUE_VISIT_URL: text, OPERATOR_TOPIC: text.optional() }),
  'visit-feeds': z.object({ ...feeds, ...archive, ...contact, QUEUE_INGEST_URL: text }),
  'ingest-feed': z.object({
    ...feeds,
    ...stories,
    ...archive,
    QUEUE_STORY_URL: text,
    ...keeping,
    ...fullText,
  }),
  'group-stories': z.object({ ...stories, ...archive, DEAD_LETTERS_STORY_URL: text }),
  'publish-site': z.object({
    ...feeds,
    ...archive,
    ...stories,
    ...site,
    ...sender,
    ...engine,
    ...brand,
    ...look,
    /** An SVG; beside the name, and the icon of the site. */
    WIRE_LOGO: text.optional(),
    ...offered,
    ...operator,
    ...events,
    ...fullText,
  }),
  'plan-digests': z.object({
    ...feeds,
    ...archive,
    ...stories,
    ...subscribers,
    ...site,
    ...translation,
    ...brand,
    ...look,
    ...offered,
    ...events,
    QUEUE_DIGEST_URL: text,
  }),
  'send-digest': z.object({ ...subscribers, ...site, ...mail, ...tokenKeys, ...brand, ...look }),
  // Open to the internet, so it may not send mail: transactional mail goes through the digest queue.
  subscribe: z.object({
    ...subscribers,
    ...site,
    ...tokenKeys,
    QUEUE_DIGEST_URL: text,
    ...edge,
    ...signUps,
    ...brand,
    ...look,
    ...offered,
  }),
  suppress: z.object({ ...subscribers }),
} as const;

export type Stage = keyof typeof settingsOf;
export type Settings<S extends Stage> = z.output<(typeof settingsOf)[S]>;

export type Env = Record<string, string | undefined>;

/** `host:port`, comma-separated. */
const hosts = z
  .string()
  .regex(
    /^\s*([^\s,:/]+|\[[0-9a-f:.]+\]):\d{1,5}(\s*,\s*([^\s,:/]+|\[[0-9a-f:.]+\]):\d{1,5})*\s*,?\s*$|^\s*$/i,
    {
      message: 'not host:port[,host:port …]',
    },
  );

/** What a person may set for a run on a laptop or a test; the stack sets none of these. */
const runSettings = z.object({
  /** The clock starts at this instant with the process. */
  WIRE_NOW: z
    .string()
    .refine((text) => text === '' || !Number.isNaN(Date.parse(text)), {
      message: 'not an ISO 8601 instant such as 2026-11-24T06:00:00Z',
    })
    .optional(),
  /** A JSON file of outlets instead of the built-in catalogue. */
  WIRE_CATALOGUE: text.optional(),
  /** Milliseconds between two requests to a host. Only a replay of recorded feeds shortens it. */
  WIRE_HOST_GAP_MS: z
    .string()
    .regex(/^\d{1,7}$/, { message: 'not a whole number of milliseconds such as 2000' })
    .transform(Number)
    .optional(),
  /** Hosts that may be visited although they are not public. */
  WIRE_ALLOW_HOSTS: hosts.optional(),
  WIRE_CONTACT: text.optional(),
  /** The deployed stack that `wire` commands work on, as `--aws STACK`. */
  WIRE_STACK: text.optional(),
  /** `1`: no log lines. */
  WIRE_QUIET: z.enum(['0', '1'], { message: 'not 0 or 1' }).optional(),
});
export type RunSettings = z.output<typeof runSettings>;

/** @throws SettingsError naming each malformed setting and its value */
export function runSettingsFrom(env: Env = process.env): RunSettings {
  const read = runSettings.safeParse(env);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return `${name} is '${env[name] ?? ''}', ${message}`;
  });
  throw new SettingsError(faults.join('; '));
}

/** The operator's name for the wire, or its own. Words are made of it before any stage reads its settings. */
export const wireName = (env: Env = process.env): string => env.WIRE_NAME || defaultWireName;

/** The operator's colours, or none: style sheets are made of them before any stage reads its settings. */
export const wireLook = (
  { WIRE_ACCENT: accent, WIRE_ACCENT_DARK: accentDark }: Env = process.env,
): Look | null => (accent && accentDark ? { accent, accentDark } : null);

/** The operator's SVG. */
export const wireLogo = (env: Env = process.env): string | undefined => env.WIRE_LOGO || undefined;

/** What the operator offers; undefined where all is offered. Forms are made of it before any stage reads its settings. */
export const offeredNames = (
  name: 'OFFERED_LANGUAGES' | 'OFFERED_TOPICS',
  env: Env = process.env,
): string[] | undefined => env[name]?.split(',');

/** Read for each log line, so not parsed. */
export const isLogQuiet = (env: Env = process.env): boolean => env.WIRE_QUIET === '1';

/** @throws SettingsError naming each missing or malformed setting of the stage */
export function settingsFor<S extends Stage>(stage: S, env: Env = process.env): Settings<S> {
  const read = settingsOf[stage].safeParse(env);
  if (read.success) return read.data as Settings<S>;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`);
  throw new SettingsError(`${stage} cannot start: set ${faults.join(', ')}`);
}
