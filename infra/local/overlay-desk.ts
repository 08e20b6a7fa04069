import {
  putOverlay,
  readGivenOverlay,
  readOverlayRefusal,
  readOverlayVersion,
} from '../../shared/aws/overlay-objects.ts';
import { overlayVersionKey } from '../../shared/aws/keys.ts';
import { listSiteFiles } from '../../shared/aws/site-bucket.ts';
import { baseOutlets, catalogueOutlets } from '../../shared/catalogue/catalogue.ts';
import { applyOverlay, noChanges, type Overlay, readOverlay } from '../../shared/catalogue/overlay.ts';
import type { Outlet } from '../../shared/domain/outlet.ts';
import { UsageError } from '../../shared/errors.ts';
import type { Place } from './place.ts';

const liveWhen = (place: Place): string =>
  place.stages === null ? 'live within two minutes' : 'live with the next `npm start`';

interface Change {
  change: (overlay: Overlay) => Overlay;
  dryRun: boolean;
  /** The change takes the place of all that lies there, which may be bad. */
  isWhole?: true;
}

/**
 * Changes what stands over the catalogue of a place.
 * @returns what is visited more and less, as lines
 * @throws UsageError where the catalogue would not stand with it: nothing is written
 */
export async function changeOverlay(place: Place, { change, dryRun, isWhole }: Change): Promise<string> {
  const current = await givenOverlay(place).catch((error: unknown) => {
    if (isWhole !== true) throw error;
    return noChanges;
  });
  const version = (await lastVersion(place)) + 1;
  return put(place, current, { next: { ...change(current), version, before: current.version }, dryRun });
}

/** Goes back to what stood before the last change; done again, one further. */
export async function undoOverlay(place: Place, dryRun: boolean): Promise<string> {
  const text = await readGivenOverlay(place.settings.BUCKET_ARCHIVE);
  if (text === null) throw new UsageError(`nothing was changed in ${place.name} since the deploy`);
  const read = readOverlay(text, baseOutlets());
  const current = typeof read === 'string' ? noChanges : read;
  const last = await lastVersion(place);
  // What was put by hand has no version: the command's last one stood before it.
  const back = current.version === 0 ? last : current.before;
  if (back === undefined) throw new UsageError('this is where it began: there is nothing to undo');
  const target = back === 0 ? noChanges : await versionOf(place, back);
  const { before: _before, ...content } = target;
  const next = {
    ...content,
    version: last + 1,
    ...(target.before !== undefined && { before: target.before }),
  };
  return put(place, current, { next, dryRun });
}

async function versionOf(place: Place, version: number): Promise<Overlay> {
  const text = await readOverlayVersion(place.settings.BUCKET_ARCHIVE, version);
  const read = text === null ? `there is no version ${version}` : readOverlay(text, baseOutlets());
  if (typeof read === 'string') throw new UsageError(`version ${version} cannot be gone back to: ${read}`);
  return read;
}

async function givenOverlay(place: Place): Promise<Overlay> {
  const text = await readGivenOverlay(place.settings.BUCKET_ARCHIVE);
  if (text === null) return noChanges;
  const read = readOverlay(text, baseOutlets());
  if (typeof read === 'string')
    throw new UsageError(
      `the changes that lie in ${place.name} cannot be taken (${read}); \`wire feeds undo\` goes back`,
    );
  return read;
}

async function lastVersion({ settings }: Place): Promise<number> {
  const prefix = overlayVersionKey(0).replace(/\d+\.json$/, '');
  const names = await listSiteFiles(settings.BUCKET_ARCHIVE, prefix);
  return Number(/(\d+)\.json$/.exec(names.at(-1) ?? '')?.[1] ?? 0);
}

async function put(
  place: Place,
  current: Overlay,
  { next, dryRun }: { next: Overlay; dryRun: boolean },
): Promise<string> {
  const read = readOverlay(JSON.stringify(next), baseOutlets());
  if (typeof read === 'string') throw new UsageError(`${read}; nothing was changed`);
  const lines = difference(applyOverlay(baseOutlets(), current), applyOverlay(baseOutlets(), read));
  if (!dryRun) await putOverlay(place.settings.BUCKET_ARCHIVE, read);
  const end = dryRun
    ? 'nothing was written'
    : `version ${read.version}, ${liveWhen(place)}; \`wire feeds undo\` takes it back`;
  return `${[...lines, end].join('\n')}\n`;
}

