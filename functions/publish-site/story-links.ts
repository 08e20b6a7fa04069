import { chosenHeadline, type Card } from '../../shared/domain/site/card.ts';
import type { IndexEntry } from '../../shared/domain/site/story-index.ts';
import type { Language } from '../../shared/domain/language.ts';
import type { Story } from '../../shared/domain/story/story.ts';
import { publicationSpan } from '../../shared/domain/story/view.ts';
import type { StoryWindow } from '../../shared/domain/site/story-window.ts';
import type { DayStateCache } from './day-states.ts';

/** A story as another names it. */
export interface NamedStory {
  id: string;
  title: string;
  language: Language;
  /** When its first report was published, ISO 8601 UTC. */
  at: string;
}

/** What a story follows up, and what followed it, the newest first. */
export interface LinkedStories {
  earlier?: NamedStory;
  later: NamedStory[];
}

/** So many of the stories that followed are named. */
const namedFollowers = 8;

/** Which stories of the window follow up which: kept up while a round publishes. */
export class Followers {
  readonly #of = new Map<string, Set<string>>();

  constructor(entries: Iterable<IndexEntry>) {
    for (const entry of entries) this.add(entry);
  }

  add({ id, follows }: Pick<IndexEntry, 'id' | 'follows'>): void {
    if (follows === undefined) return;
    const known = this.#of.get(follows);
    if (known === undefined) this.#of.set(follows, new Set([id]));
    else known.add(id);
  }

  remove({ id, follows }: Pick<IndexEntry, 'id' | 'follows'>): void {
    if (follows !== undefined) this.#of.get(follows)?.delete(id);
  }

  of(id: string): string[] {
    return [...(this.#of.get(id) ?? [])];
  }
}

/** Of stories that left the window nothing but their id is known: they are linked without a title. */
export async function linkedStories(
  { id, follows }: Pick<Story, 'id' | 'follows'>,
  followers: Followers,
  { window, dayStates, language }: { window: StoryWindow; dayStates: DayStateCache; language: Language },
): Promise<LinkedStories> {
  const later = followers.of(id);
  const wanted = [...later, ...(follows === undefined ? [] : [follows])];
  const cards = await dayStates.cards(wanted.flatMap((each) => window.get(each) ?? []));
  const earlier = follows === undefined ? undefined : cards.get(follows);
  return {
    ...(earlier !== undefined && { earlier: named(earlier, language) }),
    later: later
      .flatMap((each) => cards.get(each) ?? [])
      .map((card) => named(card, language))
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? -1 : 1))
      .slice(0, namedFollowers),
  };
}

function named(card: Card, language: Language): NamedStory {
  const { title, language: shown } = chosenHeadline(card.headlines, language);
  return { id: card.id, title, language: shown, at: publicationSpan(card).first };
}

/** Whether a story's name has changed for those that link to it. */
export const isNamedAnew = (before: Card | undefined, after: Card, language: Language): boolean =>
  before === undefined ||
  before.follows !== after.follows ||
  JSON.stringify(named(before, language)) !== JSON.stringify(named(after, language));
