/**
 * `npm run evaluate`: topics on the labelled articles; `npm run evaluate -- --stories`: stories and reprints.
 * `--set FILE` evaluates another labelled file; without it the set in ../shared and our own, where they are there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { goldPath } from './gold.ts';

const ownPath = new URL('own-articles.jsonl', import.meta.url);

const { values } = parseArgs({ options: { stories: { type: 'boolean', default: false }, set: { type: 'string', multiple: true, default: [] } }, strict: true });
const missing = values.set.find((path) => !existsSync(path));
if (missing !== undefined) {
  process.stderr.write(`evaluate: there is no file ${missing}\n`);
  process.exit(2);
}
const sets = values.set.length > 0 ? values.set.map((path) => pathToFileURL(path)) : [goldPath, ownPath].filter((path) => existsSync(path));
if (sets.length === 0) process.stdout.write('skipped: no ../shared\n');
for (const set of sets) {
  process.stdout.write(`\n=== ${set === goldPath ? 'the labelled set in ../shared' : fileURLToPath(set)}\n`);
  // A process each: what one set taught or warmed does not help the next.
  const script = fileURLToPath(new URL(values.stories ? 'stories.ts' : 'topics.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [...process.execArgv, script, fileURLToPath(set)], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
