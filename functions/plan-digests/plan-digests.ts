import { afterPlanned, dateToPlan } from '../../shared/domain/digest/schedule.ts';
import { readFrom } from '../../shared/domain/digest/window.ts';
import { composeEdition, gatherMaterial, type Material, type MaterialPorts } from './compose-edition.ts';
import { planAlerts } from './plan-alerts.ts';
import { planBreaking } from './plan-breaking.ts';
import {
  type PlanCounts,
  persistEdition,
  catchAndCount,
  type Ports,
  type DueReader,
  readReader,
  type PlanRun,
} from './plan-run.ts';
import type { Alerting } from '../../shared/domain/subscriber/follow.ts';
import { errorText } from '../../shared/log.ts';
import { atMost } from '../../shared/at-most.ts';

export type { Ports } from './plan-run.ts';

const batch = 200;
const readersAtOnce = 8;
/** A batch of 200 takes a few seconds; one that cannot end in time is the next run's. */
const batchMs = 45_000;

/**
 * Plans every due edition. A run that dies anywhere is taken up by the next: a subscriber stays due until the last step.
 * @throws Error after the run when some could not be planned; the others are. Also when readers were due and none was reached
 */
export async function planDigests(ports: Ports, now: Date): Promise<PlanCounts> {
  const counts: PlanCounts = { planned: 0, empty: 0, failed: 0 };
  if (await ports.sendingStopped()) {
    ports.log('digests-held', { reason: 'reputation breaker open' });
    return counts;
  }
  const due = await ports.due('regular', now.toISOString());
  const waiting = await ports.due('breaking', now.toISOString());
  const alerting = await alertingOrNone(ports);
  if (due.length + waiting.length + alerting.length === 0) return counts;
  const run = {
    ports,
    now,
    counts,
    erasures: await ports.erasures(),
    materialSince: materialCache(ports, now),
  };
  let reached = 0;
  for (; reached < due.length && ports.timeLeft() > batchMs; reached += batch)
    await planBatch(run, due.slice(reached, reached + batch));
  if (waiting.length > 0 && ports.timeLeft() > batchMs) await planBreaking(run, waiting);
  if (reached < due.length) ports.log('digests-not-reached', { readers: due.length - reached });
  if (alerting.length > 0 && ports.timeLeft() > batchMs) await planAlerts(run, alerting);
  if (due.length > 0 && reached === 0)
    throw new Error(
      `${due.length} readers are due and none was planned: what comes before took all the time`,
    );
  if (counts.failed > 0)
    throw new Error(`${counts.failed} readers could not be planned; the next run tries again`);
  return counts;
}

/** While the table still makes its index of alerts, editions go on without them. */
async function alertingOrNone(ports: Ports): Promise<Alerting[]> {
  try {
    return await ports.alerting();
  } catch (error) {
    ports.log('alerts-not-read', { error: errorText(error) });
    return [];
  }
}

/** Stories are read once for all readers whose windows begin no earlier. */
function materialCache(ports: MaterialPorts, now: Date): PlanRun['materialSince'] {
  let held: { since: string; material: Material } | undefined;
  return async (since) => {
    if (held === undefined || since < held.since)
      held = { since, material: await gatherMaterial(ports, now, since) };
    return held.material;
  };
}

async function planBatch(run: PlanRun, ids: readonly string[]): Promise<void> {
  const readers = (
    await atMost(ids, readersAtOnce, (id) => catchAndCount(run, () => readReader(run, id)))
  ).filter((reader) => reader != null);
  if (readers.length === 0) return;
  const material = await run.materialSince(
    readers
      .map(({ window, preferences }) => readFrom(window, preferences.frequency, run.now))
      .reduce((a, b) => (a < b ? a : b)),
  );
  await atMost(readers, readersAtOnce, (reader) => catchAndCount(run, () => planOne(run, material, reader)));
}

async function planOne(run: PlanRun, material: Material, reader: DueReader): Promise<void> {
  const { ports, now, counts } = run;
  const { id, dueDate } = reader.subscriber;
  const date = dateToPlan(reader.subscriber, now);
  if (date === null) return;
  const row =
    reader.rows.find((known) => known.editionId === date) ??
    (await persistEdition(ports, {
      reader,
      editionId: date,
      edition: composeEdition(material, reader, date),
      now,
    }));
  if (row?.state === 'planned') await ports.queue({ subscriberId: id, editionId: date });
  const foundNothing = row === null && reader.window.leftOut === undefined;
  const stored = await ports.changeSubscriber(id, (current) =>
    current?.dueDate === dueDate && current?.state === 'confirmed'
      ? afterPlanned(foundNothing ? { ...current, emptyAt: now.toISOString() } : current, date, now)
      : current,
  );
  if (stored?.state === 'erased') await ports.eraseEditions(id);
  counts[row === null ? 'empty' : 'planned']++;
}
