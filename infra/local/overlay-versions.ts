import {
  type OverlayKind,
  putOverlay,
  readGivenOverlay,
  readOverlayRefusal,
  readOverlayVersion,
  type Versioned,
} from '../../shared/aws/overlay-objects.ts';
import { listSiteFiles } from '../../shared/aws/site-bucket.ts';
import { UsageError } from '../../shared/errors.ts';
import type { Place } from './place.ts';

/** One thing that commands change without a deploy. */
export interface OverlayDesk<T extends Versioned> {
  kind: OverlayKind<T>;
  /** Whose `undo` takes a change back: `wire feeds`. */
  command: string;
  /** What would be another way, as lines. */
  difference: (before: T, after: T, place: Place) => string[] | Promise<string[]>;
}

const liveWhen = (place: Place): string =>
  place.stages === null ? 'live within two minutes' : 'live with the next `npm start`';

interface Change<T> {
  change: (overlay: T) => T;
  dryRun: boolean;
  /** The change takes the place of all that lies there, which may be bad. */
  isWhole?: true;
}

/**
 * Changes what stands over the catalogue of a place.
 * @returns what is another way with it, as lines
 * @throws UsageError where it would not stand: nothing is written
 */
export async function changeOverlay<T extends Versioned>(
  place: Place,
  desk: OverlayDesk<T>,
  { change, dryRun, isWhole }: Change<T>,
): Promise<string> {
  const current = await givenOverlay(place, desk).catch((error: unknown) => {
    if (isWhole !== true) throw error;
    return desk.kind.none;
  });
  const version = (await lastVersion(place, desk)) + 1;
  return put(place, desk, {
    current,
    next: { ...change(current), version, before: current.version },
    dryRun,
  });
}

/** Goes back to what stood before the last change; done again, one further. */
export async function undoOverlay<T extends Versioned>(
  place: Place,
  desk: OverlayDesk<T>,
  dryRun: boolean,
): Promise<string> {
  const text = await readGivenOverlay(place.settings.BUCKET_ARCHIVE, desk.kind.keys);
  if (text === null) throw new UsageError(`nothing was changed in ${place.name} since the deploy`);
  const read = await desk.kind.read(text);
  const current = typeof read === 'string' ? desk.kind.none : read;
  const last = await lastVersion(place, desk);
  // What was put by hand has no version: the command's last one stood before it.
  const back = current.version === 0 ? last : current.before;
  if (back === undefined) throw new UsageError('this is where it began: there is nothing to undo');
  const target = back === 0 ? desk.kind.none : await versionOf(place, desk, back);
  return put(place, desk, {
    current,
    next: { ...target, version: last + 1, before: target.before },
    dryRun,
  });
}

async function versionOf<T extends Versioned>(
  place: Place,
  { kind }: OverlayDesk<T>,
  version: number,
): Promise<T> {
  const text = await readOverlayVersion(place.settings.BUCKET_ARCHIVE, kind.keys, version);
  const read = text === null ? `there is no version ${version}` : await kind.read(text);
  if (typeof read === 'string') throw new UsageError(`version ${version} cannot be gone back to: ${read}`);
  return read;
}

async function givenOverlay<T extends Versioned>(
  place: Place,
  { kind, command }: OverlayDesk<T>,
): Promise<T> {
  const text = await readGivenOverlay(place.settings.BUCKET_ARCHIVE, kind.keys);
  if (text === null) return kind.none;
  const read = await kind.read(text);
  if (typeof read === 'string')
    throw new UsageError(
      `the changes that lie in ${place.name} cannot be taken (${read}); \`${command} undo\` goes back`,
    );
  return read;
}

async function lastVersion<T extends Versioned>(
  { settings }: Place,
  { kind }: OverlayDesk<T>,
): Promise<number> {
  const names = await listSiteFiles(settings.BUCKET_ARCHIVE, kind.keys.versions);
  return Number(/(\d+)\.json$/.exec(names.at(-1) ?? '')?.[1] ?? 0);
}

async function put<T extends Versioned>(
  place: Place,
  { kind, command, difference }: OverlayDesk<T>,
  { current, next, dryRun }: { current: T; next: T; dryRun: boolean },
): Promise<string> {
  const read = await kind.read(JSON.stringify(next));
  if (typeof read === 'string') throw new UsageError(`${read}; nothing was changed`);
  const lines = await difference(current, read, place);
  if (!dryRun) await putOverlay(place.settings.BUCKET_ARCHIVE, kind.keys, read);
  const end = dryRun
    ? 'nothing was written'
    : `version ${read.version}, ${liveWhen(place)}; \`${command} undo\` takes it back`;
  return `${[...lines, end].join('\n')}\n`;
}

/** What stands over the catalogue now, and what was refused. @param what the lines of an overlay */
export async function overlayText<T extends Versioned>(
  place: Place,
  desk: OverlayDesk<T>,
  what: (overlay: T) => string[],
): Promise<string> {
  const refusal = await readOverlayRefusal(place.settings.BUCKET_ARCHIVE, desk.kind.keys);
  const overlay = await givenOverlay(place, desk).catch(() => null);
  const lines = overlay === null ? [] : [`version ${overlay.version}`, ...what(overlay)];
  if (refusal !== null) lines.push(`refused at ${refusal.at}: ${refusal.reason}; the last good one stays`);
  return `${lines.join('\n')}\n`;
}
