import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalWire, openLocalWire } from '../../infra/local/local-wire.ts';
import { loadStages, type Stages } from '../../infra/local/stages.ts';
import type { Internet } from './internet.ts';

type Catalogue = ReturnType<Internet['catalogue']>;

/** Runs work on a local wire of its own that visits the sources of a loopback internet; both are gone afterwards. */
export async function withWireOn<T>(
  internet: Internet,
  { outlets, hosts }: Catalogue,
  work: (wire: LocalWire, stages: Stages) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'wire-load-'));
  const catalogue = join(folder, 'catalogue.json');
  writeFileSync(catalogue, JSON.stringify(outlets));
  Object.assign(process.env, {
    WIRE_CATALOGUE: catalogue,
    WIRE_ALLOW_HOSTS: hosts,
    WIRE_HOST_GAP_MS: '0',
  });
  const wire = await openLocalWire(join(folder, 'data'), { mode: 'sample' });
  try {
    return await work(wire, await loadStages(wire));
  } finally {
    internet.close();
    await wire.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** @param share 0 to 1 @returns NaN where there is nothing */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
