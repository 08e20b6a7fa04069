import type { Language } from '../language.ts';
import type { CopyableText } from '../reprint/reprint.ts';
import { FactPostings } from './fact-postings.ts';
import { type FactPrior, FactWeights } from './fact-weights.ts';
import type { Profile } from './profile.ts';
import { UnloadedStories } from './unloaded-stories.ts';

/** What grouping keeps of an article while its story is open. */
export interface WindowArticle extends CopyableText {
  language: Language;
  /** Epoch ms: when it was published. */
  at: number;
  reprintOf?: string;
}

export interface StoryTimes {
  /** Epoch ms of the earliest and latest article. */
  firstAt: number;
  lastAt: number;
  /** Takes no more articles; only kept so that a later story can follow it. */
  closed: boolean;
}

/** A story that takes articles, or may be followed. */
export interface OpenStory extends StoryTimes {
  id: string;
  members: WindowArticle[];
}

/**
 * The open stories with an index from facts to stories. Plain state: the same articles in the same order make the same window.
 */
export class StoryWindow {
  /** Those that are loaded. */
  readonly stories = new Map<string, OpenStory>();
  readonly #unloaded: UnloadedStories;
  /** Those among the loaded stories that the index of their shard finds. */
  readonly #indexedBySaved = new Set<string>();
  readonly #storyOf = new Map<string, string>();
  readonly #articles = new Map<string, WindowArticle>();
  /** Original → its copies; the original itself may be still to come. */
  readonly #copies = new Map<string, Set<WindowArticle>>();
  /** Those of articles that were read from saved days are made when they are asked for. */
  readonly #profiles = new Map<string, Profile | (() => Profile)>();
  readonly #postings = new FactPostings();
  readonly weights: FactWeights;

  /** @param unloaded loads stories into this window when they are asked for */
  constructor(prior: FactPrior, unloaded = new UnloadedStories(() => undefined)) {
    this.#unloaded = unloaded;
    this.weights = new FactWeights(prior);
  }

  get size(): number {
    return this.stories.size + this.#unloaded.size;
  }

  has(id: string): boolean {
    return this.stories.has(id) || this.#unloaded.has(id);
  }

  get(id: string): OpenStory | undefined {
    this.#unloaded.load(id);
    return this.stories.get(id);
  }

  /** When a story was and whether it is over, without loading it. */
  timesOf(id: string): StoryTimes | undefined {
    return this.stories.get(id) ?? this.#unloaded.entry(id);
  }

  storyOf(articleId: string): OpenStory | undefined {
    const id = this.#storyOf.get(articleId) ?? this.#unloaded.storyOf(articleId);
    return id === undefined ? undefined : this.get(id);
  }

  /** How many stories have articles less than so many ms around an instant (epoch ms). */
  countNear(at: number, ms: number): number {
    let count = this.#unloaded.countNear(at, ms);
    for (const { firstAt, lastAt } of this.stories.values())
      if (at - lastAt < ms && firstAt - at < ms) count++;
    return count;
  }

