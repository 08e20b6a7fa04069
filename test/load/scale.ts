import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { lookEvery } from '../../functions/due-feeds/due-feeds.ts';
import { type Day, type Run, runOf, runSchema } from './scale-run.ts';
import { dayLine, report } from './scale-report.ts';

/**
 * `npm run measure -- scale --feeds 500 --days 3`: the real stages, from the clock to the mail, on a clock that runs as fast as the
 * machine, over a loopback internet of so many sources of five forms and a cloud in memory (test/fakes/memory-cloud). Prints
 * each day as it ends. `--small N` runs N feeds first, in a process of its own: the exponent of growth in feeds.
 * `--readers N` are due at 08:00 in Yerevan of the day after. CPU is the whole process's: the internet's own work is in it, the
 * AWS SDK's is not.
 */
const { values } = parseArgs({
  options: {
    feeds: { type: 'string', default: '60' },
    days: { type: 'string', default: '1' },
    readers: { type: 'string', default: '0' },
    small: { type: 'string' },
    /** Minutes between two ticks: AWS ticks each minute, and publishes each five. */
    step: { type: 'string', default: '5' },
    /** The result as JSON and nothing else. */
    json: { type: 'boolean', default: false },
  },
});

/** A run of another size, in a process of its own. */
function apart(feeds: string): Run {
  const script = fileURLToPath(import.meta.url);
  const options = ['--feeds', feeds, '--days', values.days, '--step', values.step, '--json'];
  const { stdout, status } = spawnSync(process.execPath, ['--import', 'tsx', script, ...options], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(`the run of ${feeds} feeds ended with ${status}`);
  return runSchema.parse(JSON.parse(stdout));
}

/** Where there are many sources due-feeds looks at some minutes only: ticks between them would find nothing due. */
function stepFor(feeds: number): number {
  const look = lookEvery(feeds);
  return look * Math.ceil(Number(values.step) / look);
}

const feeds = Number(values.feeds);
const size = {
  feeds,
  days: Number(values.days),
  readers: Number(values.readers),
  step: stepFor(feeds),
};
const small = values.small === undefined ? null : apart(values.small);
const told = (day: Day, n: number): void => {
  (values.json ? process.stderr : process.stdout).write(`\n${dayLine(day, n, size.feeds)}\n`);
};
const run = await runOf(size, told);
process.stdout.write(
  values.json
    ? JSON.stringify(run)
    : `\n${report(run, small)}load of the machine ${loadavg()[0]?.toFixed(1)}\n`,
);
