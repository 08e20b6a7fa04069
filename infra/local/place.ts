import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { output, readStackOutputs, type StackOutputs } from '../aws/deployed/stack-outputs.ts';
import { outputName } from '../aws/output-name.ts';
import { requiredSettings, stages } from '../aws/settings.ts';
import { catalogueChanges } from '../../shared/aws/catalogue-overlay.ts';
import { packOverlayKeys } from '../../shared/aws/keys.ts';
import { readAcceptedOverlay, readAcceptedText } from '../../shared/aws/overlay-objects.ts';
import { useOverlay } from '../../shared/catalogue/catalogue.ts';
import { noPackChanges, readPackOverlay } from '../../shared/catalogue/pack-overlay.ts';
import { UsageError } from '../../shared/errors.ts';
import { tagWith } from './load-tagger.ts';
import { defaultDataDir, type LocalWire, openLocalWire, silenceKnownWarnings } from './local-wire.ts';
import type { OpenSettings } from './settings.ts';
import type { Stages } from './stages.ts';
import type { Where } from './where.ts';

/** Where a command works: the wire of a data folder, or a deployed stack. The same tables, buckets and queues in both. */
export interface Place {
  /** For people: `the data folder .wire/live`, `the stack CaucasusWire in eu-central-1`. */
  name: string;
  /** Also in process.env, for the stages' own code. */
  settings: OpenSettings;
  /** What the stack prints; null in a data folder. */
  outputs: StackOutputs | null;
  /** Signs readers' links and makes subscribers' ids; on a stack only who may see secrets gets it. */
  tokenKeys: () => Promise<string>;
  /** A folder of this machine for what a command makes: previews, kept mails. */
  folder: string;
  /** Of the embedded mail service. */
  inboxUrl: string | null;
  /** The stages' handlers, to be run here; null on a stack, which runs its own. */
  stages: (() => Promise<Stages>) | null;
  /** Lets the one writer of stories take what was queued. A stack does by itself. @returns when it is done, in words */
  groupQueued: () => Promise<string>;
}

/** Loaded late: they bring the tagger and its packs. */
const stagesOf = async (wire: LocalWire): Promise<Stages> => (await import('./stages.ts')).loadStages(wire);

/** The wire of a data folder as a place. */
export const embeddedPlace = (wire: LocalWire): Place => ({
  name: `the data folder ${wire.folder.path}`,
  settings: wire.settings,
  outputs: null,
  tokenKeys: () => Promise.resolve(wire.settings.TOKEN_KEYS),
  folder: wire.folder.path,
  inboxUrl: wire.inboxUrl,
  stages: () => stagesOf(wire),
  groupQueued: async () => {
    const grouped = await (await stagesOf(wire)).groupStories();
    return grouped > 0 ? 'done' : 'kept; the next grouping does it';
  },
});

/**
 * Opens the place that a command names and closes it whatever happens.
 * @param where.data a data folder; absent = the default one, where no stack is named
 * @throws UsageError where there is no wire: neither a folder, a table nor a queue is made
 */
export async function inPlace<T>(
  where: Where & { data?: string | undefined },
  work: (place: Place) => Promise<T>,
): Promise<T> {
  if (where.stack !== undefined) return work(await asChanged(await deployedPlace(where.stack, where)));
  const dataDir = where.data ?? defaultDataDir;
  if (!existsSync(join(dataDir, 'wire.json')))
    throw new UsageError(
      `there is no wire in ${dataDir}: \`npm start\` makes one, --data DIR names another, --aws STACK a deployed one`,
    );
  const wire = await openLocalWire(dataDir, { existing: true });
  try {
    return await work(await asChanged(embeddedPlace(wire)));
  } finally {
    await wire.close();
  }
}

/** From here on the catalogue and the packs are those of the place: with what its operator changed since the deploy. */
async function asChanged(place: Place): Promise<Place> {
  const bucket = place.settings.BUCKET_ARCHIVE;
  useOverlay(await readAcceptedOverlay(bucket, catalogueChanges));
  const packs = readPackOverlay((await readAcceptedText(bucket, packOverlayKeys)) ?? '{"format":1}');
  tagWith(typeof packs === 'string' ? noPackChanges : packs);
  return place;
}

const openNames = [...new Set(stages.flatMap(requiredSettings))].filter((name) => name !== 'TOKEN_KEYS');

/** Region and profile go into this process only: no file of the user's credentials is read by us or written. */
async function deployedPlace(stack: string, { profile, region }: Where): Promise<Place> {
  silenceKnownWarnings();
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
  if (region !== undefined) process.env.AWS_REGION = region;
  const outputs = await readStackOutputs(stack);
  const settings = Object.fromEntries(
    openNames.map((name) => [name, output(outputs, outputName(name))]),
  ) as Record<string, string> & OpenSettings;
  Object.assign(process.env, settings);
  return {
    name: `the stack ${stack} in ${output(outputs, 'Region')}`,
    settings,
    outputs,
    tokenKeys: async () => (await import('../aws/deployed/token-keys.ts')).deployedTokenKeys(outputs),
    folder: join('.wire', stack),
    inboxUrl: null,
    stages: null,
    groupQueued: () => Promise.resolve('queued: the stack does it within a minute'),
  };
}
