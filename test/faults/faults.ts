import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

/**
 * `npm run measure -- faults --seeds 20 --share 0.01`: the wire over the sample with faults between stages and AWS (refused, throttled,
 * done but the reply lost, the process killed before or after a call, a message delivered twice), then three rounds of rest.
 * Whatever happened, the same articles must be stored once, each on-topic one in exactly one story, and no reader mailed twice.
 * Two workers run at once, so a seed repeats the kind of run and not each step.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '12' },
    first: { type: 'string', default: '1' },
    share: { type: 'string', default: '0.01' },
  },
});

interface Ending {
  articles: string[];
  told: string[];
  onTopic: string[];
  mails: string[];
  injected: Record<string, number>;
  moved: number;
}

async function run(seed: number, share: number): Promise<Ending> {
  const script = fileURLToPath(new URL('./fault-run.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', script, String(seed), String(share)],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  return JSON.parse(stdout) as Ending;
}

const same = (one: string[], other: string[]): boolean => JSON.stringify(one) === JSON.stringify(other);

function broken(ending: Ending, calm: Ending): string[] {
  return [
    ...(same(ending.articles, calm.articles)
      ? []
      : [
          `${ending.articles.length} articles where the calm run has ${calm.articles.length}, or other texts`,
        ]),
    ...(same(ending.told, ending.onTopic)
      ? []
      : [`${ending.onTopic.length} on topic, but ${ending.told.length} in stories`]),
    ...(ending.mails.length <= calm.mails.length
      ? []
      : [`${ending.mails.length} mails where ${calm.mails.length} is right`]),
  ];
}

const calm = await run(0, 0);
const totals: Record<string, number> = {};
let faults = 0;
let failed = 0;
for (let seed = Number(values.first); seed < Number(values.first) + Number(values.seeds); seed++) {
  const ending = await run(seed, Number(values.share));
  const complaints = broken(ending, calm);
  const injected = Object.values(ending.injected).reduce((sum, count) => sum + count, 0);
  for (const [kind, count] of Object.entries(ending.injected)) totals[kind] = (totals[kind] ?? 0) + count;
  faults += injected;
  if (complaints.length > 0) failed++;
  process.stdout.write(
    `seed ${String(seed).padStart(4)}  ${String(injected).padStart(3)} faults, ${ending.moved} dead letters sent back, ${ending.mails.length} mail  ${complaints.length === 0 ? 'ends as the calm run' : `FAILED: ${complaints.join('; ')}`}\n`,
  );
}
process.stdout.write(
  `${values.seeds} runs, ${faults} faults (${Object.entries(totals)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ')}): ${failed} ended wrong\n`,
);
process.exitCode = failed === 0 ? 0 : 1;
