import type { StoryWithArticles } from '../../shared/domain/digest/choice.ts';
import { chooseStories } from '../../shared/domain/digest/edition-story.ts';
import { knownSince, type Memory } from '../../shared/domain/digest/memory.ts';
import { breakingMs, isBreaking } from '../../shared/domain/story/breaking.ts';
import { type Edition, isAlert } from '../../shared/domain/digest/edition.ts';
import { breakingPerDay, isQuiet, quietEnds } from '../../shared/domain/digest/schedule.ts';
import { instantOf, localTime } from '../../shared/domain/text/local-time.ts';
import type { Subscriber } from '../../shared/domain/subscriber/subscriber.ts';
import { commonOf, type ComposedEdition, type Material, type ReaderState } from './compose-edition.ts';
import { followIndexOf } from './followed.ts';
import { persistEdition, catchAndCount, readReader, type DueReader, type PlanRun } from './plan-run.ts';
import { addDays, hourMs } from '../../shared/domain/text/time.ts';
import { atMost } from '../../shared/at-most.ts';

const pauseMs = hourMs;
const readersAtOnce = 8;

export const breakingOf = (candidates: readonly StoryWithArticles[], now: Date): StoryWithArticles[] =>
  candidates.filter(({ story }) => isBreaking(story, now.toISOString()));

/** Mails stories that broke in the last hours to the readers who asked for those only. */
export async function planBreaking(run: PlanRun, ids: readonly string[]): Promise<void> {
  const { stories: candidates, ...rest } = await run.materialSince(
    new Date(run.now.getTime() - breakingMs).toISOString(),
  );
  const breaking = breakingOf(candidates, run.now);
  if (breaking.length === 0) return;
  const subscriberOf = await run.ports.readSubscribers(ids);
  await atMost(ids, readersAtOnce, (id) =>
    catchAndCount(run, async () => {
      const reader = await readReader(run, subscriberOf(id));
      if (reader !== null) await planFor(run, { ...rest, stories: breaking }, reader);
    }),
  );
}

async function planFor(run: PlanRun, material: Material, reader: DueReader): Promise<void> {
  const { ports, now, counts } = run;
  const { id } = reader.subscriber;
  const { zone } = reader.preferences;
  const { date } = localTime(now, zone);
  const today = reader.rows.filter((row) => row.editionId.startsWith(`${date}-b`) && !isAlert(row));
  if (isQuiet(zone, now)) return waitUntil(run, id, quietEnds(zone, now));
  const waiting = today.find((row) => row.state === 'planned');
  if (waiting === undefined && today.length >= breakingPerDay)
    return waitUntil(run, id, quietEnds(zone, instantOf(addDays(date, 1), 0, zone)));
  const editionId = waiting?.editionId ?? `${date}-b${today.length + 1}`;
  const row =
    waiting ??
    (await persistEdition(ports, {
      reader,
      editionId,
      edition: composeBreaking(material, reader, date),
      now,
    }));
  if (row === null) return;
  if (row.state === 'planned') await ports.queue([{ subscriberId: id, editionId }]);
  counts.planned++;
  await waitUntil(run, id, new Date(now.getTime() + pauseMs));
}

/** Only what the reader has not had at all: an update wakes nobody. Takes breaking stories only. */
export function composeBreaking(
  material: Material,
  { preferences, memory, window }: ReaderState,
  date: string,
): ComposedEdition | null {
  const fresh = material.stories.filter((candidate) => !isKnown(candidate, memory));
  const from = new Date(material.now.getTime() - 2 * breakingMs).toISOString();
  const followed = followIndexOf(material.stories, material.now).because(preferences);
  const { content, articleIds } = chooseStories(fresh, preferences, {
    from,
    now: material.now,
    memory,
    followed,
  });
  if (content.stories.length === 0) return null;
  const { leftOut: _whole, ...moment } = window;
  const edition: Edition = {
    kind: 'breaking',
    date,
    ...moment,
    ...commonOf(material, preferences),
    ...content,
  };
  return { edition, articleIds };
}

/** Whether the reader has had any of a story. */
export const isKnown = ({ articles }: StoryWithArticles, memory: Memory): boolean =>
  articles.some((article) => knownSince(memory, article) !== null);

async function waitUntil({ ports }: PlanRun, id: string, instant: Date): Promise<void> {
  const next = (current: Subscriber): Subscriber => ({ ...current, dueAt: instant.toISOString() });
  await ports.changeSubscriber(id, (current) =>
    current?.state === 'confirmed' && current.preferences?.frequency === 'breaking' ? next(current) : current,
  );
}
