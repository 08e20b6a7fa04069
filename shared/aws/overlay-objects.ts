import { z } from 'zod';
import { minuteMs } from '../domain/text/time.ts';
import { errorText, log } from '../log.ts';
import { type OverlayKeys, overlayVersionKey } from './keys.ts';
import { putSiteFile, readSiteFile } from './site-bucket.ts';

/** Each overlay counts its changes, and knows which stood before it. */
export interface Versioned {
  version: number;
  before?: number | undefined;
}

/** One thing that an operator may change without a deploy. */
export interface OverlayKind<T extends Versioned> {
  /** What its log lines begin with. */
  name: 'overlay' | 'packs';
  keys: OverlayKeys;
  /** Where nothing is changed. */
  none: T;
  /** @returns the overlay, or in one line why it cannot be taken */
  read: (text: string) => T | string | Promise<T | string>;
  /** From now on this process works with it. */
  use: (overlay: T) => void;
  /** For the log. */
  sizes: (overlay: T) => Record<string, number>;
}
type Kind<T extends Versioned> = OverlayKind<T>;

/** Why the overlay that lies there is not used, and since when. */
const refusalSchema = z.object({ reason: z.string(), at: z.string() });
export type OverlayRefusal = z.output<typeof refusalSchema>;

const textOf = async (bucket: string, key: string): Promise<string | null> => {
  const bytes = await readSiteFile(bucket, key);
  return bytes === null ? null : new TextDecoder().decode(bytes);
};
const put = (bucket: string, path: string, body: string): Promise<void> =>
  putSiteFile(bucket, { path, body, contentType: 'application/json', cacheControl: 'no-store' });

/** The overlay as it was put, by the command or by hand; null where there is none. */
export const readGivenOverlay = (bucket: string, { given }: OverlayKeys): Promise<string | null> =>
  textOf(bucket, given);
/** A version that the command put; null where there is none of that number. */
export const readOverlayVersion = (
  bucket: string,
  keys: OverlayKeys,
  version: number,
): Promise<string | null> => textOf(bucket, overlayVersionKey(keys, version));

/** Puts a changed overlay: first its version, which stays for undoing, then the one that counts. */
export async function putOverlay(bucket: string, keys: OverlayKeys, overlay: Versioned): Promise<void> {
  const text = JSON.stringify(overlay, null, 1);
  await put(bucket, overlayVersionKey(keys, overlay.version), text);
  await put(bucket, keys.given, text);
}

/** The last overlay that was taken, as it stands there; null where none ever was. */
export const readAcceptedText = (bucket: string, { accepted }: OverlayKeys): Promise<string | null> =>
  textOf(bucket, accepted);

/** The last overlay that was taken; no changes where none ever was. */
export async function readAcceptedOverlay<T extends Versioned>(bucket: string, kind: Kind<T>): Promise<T> {
  return usable(kind, await readAcceptedText(bucket, kind.keys));
}

/** A later bundle may lack what it changes: it then goes without the overlay, and says so. */
async function usable<T extends Versioned>(kind: Kind<T>, text: string | null): Promise<T> {
  if (text === null) return kind.none;
  const overlay = await kind.read(text);
  if (typeof overlay !== 'string') return overlay;
  log(`${kind.name}-unusable`, { reason: overlay });
  return kind.none;
}

export async function readOverlayRefusal(
  bucket: string,
  { refused }: OverlayKeys,
): Promise<OverlayRefusal | null> {
  const text = await textOf(bucket, refused);
  const read = text === null ? null : refusalSchema.safeParse(JSON.parse(text));
  return read?.success === true ? read.data : null;
}

/** What this process looked at last, by kind, where it took or refused. */
const looked = new Map<string, { bucket: string; text: string | null }>();

/**
 * For the stage that runs each minute: looks whether a new overlay was put, and takes it or refuses it. All stages read only what
 * was taken, so that a bad one changes nothing. Where S3 does not answer, all stays as it was.
 */
export async function acceptOverlay<T extends Versioned>(
  bucket: string,
  kind: Kind<T>,
  now: Date,
): Promise<void> {
  try {
    const text = await readGivenOverlay(bucket, kind.keys);
    const last = looked.get(kind.name);
    if (last?.bucket === bucket && last.text === text) return;
    kind.use(text === null ? kind.none : await taken(text, kind, { bucket, now }));
    looked.set(kind.name, { bucket, text });
  } catch (error) {
    log(`${kind.name}-not-read`, { error: errorText(error) });
  }
}

async function taken<T extends Versioned>(
  text: string,
  kind: Kind<T>,
  { bucket, now }: { bucket: string; now: Date },
): Promise<T> {
  const { keys, name } = kind;
  const overlay = await kind.read(text);
  if (typeof overlay === 'string') {
    log(`${name}-refused`, { reason: overlay });
    await put(bucket, keys.refused, JSON.stringify({ reason: overlay, at: now.toISOString() }));
    return readAcceptedOverlay(bucket, kind);
  }
  if ((await textOf(bucket, keys.accepted)) !== text) {
    await put(bucket, keys.accepted, text);
    log(`${name}-taken`, { version: overlay.version, ...kind.sizes(overlay) });
  }
  if ((await readOverlayRefusal(bucket, keys)) !== null) await put(bucket, keys.refused, '{}');
  return overlay;
}

/** An overlay that this process keeps up to date. */
export interface KeptOverlay {
  /** Where S3 does not answer, the last one stays. */
  refresh: (bucket: string) => Promise<void>;
}

/** Reads again what was taken, and works with it where it changed. */
export function keptOverlay<T extends Versioned>(kind: Kind<T>): KeptOverlay {
  let used: { bucket: string; text: string | null } | undefined;
  return {
    refresh: async (bucket) => {
      try {
        const text = await readAcceptedText(bucket, kind.keys);
        if (used?.bucket === bucket && used.text === text) return;
        kind.use(await usable(kind, text));
        used = { bucket, text };
      } catch (error) {
        log(`${kind.name}-not-read`, { error: errorText(error) });
      }
    },
  };
}

/** A handler that works with what was changed, as it is now: looked up at most once a minute. */
export function withOverlays<A extends unknown[], R>(
  bucket: string,
  overlays: readonly KeptOverlay[],
  handler: (...event: A) => Promise<R>,
): (...event: A) => Promise<R> {
  let refreshedAt = Number.NEGATIVE_INFINITY;
  return async (...event) => {
    if (Date.now() - refreshedAt >= minuteMs) {
      refreshedAt = Date.now();
      await Promise.all(overlays.map(({ refresh }) => refresh(bucket)));
    }
    return handler(...event);
  };
}
