import {
  type Edition,
  type EditionRow,
  isStale,
  type MoveEdition,
} from '../../shared/domain/digest/edition.ts';
import { memoryOf } from '../../shared/domain/digest/memory.ts';
import { memoryDays, windowOf } from '../../shared/domain/digest/window.ts';
import {
  afterErase,
  type ChangeSubscriber,
  type Frequency,
  type Subscriber,
} from '../../shared/domain/subscriber/subscriber.ts';
import type { Alerting } from '../../shared/domain/subscriber/follow.ts';
import { errorText, type Log } from '../../shared/log.ts';
import type { DigestRequest } from '../../shared/messages.ts';
import {
  type ComposedEdition,
  type Material,
  type MaterialPorts,
  type ReaderState,
  editionRowOf,
} from './compose-edition.ts';
import type { Compositions } from './compositions.ts';
import type { LookedAt } from './looked-at.ts';
import { addDays } from '../../shared/domain/text/time.ts';

export interface Ports extends MaterialPorts {
  /** Ids of all confirmed subscribers due at or before the instant (ISO 8601 UTC); the longest waiting first. */
  due(rhythm: 'regular' | 'breaking', at: string): Promise<string[]>;
  /** Confirmed subscribers who want alerts, with what each follows so. */
  alerting(): Promise<Alerting[]>;
  /** Reads what was last written (strongly consistent). @returns looks one up; throws where that one's row cannot be read */
  readSubscribers(ids: readonly string[]): Promise<(id: string) => Subscriber | null>;
  changeSubscriber: ChangeSubscriber;
  /** Editions from a local date on, oldest first. */
  readEditions(subscriberId: string, fromDate: string): Promise<EditionRow[]>;
  readEdition(subscriberId: string, editionId: string): Promise<EditionRow | null>;
  /** @returns false when the edition is there already: the first content stays */
  putEdition(row: EditionRow): Promise<boolean>;
  moveEdition: MoveEdition;
  eraseEditions(subscriberId: string): Promise<void>;
  /** Keeps the frozen content and its web page; the same content twice is one object. */
  keepEdition(content: string, edition: Edition): Promise<void>;
  queue(requests: readonly DigestRequest[]): Promise<void>;
  /** True while sending is stopped for the sake of the account's reputation. */
  sendingStopped(): Promise<boolean>;
  /** Who asked to be forgotten, for one run: kept outside the table, so that a restored table cannot bring them back. */
  erasures(): Erasures;
  /** Whom earlier runs of this process looked at for an alert. */
  looked: LookedAt;
  /** Milliseconds until this run must end. */
  timeLeft(): number;
  log: Log;
}

/** Who asked to be forgotten. */
interface Erasures {
  /** When last (ISO 8601 UTC); null for who never did. */
  lastAskedAt(subscriberId: string): Promise<string | null>;
}

export interface PlanCounts {
  planned: number;
  empty: number;
  failed: number;
}

/** A due reader with everything that planning needs. */
export interface DueReader extends ReaderState {
  subscriber: Subscriber;
  rows: EditionRow[];
}

/** One run: what it may ask, and what it has learned. */
export interface PlanRun {
  ports: Ports;
  now: Date;
  counts: PlanCounts;
  erasures: Erasures;
  compositions: Compositions;
  materialSince(instant: string): Promise<Material>;
}

/** One reader's failure must not stop the others. @param readers how many fail with the work */
export async function catchAndCount<T>(
  run: PlanRun,
  work: () => Promise<T>,
  readers = 1,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    run.counts.failed += readers;
    run.ports.log('digest-not-planned', { error: errorText(error) });
    return undefined;
  }
}

/** What planning needs of a subscriber as stored. @returns null for who may get nothing */
export async function readReader(
  { ports, now, erasures }: PlanRun,
  subscriber: Subscriber | null,
): Promise<DueReader | null> {
  if (subscriber?.preferences == null || subscriber.state !== 'confirmed') return null;
  const { id } = subscriber;
  const confirmedAt = subscriber.consent?.confirmedAt ?? subscriber.changedAt;
  if (((await erasures.lastAskedAt(id)) ?? '') > confirmedAt) {
    await ports.changeSubscriber(id, (current) => (current === null ? null : afterErase(current, now)));
    await ports.eraseEditions(id);
    return null;
  }
  const { preferences, emptyAt } = subscriber;
  const { frequency } = preferences;
  const rows = await markStaleLost(ports, await rememberedRows(ports, subscriber, frequency, now), now);
  const memory = memoryOf(rows);
  const window = windowOf({ memory, frequency, confirmedAt, emptyAt }, now);
  return { subscriber, preferences, rows, memory, window };
}

/** The editions that count as memory; after a long pause all there are, so that the last one sent is known. */
async function rememberedRows(
  ports: Pick<Ports, 'readEditions'>,
  { id, lastDate }: Subscriber,
  frequency: Frequency,
  now: Date,
): Promise<EditionRow[]> {
  const from = addDays(now.toISOString(), -memoryDays(frequency));
  const rows = await ports.readEditions(id, from);
  const sent = rows.some((row) => row.state === 'sent');
  return sent || lastDate === undefined ? rows : ports.readEditions(id, '');
}

/** Persists an edition: content first, then the row that names it. @returns the stored row; null when there is no edition */
export async function persistEdition(
  ports: Ports,
  {
    reader,
    editionId,
    edition,
    now,
  }: { reader: DueReader; editionId: string; edition: ComposedEdition | null; now: Date },
): Promise<EditionRow | null> {
  if (edition === null) return null;
  const row = editionRowOf(edition, { subscriberId: reader.subscriber.id, editionId, now });
  await ports.keepEdition(row.content, edition.edition);
  return (await ports.putEdition(row)) ? row : ports.readEdition(reader.subscriber.id, editionId);
}

/** A claim whose worker died cannot be sent again safely: it becomes lost, raises the alarm, and the next edition carries its news. */
async function markStaleLost(ports: Ports, rows: EditionRow[], now: Date): Promise<EditionRow[]> {
  const settled: EditionRow[] = [];
  for (const row of rows) {
    if (
      isStale(row, now) &&
      (await ports.moveEdition(row, ['claimed', 'claimed'], { state: 'lost', at: now.toISOString() }))
    ) {
      ports.log('digest-lost', { subscriberId: row.subscriberId, editionId: row.editionId });
      settled.push({ ...row, state: 'lost' });
    } else {
      settled.push(row);
    }
  }
  return settled;
}
