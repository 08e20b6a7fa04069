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
 * `npm run measure -- faults --seeds 20 --share 0.02`: a whole wire over two days of news with faults at its calls to AWS from the
 * visit to the mail (refused, throttled, done but the reply lost, repeated by the SDK, the function stopped, the process killed,
 * a message delivered twice), two workers wherever AWS may start two, then rest. Every end is absolute: what the outlets
 * published is stored once, each article on topic is in one story, each story has its page and was in a mail, each morning
 * has its edition, and each edition that was sent is one mail.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '12' },
    first: { type: 'string', default: '1' },
    share: { type: 'string', default: '0.02' },
  },
});

interface Run {
  ending: Ending;
  told: Told;
  kills: number;
  folder: string;
  outside: Outside;
}

/** Starts the wire's process until one lives to the end. */
async function run(seed: number, share: number): Promise<Run> {
  const outside = await openOutside();
  const folder = mkdtempSync(join(tmpdir(), 'wire-faults-'));
  rmSync(folder, { recursive: true });
  const catalogue = `${folder}.json`;
  writeFileSync(catalogue, catalogueOf(outside.port));
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
      String(share),
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
  const all: Told = { cases: {}, broken: [] };
  for (const name of readdirSync(folder).filter((each) => each.startsWith('fault-told-'))) {
    const told = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Told;
    all.broken.push(...told.broken);
    for (const [site, count] of Object.entries(told.cases)) all.cases[site] = (all.cases[site] ?? 0) + count;
  }
  return all;
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

/** Sites by stage and call, faults and cases. */
function table(cases: Record<string, number>): string {
  const rows = new Map<string, { faults: Set<string>; cases: number }>();
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
  const all = [...rows.values()].reduce((sum, row) => sum + row.cases, 0);
  return [...lines, `${rows.size} sites, ${all} cases`, ''].join('\n');
}

const cases: Record<string, number> = {};
let failed = 0;
for (const seed of [
  0,
  ...Array.from({ length: Number(values.seeds) }, (_, at) => Number(values.first) + at),
]) {
  const done = await run(seed, seed === 0 ? 0 : Number(values.share));
  const broken = [...done.told.broken, ...brokenNews(done), ...brokenPages(done), ...brokenMails(done)];
  const struck = Object.values(done.told.cases).reduce((sum, count) => sum + count, 0);
  for (const [site, count] of Object.entries(done.told.cases)) cases[site] = (cases[site] ?? 0) + count;
  if (broken.length > 0) failed++;
  process.stdout.write(
    `${seed === 0 ? 'calm     ' : `seed ${String(seed).padStart(4)}`}  ${String(struck).padStart(3)} faults, ${done.kills} kills, ${done.ending.articles.length} articles, ${done.ending.stories.length} stories, ${done.outside.mails.length} mails  ${broken.length === 0 ? 'whole' : `FAILED: ${[...new Set(broken)].slice(0, 6).join('; ')}`}\n`,
  );
  done.outside.close();
  rmSync(done.folder, { recursive: true, force: true, maxRetries: 3 });
  rmSync(`${done.folder}.json`, { force: true });
}
process.stdout.write(`${table(cases)}${failed} of ${Number(values.seeds) + 1} runs ended wrong\n`);
process.exitCode = failed === 0 ? 0 : 1;
