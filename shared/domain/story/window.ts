import type { Language } from '../language.ts';
import type { CopyableText } from '../reprint/reprint.ts';
import { type FactKind, factKinds, type Facts, titleWeight } from './facts.ts';
import { slotsOf, type Slots } from './slots.ts';
import { UnloadedStories } from './unloaded-stories.ts';

/** What grouping keeps of an article while its story is open. */
export interface WindowArticle extends CopyableText {
  language: Language;
  /** Epoch ms: when it was published. */
  at: number;
  reprintOf?: string;
}

/** Facts with their weights (in the article times inverse frequency); `sum` is the sum of these, `square` that of their squares. */
export interface TermVector {
  facts: Map<string, number>;
  square: number;
  sum: number;
}

/** Vectors by kind of fact; words also by language, because they compare within one language only. */
type Centroid = Map<string, TermVector>;

/** An article ready to be compared with others. */
export interface Profile {
  /** The article's. */
  id: string;
  centroid: Centroid;
  slots: Slots;
  /** The facts that its title has. */
  titleFacts: ReadonlySet<string>;
  /** Those of them that compare across languages; `isWhat` tells what happened from who and where. */
  title: { fact: string; kind: FactKind; weight: number; isWhat: boolean }[];
  topics: string[];
  language: Language;
  outletId: string;
  /** Epoch ms. */
  at: number;
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

/** How common a fact is: shares of articles, learned from the gold set. */
export interface FactPrior {
  share: Record<string, number>;
  /** The articles it was counted on: an unseen fact counts as half an article among them. */
  articles: number;
}

/** The vector that a kind of fact belongs to. */
export const vectorName = (kind: string, language: string): string =>
  kind === 'word' ? `word:${language}` : kind;

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
  /** Fact → the stories that have it, and in how many of their articles. Most facts have one article: then its story's id alone. */
  readonly #postings = new Map<string, string | Map<string, number>>();
  /** The weights of the facts in the prior, and that of any other. */
  readonly #known: Map<string, number>;
  readonly #unknown: number;

  /** @param unloaded loads stories into this window when they are asked for */
  constructor({ share, articles }: FactPrior, unloaded = new UnloadedStories(() => undefined)) {
    this.#unloaded = unloaded;
    const weigh = (part: number): number => Math.max(0, Math.log((articles + 1) / (part * articles + 0.5)));
    this.#known = new Map(Object.entries(share).map(([fact, part]) => [fact, weigh(part)]));
    this.#unknown = weigh(0);
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
    const postings = this.#postings.get(fact) ?? new Map<string, number>();
    const stories = typeof postings === 'string' ? [postings] : [...postings.keys()];
    if (stories.length <= most) this.#unloaded.withFact(fact, { into: stories, most });
    return stories.length <= most ? stories : null;
  }

  /** The weight of a fact: the logarithm of its rarity. From the prior alone, so that it does not depend on what came before. */
  weightOf(fact: string): number {
    return this.#known.get(fact) ?? this.#unknown;
  }

  /** An article's facts with their weights, ready to be compared. */
  weigh(
    facts: Facts,
    { id, language, outletId, at }: Pick<Profile, 'id' | 'language' | 'outletId' | 'at'>,
  ): Profile {
    const centroid: Centroid = new Map();
    const titleFacts = new Set<string>();
    const title: Profile['title'] = [];
    for (const kind of factKinds) {
      const vector: TermVector = { facts: new Map(), square: 0, sum: 0 };
      for (const [fact, weight] of facts[kind]) {
        const weighted = weight * this.weightOf(fact);
        vector.facts.set(fact, weighted);
        vector.square += weighted * weighted;
        vector.sum += weighted;
        if (weight < titleWeight) continue;
        titleFacts.add(fact);
        if (kind !== 'word' && kind !== 'subtopic')
          title.push({ fact, kind, weight: weighted, isWhat: kind === 'event' || kind === 'concept' });
      }
      centroid.set(vectorName(kind, language), vector);
    }
    const topics = [...facts.subtopic.keys()].filter((fact) => fact.startsWith('topic:'));
    return { id, centroid, slots: slotsOf(facts), titleFacts, title, topics, language, outletId, at };
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
    this.#post(story, profile);
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
      if (profile !== undefined) this.#post(story, profile);
    }
  }

  /** Moves an article into another story; a story left without any is forgotten. */
  move(article: WindowArticle, from: OpenStory, into: OpenStory): void {
    const profile = this.profileOf(article.id);
    if (profile === undefined) return;
    this.index(from);
    from.members = from.members.filter((member) => member !== article);
    this.#unpost(from, profile);
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

  #post(story: OpenStory, { centroid }: Profile): void {
    for (const { facts } of centroid.values()) {
      for (const fact of facts.keys()) {
        const postings = this.#postings.get(fact);
        if (postings === undefined) this.#postings.set(fact, story.id);
        else if (typeof postings !== 'string') postings.set(story.id, (postings.get(story.id) ?? 0) + 1);
        else this.#postings.set(fact, twoOf(postings, story.id));
      }
    }
  }

  #unpost(story: OpenStory, { centroid }: Profile): void {
    for (const { facts } of centroid.values()) {
      for (const fact of facts.keys()) {
        const postings = this.#postings.get(fact);
        if (typeof postings !== 'object') {
          if (postings === story.id) this.#postings.delete(fact);
          continue;
        }
        const count = postings.get(story.id) ?? 0;
        if (count > 1) postings.set(story.id, count - 1);
        else postings.delete(story.id);
        if (postings.size === 0) this.#postings.delete(fact);
      }
    }
  }

  /** Forgets a story as if it had never been. */
  drop(story: OpenStory): void {
    this.stories.delete(story.id);
    const isIndexed = !this.#indexedBySaved.delete(story.id);
    for (const article of story.members) {
      const profile = isIndexed ? this.profileOf(article.id) : undefined;
      if (profile !== undefined) this.#unpost(story, profile);
      this.#profiles.delete(article.id);
      this.#storyOf.delete(article.id);
      this.#unlist(article);
    }
  }
}

/** The order of articles wherever one counts: not that in which they came, which a process that reads them anew does not know. */
export const earliestFirst = (a: Pick<Profile, 'id' | 'at'>, b: Pick<Profile, 'id' | 'at'>): number =>
  a.at - b.at || (a.id < b.id ? -1 : 1);

/** A fact's stories once it has a second article. */
const twoOf = (first: string, second: string): Map<string, number> =>
  first === second
    ? new Map([[first, 2]])
    : new Map([
        [first, 1],
        [second, 1],
      ]);

function setTimes(story: OpenStory): void {
  story.firstAt = Infinity;
  story.lastAt = -Infinity;
  for (const { at } of story.members) {
    story.firstAt = Math.min(story.firstAt, at);
    story.lastAt = Math.max(story.lastAt, at);
  }
}
