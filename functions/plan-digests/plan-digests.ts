import { chooseStories, contentHash, type Told } from '../../shared/domain/edition-choice.ts';
import { type Coverage, type Edition, type EditionRow, isStale, memoryOf, type Memory } from '../../shared/domain/edition.ts';
import { afterPlanned } from '../../shared/domain/edition-schedule.ts';
import { addDays } from '../../shared/domain/local-time.ts';
import type { Story } from '../../shared/domain/story.ts';
import type { Preferences, Subscriber } from '../../shared/domain/subscriber.ts';
import type { Log } from '../../shared/log.ts';
import type { DigestRequest } from '../../shared/messages.ts';
import type { SubscribersTable } from '../../shared/aws/subscribers-table.ts';

type Store = Pick<SubscribersTable, 'due' | 'readSubscriber' | 'changeSubscriber' | 'readEditions' | 'readEdition' | 'putEdition' | 'moveEdition'>;

export interface Ports extends Store {
  storiesChangedSince(instant: string): Promise<Story[]>;
  readStory(id: string): Promise<Told | null>;
  coverage(now: Date): Promise<Coverage>;
  /** Keeps the frozen content and its web page; the same content twice is one object. */
  keepEdition(content: string, edition: Edition): Promise<void>;
  queue(request: DigestRequest): Promise<void>;
  /** True while sending is stopped for the sake of the account's reputation. */
  sendingStopped(): Promise<boolean>;
  log: Log;
}

/** A story written a moment ago may not be readable yet: an edition covers up to here, and the rest is the next one's. */
const settleMs = 60_000;
/** Nothing older is news to a reader who never had an edition, nor to one who could not be served for long. */
const firstHours = 24;
const longestGapDays = 8;
/** Editions whose memory counts: a story takes articles for a few days, a weekly reader looks back two weeks. */
const memoryDays = 21;
const page = 100;
/** Time for the last subscriber before the function's own end. */
const hourMs = 3_600_000;

/** What a run needs to know once: stories and coverage are the same for every reader. */
export interface Material {
  now: Date;
  told: Told[];
  coverage: Coverage;
}

/** Stories that changed in the longest window any reader can have, with their articles. */
export async function gatherMaterial(ports: Pick<Ports, 'storiesChangedSince' | 'readStory' | 'coverage'>, now: Date): Promise<Material> {
  const since = new Date(now.getTime() - longestGapDays * 24 * hourMs).toISOString();
  const told: Told[] = [];
  for (const story of await ports.storiesChangedSince(since)) {
    if (story.mergedInto !== undefined) continue;
    const read = await ports.readStory(story.id);
    if (read !== null) told.push(read);
  }
  return { now, told, coverage: await ports.coverage(now) };
}

/** The window of a reader's next edition. */
export function windowOf(memory: Memory, now: Date): { from: string; until: string; first: boolean } {
  const oldest = new Date(now.getTime() - longestGapDays * 24 * hourMs).toISOString();
  const from = memory.coveredUntil ?? new Date(now.getTime() - firstHours * hourMs).toISOString();
  return { from: from < oldest ? oldest : from, until: new Date(now.getTime() - settleMs).toISOString(), first: memory.coveredUntil === null };
}

/** The edition of these preferences at this moment, or null where nothing is new. Pure: the same material gives the same bytes. */
export function composeEdition(material: Material, preferences: Preferences, { date, memory }: { date: string; memory: Memory }): Edition | null {
  const window = windowOf(memory, material.now);
  const chosen = chooseStories(material.told, preferences, { from: window.from, now: material.now, memory });
  const quiet = chosen.stories.length === 0;
  if (quiet && !(preferences.frequency === 'weekly' && preferences.quietNote)) return null;
  return {
    kind: quiet ? 'quiet' : 'regular', date, interface: preferences.interface, zone: preferences.zone, ...window,
    topics: preferences.topics, languages: preferences.languages, ...chosen, coverage: material.coverage,
  };
}

/** Plans every due edition. A run that dies anywhere is taken up by the next: the subscriber stays due until the last step. */
export async function planDigests(ports: Ports, now: Date): Promise<{ planned: number; empty: number }> {
  const counts = { planned: 0, empty: 0 };
  if (await ports.sendingStopped()) {
    ports.log('digests-held', { reason: 'reputation breaker open' });
    return counts;
  }
  let material: Material | undefined;
  const done = new Set<string>();
  for (;;) {
    const ids = (await ports.due('regular', now.toISOString(), page)).filter((id) => !done.has(id));
    if (ids.length === 0) return counts;
    material ??= await gatherMaterial(ports, now);
    for (const id of ids) {
      done.add(id);
      const subscriber = await ports.readSubscriber(id);
      if (subscriber !== null) counts[await planOne(ports, material, subscriber)]++;
    }
  }
}

async function planOne(ports: Ports, material: Material, subscriber: Subscriber): Promise<'planned' | 'empty'> {
  const { preferences, dueDate, dueAt } = subscriber;
  if (subscriber.state !== 'confirmed' || preferences === null || dueDate === undefined || dueAt === undefined || dueAt > material.now.toISOString()) return 'empty';
  const row = await ports.readEdition(subscriber.id, dueDate) ?? (await makeEdition(ports, material, { ...subscriber, preferences, dueDate }));
  if (row?.state === 'planned') await ports.queue({ subscriberId: subscriber.id, editionId: dueDate });
  await ports.changeSubscriber(subscriber.id, (current) => (current?.dueDate === dueDate && current.state === 'confirmed' ? afterPlanned(current, material.now) : current));
  return row === null ? 'empty' : 'planned';
}

/** Freezes an edition: content first, then the row that names it. @returns null where nothing is new */
async function makeEdition(ports: Ports, material: Material, subscriber: Subscriber & { preferences: Preferences; dueDate: string }): Promise<EditionRow | null> {
  const { id, preferences, dueDate } = subscriber;
  const editions = await settleStale(ports, await ports.readEditions(id, addDays(dueDate, -memoryDays)), material.now);
  const edition = composeEdition(material, preferences, { date: dueDate, memory: memoryOf(editions) });
  if (edition === null) return null;
  const row = rowOf(edition, { subscriberId: id, editionId: dueDate, now: material.now });
  await ports.keepEdition(row.content, edition);
  return (await ports.putEdition(row)) ? row : ports.readEdition(id, dueDate);
}

export function rowOf(edition: Edition, { subscriberId, editionId, now }: { subscriberId: string; editionId: string; now: Date }): EditionRow {
  return {
    subscriberId, editionId, state: 'planned', content: contentHash(edition), from: edition.from, until: edition.until, plannedAt: now.toISOString(),
    seen: Object.fromEntries([...edition.stories, ...edition.briefs].map((story) => [story.storyId, story.upTo])),
  };
}

/** A claim whose worker died cannot be sent again safely: it becomes lost, raises the alarm, and its news is in the next edition. */
async function settleStale(ports: Ports, rows: EditionRow[], now: Date): Promise<EditionRow[]> {
  const settled: EditionRow[] = [];
  for (const row of rows) {
    if (isStale(row, now) && (await ports.moveEdition(row, ['claimed', 'claimed'], { state: 'lost', at: now.toISOString() }))) {
      ports.log('digest-lost', { subscriberId: row.subscriberId, editionId: row.editionId });
      settled.push({ ...row, state: 'lost' });
    } else {
      settled.push(row);
    }
  }
  return settled;
}
