import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';

const usage = `npm run mutate -- [ROOM …] [--lines N] [--seed N] [--all]
Breaks the code in small ways and counts what the tests beside it notice.
  ROOM       a folder below shared/domain, shared or functions: text, http, plan-digests … (default: each)
  --lines N  about so many lines a room, chosen by the seed (default 80)
  --seed N   another choice (default 1)
  --all      every line, or what changed since the last such run; the first takes hours
Survivors stand in dist/mutation/ROOM.txt.
`;

interface Room {
  name: string;
  folder: string;
  /** Lowest share of mutants that the room's own tests must notice: domain 80, adapters and handlers 70. */
  bar: number;
}

const foldersOf = (parent: string) =>
  readdirSync(parent, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

function allRooms(): Room[] {
  const domain = foldersOf('shared/domain').map((name) => ({
    name,
    folder: `shared/domain/${name}`,
    bar: 80,
  }));
  const adapters = ['http', 'aws'].map((name) => ({ name, folder: `shared/${name}`, bar: 70 }));
  const stages = foldersOf('functions').map((name) => ({ name, folder: `functions/${name}`, bar: 70 }));
  return [...domain, ...adapters, ...stages];
}

/** Runs of lines between empty ones: functions, mostly. Types and imports have nothing to break. */
function chunksOf(file: string): { range: string; lines: number }[] {
  const chunks: { range: string; lines: number }[] = [];
  const lines = readFileSync(file, 'utf8').split('\n');
  let start = 0;
  for (let end = 0; end <= lines.length; end++) {
    if (end < lines.length && lines[end] !== '') continue;
    const code = lines.slice(start, end).find((line) => !/^\s*(\/\*\*|\*|\/\/)/.test(line)) ?? '';
    if (end - start > 2 && !/^(import|(export )?(interface|type|declare))\b/.test(code)) {
      chunks.push({ range: `${file}:${start + 1}-${end}`, lines: end - start });
    }
    start = end + 1;
  }
  return chunks;
}

/** Ranges of a room's code, by default a sample that the seed decides. */
function rangesOf(room: Room, wanted: { lines: number; seed: string }): string[] {
  const files = readdirSync(room.folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('assets') && !file.endsWith('.at-build.ts'))
    .map((file) => `${room.folder}/${file}`);
  const order = (range: string) => createHash('sha256').update(`${wanted.seed} ${range}`).digest('hex');
  const chunks = files.flatMap(chunksOf).sort((a, b) => (order(a.range) < order(b.range) ? -1 : 1));
  const ranges: string[] = [];
  let total = 0;
  for (const { range, lines } of chunks) {
    if (total >= wanted.lines) break;
    ranges.push(range);
    total += lines;
  }
  return ranges;
}

/** Tries the mutants of one room against its own tests and gives how many were noticed. */
async function tryRoom(room: Room, ranges: string[], incremental: boolean) {
  process.env.MUTATE_TESTS = `test/${room.folder}/**/*.test.ts`;
  const isPure = room.folder.startsWith('shared/domain');
  process.env.MUTATE_SHARED_MODULES = isPure ? '1' : '';
  const mutants = await new Stryker({
    mutate: ranges,
    incremental,
    incrementalFile: `dist/mutation/${room.name}.json`,
    // Beyond what the tests took unhurt: a mutant that loops costs all of it.
    timeoutMS: isPure ? 4_000 : 20_000,
    logLevel: 'error',
    reporters: process.stdout.isTTY ? ['progress'] : [],
    tempDirName: `dist/mutate-${room.name}`,
  } as ConstructorParameters<typeof Stryker>[0]).runMutationTest();
  const counted = mutants.filter(({ status }) =>
    ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status),
  );
  const missed = counted.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const lines = missed.map(
    ({ status, fileName, location, mutatorName, replacement }) =>
      `${status}\t${fileName}:${location.start.line + 1}:${location.start.column + 1}\t${mutatorName}\t${replacement}`,
  );
  mkdirSync('dist/mutation', { recursive: true });
  writeFileSync(`dist/mutation/${room.name}.txt`, lines.map((line) => `${line}\n`).join(''));
  return { tried: counted.length, noticed: counted.length - missed.length };
}

async function run(chosen: string[], wanted: { lines: number; seed: string }): Promise<void> {
  const rooms = allRooms();
  const unknown = chosen.find((name) => !rooms.some((room) => room.name === name));
  if (unknown !== undefined) {
    const names = rooms.map(({ name }) => name).join(' ');
    process.stderr.write(`mutate: there is no room «${unknown}»; there are ${names}\n`);
    process.exitCode = 2;
    return;
  }
  for (const room of rooms.filter(({ name }) => chosen.length === 0 || chosen.includes(name))) {
    const ranges = rangesOf(room, wanted);
    const { tried, noticed } = await tryRoom(room, ranges, wanted.lines === Infinity);
    const share = tried === 0 ? 100 : (100 * noticed) / tried;
    const verdict = share >= room.bar ? 'met' : 'missed';
    process.stdout.write(
      `${room.name.padEnd(14)} ${share.toFixed(1).padStart(5)} % of ${tried} noticed (bar ${room.bar}: ${verdict})\n`,
    );
    if (verdict === 'missed') process.exitCode = 1;
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lines: { type: 'string', default: '80' },
    seed: { type: 'string', default: '1' },
    all: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) process.stdout.write(usage);
else await run(positionals, { lines: values.all ? Infinity : Number(values.lines), seed: values.seed });
