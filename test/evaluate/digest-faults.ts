import { broken, mornings, randomPlan, sites } from '../functions/send-digest/mornings.ts';
import { faultsAt } from '../functions/send-digest/world.ts';

/** Every fault at every call with and without events, then random plans: `npm run measure -- digest-faults [SEEDS]`. Prints cases and what broke; exit code 1 if anything did. */
const seeds = Number(process.argv[2] ?? 10_000);
const found: string[] = [];
let cases = 0;
for (const events of [true, false]) {
  for (const [index, call] of sites.entries()) {
    for (const fault of faultsAt(call)) {
      cases++;
      for (const what of broken(await mornings({ plan: new Map([[index + 1, fault]]), events })))
        found.push(`${fault} at call ${index + 1} (${call}), events ${events}: ${what}`);
    }
  }
}
process.stdout.write(`${sites.length} calls x 5 faults x 2 = ${cases} cases, ${found.length} broken\n`);
for (let seed = 1; seed <= seeds; seed++) {
  for (const what of broken(await mornings({ plan: randomPlan(seed), events: seed % 2 === 0 })))
    found.push(`seed ${seed}: ${what}`);
}
process.stdout.write(
  `${seeds} random plans of three faults, ${found.length} broken in all\n${found.slice(0, 40).join('\n')}`,
);
process.exitCode = found.length > 0 ? 1 : 0;
