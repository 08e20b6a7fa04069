import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Ending } from './fault-run.ts';
import type { Told } from './hurt.ts';
import { catalogueOf, expectedTitles, isWeatherTitle, restHours } from './news.ts';
import { openOutside, type Outside } from './outside.ts';

/**
 * `npm run measure -- faults --seeds 20 --each 1.3`: a whole wire over two days of news with faults at its calls to AWS from the
 * visit to the mail (refused, throttled, done but the reply lost, repeated by the SDK, the function stopped, the process killed,
 * a message delivered twice), two workers wherever AWS may start two, then rest. Every end is absolute: what the outlets
 * published is stored once, each article on topic is in one story, each story has its page and was in a mail, each morning
 * has its edition, and each edition that was sent is one mail.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '12' },
    first: { type: 'string', default: '1' },
    /** Faults that a run is to have at each site. */
    each: { type: 'string', default: '1.3' },
  },
});

interface Run {
  ending: Ending;
  told: Told;
  kills: number;
  folder: string;
  outside: Outside;
}

/** How likely a fault is at each call, so that a site asked five times is hurt as often as one asked five hundred times. */
const ratesOf = (calls: Record<string, number>, each: number): Record<string, number> =>
  Object.fromEntries(Object.entries(calls).map(([site, times]) => [site, Math.min(0.5, each / times)]));

/** Starts the wire's process until one lives to the end. @param rates see `ratesOf`; null for a calm run */
async function run(seed: number, rates: Record<string, number> | null): Promise<Run> {
  const outside = await openOutside();
  const folder = mkdtempSync(join(tmpdir(), 'wire-faults-'));
  rmSync(folder, { recursive: true });
  const catalogue = `${folder}.json`;
  writeFileSync(catalogue, catalogueOf(outside.port));
  const ratesFile = `${folder}-rates.json`;
  writeFileSync(ratesFile, JSON.stringify(rates));
  const script = fileURLToPath(new URL('./fault-run.ts', import.meta.url));
  const env = {
    ...process.env,
    WIRE_QUIET: '1',
    WIRE_CATALOGUE: catalogue,
    WIRE_ALLOW_HOSTS: `127.0.0.1:${outside.port},localhost:${outside.port}`,
    WIRE_HOST_GAP_MS: '0',
    AWS_ENDPOINT_URL_SESV2: `http://127.0.0.1:${outside.port}`,
    AWS_ACCESS_KEY_ID: 'faults',
    AWS_SECRET_ACCESS_KEY: 'faults',
  };
  for (let kills = 0; ; kills++) {
    const options = [
      '--import',
      'tsx',
      script,
      folder,
      String(seed),
      rates === null ? '' : ratesFile,
      String(kills),
      String(outside.port),
    ];
    const { output, signal, code } = await ended(options, env);
    if (signal === 'SIGKILL') continue;
    if (code !== 0) throw new Error(`seed ${seed}: the run ended with ${code}`);
    return { ending: JSON.parse(output) as Ending, told: toldIn(folder), kills, folder, outside };
  }
}

function ended(
  options: string[],
  env: NodeJS.ProcessEnv,
): Promise<{ output: string; signal: NodeJS.Signals | null; code: number | null }> {
  const child = spawn(process.execPath, options, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (output += part));
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ output, signal, code })));
}

/** What every process of a run told. */
function toldIn(folder: string): Told {
  const all: Told = { calls: {}, cases: {}, broken: [] };
  for (const name of readdirSync(folder).filter((each) => each.startsWith('fault-told-'))) {
    const told = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Told;
    all.broken.push(...told.broken);
    addTo(all.calls, told.calls);
    addTo(all.cases, told.cases);
  }
  return all;
}

function addTo(sums: Record<string, number>, counts: Record<string, number>): void {
  for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
}

function brokenNews({ ending }: Run): string[] {
  const titles = ending.articles.map(({ title }) => title).sort();
  const expected = expectedTitles(Math.max(...restHours));
  const found: string[] = [];
  if (JSON.stringify(titles) !== JSON.stringify(expected))
    found.push(`${titles.length} articles where ${expected.length} were published, or other texts`);
  const told = ending.stories.flatMap((story) => story.articles);
  for (const { id, title, isOnTopic } of ending.articles) {
    const times = told.filter((each) => each === id).length;
    if (isOnTopic === isWeatherTitle(title)) found.push(`«${title}» is ${isOnTopic ? '' : 'not '}on topic`);
    if (times !== (isOnTopic ? 1 : 0)) found.push(`«${title}» is in ${times} stories`);
  }
  return found;
}

