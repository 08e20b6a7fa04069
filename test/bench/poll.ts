import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFunctions } from '../../infra/aws/bundle.ts';
import { bar } from './bars.ts';
import type { Kind } from './peers/poll-cloud.ts';

const bars: Record<Kind, number> = { '304': 15, 'same bytes': 12, changed: 4 };

/** How often less CPU a poll takes than the naive reader's, on the same SDK and endpoints, both warm. */
export async function run(): Promise<void> {
  await bundleFunctions();
  const folder = mkdtempSync(join(tmpdir(), 'wire-poll-'));
  const catalogue = join(folder, 'outlets.json');
  const outlet = {
    id: 'bench',
    name: 'Bench',
    country: 'AM',
    kind: 'independent',
    homepage: 'https://n.example/',
    sources: [{ id: 'bench', url: 'http://n.example/rss' }],
  };
  writeFileSync(catalogue, JSON.stringify([outlet]));
  const client = fileURLToPath(new URL('peers/poll-client.ts', import.meta.url));
  const cpuOf = (way: string): Record<Kind, number> =>
    JSON.parse(
      execFileSync(process.execPath, [...process.execArgv, client, way, catalogue], { encoding: 'utf8' }),
    ) as Record<Kind, number>;
  try {
    const [naive, own] = [cpuOf('naive'), cpuOf('product')];
    for (const kind of ['304', 'same bytes', 'changed'] as const) {
      const ratio = naive[kind] / own[kind];
      process.stdout.write(
        `poll, ${kind}${kind === 'changed' ? ' (2 new of 30 items, visit and ingest)' : ''}: ${own[kind].toFixed(1)} ms CPU; naive reader (fetch, rss-parser, 30 conditional puts), the baseline: ${naive[kind].toFixed(1)} ms, ratio ${ratio.toFixed(1)} ${bar(`poll ${kind} ${bars[kind]} times less`, ratio >= bars[kind])}\n`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
