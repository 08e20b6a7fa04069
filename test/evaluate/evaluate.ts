/**
 * `npm run measure -- evaluate`: topics on the labelled articles, sparse and dense; `npm run measure -- evaluate --stories`: stories and reprints.
 * `--set FILE` evaluates another labelled file; without it the set in ../shared, where it is there, and our own.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { goldPath } from './gold.ts';

const here = new URL('.', import.meta.url);
/** Our own labelled articles are beside this file: events that the set in ../shared does not have. */
const ownPaths = readdirSync(here)
  .filter((name) => /^own-(articles|dense).*\.jsonl$/.test(name))
  .toSorted()
  .map((name) => new URL(name, here));

const { values } = parseArgs({
  options: {
    stories: { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
  },
  strict: true,
});
const missing = values.set.find((path) => !existsSync(path));
if (missing !== undefined) {
  process.stderr.write(`evaluate: there is no file ${missing}\n`);
  process.exit(2);
}
const sets =
  values.set.length > 0
    ? values.set.map((path) => pathToFileURL(path))
    : [goldPath, ...ownPaths].filter((path) => existsSync(path));
if (sets.length === 0) process.stdout.write('skipped: no ../shared\n');
for (const set of sets) {
  process.stdout.write(`\n=== ${set === goldPath ? 'the labelled set in ../shared' : fileURLToPath(set)}\n`);
  // A process each: what one set taught or warmed does not help the next.
  const script = fileURLToPath(new URL(values.stories ? 'stories.ts' : 'topics.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [...process.execArgv, script, fileURLToPath(set)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
