import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { storyGrouper } from '../../../functions/group-stories/group-stories.ts';
import type { Article } from '../../../shared/domain/article/article.ts';
import { followDays, joinRules } from '../../../shared/domain/story/grouping-data.ts';
import { articlesOf } from '../made-up-articles.ts';
import { cpuOf, madeUpBook, mockedBucket, portsOf, storedOf } from './grouping-desk.ts';

/** What the window holds by days: stories that take articles, and those that may only be followed. */
const heldDays = joinRules.windowDays + followDays;
const batches = 60;
export const aBatch = 2;
const warmUp = 20;
const freshRuns = 3;
/** As many as the queue hands out at once. */
const aFullBatch = 10;
const fullBatches = 20;

const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

interface GroupingRun {
  /** CPU milliseconds of a batch of two in a process that stays: the middle one, and the mean with days written. */
  warm: number;
  mean: number;
  /** A new process with its first batch: CPU milliseconds, megabytes at most. */
  fresh: number;
  mb: number;
  /** A full batch: CPU milliseconds, and how many calls wait for each other. */
  full: { ms: number; rounds: number };
}

/** Counts the calls that wait for each other: those that are out at once are one. */
function countedRounds(): { delay: () => Promise<void>; take: () => number } {
  let out = 0;
  let rounds = 0;
  const delay = async (): Promise<void> => {
    if (out++ === 0) rounds++;
    await setImmediate();
    out--;
  };
  const take = (): number => {
    const taken = rounds;
    rounds = 0;
    return taken;
  };
  return { delay, take };
}

/** Group-stories with so many live articles: one process that stays, and others that come new to what it saved. */
export async function groupingRun(live: number): Promise<GroupingRun> {
  const twos = (warmUp + batches + 1) * aBatch;
  const all = articlesOf(live + twos + fullBatches * aFullBatch, heldDays);
  const end = all.at(live)?.at ?? 0;
  const articles = new Map(all.slice(live).map((made) => [made.id, storedOf(made)]));
  const book = madeUpBook(all.slice(0, live), end);
  const { delay, take } = countedRounds();
  const objects = mockedBucket(delay);
  const group = storyGrouper(portsOf(articles, { end, book, delay }));
  const requests = [...articles.keys()].map((articleId) => ({ articleId, revision: 1 }));
  await group([]);
  const costs: number[] = [];
  for (let at = 0; at < twos - aBatch; at += aBatch)
    costs.push(await cpuOf(() => group(requests.slice(at, at + aBatch))));
  const warm = costs.slice(warmUp);
  const mean = warm.reduce((sum, each) => sum + each, 0) / warm.length;
  const next = requests.slice(twos - aBatch, twos).flatMap(({ articleId }) => articles.get(articleId) ?? []);
  const fresh = freshOf(objects, next, end);
  const fulls: number[] = [];
  take();
  for (let at = twos; at < requests.length; at += aFullBatch)
    fulls.push(await cpuOf(() => group(requests.slice(at, at + aFullBatch))));
  const full = {
    ms: fulls.reduce((sum, each) => sum + each, 0) / fulls.length,
    rounds: take() / fulls.length,
  };
  return { warm: middle(warm), mean, ...fresh, full };
}

/** The first batch of processes that know nothing. @param end ms after the first article: what they take for now */
function freshOf(
  objects: ReadonlyMap<string, Uint8Array>,
  articles: Article[],
  end: number,
): Pick<GroupingRun, 'fresh' | 'mb'> {
  const folder = mkdtempSync(join(tmpdir(), 'wire-grouping-'));
  mkdirSync(join(folder, 'objects'));
  for (const [key, bytes] of objects) writeFileSync(join(folder, 'objects', encodeURIComponent(key)), bytes);
  writeFileSync(join(folder, 'articles.json'), JSON.stringify(articles));
  const script = fileURLToPath(new URL('fresh-grouping.ts', import.meta.url));
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
