/**
 * `npm run measure -- bench [NAME…] [--check]`: every bench beside this file, or those named. Each prints a table with
 * ratios to a named baseline of the same run; with --check a missed bar is a failure.
 */
import { readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { missedBars } from './bars.ts';

const here = new URL('./', import.meta.url);
const all = readdirSync(here)
  .filter((file) => file.endsWith('.ts') && !['run.ts', 'bars.ts', 'made-up-articles.ts'].includes(file))
  .map((file) => file.slice(0, -3))
  .sort();
const asked = process.argv.slice(2).filter((argument) => argument !== '--check');
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`bench: no bench named ${unknown.join(', ')}; there are ${all.join(', ')}\n`);
  process.exit(2);
}
process.stdout.write(
  `Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown processor'}. Compare ratios within a table; times do not travel.\n`,
);
for (const name of asked.length > 0 ? asked : all) {
  process.stdout.write(`\n== ${name}\n`);
  const bench = (await import(new URL(`${name}.ts`, here).href)) as { run(): Promise<void> };
  await bench.run();
}
for (const missed of missedBars()) process.stdout.write(`missed: ${missed}\n`);
if (process.argv.includes('--check') && missedBars().length > 0) process.exitCode = 1;
