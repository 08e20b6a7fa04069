import { type StoryWithArticles, withoutMoved } from '../../shared/domain/digest/choice.ts';
import { chooseStories, contentHash } from '../../shared/domain/digest/edition-story.ts';
import type { Coverage, Edition, EditionRow } from '../../shared/domain/digest/edition.ts';
import { marksOf, type Memory } from '../../shared/domain/digest/memory.ts';
import { followIndexOf } from './followed.ts';
import type { EditionWindow } from '../../shared/domain/digest/window.ts';
import type { Story } from '../../shared/domain/story/story.ts';
import type { Preferences } from '../../shared/domain/subscriber/subscriber.ts';
import { hourMs } from '../../shared/domain/text/time.ts';
import { atMost } from '../../shared/at-most.ts';

const readsAtOnce = 16;
/** Stories are read from a little before the window: what was being stored then shows only later. */
const overlapMs = hourMs;

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
export async function gatherMaterial(ports: MaterialPorts, now: Date, since: string): Promise<Material> {
  const from = new Date(Date.parse(since) - overlapMs).toISOString();
  const stories = (await ports.storiesChangedSince(from)).filter((story) => story.mergedInto === undefined);
  const candidates = await atMost(stories, readsAtOnce, (story) => ports.readStory(story.id));
  return {
    now,
    stories: withoutMoved(candidates.filter((read) => read !== null)),
    coverage: await ports.coverage(now),
  };
}

export interface ReaderState {
  preferences: Preferences;
  memory: Memory;
  window: EditionWindow;
}

/** An edition, and every article that it shows or counts. */
export interface ComposedEdition {
  edition: Edition;
  articleIds: string[];
}

/** The edition of a reader at this moment, or null where nothing is new. Pure: the same material gives the same bytes. */
export function composeEdition(
  material: Material,
  { preferences, memory, window }: ReaderState,
  date: string,
): ComposedEdition | null {
  const { content, articleIds } = chooseStories(material.stories, preferences, {
    from: window.from,
    now: material.now,
    memory,
    followed: followIndexOf(material.stories, material.now).because(preferences),
  });
  const quiet = content.stories.length === 0;
  if (quiet && !(preferences.frequency === 'weekly' && preferences.quietNote)) return null;
  const edition: Edition = {
    kind: quiet ? 'quiet' : 'regular',
    date,
    ...window,
    ...commonOf(material, preferences),
    ...content,
  };
  return { edition, articleIds };
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

/** Of an edition that many readers share, computed once. */
const namesOf = new WeakMap<ComposedEdition, Pick<EditionRow, 'content'> & { articles: string }>();

/** The row that makes a composed edition an edition of this reader. */
export function editionRowOf(
  composed: ComposedEdition,
  { subscriberId, editionId, now }: { subscriberId: string; editionId: string; now: Date },
): EditionRow {
  const { edition, articleIds } = composed;
  const names = namesOf.get(composed) ?? { content: contentHash(edition), articles: marksOf(articleIds) };
  namesOf.set(composed, names);
  return {
    subscriberId,
    editionId,
    state: 'planned',
    content: names.content,
    from: edition.from,
    until: edition.until,
    plannedAt: now.toISOString(),
    articles: names.articles,
  };
}