  /** The copies of an article, earliest first: also of one that is still to come or is long gone. */
  copiesOf(articleId: string): WindowArticle[] {
    for (const id of this.#unloaded.withCopyOf(articleId)) this.#unloaded.load(id);
    return [...(this.#copies.get(articleId) ?? [])].sort(earliestFirst);
  }

  /** The original behind an article: itself, unless it is known to be a copy. No copy in the window names another copy. */
  originalOf(articleId: string): string {
    this.storyOf(articleId);
    return this.#articles.get(articleId)?.reprintOf ?? articleId;
  }

  /** Makes an article the copy of another original. */
  repoint(article: WindowArticle, original: string): void {
    this.#unlist(article);
    article.reprintOf = original;
    this.#list(article);
  }

  /** The ids of the stories that have the fact. @param most null where there are more */
  withFact(fact: string, most: number): string[] | null {
    const stories = this.#postings.storiesWith(fact);
    if (stories.length <= most) this.#unloaded.withFact(fact, { into: stories, most });
    return stories.length <= most ? stories : null;
  }

  profileOf(articleId: string): Profile | undefined {
    const found = this.#profiles.get(articleId);
    if (typeof found !== 'function') return found;
    const made = found();
    this.#profiles.set(articleId, made);
    return made;
  }

  isIn(articleId: string, { id }: OpenStory): boolean {
    return this.#storyOf.get(articleId) === id;
  }

  open(id: string, at: number): OpenStory {
    this.#unloaded.load(id);
    const story: OpenStory = {
      id,
      firstAt: at,
      lastAt: at,
      members: [],
      closed: false,
    };
    this.stories.set(id, story);
    return story;
  }

  add(story: OpenStory, article: WindowArticle, profile: Profile): void {
    this.index(story);
    this.#put(story, article, profile);
    this.#postings.add(story.id, profile);
    setTimes(story);
  }

  /** Takes in a story that was saved: as long as it stays as it is, the index of its shard finds it. */
  load({ id, closed }: Pick<OpenStory, 'id' | 'closed'>, articles: [WindowArticle, () => Profile][]): void {
    const story: OpenStory = { id, firstAt: 0, lastAt: 0, members: [], closed };
    this.stories.set(id, story);
    this.#indexedBySaved.add(id);
    for (const [article, profile] of articles) this.#put(story, article, profile);
    setTimes(story);
  }

  #put(story: OpenStory, article: WindowArticle, profile: Profile | (() => Profile)): void {
    story.members.push(article);
    this.#storyOf.set(article.id, story.id);
    this.#profiles.set(article.id, profile);
    this.#list(article);
  }

  /** A story that changed, or will, is found by the index of this window and not that of its shard. */
  index(story: OpenStory): void {
    if (!this.#indexedBySaved.delete(story.id)) return;
    this.#unloaded.unindex(story.id);
    for (const { id } of story.members) {
      const profile = this.profileOf(id);
      if (profile !== undefined) this.#postings.add(story.id, profile);
    }
  }

  /** Moves an article into another story; a story left without any is forgotten. */
  move(article: WindowArticle, from: OpenStory, into: OpenStory): void {
    const profile = this.profileOf(article.id);
    if (profile === undefined) return;
    this.index(from);
    from.members = from.members.filter((member) => member !== article);
    this.#postings.remove(from.id, profile);
    this.add(into, article, profile);
    if (from.members.length === 0) this.stories.delete(from.id);
    else setTimes(from);
  }

  #list(article: WindowArticle): void {
    this.#articles.set(article.id, article);
    if (article.reprintOf === undefined) return;
    const copies = this.#copies.get(article.reprintOf);
    if (copies === undefined) this.#copies.set(article.reprintOf, new Set([article]));
    else copies.add(article);
  }

  #unlist(article: WindowArticle): void {
    this.#articles.delete(article.id);
    if (article.reprintOf === undefined) return;
    const copies = this.#copies.get(article.reprintOf);
    copies?.delete(article);
    if (copies?.size === 0) this.#copies.delete(article.reprintOf);
  }

  /** Forgets a story as if it had never been. */
  drop(story: OpenStory): void {
    this.stories.delete(story.id);
    const isIndexed = !this.#indexedBySaved.delete(story.id);
    for (const article of story.members) {
      const profile = isIndexed ? this.profileOf(article.id) : undefined;
      if (profile !== undefined) this.#postings.remove(story.id, profile);
      this.#profiles.delete(article.id);
      this.#storyOf.delete(article.id);
      this.#unlist(article);
    }
  }
}

/** The order of articles wherever one counts: not that in which they came, which a process that reads them anew does not know. */
export const earliestFirst = (a: Pick<Profile, 'id' | 'at'>, b: Pick<Profile, 'id' | 'at'>): number =>
  a.at - b.at || (a.id < b.id ? -1 : 1);

function setTimes(story: OpenStory): void {
  story.firstAt = Infinity;
  story.lastAt = -Infinity;
  for (const { at } of story.members) {
    story.firstAt = Math.min(story.firstAt, at);
    story.lastAt = Math.max(story.lastAt, at);
  }
}
