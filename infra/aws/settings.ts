import type { ChoiceName } from './choices.ts';
import { type Settings, type Stage, settingsOf } from '../../shared/env.ts';

type RequiredKey<T> = { [K in keyof T]-?: undefined extends T[K] ? never : K }[keyof T] & string;

/** Every setting that some stage cannot start without. A new one in shared/env.ts is a compile error here until the stack has a value for it. */
export type SettingName = { [S in Stage]: RequiredKey<Settings<S>> }[Stage];
export type CloudSettings = Record<SettingName, string>;

export const stages = Object.keys(settingsOf) as Stage[];

/** The names a stage cannot start without, read from its schema. */
export function requiredSettings(stage: Stage): SettingName[] {
  const shape = Object.entries(settingsOf[stage].shape);
  return shape
    .filter(([, schema]) => !schema.safeParse(undefined).success)
    .map(([name]) => name as SettingName);
}

/** What the stage's schema asks for and nothing else: a function that has no business with people does not even know their table's name. */
export function environmentOf(stage: Stage, settings: CloudSettings): Record<string, string> {
  return Object.fromEntries(requiredSettings(stage).map((name) => [name, settings[name]]));
}

interface Size {
  memoryMb: number;
  timeoutSeconds: number;
}

/**
 * Memory is CPU: 1,769 MB is one core. Starting a function gets a full core whatever its size,
 * so the ones that wait on a network stay small and the ones that parse or render are large.
 */
export const sizes: Record<Stage, Size> = {
  'due-feeds': { memoryMb: 256, timeoutSeconds: 50 },
  // One host, its feeds one after the other: 20 s each at worst, and a gap between them.
  'visit-feeds': { memoryMb: 256, timeoutSeconds: 300 },
  'ingest-feed': { memoryMb: 1024, timeoutSeconds: 120 },
  'group-stories': { memoryMb: 1024, timeoutSeconds: 120 },
  'publish-site': { memoryMb: 1024, timeoutSeconds: 280 },
  'plan-digests': { memoryMb: 512, timeoutSeconds: 280 },
  'send-digest': { memoryMb: 512, timeoutSeconds: 60 },
  // A person waits for this one.
  subscribe: { memoryMb: 512, timeoutSeconds: 10 },
  suppress: { memoryMb: 256, timeoutSeconds: 30 },
};

/** These read the states of all sources: some 5.5 KB of memory each, measured at 10,000 and 100,000. */
const readAllStates: readonly Stage[] = ['due-feeds', 'publish-site', 'plan-digests'];
const kilobytesASource = 6;
/** So many fit into what is there anyhow. */
const sourcesAtEase = 5_000;
const memoryStep = 64;

/** The size of a stage's function for a catalogue of so many sources. */
export function sizeFor(stage: Stage, sources: number): Size {
  const { memoryMb, timeoutSeconds } = sizes[stage];
  if (sources <= sourcesAtEase || !readAllStates.includes(stage)) return { memoryMb, timeoutSeconds };
  const more = Math.ceil((sources * kilobytesASource) / 1_024 / memoryStep) * memoryStep;
  // It looks every five minutes then, and leases thousands of hosts.
  return { memoryMb: memoryMb + more, timeoutSeconds: Math.max(timeoutSeconds, 280) };
}

/** Messages that one visit invocation takes: each is a host, and waiting for one is time for another. */
export const hostsABatch = 20;
/** Messages that one ingest invocation takes: each is a body. */
export const bodiesABatch = 10;

/**
 * Invocations at a time, for five times the usual load of so many sources: 28 visits a source and day, twenty hosts
 * an invocation of 3 s; half of them bring a body of 0.08 s.
 */
export const invocationsFor = (sources: number): { visits: number; bodies: number } => ({
  visits: Math.max(5, Math.ceil(sources / 2_500)),
  bodies: Math.max(4, Math.ceil(sources / 15_000)),
});

/** What readers are offered. */
const offered = { OFFERED_LANGUAGES: 'languages', OFFERED_TOPICS: 'topics' } as const;
/** How it looks. */
const look = { WIRE_ACCENT: 'accentColour', WIRE_ACCENT_DARK: 'accentColourDark' } as const;
const eventSettings = { EVENT_WEBHOOK: 'webhookUrl', EVENT_WEBHOOK_SECRET: 'webhookSecret' } as const;

/** Settings that a stage can do without, and the deployer's choice that each comes from; absent where nothing was chosen. */
export const chosenSettings: Partial<Record<Stage, Record<string, ChoiceName>>> = {
  'ingest-feed': { KEEP_DAYS: 'keepDays', FULL_TEXT: 'fullText' },
  subscribe: { SIGN_UPS: 'signUps', WIRE_NAME: 'productName', ...look, ...offered },
  'send-digest': { MAIL_UNSUBSCRIBE: 'unsubscribeAddress', WIRE_NAME: 'productName', ...look },
  'publish-site': {
    WIRE_NAME: 'productName',
    ...look,
    WIRE_LOGO: 'logo',
    ...offered,
    ...eventSettings,
    FULL_TEXT: 'fullText',
    WIRE_IMPRINT: 'imprintUrl',
    WIRE_PRIVACY: 'privacyUrl',
    WIRE_OPERATOR: 'operator',
    TRANSLATE_ENGINE: 'translateEngine',
    TRANSLATE_INTO: 'translateInto',
    TRANSLATE_BUDGET: 'translateBudget',
    TRANSLATE_URL: 'translateUrl',
    TRANSLATE_KEY: 'translateKey',
  },
  'plan-digests': {
    WIRE_NAME: 'productName',
    ...look,
    ...offered,
    ...eventSettings,
    TRANSLATE_ENGINE: 'translateEngine',
    TRANSLATE_INTO: 'translateInto',
    TRANSLATE_BUDGET: 'translateBudget',
  },
};

/** Where the token signing keys live: the first signs, all verify. To rotate, put a new id first and deploy; drop the old one when its links may die. */
export const tokenKeyIds = ['k1'] as const;
