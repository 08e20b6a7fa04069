import { z } from 'zod';
import { baseOutlets, useOverlay } from '../catalogue/catalogue.ts';
import { noChanges, type Overlay, readOverlay } from '../catalogue/overlay.ts';
import { minuteMs } from '../domain/text/time.ts';
import { errorText, log } from '../log.ts';
import { acceptedOverlayKey, overlayKey, overlayVersionKey, refusedOverlayKey } from './keys.ts';
import { putSiteFile, readSiteFile } from './site-bucket.ts';

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
export const readGivenOverlay = (bucket: string): Promise<string | null> => textOf(bucket, overlayKey);
/** A version that the command put; null where there is none of that number. */
export const readOverlayVersion = (bucket: string, version: number): Promise<string | null> =>
  textOf(bucket, overlayVersionKey(version));

/** Puts a changed overlay: first its version, which stays for undoing, then the one that counts. */
export async function putOverlay(bucket: string, overlay: Overlay): Promise<void> {
  const text = JSON.stringify(overlay, null, 1);
  await put(bucket, overlayVersionKey(overlay.version), text);
  await put(bucket, overlayKey, text);
}

/** The last overlay that was taken; no changes where none ever was. */
export async function readAcceptedOverlay(bucket: string): Promise<Overlay> {
  const text = await textOf(bucket, acceptedOverlayKey);
  if (text === null) return noChanges;
  const overlay = readOverlay(text, baseOutlets());
  // A later bundle may lack a source that it turned off: it then goes without the overlay, and says so.
  if (typeof overlay !== 'string') return overlay;
  log('overlay-unusable', { reason: overlay });
  return noChanges;
}

export async function readOverlayRefusal(bucket: string): Promise<OverlayRefusal | null> {
  const text = await textOf(bucket, refusedOverlayKey);
  const read = text === null ? null : refusalSchema.safeParse(JSON.parse(text));
  return read?.success === true ? read.data : null;
}

/** What this process looked at last. */
let looked: { bucket: string; text: string | null } | undefined;

/**
 * For the stage that runs each minute: looks whether a new overlay was put, and takes it or refuses it. All stages read only what
 * was taken, so that a bad one changes nothing. Where S3 does not answer, all stays as it was.
 */
export async function acceptOverlay(bucket: string, now: Date): Promise<void> {
  try {
    const text = await readGivenOverlay(bucket);
    if (looked?.bucket === bucket && looked.text === text) return;
    useOverlay(text === null ? noChanges : await taken(bucket, text, now));
    looked = { bucket, text };
  } catch (error) {
    log('overlay-not-read', { error: errorText(error) });
  }
}

async function taken(bucket: string, text: string, now: Date): Promise<Overlay> {
  const overlay = readOverlay(text, baseOutlets());
  if (typeof overlay === 'string') {
    log('overlay-refused', { reason: overlay });
    await put(bucket, refusedOverlayKey, JSON.stringify({ reason: overlay, at: now.toISOString() }));
    return readAcceptedOverlay(bucket);
  }
  if ((await textOf(bucket, acceptedOverlayKey)) !== text) {
    await put(bucket, acceptedOverlayKey, text);
    log('overlay-taken', {
      version: overlay.version,
      outlets: overlay.outlets.length,
      off: overlay.off.length,
    });
  }
  if ((await readOverlayRefusal(bucket)) !== null) await put(bucket, refusedOverlayKey, '{}');
  return overlay;
}

let refreshedAt = Number.NEGATIVE_INFINITY;

/** Brings the overlay of this process up to date, at most once a minute. Where S3 does not answer, the last one stays. */
async function refreshOverlay(bucket: string): Promise<void> {
  if (Date.now() - refreshedAt < minuteMs) return;
  refreshedAt = Date.now();
  try {
    useOverlay(await readAcceptedOverlay(bucket));
  } catch (error) {
    log('overlay-not-read', { error: errorText(error) });
  }
}

/** A handler that works on the catalogue as it is now. */
export const withOverlay =
  <A extends unknown[], R>(bucket: string, handler: (...event: A) => Promise<R>) =>
  async (...event: A): Promise<R> => {
    await refreshOverlay(bucket);
    return handler(...event);
  };
