import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../shared/errors.ts';
import { writeWholeFile } from './whole-file.ts';

/** What a data folder says of itself. */
const markerSchema = z.object({
  format: z.literal(1),
  /** `live`, `sample` or `replay-NAME`: live articles never mix with sample ones. */
  mode: z.string(),
  /** Signs tokens in links of mails that were sent from here; see TOKEN_KEYS. */
  tokenKeys: z.string().min(1),
  /** Port of the replay server, kept so that feed URLs stay the same from run to run. */
  replayPort: z.int().optional(),
});
type Marker = z.infer<typeof markerSchema>;

export interface DataFolder {
  path: string;
  marker: Marker;
  save(marker: Marker): void;
  /** Gives the lock back. */
  release(): void;
}

/**
 * Opens or makes a data folder and locks it for this process.
 * @param mode what the folder must hold; absent = whatever it holds
 * @throws UsageError when it can't be written, holds something else, is damaged, or another process has it
 */
export function openDataFolder(path: string, mode?: string): DataFolder {
  makeWritable(path);
  const file = join(path, 'wire.json');
  const marker = existsSync(file) ? readMarker(file, path) : freshMarker(path, mode ?? 'live');
  if (mode !== undefined && marker.mode !== mode)
    throw new UsageError(
      `${path} holds the data of a ${marker.mode} run; choose another folder with --data DIR`,
    );
  const lock = takeLock(path);
  const save = (next: Marker) => writeWholeFile(file, `${JSON.stringify(next, null, 2)}\n`);
  if (!existsSync(file)) save(marker);
  return { path, marker, save, release: () => rmSync(lock, { force: true }) };
}

function makeWritable(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    if (!statSync(path).isDirectory()) throw new Error('it is a file');
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw new UsageError(`the data folder ${path} cannot be used; choose another with --data DIR`, {
      cause: error,
    });
  }
}

function freshMarker(path: string, mode: string): Marker {
  const [other] = readdirSync(path).filter((name) => name !== 'lock' && name !== 'wire.json.draft');
  if (other !== undefined)
    throw new UsageError(
      `${path} holds something else (${other}), not Caucasus Wire data; choose an empty or new folder with --data DIR`,
    );
  return { format: 1, mode, tokenKeys: `local:${randomBytes(32).toString('base64')}` };
}

function readMarker(file: string, path: string): Marker {
  try {
    return markerSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw damaged(path, error);
  }
}

/** The error for a data folder that cannot be read any more. */
export function damaged(path: string, cause: unknown): UsageError {
  const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  return new UsageError(
    `the data folder ${path} is damaged (${why}); move it away and start again, or name another with --data DIR`,
  );
}

function takeLock(path: string): string {
  const lock = join(path, 'lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(lock, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx' });
      return lock;
    } catch {
      const [pid = '', start = ''] = readFileSync(lock, 'utf8').split(' ', 2);
      if (isRunning(Number(pid), start))
        throw new UsageError(
          `the data folder ${path} is in use by process ${pid}; stop that one, or name another with --data DIR`,
        );
      rmSync(lock, { force: true });
    }
  }
  throw new UsageError(`the data folder ${path} could not be locked; another start may be under way`);
}

/** @param start as {@link startOf} said it when the lock was taken; '' in locks of earlier versions */
function isRunning(pid: number, start: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (start === '' && pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return start === '' || now === '' || start === now;
}

/** When a process started, in whatever form the system tells: after a reboot its number is another process's. '' where unknown. */
function startOf(pid: number): string {
  try {
    // Linux: the 22nd field, in ticks since boot; the second holds a name in brackets, which may have spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return typeof stdout === 'string' ? stdout.trim().replaceAll(' ', '-') : '';
  }
}
