import { afterPlanned, dateToPlan } from '../../shared/domain/digest/schedule.ts';
import type { EditionRow } from '../../shared/domain/digest/edition.ts';
import { readFrom } from '../../shared/domain/digest/window.ts';
import { gatherMaterial, type Material, type MaterialPorts } from './compose-edition.ts';
import { Compositions } from './compositions.ts';
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
/** Of a batch: their requests are one call to the queue. */
const readersAtOnce = 10;
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
  const run: PlanRun = {
    ports,
    now,
    counts,
    erasures: ports.erasures(),
    compositions: new Compositions(),
    materialSince: materialCache(ports, now),
  };
  let reached = 0;
  for (; reached < due.length && ports.timeLeft() > batchMs; reached += batch)
    await planBatch(run, due.slice(reached, reached + batch));
  if (reached < due.length) ports.log('digests-not-reached', { readers: due.length - reached });
  await inTime(run, 'breaking', waiting.length, () => planBreaking(run, waiting));
  await inTime(run, 'alerts', alerting.length, () => planAlerts(run, alerting));
  if (due.length > 0 && reached === 0)
    throw new Error(
      `${due.length} readers are due and none was planned: what comes before took all the time`,
    );
  if (counts.failed > 0)
    throw new Error(`${counts.failed} readers could not be planned; the next run tries again`);
  return counts;
}

/** Those of breaking news and of alerts may wait for the next run, minutes away; not run after run without a word. */
async function inTime(
  { ports }: PlanRun,
  kind: string,
  readers: number,
  plan: () => Promise<void>,
): Promise<void> {
  if (readers === 0) return;
  if (ports.timeLeft() > batchMs) await plan();
  else ports.log('digests-not-reached', { kind, readers });
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
  const subscriberOf = await catchAndCount(run, () => run.ports.readSubscribers(ids), ids.length);
  if (subscriberOf === undefined) return;
  const readers = (
    await atMost(ids, readersAtOnce, (id) =>
      catchAndCount(run, async () => readReader(run, subscriberOf(id))),
    )
  ).filter((reader) => reader != null);
  if (readers.length === 0) return;
  const material = await run.materialSince(
    readers
      .map(({ window, preferences }) => readFrom(window, preferences.frequency, run.now))
      .reduce((a, b) => (a < b ? a : b)),
  );
  for (let at = 0; at < readers.length; at += readersAtOnce)
    await planTogether(run, material, readers.slice(at, at + readersAtOnce));
}

/** A reader's edition of a date, as stored; no row where nothing is new. */
interface Written {
  reader: DueReader;
  date: string;
  row: EditionRow | null;
}

/** Editions are written, then queued by one call, and only then their readers are due another day. */
async function planTogether(run: PlanRun, material: Material, readers: DueReader[]): Promise<void> {
  const written = (
    await atMost(readers, readersAtOnce, (reader) =>
      catchAndCount(run, () => writeEdition(run, material, reader)),
    )
  ).filter((each) => each != null);
  const waiting = written.filter(({ row }) => row?.state === 'planned');
  const requests = waiting.map(({ reader, date }) => ({
    subscriberId: reader.subscriber.id,
    editionId: date,
  }));
  const areQueued =
    requests.length === 0 ||
    (await catchAndCount(run, () => run.ports.queue(requests).then(() => true), requests.length));
  const settled = areQueued === true ? written : written.filter((each) => !waiting.includes(each));
  await atMost(settled, readersAtOnce, (each) => catchAndCount(run, () => moveOn(run, each)));
}

async function writeEdition(run: PlanRun, material: Material, reader: DueReader): Promise<Written | null> {
  const { ports, now, compositions } = run;
  const { subscriber } = reader;
  const date = dateToPlan(subscriber, now);
  if (date === null) {
    if (subscriber.dueDate === undefined && reader.preferences.frequency !== 'breaking')
      throw new Error('a reader is due who has no date to plan for');
    return null;
  }
  const known = reader.rows.find(({ editionId }) => editionId === date);
  if (known !== undefined) return { reader, date, row: known };
  const edition = compositions.of(material, reader, date);
  return { reader, date, row: await persistEdition(ports, { reader, editionId: date, edition, now }) };
}

async function moveOn({ ports, now, counts }: PlanRun, { reader, date, row }: Written): Promise<void> {
  const { subscriber, window } = reader;
  const foundNothing = row === null && window.leftOut === undefined;
  const stored = await ports.changeSubscriber(
    subscriber.id,
    (current) =>
      current?.dueDate === subscriber.dueDate && current?.state === 'confirmed'
        ? afterPlanned(foundNothing ? { ...current, emptyAt: now.toISOString() } : current, date, now)
        : current,
    subscriber,
  );
  if (stored?.state === 'erased') await ports.eraseEditions(subscriber.id);
  counts[row === null ? 'empty' : 'planned']++;
}
