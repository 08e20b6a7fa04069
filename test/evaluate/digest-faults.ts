import { broken, type Mornings, mornings, randomPlan, sitesOf } from '../functions/send-digest/mornings.ts';
import { faultsAt } from '../functions/send-digest/world.ts';

/**
 * Every fault at every call, with and without events, with one worker and with two that get each message at once; then random
 * plans: `npm run measure -- digest-faults [SEEDS]`. Prints a table of sites × faults = cases, and what broke; exit code 1 if anything did.
 */
const seeds = Number(process.argv[2] ?? 10_000);
const found: string[] = [];
const table = new Map<string, { sites: number; cases: number; broken: number }>();

async function tryOut(name: string, kind: Mornings): Promise<void> {
  const what = broken(await mornings(kind));
  const row = table.get(name) ?? { sites: 0, cases: 0, broken: 0 };
  row.cases++;
  if (what.length > 0) row.broken++;
  table.set(name, row);
  found.push(...what.map((each) => `${name}, ${JSON.stringify([...(kind.plan ?? [])])}: ${each}`));
}

const calls = { 1: await sitesOf(1), 2: await sitesOf(2) } as const;
for (const workers of [1, 2] as const) {
  for (const events of [true, false]) {
    for (const [index, call] of calls[workers].entries()) {
      for (const fault of faultsAt(call)) {
        await tryOut(call, { plan: new Map([[index + 1, fault]]), events, workers });
      }
      const row = table.get(call);
      if (row !== undefined) row.sites++;
    }
  }
}
for (let seed = 1; seed <= seeds; seed++) {
  const workers = seed % 3 === 0 ? 2 : 1;
  await tryOut('three at random', {
    plan: randomPlan(seed, calls[workers].length),
    events: seed % 2 === 0,
    workers,
  });
}
const line = (cells: readonly (string | number)[]): string =>
  `${String(cells[0]).padEnd(24)}${cells
    .slice(1)
    .map((cell) => String(cell).padStart(8))
    .join('')}\n`;
process.stdout.write(line(['call', 'sites', 'cases', 'broken']));
for (const [name, { sites, cases, broken: count }] of table)
  process.stdout.write(line([name, sites || '', cases, count]));
process.stdout.write(found.slice(0, 40).join('\n'));
process.exitCode = found.length > 0 ? 1 : 0;
