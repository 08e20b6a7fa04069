import { bar } from './bars.ts';
import { aBatch, groupingRun } from './peers/grouping-run.ts';

/**
 * A batch with all that belongs to it: reading what others saved, placing two articles, saving; and the first batch of a new
 * process. The baseline is 5,000 live articles.
 */
export async function run(): Promise<void> {
  const base = await groupingRun(5_000);
  for (const [live, most, mostFresh] of [
    [5_000, 25, 400],
    [50_000, 60, 3_000],
  ] as const) {
    const { warm, mean, fresh, mb } = live === 5_000 ? base : await groupingRun(live);
    process.stdout.write(
      `${live} live articles: a batch of ${aBatch} ${warm.toFixed(1)} ms CPU, ${mean.toFixed(1)} with the days written now and then ${bar(`a batch at ${live} in ${most} ms`, warm <= most)}, ${(warm / base.warm).toFixed(2)} times the baseline; the first of a new process ${fresh.toFixed(0)} ms ${bar(`a new process at ${live} in ${mostFresh} ms`, fresh <= mostFresh)}, ${mb.toFixed(0)} MB at most ${bar('a new process in 400 MB', mb <= 400)}\n`,
    );
  }
}
