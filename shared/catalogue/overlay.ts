import { z } from 'zod';
import { type Outlet, outletSchema } from '../domain/outlet.ts';

const ids = z.array(z.string().min(1)).default([]);

/**
 * What an operator changed of the catalogue without deploying: an object in the archive bucket, over the catalogue in the bundle.
 * `outlets` are new ones, or sources (by id: new, or instead of the catalogue's) of outlets that are there; what is `off` is visited
 * no more. Articles and names of an outlet stay whatever is off.
 */
const overlaySchema = z.strictObject({
  format: z.literal(1, 'is of a format that this release does not know: deploy the one that wrote it'),
  /** Counts the changes, 1, 2 … A file put by hand may leave it out. */
  version: z.int().min(0).default(0),
  /** The version that stood before, for undoing. */
  before: z.int().min(0).optional(),
  outlets: z.array(outletSchema).default([]),
  /** Ids of sources. */
  off: ids,
});
export type Overlay = z.output<typeof overlaySchema>;

export const noChanges: Overlay = { format: 1, version: 0, outlets: [], off: [] };

/** The catalogue with the overlay on it. The result of no changes is the catalogue itself. */
export function applyOverlay(base: Outlet[], { outlets, off }: Overlay): Outlet[] {
  if (outlets.length === 0 && off.length === 0) return base;
  const changed = new Map(outlets.map((outlet) => [outlet.id, outlet]));
  const isOff = new Set(off);
  const visited = (outlet: Outlet): Outlet => ({
    ...outlet,
    sources: outlet.sources.filter(({ id }) => !isOff.has(id)),
  });
  const known = base.map((outlet) => {
    const change = changed.get(outlet.id);
    changed.delete(outlet.id);
    if (change === undefined) return visited(outlet);
    const own = new Map([...outlet.sources, ...change.sources].map((source) => [source.id, source]));
    return visited({ ...outlet, ...change, sources: [...own.values()] });
  });
  return [...known, ...[...changed.values()].map(visited)];
}

/**
 * Reads an overlay and looks whether the catalogue stands with it.
 * @returns the overlay, or in one line why it cannot be taken
 */
export function readOverlay(text: string, base: Outlet[]): Overlay | string {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  const read = overlaySchema.safeParse(raw);
  if (!read.success) {
    const [issue] = read.error.issues;
    return `${issue?.path.join('.') || 'the file'}: ${issue?.message}`;
  }
  return faultOf(read.data, base) ?? read.data;
}

function faultOf(overlay: Overlay, base: Outlet[]): string | null {
  const sources = applyOverlay(base, { ...overlay, off: [] }).flatMap((outlet) => outlet.sources);
  const seen = new Set<string>();
  for (const { id } of sources) {
    if (seen.has(id)) return `source '${id}' stands there twice: ids must be unique`;
    seen.add(id);
  }
  const unknown = overlay.off.find((id) => !seen.has(id));
  return unknown === undefined ? null : `off: there is no source '${unknown}'`;
}
