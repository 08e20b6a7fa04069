import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFolder } from '../../../infra/aws/bundle.ts';
import { stages } from '../../../infra/aws/settings.ts';
import { localSettings } from '../../../infra/local/settings.ts';

/**
 * Starts every bundle as Lambda would: from a folder of its own, with no node_modules near it and only its settings around it.
 * Prints how long the import took; ends with 1 if one does not load or exports no handler.
 */
const queues = {
  visit: 'http://localhost/visit',
  ingest: 'http://localhost/ingest',
  story: 'http://localhost/story.fifo',
  digest: 'http://localhost/digest',
};
const settings = localSettings({
  queues,
  siteUrl: 'https://wire.example',
  tokenKeys: 'k1:c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0',
});
const probe =
  'const started = performance.now(); const { handler } = await import("./index.mjs"); if (typeof handler !== "function") throw new Error("exports no handler"); console.log(Math.round(performance.now() - started))';

const folder = mkdtempSync(join(tmpdir(), 'wire-bundles-'));
try {
  for (const stage of stages) {
    const home = join(folder, stage);
    cpSync(bundleFolder(stage), home, { recursive: true });
    const took = execFileSync(process.execPath, ['--input-type=module', '--eval', probe], {
      cwd: home,
      env: { ...settings, AWS_REGION: 'eu-central-1', PATH: process.env.PATH },
      encoding: 'utf8',
    });
    process.stdout.write(`${took.trim().padStart(5)} ms  ${stage}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
