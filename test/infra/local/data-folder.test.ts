import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDataFolder } from '../../../infra/local/data-folder.ts';
import { UsageError } from '../../../shared/errors.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wire-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('makes a folder that is not there, with signing keys that the next start finds again', () => {
  const first = openDataFolder(join(root, 'new/data'));
  first.release();
  const second = openDataFolder(join(root, 'new/data'));
  expect(second.marker).toEqual({ ...first.marker, mode: 'live' });
  expect(second.marker.tokenKeys).toMatch(/^local:[A-Za-z0-9+/]{43}=$/);
});

it('refuses a folder that holds something else and leaves it as it was', () => {
  writeFileSync(join(root, 'thesis.doc'), 'mine');
  expect(() => openDataFolder(root)).toThrow(
    new UsageError(
      `${root} holds something else (thesis.doc), not Caucasus Wire data; choose an empty or new folder with --data DIR`,
    ),
  );
  expect(readdirSync(root)).toEqual(['thesis.doc']);
});

it('names a damaged folder and the remedy', () => {
  writeFileSync(join(root, 'wire.json'), '{"format": 1');
  expect(() => openDataFolder(root)).toThrow(
    /is damaged \(.*\); move it away and start again, or name another with --data DIR/,
  );
  expect(readFileSync(join(root, 'wire.json'), 'utf8')).toBe('{"format": 1');
});

it('refuses a folder that a running process has, and takes over one whose owner died', () => {
  const folder = openDataFolder(root);
  folder.release();
  writeFileSync(join(root, 'lock'), String(process.ppid));
  expect(() => openDataFolder(root)).toThrow(`in use by process ${process.ppid}`);
  writeFileSync(join(root, 'lock'), '999999999');
  expect(() => openDataFolder(root)).not.toThrow();
});

it('takes over a lock whose process number is another process now, as after a reboot', () => {
  openDataFolder(root);
  const lock = join(root, 'lock');
  const [pid, start] = readFileSync(lock, 'utf8').split(' ');
  expect(() => openDataFolder(root)).toThrow(`in use by process ${pid}`);
  writeFileSync(lock, `${pid} ${start}1`);
  expect(() => openDataFolder(root)).not.toThrow();
});

it('starts where the last start was killed while it wrote its first file', () => {
  writeFileSync(join(root, 'lock'), '');
  writeFileSync(join(root, 'wire.json.draft'), '{"form');
  openDataFolder(root).release();
  expect(readdirSync(root)).toEqual(['wire.json']);
});

it('keeps the marker as it was when a write of it fails', () => {
  const folder = openDataFolder(root);
  mkdirSync(join(root, 'wire.json.draft'));
  expect(() => folder.save({ ...folder.marker, replayPort: 1 })).toThrow('EISDIR');
  expect(JSON.parse(readFileSync(join(root, 'wire.json'), 'utf8'))).toEqual(folder.marker);
});

it('refuses a file where a folder is wanted', () => {
  writeFileSync(join(root, 'file'), '');
  expect(() => openDataFolder(join(root, 'file'))).toThrow('cannot be used; choose another with --data DIR');
  mkdirSync(join(root, 'dir'));
});
