import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import type { Stage } from '../../shared/env.ts';
import { moduleOf, unpackModule } from './data-module.ts';
import { stages } from './settings.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** The folder of each stage's bundle: `index.mjs`, its source map beside it (not deployed). */
export const bundleFolder = (stage: Stage, root = repository): string => join(root, 'dist/functions', stage);

/** Some npm packages are CommonJS and call require(); ES modules have none. */
const banner =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

/** A Lambda has its credentials from its environment: the SDK's ways by profiles, single sign-on and machines are loaded where it has none, and so never. */
const notInLambda = [
  ...['sso', 'ini', 'process', 'web-identity', 'login'].map((way) => `@aws-sdk/credential-provider-${way}`),
  '@smithy/credential-provider-imds',
];

/** zod brings its messages in fifty languages, a fifth of a bundle; ours go to the log and are English. Nor does it read JSON Schema here. */
const usedOfZod: Plugin = {
  name: 'used-of-zod',
  setup: (build) => {
    build.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    }));
    build.onLoad({ filter: /zod\/v4\/classic\/from-json-schema\.js$/ }, () => ({
      contents: 'export const fromJSONSchema = undefined;',
      loader: 'js',
    }));
  },
};

/**
 * Data becomes ready data: what a file named `*.at-build.ts` exports when it is run at build (data made of much more data),
 * and JSON files.
 */
const readyData: Plugin = {
  name: 'ready-data',
  setup: (build) => {
    build.onLoad({ filter: /\.at-build\.ts$/ }, async ({ path }) => ({
      contents: moduleOf((await import(pathToFileURL(path).href)) as Record<string, unknown>),
      loader: 'js',
      resolveDir: repository,
    }));
    build.onLoad({ filter: /\.json$/ }, async ({ path }) => ({
      contents: moduleOf({ default: JSON.parse(await readFile(path, 'utf8')) }),
      loader: 'js',
      resolveDir: repository,
    }));
    build.onResolve({ filter: /^unpack-data$/ }, ({ path }) => ({ path, namespace: 'unpack-data' }));
    build.onLoad({ filter: /./, namespace: 'unpack-data' }, () => ({ contents: unpackModule, loader: 'js' }));
  },
};

/** Of undici the outlet client needs an agent; its fetch, sockets, caches and mocks are half of it. */
export const usedOfUndici = ['Agent', 'buildConnector', 'errors'] as const;

const onlyAgent: Plugin = {
  name: 'only-agent',
  setup: (build) =>
    build.onLoad({ filter: /undici\/index\.js$/ }, () => ({
      contents: `Object.assign(require('./lib/dispatcher/dispatcher').prototype, require('./lib/api'));
const [Agent, buildConnector, errors] = [require('./lib/dispatcher/agent'), require('./lib/core/connect'), require('./lib/core/errors')];
module.exports = { ${usedOfUndici.join(', ')} };`,
      loader: 'js',
    })),
};

/** Node 24 loads its own undici, some 40 ms, for whoever imports `node:http` as a module and so asks for all it has. */
const requiredHttp: Plugin = {
  name: 'required-http',
  setup: (build) => {
    build.onResolve({ filter: /^(node:)?https?$/ }, ({ path, namespace }) =>
      namespace === 'required' ? { path, external: true } : { path, namespace: 'required' },
    );
    build.onLoad({ filter: /./, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
      loader: 'js',
    }));
  },
};

/**
 * Bundles every stage in one esbuild call: ES modules, minified, for Node 22 and later.
 * A file named `*-worker.ts` beside a handler is an entry of its own, for `new Worker()`.
 * @throws Error naming the stages that have no handler
 */
export async function bundleFunctions(root = repository): Promise<Metafile> {
  const missing = stages.filter((stage) => !existsSync(handlerOf(root, stage)));
  if (missing.length > 0)
    throw new Error(`cannot bundle: no functions/${missing.join('/handler.ts, functions/')}/handler.ts`);
  await rm(join(root, 'dist/functions'), { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: Object.fromEntries(
      stages.flatMap((stage) => [[`${stage}/index`, handlerOf(root, stage)], ...workersOf(root, stage)]),
    ),
    outdir: join(root, 'dist/functions'),
    outExtension: { '.js': '.mjs' },
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    // The ES builds of the packages: fewer modules, a sixth less time to start.
    mainFields: ['module', 'main'],
    // Names are not kept: that is a call for each function and class at every start. Source maps tell them.
    minify: true,

    sourcemap: 'external',
    metafile: true,
    banner: { js: banner },
    external: notInLambda,
    plugins: [usedOfZod, onlyAgent, readyData, requiredHttp],
    logLevel: 'warning',
  });
  return metafile;
}

const handlerOf = (root: string, stage: Stage): string => join(root, 'functions', stage, 'handler.ts');

function workersOf(root: string, stage: Stage): [string, string][] {
  const folder = join(root, 'functions', stage);
  return readdirSync(folder)
    .filter((file) => file.endsWith('-worker.ts'))
    .map((file) => [`${stage}/${file.slice(0, -3)}`, join(folder, file)]);
}

/** Bytes of each bundled file, largest first, with its heaviest packages. */
export function sizeTable({ outputs }: Metafile): string[] {
  return Object.entries(outputs)
    .filter(([file]) => file.endsWith('.mjs'))
    .sort(([, one], [, other]) => other.bytes - one.bytes)
    .map(
      ([file, { bytes, inputs }]) =>
        `${(bytes / 1024).toFixed(0).padStart(6)} KB  ${file.replace('dist/functions/', '').padEnd(28)} ${heaviest(inputs)}`,
    );
}

function heaviest(inputs: Record<string, { bytesInOutput: number }>): string {
  const sums = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? 'own code';
    sums.set(name, (sums.get(name) ?? 0) + bytesInOutput);
  }
  return [...sums]
    .sort(([, one], [, other]) => other - one)
    .slice(0, 3)
    .map(([name, bytes]) => `${name} ${(bytes / 1024).toFixed(0)}`)
    .join(', ');
}
