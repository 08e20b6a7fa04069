import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';

/** Writes a small file whole or not at all: a process that dies half-way leaves the file as it was. */
export function writeWholeFile(path: string, content: string | Uint8Array): void {
  const draft = `${path}.draft`;
  const file = openSync(draft, 'w');
  try {
    writeFileSync(file, content);
    // Without it, a power cut after the rename may leave an empty file.
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}
