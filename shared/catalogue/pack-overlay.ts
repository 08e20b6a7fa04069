import { z } from 'zod';

/**
 * What an operator changed of the topic packs without deploying: whole packs, as their files hold them, in place of the bundle's of
 * the same id, and the shared contexts where given. What is in them is checked where it is compiled (overlaid-packs.ts), so that
 * who only counts them need not know how a pack looks.
 */
const packOverlaySchema = z.strictObject({
  format: z.literal(1, 'is of a format that this release does not know: deploy the one that wrote it'),
  /** Counts the changes, 1, 2 … A file put by hand may leave it out. */
  version: z.int().min(0).default(0),
  /** The version that stood before, for undoing. */
  before: z.int().min(0).optional(),
  packs: z.array(z.looseObject({ id: z.string() })).default([]),
  contexts: z.looseObject({}).optional(),
});
export type PackOverlay = z.output<typeof packOverlaySchema>;

export const noPackChanges: PackOverlay = { format: 1, version: 0, packs: [] };

/** A pack of the largest kind weighs 60 KB; more than this is no list of packs. */
const mostCharacters = 4_000_000;

/** @returns the overlay, its packs not yet looked at, or in one line why it is none */
export function readPackOverlay(text: string): PackOverlay | string {
  if (text.length > mostCharacters) return `it has more than ${mostCharacters} characters`;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return 'it is not JSON';
  }
  const read = packOverlaySchema.safeParse(raw);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return `${issue?.path.join('.') || 'the file'}: ${issue?.message}`;
}

/** How many files' worth of packs it changes. */
export const changedPacks = ({ packs, contexts }: PackOverlay): number =>
  packs.length + (contexts === undefined ? 0 : 1);
