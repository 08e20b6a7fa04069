import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFolder, bundleFunctions } from '../../infra/aws/bundle.ts';
import { stages } from '../../infra/aws/settings.ts';
import { localSettings } from '../../infra/local/settings.ts';
import type { Stage } from '../../shared/env.ts';
import { bar } from './bars.ts';

const runs = 7;
/** CPU milliseconds and megabytes, on a quiet core. */
const barsOf = (stage: Stage): { ms: number; mb: number } =>
  stage === 'ingest-feed' ? { ms: 300, mb: 130 } : { ms: 180, mb: 130 };
/** Of code: data packed into a bundle is a text to the engine, which compiles nothing of it. */
const mostKb = 1_024;
const packedData = /(['"])[A-Za-z0-9+/=]{1500,}\1/g;

function sizeOf(file: string): { kb: number; dataKb: number } {
  const text = readFileSync(file, 'latin1');
  const data = [...text.matchAll(packedData)].reduce((sum, [found]) => sum + found.length, 0);
  return { kb: (text.length - data) / 1_024, dataKb: data / 1_024 };
}

/** Loads a module in a fresh process, as a cold start does. @returns the least CPU milliseconds and megabytes of the runs */
function start(module: string, env: NodeJS.ProcessEnv): { ms: number; mb: number } {
  const probe = `const from = process.cpuUsage(); await import(${JSON.stringify(module)}); const { user, system } = process.cpuUsage(from); console.log((user + system) / 1000, process.memoryUsage().rss / 2 ** 20); process.exit(0)`;
  const measured = Array.from({ length: runs }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', probe], {
      env,
      encoding: 'utf8',
    });
    const [ms, mb] = stdout.trim().split(' ').map(Number);
    if (ms === undefined || mb === undefined) throw new Error(`${module} does not start: ${stderr}`);
    return { ms, mb };
  });
  return { ms: Math.min(...measured.map(({ ms }) => ms)), mb: Math.min(...measured.map(({ mb }) => mb)) };
}

/** What a container does before its first event. The baseline is suppress: a DynamoDB client and little else. */
export async function run(): Promise<void> {
  await bundleFunctions();
  const url = 'http://localhost/queue';
  const env = {
    ...localSettings({
      queues: { visit: url, ingest: url, story: `${url}.fifo`, digest: url },
      siteUrl: 'https://wire.example',
      tokenKeys: 'k1:c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0',
    }),
    AWS_REGION: 'eu-central-1',
    PATH: process.env.PATH ?? '',
  };
  const base = start(pathToFileURL(join(bundleFolder('suppress'), 'index.mjs')).href, env);
  for (const stage of stages) {
    const file = join(bundleFolder(stage), 'index.mjs');
    const { ms, mb } = start(pathToFileURL(file).href, env);
    const { kb, dataKb } = sizeOf(file);
    const { ms: mostMs, mb: mostMb } = barsOf(stage);
    process.stdout.write(
      `start of ${stage.padEnd(14)}${ms.toFixed(0).padStart(5)} ms CPU, ${(ms / base.ms).toFixed(1)} times suppress, the baseline ${bar(`${stage} starts in ${mostMs} ms`, ms <= mostMs)}; ${mb.toFixed(0)} MB ${bar(`${stage} starts in ${mostMb} MB`, mb <= mostMb)}; ${kb.toFixed(0)} KB of code ${bar(`${stage} is at most ${mostKb} KB of code`, kb <= mostKb)} and ${dataKb.toFixed(0)} KB of packed data\n`,
    );
  }
}
