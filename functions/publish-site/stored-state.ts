import { gunzip, gzip } from '../../shared/zip.ts';
import { errorText, log } from '../../shared/log.ts';
import type { Ports } from './ports.ts';
import { hashOf } from './site-writer.ts';

/** An object that publish-site remembers by. */
export interface Stored<T> {
  state: T;
  /** Of its text. */
  hash: string;
  /** Characters of JSON. */
  size: number;
}

/** A day's state of ten thousand stories has 20 MB; more is not ours. */
const stateLimit = 256 * 1024 * 1024;

/**
 * We wrote it ourselves, so its version is enough to know its shape.
 * @returns null where it is missing, damaged or of another version: it is then remade
 */
export async function readState<T extends { version: number }>(
  ports: Pick<Ports, 'readFile'>,
  path: string,
  versions: readonly T['version'][],
): Promise<Stored<T> | null> {
  const zipped = await ports.readFile(path);
  if (zipped === null) return null;
  try {
    const text = (await gunzip(zipped, stateLimit)).toString('utf8');
    const state = JSON.parse(text) as T;
    return versions.includes(state.version) ? { state, hash: hashOf(text), size: text.length } : null;
  } catch (error) {
    log('site-state-damaged', { path, error: errorText(error) });
    return null;
  }
}

/** @param known the hash of what is stored: the same is not written again */
export async function writeState(
  ports: Pick<Ports, 'writeFile'>,
  path: string,
  state: object,
  known?: string,
): Promise<Omit<Stored<object>, 'state'>> {
  const text = JSON.stringify(state);
  const stored = { hash: hashOf(text), size: text.length };
  if (stored.hash === known) return stored;
  const body = await gzip(text, { level: 1 });
  await ports.writeFile({ path, body, contentType: 'application/gzip', cacheControl: 'no-store' });
  return stored;
}
