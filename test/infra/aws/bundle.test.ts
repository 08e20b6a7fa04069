import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleFolder, bundleFunctions, sizeTable, usedOfUndici } from '../../../infra/aws/bundle.ts';
import { stages } from '../../../infra/aws/settings.ts';
import { defaultTagger } from '../../../shared/catalogue/default-tagger.ts';

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

it('hands on JSON and what is made at build as equal values, arrays of numbers among them', async () => {
  put('shared/words.json', JSON.stringify({ words: Array.from({ length: 999 }, (_, at) => `սահման ${at}`) }));
  put(
    'shared/made.at-build.ts',
    "export const made = { at: [{ one: Uint16Array.of(1, 65535), few: 'և' }], signed: new Int32Array(999).fill(-7) };",
  );
  put(
    'functions/suppress/handler.ts',
    "import words from '../../shared/words.json' with { type: 'json' }; import { made } from '../../shared/made.at-build.ts'; export const handler = async () => ({ words, made });",
  );
  await bundleFunctions(root);
  const bundle = join(bundleFolder('suppress', root), 'index.mjs');
  expect(readFileSync(bundle, 'utf8')).not.toContain('սահման');
  const { handler } = (await import(`${bundle}?third`)) as { handler: () => Promise<unknown> };
  expect(await handler()).toEqual({
    words: { words: Array.from({ length: 999 }, (_, at) => `սահման ${at}`) },
    made: {
      at: [{ one: Uint16Array.of(1, 65535), few: 'և' }],
      signed: new Int32Array(999).fill(-7),
    },
  });
});

it('does not lose what is no data: the build stops by its name', async () => {
  put('shared/lost.at-build.ts', 'export const lost = { by: new Map([[1, 2]]) };');
  put(
    'functions/suppress/handler.ts',
    "import { lost } from '../../shared/lost.at-build.ts'; export const handler = async () => lost;",
  );
  await expect(bundleFunctions(root)).rejects.toThrow(/'lost' cannot be made at build: Map is no plain data/);
});

it('the tagger in a bundle tags as the one from source does', async () => {
  const text = {
    title: 'Սահմանազատման հանձնաժողովները Երևանում և Բաքվում կհանդիպեն',
    summary: 'Armenia and Azerbaijan: Пашинян и Алиев обсудили ОДКБ и границу.',
    language: 'hy',
  };
  const source = new URL('../../../shared/catalogue/default-tagger.ts', import.meta.url);
  put(
    'functions/suppress/handler.ts',
    `import { defaultTagger } from ${JSON.stringify(fileURLToPath(source))}; export const handler = async (text) => defaultTagger().tag(text);`,
  );
  await bundleFunctions(root);
  const bundle = join(bundleFolder('suppress', root), 'index.mjs');
  const { handler } = (await import(`${bundle}?fourth`)) as { handler: (of: object) => Promise<unknown> };
  const tagging = defaultTagger().tag(text);
  expect(tagging.entities.length).toBeGreaterThan(2);
  expect(await handler(text)).toEqual(tagging);
}, 60_000);

it('has all of undici that our code imports', () => {
  const used = ['shared', 'functions'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap(
        (file) => readFileSync(join(folder, file), 'utf8').match(/^import \{[^}]*\} from 'undici';/gm) ?? [],
      ),
  );
  const names = used.flatMap((line) => line.slice(line.indexOf('{') + 1, line.indexOf('}')).split(','));
  const values = names.map((name) => name.trim()).filter((name) => !name.startsWith('type '));
  expect(new Set(values)).toEqual(new Set(usedOfUndici));
});
