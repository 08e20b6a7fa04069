import { Lru } from '../../shared/domain/text/lru.ts';
import type { Ports } from './ports.ts';

type StoryRead = NonNullable<Awaited<ReturnType<Ports['readStory']>>>;

/** Articles of some hundred stories a day for a week: with their evidence about 3 KB each. */
const mostArticles = 4_000;

/**
 * Stories as this process last read them, from round to round, told apart by `changedAt`: each half-hourly pass writes the tables
 * of whole days, and reading all stories of a day again was most of what publishing asked of the Stories table.
 */
const known = new WeakMap<Ports['readStory'], Lru<StoryRead>>();

function knownBy({ readStory }: Pick<Ports, 'readStory'>): Lru<StoryRead> {
  const held = known.get(readStory) ?? new Lru<StoryRead>(mostArticles);
  known.set(readStory, held);
  return held;
}

/** A story as it is stored now. */
export async function readStoryNow(id: string, ports: Pick<Ports, 'readStory'>): Promise<StoryRead | null> {
  const read = await ports.readStory(id);
  if (read !== null) knownBy(ports).set(id, read, read.articles.length);
  return read;
}

/** A story as of a change of it: read only where no read of this process saw that change. */
export async function storyAsOf(
  { id, changedAt }: { id: string; changedAt: string },
  ports: Pick<Ports, 'readStory'>,
): Promise<StoryRead | null> {
  const held = knownBy(ports).get(id);
  return held?.story.changedAt === changedAt ? held : readStoryNow(id, ports);
}