const sourcesOf = (outlets: readonly Outlet[]): Map<string, string> =>
  new Map(
    outlets.flatMap(({ sources }) => sources.map((source) => [source.id, `${source.id}  ${source.url}`])),
  );

/** `+ id  url` is visited from now on, `- id  url` no more. */
function difference(before: readonly Outlet[], after: readonly Outlet[]): string[] {
  const [old, now] = [sourcesOf(before), sourcesOf(after)];
  const lines = [
    ...[...now].filter(([id, line]) => old.get(id) !== line).map(([, line]) => `+ ${line}`),
    ...[...old].filter(([id, line]) => now.get(id) !== line).map(([, line]) => `- ${line}`),
  ];
  return lines.length === 0 ? ['no source comes or goes'] : lines;
}

/** Sources turned off, or on again. @throws UsageError naming one that is not there */
export const turned =
  (ids: readonly string[], on: boolean) =>
  (overlay: Overlay): Overlay => {
    const all = sourcesOf(applyOverlay(baseOutlets(), { ...overlay, off: [] }));
    const unknown = ids.find((id) => !all.has(id));
    if (unknown !== undefined) throw new UsageError(`there is no source '${unknown}'`);
    const others = overlay.off.filter((id) => !ids.includes(id));
    return { ...overlay, off: on ? others : [...others, ...ids] };
  };

/** Sources taken out: those that were added go, those of the catalogue are turned off. */
export const removed =
  (ids: readonly string[]) =>
  (overlay: Overlay): Overlay => {
    const off = turned(ids, false)(overlay);
    const outlets = overlay.outlets
      .map((outlet) => ({ ...outlet, sources: outlet.sources.filter(({ id }) => !ids.includes(id)) }))
      .filter(({ sources }) => sources.length > 0);
    const left = sourcesOf(applyOverlay(baseOutlets(), { ...overlay, outlets, off: [] }));
    return { ...off, outlets, off: off.off.filter((id) => left.has(id)) };
  };

/** What a change of the whole catalogue adds, put into the overlay: {@link changeCatalogue} for a place. */
export async function addToPlace(
  place: Place,
  change: (outlets: readonly Outlet[]) => readonly Outlet[],
): Promise<string> {
  const before = sourcesOf(catalogueOutlets());
  const added = change(catalogueOutlets()).flatMap((outlet) => {
    const fresh = outlet.sources.filter(({ id }) => !before.has(id));
    return fresh.length === 0 ? [] : [{ ...outlet, sources: fresh }];
  });
  const text = await changeOverlay(place, {
    change: (overlay) => withOutlets(overlay, added),
    dryRun: false,
  });
  return `the changes of ${place.name}:\n${text.trimEnd()}`;
}

function withOutlets(overlay: Overlay, added: readonly Outlet[]): Overlay {
  const outlets = [...overlay.outlets];
  for (const outlet of added) {
    const at = outlets.findIndex(({ id }) => id === outlet.id);
    const known = outlets[at];
    if (known === undefined) outlets.push(outlet);
    else outlets[at] = { ...outlet, sources: [...known.sources, ...outlet.sources] };
  }
  return { ...overlay, outlets };
}

/** What stands over the catalogue now, and what was refused. */
export async function overlayText(place: Place): Promise<string> {
  const refusal = await readOverlayRefusal(place.settings.BUCKET_ARCHIVE);
  const overlay = await givenOverlay(place).catch(() => null);
  const lines =
    overlay === null
      ? []
      : [`version ${overlay.version}`, ...difference(baseOutlets(), applyOverlay(baseOutlets(), overlay))];
  if (refusal !== null) lines.push(`refused at ${refusal.at}: ${refusal.reason}; the last good one stays`);
  return `${lines.join('\n')}\n`;
}

/** A whole file in place of all changes. @throws UsageError where it is none */
export const wholeOverlay = (text: string, path: string) => (): Overlay => {
  const read = readOverlay(text, baseOutlets());
  if (typeof read === 'string') throw new UsageError(`${path}: ${read}; nothing was changed`);
  return read;
};
