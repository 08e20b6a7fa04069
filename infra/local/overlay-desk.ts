import { catalogueChanges } from '../../shared/aws/catalogue-overlay.ts';
import { baseOutlets, catalogueOutlets } from '../../shared/catalogue/catalogue.ts';
import { applyOverlay, type Overlay, readOverlay } from '../../shared/catalogue/overlay.ts';
import type { Outlet } from '../../shared/domain/outlet.ts';
import { UsageError } from '../../shared/errors.ts';
import { changeOverlay, type OverlayDesk, overlayText } from './overlay-versions.ts';
import type { Place } from './place.ts';

/** What is visited more and less. */
export const sourcesDesk: OverlayDesk<Overlay> = {
  kind: catalogueChanges,
  command: 'wire feeds',
  difference: (before, after) =>
    difference(applyOverlay(baseOutlets(), before), applyOverlay(baseOutlets(), after)),
};

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
  const text = await changeOverlay(place, sourcesDesk, {
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
export const changesText = (place: Place): Promise<string> =>
  overlayText(place, sourcesDesk, (overlay) =>
    difference(baseOutlets(), applyOverlay(baseOutlets(), overlay)),
  );

/** A whole file in place of all changes. @throws UsageError where it is none */
export const wholeOverlay = (text: string, path: string) => (): Overlay => {
  const read = readOverlay(text, baseOutlets());
  if (typeof read === 'string') throw new UsageError(`${path}: ${read}; nothing was changed`);
  return read;
};
