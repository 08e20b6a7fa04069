import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type CatalogueSource, type Outlet, outletSchema } from '../domain/outlet.ts';
import { type Env, runSettingsFrom } from '../env.ts';
import { UsageError } from '../errors.ts';
import { knownOutlets } from './known-outlets.ts';
import { applyOverlay, noChanges, type Overlay } from './overlay.ts';
import outlets from './outlets.json' with { type: 'json' };

/** The outlets of the bundle. Where `WIRE_CATALOGUE` names a JSON file of the same form (local runs: replay, sample, tests), those of that. */
export function baseOutlets(env: Env = process.env): Outlet[] {
  const path = runSettingsFrom(env).WIRE_CATALOGUE;
  return path === undefined ? (outlets as Outlet[]) : readCatalogue(path);
}

let overlay = noChanges;
let applied: { base: Outlet[]; overlay: Overlay; outlets: Outlet[] } | undefined;

/** From now on the catalogue is the bundle's with these changes. */
export function useOverlay(next: Overlay): void {
  overlay = next;
}

export const usedOverlay = (): Overlay => overlay;

/** All outlets we watch, with what the operator changed since the deploy. The same array until something changes. */
export function catalogueOutlets(env: Env = process.env): Outlet[] {
  const base = baseOutlets(env);
  if (applied?.base !== base || applied.overlay !== overlay)
    applied = { base, overlay, outlets: applyOverlay(base, overlay) };
  return applied.outlets;
}

/** Each source, of whatever kind, with what its outlet says of it. */
export function catalogueSources(env: Env = process.env): CatalogueSource[] {
  return catalogueOutlets(env).flatMap(({ sources, ...outlet }) =>
    sources.map((source) => ({ ...source, outlet })),
  );
}

let named: { outlets: readonly Outlet[]; byId: ReadonlyMap<string, Outlet> } | undefined;

/** One outlet by its id. */
export function catalogueOutlet(outletId: string): Outlet | undefined {
  const outlets = catalogueOutlets();
  if (named?.outlets !== outlets)
    named = { outlets, byId: new Map(outlets.map((outlet) => [outlet.id, outlet])) };
  return named.byId.get(outletId);
}

let byId: { outlets: readonly Outlet[]; sources: ReadonlyMap<string, CatalogueSource> } | undefined;

/** One source, found at once however many there are; undefined where the catalogue does not have it. */
export function catalogueSource(sourceId: string, env: Env = process.env): CatalogueSource | undefined {
  const outlets = catalogueOutlets(env);
  if (byId?.outlets !== outlets)
    byId = { outlets, sources: new Map(catalogueSources(env).map((source) => [source.id, source])) };
  return byId.sources.get(sourceId);
}

let cached: { path: string; outlets: Outlet[] } | undefined;

function readCatalogue(path: string): Outlet[] {
  if (cached?.path !== path) cached = { path, outlets: parseCatalogue(readFileSync(path, 'utf8'), path) };
  return cached.outlets;
}

/**
 * A list of the operator's: an outlet that says no side or owner has those of the catalogue's outlet of its id, or of the
 * only owner known at its hosts; where there is none, the side goes by the country (`sideOf`).
 *
 * @param source the file's name, for the error
 * @throws UsageError naming the first faulty entry and field, or the first id used twice
 */
export function parseCatalogue(json: string, source: string): Outlet[] {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch (error) {
    throw new UsageError(`${source} is not JSON`, { cause: error });
  }
  const read = z.array(outletSchema).safeParse(raw);
  if (!read.success) {
    const [issue] = read.error.issues;
    const entry =
      Array.isArray(raw) && typeof issue?.path[0] === 'number'
        ? JSON.stringify((raw[issue.path[0]] as { id?: unknown } | null)?.id ?? `entry ${issue.path[0]}`)
        : 'the list';
    const path = issue?.path.slice(1).join('.') || 'whole entry';
    throw new UsageError(
      `${source}: ${entry}, ${json.includes('"sources"') ? path : path.replace(/^sources/, 'feeds')}: ${issue?.message}`,
    );
  }
  const ids = read.data.flatMap((outlet) => [
    `outlet ${outlet.id}`,
    ...outlet.sources.map((each) => `source ${each.id}`),
  ]);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new UsageError(`${source}: ${twice} stands there twice; ids must be unique`);
  const known = knownOutlets(outlets as Outlet[]);
  return read.data.map((outlet) => ({ ...known(outlet), ...outlet }));
}
