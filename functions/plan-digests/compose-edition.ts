import { chooseStories, contentHash, type StoryWithArticles } from '../../shared/domain/digest/choice.ts';
import type { Coverage, Edition, EditionRow, Memory } from '../../shared/domain/digest/edition.ts';
import type { Story } from '../../shared/domain/story/story.ts';
import type { Preferences } from '../../shared/domain/subscriber/subscriber.ts';
import { hourMs, minuteMs } from '../../shared/domain/text/time.ts';
import { atMost } from '../../shared/at-most.ts';

/** A story written a moment ago may not be readable yet: an edition covers up to here, and the rest is the next one's. */
const settleMs = minuteMs;
/** The first edition covers the day before the reader confirmed. */
const firstHours = 24;
/** Nothing older is news, even to a reader who could not be served for long. */
const longestGapDays = 8;
const readsAtOnce = 16;

export interface MaterialPorts {
  storiesChangedSince(instant: string): Promise<Story[]>;
  readStory(id: string): Promise<StoryWithArticles | null>;
  coverage(now: Date): Promise<Coverage>;
}

/** What all readers' editions of a moment are made of. */
export interface Material {
  now: Date;
  stories: StoryWithArticles[];
  coverage: Coverage;
}

/** Stories that changed since an instant, with their articles. */
export async function gatherMaterial(
  ports: MaterialPorts,
  now: Date,
  since: string = oldest(now),
): Promise<Material> {
  const stories = (await ports.storiesChangedSince(since)).filter((story) => story.mergedInto === undefined);
  const candidates = await atMost(stories, readsAtOnce, (story) => ports.readStory(story.id));
  return { now, stories: candidates.filter((read) => read !== null), coverage: await ports.coverage(now) };
}

const oldest = (now: Date): string => new Date(now.getTime() - longestGapDays * 24 * hourMs).toISOString();

export interface EditionWindow {
  /** Articles seen after this are news to the reader, up to `until` by our clock; ISO 8601 UTC. */
  from: string;
  until: string;
  first: boolean;
}

/** The window of a reader's next edition: from the end of the last one sent, so a lost edition leaves no gap. */
export function windowOf({
  memory,
  confirmedAt,
  now,
}: {
  memory: Memory;
  confirmedAt: string;
  now: Date;
}): EditionWindow {
  const from = memory.coveredUntil ?? new Date(Date.parse(confirmedAt) - firstHours * hourMs).toISOString();
  return {
    from: from < oldest(now) ? oldest(now) : from,
    until: new Date(now.getTime() - settleMs).toISOString(),
    first: memory.coveredUntil === null,
  };
}

export interface ReaderState {
  preferences: Preferences;
  memory: Memory;
  window: EditionWindow;
}

/** The edition of a reader at this moment, or null where nothing is new. Pure: the same material gives the same bytes. */
export function composeEdition(
  material: Material,
  { preferences, memory, window }: ReaderState,
  date: string,
): Edition | null {
  const chosen = chooseStories(material.stories, preferences, {
    from: window.from,
    now: material.now,
    memory,
  });
  const quiet = chosen.stories.length === 0;
  if (quiet && !(preferences.frequency === 'weekly' && preferences.quietNote)) return null;
  return {
    kind: quiet ? 'quiet' : 'regular',
    date,
    ...window,
    ...commonOf(material, preferences),
    ...chosen,
  };
}

export function commonOf(
  material: Material,
  preferences: Preferences,
): Pick<Edition, 'interface' | 'zone' | 'topics' | 'languages' | 'coverage'> {
  return {
    interface: preferences.interface,
    zone: preferences.zone,
    topics: preferences.topics,
    languages: preferences.languages,
    coverage: material.coverage,
  };
}

/** The row that makes a composed edition an edition of this reader. */
export function editionRowOf(
  edition: Edition,
  { subscriberId, editionId, now }: { subscriberId: string; editionId: string; now: Date },
): EditionRow {
  return {
    subscriberId,
    editionId,
    state: 'planned',
    content: contentHash(edition),
    from: edition.from,
    until: edition.until,
    plannedAt: now.toISOString(),
    seen: Object.fromEntries(
      [...edition.stories, ...edition.briefs].map((story) => [story.storyId, story.upTo]),
    ),
  };
}
