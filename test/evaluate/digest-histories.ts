import { History } from '../functions/plan-digests/histories.ts';

/** Random histories from ingest to mail: `npm run measure -- digest-histories [SEEDS] [FIRST]`. Prints what was lost or doubled; exit code 1 if anything was. */
const seeds = Number(process.argv[2] ?? 10_000);
const first = Number(process.argv[3] ?? 1);
const found: string[] = [];
const sums = { wanted: 0, mails: 0, lost: 0, doubled: 0 };
for (let seed = first; seed < first + seeds; seed++) {
  const { lost, doubled, wanted, mails } = await new History(seed).run();
  sums.wanted += wanted;
  sums.mails += mails;
  sums.lost += lost.length;
  sums.doubled += doubled.length;
  for (const what of lost) found.push(`seed ${seed}: lost ${what}`);
  for (const what of doubled) found.push(`seed ${seed}: doubled ${what}`);
}
process.stdout.write(
  `${seeds} histories, ${sums.mails} mails, ${sums.wanted} times an article was due to a reader: ${sums.lost} lost, ${sums.doubled} doubled\n${found.slice(0, 40).join('\n')}`,
);
process.exitCode = found.length > 0 ? 1 : 0;
