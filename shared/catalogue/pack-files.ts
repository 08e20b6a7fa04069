import { readdirSync, readFileSync } from 'node:fs';

const named = /^(?!contexts\.|inflections\.)[a-z0-9-]+\.json$/;

/** Every pack of a folder, not yet checked, in order of file names: a new pack is its file. */
export function packFilesIn(folder: URL): unknown[] {
  return readdirSync(folder)
    .filter((name) => named.test(name))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as unknown);
}
