import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalWire } from '../../infra/local/local-wire.ts';
import { serveRecorded } from '../../infra/local/recorded-feeds.ts';
import { everything } from '../../infra/local/digest-preview.ts';
import { loadStages, type Stages } from '../../infra/local/stages.ts';
import { atMost } from '../../shared/at-most.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { wireLanguages } from '../../shared/domain/language.ts';
import { localTime } from '../../shared/domain/text/local-time.ts';
import { Spending } from '../load/spending.ts';
import { readerOf } from '../shared/domain/subscriber/reader-fixture.ts';
import { bar } from './bars.ts';

const readers = 120;
/** Calls a mail, with what a run reads once for all. */
const mostCalls = { 'plan-digests': 4.5, 'send-digest': 4.5 } as const;
/** Lambda receives and deletes the messages. */
const lambdas = /^(?:Receive|Delete)Message/;

/** Readers in six languages whose editions are due now. */
async function addReaders(table: string): Promise<void> {
  const now = new Date();
  const due = { dueAt: now.toISOString(), dueDate: localTime(now, everything.zone).date };
  const { changeSubscriber } = subscribersTable(table);
  await atMost(
    Array.from({ length: readers }, (_, n) => n),
    16,
    (n) => {
      const id = n.toString(16).padStart(32, '0');
      const preferences = { ...everything, interface: wireLanguages[n % wireLanguages.length] ?? 'en' };
      return changeSubscriber(id, () => readerOf({ id, preferences, ...due }));
    },
  );
}

/** What a mail takes of AWS, from the plan to the provider: the stages on the embedded services, over the sample's news. */
async function measure(stages: Stages, spending: Spending): Promise<void> {
  for (const [stage, work] of [
    ['plan-digests', stages.planDigests],
    ['send-digest', stages.sendDigests],
  ] as const) {
    await spending.of(stage, work);
    line(stage, spending);
  }
}

function line(stage: keyof typeof mostCalls, spending: Spending): void {
  const taken = (kinds: RegExp) => spending.taken(stage, kinds);
  const calls = (taken(/^/).calls - taken(lambdas).calls) / readers;
  const writes = taken(/^(?:Put|Update|Delete)\b/).units / readers;
  const cpu = (spending.cpuMs.get(stage) ?? 0) / readers;
  process.stdout.write(
    `${stage.padEnd(14)}${calls.toFixed(2)} calls a mail ${bar(`${stage} in ${mostCalls[stage]} calls a mail`, calls <= mostCalls[stage])}; ${writes.toFixed(1)} write units, ${cpu.toFixed(1)} ms CPU, the embedded services' own among them\n`,
  );
}

export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wire-digests-'));
  const wire = await openLocalWire(folder, { mode: 'sample' });
  const recorded = await serveRecorded(wire, { start: new Date() });
  try {
    const stages = await loadStages(wire);
    for (const work of [stages.dueFeeds, stages.visitFeeds, stages.ingestFeeds, stages.groupStories])
      await work();
    await addReaders(wire.settings.TABLE_SUBSCRIBERS);
    await measure(stages, new Spending());
  } finally {
    await recorded.close();
    await wire.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
