import { type PackFile, packFilesIn } from './pack-files.ts';

/** The packs we watch by. Read at build, so bundles hold what the files said. */
export const packFiles: PackFile[] = packFilesIn(new URL('topics/', import.meta.url));
