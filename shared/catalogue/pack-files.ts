import { readdirSync, readFileSync } from 'node:fs';
import { UsageError } from '../errors.ts';

const named = /^(?!contexts\.|inflections\.)[a-z0-9-]+\.json$/;

export interface PackFile {
  /** The file's name, for errors. */
  file: string;
  /** Not yet checked. */
  pack: unknown;
}

/** Every pack of a folder, in order of file names: a new pack is its file. @throws UsageError naming a file that is not JSON */
export function packFilesIn(folder: URL): PackFile[] {
  return readdirSync(folder)
    .filter((name) => named.test(name))
    .toSorted()
    .map((file) => ({ file: `topics/${file}`, pack: readPack(file, folder) }));
}

function readPack(file: string, folder: URL): unknown {
  try {
    return JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  } catch (error) {
    throw new UsageError(`topics/${file} is not JSON`, { cause: error });
  }
}
