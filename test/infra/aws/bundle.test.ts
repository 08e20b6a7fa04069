import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleFolder, bundleFunctions, sizeTable } from '../../../infra/aws/bundle.ts';
import { stages } from '../../../infra/aws/settings.ts';

let root: string;
const put = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'wire-bundle-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('a stage without a handler stops the build by name', async () => {
  for (const stage of stages.filter((each) => each !== 'suppress'))
    put(`functions/${stage}/handler.ts`, `export const handler = async (): Promise<string> => '${stage}';`);
  await expect(bundleFunctions(root)).rejects.toThrow('cannot bundle: no functions/suppress/handler.ts');
});

it('bundles every stage, and a worker beside its handler', async () => {
  put(
    'functions/suppress/handler.ts',
    "import { createHash } from 'node:crypto'; export const handler = async () => createHash('md5').update('x').digest('hex');",
  );
  put(
    'functions/ingest-feed/parse-worker.ts',
    "import { parentPort } from 'node:worker_threads'; parentPort?.postMessage('ready');",
  );
  const metafile = await bundleFunctions(root);
  expect(sizeTable(metafile)).toHaveLength(stages.length + 1);
  expect(readFileSync(join(bundleFolder('ingest-feed', root), 'parse-worker.mjs'), 'utf8')).toContain(
    'postMessage("ready")',
  );
  const { handler } = (await import(join(bundleFolder('suppress', root), 'index.mjs'))) as {
    handler: () => Promise<string>;
  };
  expect(await handler()).toBe('9dd4e461268c8034f5c8564e155c67a6');
});

it('runs a file named at-build once and bundles what it made, not what it read', async () => {
  put(
    'shared/words.at-build.ts',
    "import { readFileSync } from 'node:fs'; export const longest: string = readFileSync(new URL('./words.txt', import.meta.url), 'utf8').split(' ').sort((a, b) => b.length - a.length)[0] ?? '';",
  );
  put('shared/words.txt', 'one three six');
  put(
    'functions/suppress/handler.ts',
    "import { longest } from '../../shared/words.at-build.ts'; export const handler = async () => longest;",
  );
  await bundleFunctions(root);
  const bundle = join(bundleFolder('suppress', root), 'index.mjs');
  expect(readFileSync(bundle, 'utf8')).not.toContain('readFileSync');
  const { handler } = (await import(`${bundle}?second`)) as { handler: () => Promise<string> };
  expect(await handler()).toBe('three');
});
