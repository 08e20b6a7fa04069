import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function script(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [here(`${name}.client.ts`)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
  });
  return outputFiles[0]?.text ?? '';
}

async function style(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [here('site.css')],
    minify: true,
    write: false,
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
}

/** The text of built.ts: what the sources in this folder make today. */
export async function builtAssets(): Promise<string> {
  const assets = {
    'site.css': await style(),
    'site.js': await script('site'),
    'search.js': await script('search'),
    'icon.svg': readFileSync(here('icon.svg'), 'utf8').trim(),
  };
  const lines = Object.entries(assets).map(([name, text]) => `  '${name}': ${JSON.stringify(text)},`);
  return `/** Made by \`npm run build\` from the sources beside it; a test fails when they differ. */\nexport const built = {\n${lines.join('\n')}\n} as const;\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(here('built.ts'), await builtAssets());