function brokenPages({ ending, folder, outside }: Run): string[] {
  return ending.stories.flatMap(({ id }) => [
    ...(existsSync(join(folder, 's3', 'wire-site', 'stories', `${id}.html._S3rver_object`))
      ? []
      : [`the story ${id} has no page`]),
    ...(outside.mails.some(({ text }) => text.includes(`/stories/${id}.html`))
      ? []
      : [`no mail told of ${id}`]),
  ]);
}

/** The mornings after the first day: with news each, so each has an edition; unless faults kept all news from being grouped by then. */
const mornings = ['2026-11-25', '2026-11-26'];

function brokenMails({ ending, told, outside }: Run): string[] {
  const struck = Object.keys(told.cases).length > 0;
  const found = mornings
    .filter((morning) => ending.stories.some(({ visibleAt }) => visibleAt < `${morning}T07:00`))
    .filter((morning) => ending.editions.every(({ editionId }) => editionId !== morning))
    .map((morning) => `no edition of ${morning}`);
  for (const { editionId, state } of ending.editions) {
    const count = outside.mails.filter(({ edition }) => edition === editionId).length;
    const isUnsure = state === 'lost' && struck;
    if (state !== 'sent' && !isUnsure) found.push(`the edition ${editionId} is ${state}`);
    if (isUnsure ? count > 1 : count !== 1) found.push(`${count} mails of ${editionId}, which is ${state}`);
  }
  return found;
}

/** Sites by stage and call, faults and cases; also those that no fault met. */
function table(calls: Record<string, number>, cases: Record<string, number>): string {
  const rows = new Map(Object.keys(calls).map((site) => [site, { faults: new Set<string>(), cases: 0 }]));
  for (const [key, count] of Object.entries(cases)) {
    const [site = '', fault = ''] = key.split('\t');
    const row = rows.get(site) ?? { faults: new Set(), cases: 0 };
    row.faults.add(fault);
    row.cases += count;
    rows.set(site, row);
  }
  const lines = [...rows]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(
      ([site, row]) =>
        `${site.padEnd(48)}${String(row.faults.size).padStart(3)} faults ${String(row.cases).padStart(5)} cases`,
    );
  const all = sum([...rows.values()].map((row) => row.cases));
  const met = [...rows.values()].filter((row) => row.cases > 0).length;
  return [...lines, `${met} of ${rows.size} sites, ${all} cases`, ''].join('\n');
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

const told: Told = { calls: {}, cases: {}, broken: [] };
let failed = 0;

/** @returns the calls that the run made */
async function check(seed: number, rates: Record<string, number> | null): Promise<Record<string, number>> {
  const done = await run(seed, rates);
  const broken = [...done.told.broken, ...brokenNews(done), ...brokenPages(done), ...brokenMails(done)];
  addTo(told.calls, done.told.calls);
  addTo(told.cases, done.told.cases);
  if (broken.length > 0) failed++;
  process.stdout.write(
    `${rates === null ? 'calm     ' : `seed ${String(seed).padStart(4)}`}  ${String(sum(Object.values(done.told.cases))).padStart(3)} faults, ${done.kills} kills, ${done.ending.articles.length} articles, ${done.ending.stories.length} stories, ${done.outside.mails.length} mails  ${broken.length === 0 ? 'whole' : `FAILED: ${[...new Set(broken)].slice(0, 6).join('; ')}`}\n`,
  );
  done.outside.close();
  rmSync(done.folder, { recursive: true, force: true, maxRetries: 3 });
  for (const end of ['.json', '-rates.json']) rmSync(`${done.folder}${end}`, { force: true });
  return done.told.calls;
}

const rates = ratesOf(await check(0, null), Number(values.each));
for (let at = 0; at < Number(values.seeds); at++) await check(Number(values.first) + at, rates);
process.stdout.write(
  `${table(told.calls, told.cases)}${failed} of ${Number(values.seeds) + 1} runs ended wrong\n`,
);
process.exitCode = failed === 0 ? 0 : 1;
