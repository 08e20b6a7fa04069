import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { storyGrouper } from '../../functions/group-stories/group-stories.ts';
import type { Article } from '../../shared/domain/article/article.ts';
import { followDays, joinRules } from '../../shared/domain/story/grouping-data.ts';
import { bar } from './bars.ts';
import { articlesOf } from './made-up-articles.ts';
import { cpuOf, madeUpBook, mockedBucket, portsOf, storedOf } from './peers/grouping-desk.ts';

/** What the window holds by days: stories that take articles, and those that may only be followed. */
const heldDays = joinRules.windowDays + followDays;
const batches = 60;
const aBatch = 2;
const warmUp = 20;
const freshRuns = 3;

const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

interface Measured {
  warm: number;
  mean: number;
  fresh: number;
  mb: number;
}

/** One process that stays, and others that come new to what it saved. */
async function measured(live: number): Promise<Measured> {
  const all = articlesOf(live + (warmUp + batches + 1) * aBatch, heldDays);
  const end = all.at(live)?.at ?? 0;
  const articles = new Map(all.slice(live).map((made) => [made.id, storedOf(made)]));
  const objects = mockedBucket();
  const group = storyGrouper(portsOf(articles, { end, book: madeUpBook(all.slice(0, live), end) }));
  const requests = [...articles.keys()].map((articleId) => ({ articleId, revision: 1 }));
  await group([]);
  const costs: number[] = [];
  const last = requests.length - aBatch;
  for (let at = 0; at < last; at += aBatch)
    costs.push(await cpuOf(() => group(requests.slice(at, at + aBatch))));
  const warm = costs.slice(warmUp);
  const mean = warm.reduce((sum, each) => sum + each, 0) / warm.length;
  const next = requests.slice(last).flatMap(({ articleId }) => articles.get(articleId) ?? []);
  return { warm: middle(warm), mean, ...freshOf(objects, next, end) };
}

/** The first batch of processes that know nothing. @param end ms after the first article: what they take for now */
function freshOf(
  objects: ReadonlyMap<string, Uint8Array>,
  articles: Article[],
  end: number,
): Pick<Measured, 'fresh' | 'mb'> {
  const folder = mkdtempSync(join(tmpdir(), 'wire-grouping-'));
  mkdirSync(join(folder, 'objects'));
  for (const [key, bytes] of objects) writeFileSync(join(folder, 'objects', encodeURIComponent(key)), bytes);
  writeFileSync(join(folder, 'articles.json'), JSON.stringify(articles));
  const script = fileURLToPath(new URL('peers/fresh-grouping.ts', import.meta.url));
  const runs = Array.from({ length: freshRuns }, () => {
    const options = [...process.execArgv, script, folder, String(end)];
    const { stdout, stderr } = spawnSync(process.execPath, options, { encoding: 'utf8' });
    const [ms = Number.NaN, mb = Number.NaN] = stdout.trim().split(' ').map(Number);
    if (Number.isNaN(mb)) throw new Error(`the new process ended: ${stderr}`);
    return { ms, mb };
  });
  rmSync(folder, { recursive: true });
  return { fresh: middle(runs.map(({ ms }) => ms)), mb: middle(runs.map(({ mb }) => mb)) };
}

/**
 * A batch with all that belongs to it: reading what others saved, placing two articles, saving; and the first batch of a new
 * process. The baseline is 5,000 live articles.
 */
export async function run(): Promise<void> {
  const base = await measured(5_000);
  for (const [live, most, mostFresh] of [
    [5_000, 25, 400],
    [50_000, 60, 3_000],
  ] as const) {
    const { warm, mean, fresh, mb } = live === 5_000 ? base : await measured(live);
    process.stdout.write(
      `${live} live articles: a batch of ${aBatch} ${warm.toFixed(1)} ms CPU, ${mean.toFixed(1)} with the days written now and then ${bar(`a batch at ${live} in ${most} ms`, warm <= most)}, ${(warm / base.warm).toFixed(2)} times the baseline; the first of a new process ${fresh.toFixed(0)} ms ${bar(`a new process at ${live} in ${mostFresh} ms`, fresh <= mostFresh)}, ${mb.toFixed(0)} MB at most ${bar('a new process in 400 MB', mb <= 400)}\n`,
    );
  }
}
