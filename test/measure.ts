import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What can be measured, where it is, and what it shows. */
const measures = {
  bench: [
    'bench/run.ts',
    'speed and memory, as ratios to a named baseline of the same run; a name runs one table; --check fails on a missed bar',
  ],
  conformance: [
    'conformance/conformance.ts',
    'our parser beside rss-parser and feedsmith on public test sets',
  ],
  fuzz: [
    'fuzz/fuzz.ts',
    'mutated feeds: none may crash, hang or give what no stage may see; --count N --seed N',
  ],
  simulate: [
    'politeness/simulate.ts',
    '500 feeds, 30 days, 50 restarts, before a server that keeps score of manners',
  ],
  faults: [
    'faults/faults.ts',
    'a whole wire over two days of news, hurt and killed at its calls, two workers at once; --seeds N --first N --each N',
  ],
  'digest-faults': [
    'evaluate/digest-faults.ts',
    'every fault at every call from plan to mail: a morning each, a mail each; [SEEDS]',
  ],
  scale: [
    'load/scale.ts',
    'the whole flow under a fast clock before a loopback internet; --feeds N --days N --small N --readers N --step MINUTES',
  ],
  alerts: [
    'load/alerts.ts',
    'minutes from the date of an outlet to the alert on it, the whole flow on a fast clock; --sources N --hours N',
  ],
  follows: [
    'load/follows.ts',
    'what follows cost a run of plan-digests: read units and CPU on the embedded table; --readers N --usual',
  ],
  load: ['load/api.ts', 'the local wire at 200 requests a second, sign-ups among them; --rate N --seconds N'],
  grouping: [
    'load/grouping.ts',
    'group-stories as sources grow: a batch, a new process, memory, exponents, articles a second; --feeds 60,600,6000',
  ],
  'digest-histories': [
    'evaluate/digest-histories.ts',
    'random histories from ingest to mail: none lost, none doubled; [SEEDS] [FIRST]',
  ],
  evaluate: [
    'evaluate/evaluate.ts',
    'topics, subtopics and names on labelled articles; --stories; --set FILE',
  ],
  'full-text': [
    'evaluate/full-text.ts',
    'titles alone and with the text of their pages, on our own labelled articles',
  ],
  'train-stories': ['evaluate/train-stories.ts', 'learns the weights of grouping, with left-out events'],
  'train-topics': ['evaluate/train-topics.ts', 'learns the weights of topics, with left-out events; --write'],
  figures: ['evaluate/measured.ts', 'writes the figures that the method page shows'],
  flow: [
    'load/flow.ts',
    'what one visit, body, article and round take of AWS, for the cost model; --feeds N --hours N --write',
  ],
  cost: [
    '../infra/aws/print-cost.ts',
    'a month on AWS, part by part; --feeds N --readers N --page-views N; --check fails on a missed bar',
  ],
} as const;

function usage(): string {
  const width = Math.max(...Object.keys(measures).map((name) => name.length)) + 2;
  const lines = Object.entries(measures).map(([name, [, shows]]) => `  ${name.padEnd(width)}${shows}`);
  return ['npm run measure -- NAME [its options]', '', ...lines, ''].join('\n');
}

const [name = '--help', ...options] = process.argv.slice(2);
if (name === '--help' || name === '-h') {
  process.stdout.write(usage());
} else if (name in measures) {
  const [script, shows] = measures[name as keyof typeof measures];
  if (options.some((option) => option === '--help' || option === '-h')) {
    process.stdout.write(`npm run measure -- ${name}: ${shows}\n`);
  } else {
    const path = fileURLToPath(new URL(script, import.meta.url));
    const errors = new URL('option-errors.ts', import.meta.url).href;
    const args = [...process.execArgv, '--import', errors, path, ...options];
    process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
  }
} else {
  process.stderr.write(`measure: there is no measure «${name}»\n\n${usage()}`);
  process.exitCode = 2;
}
