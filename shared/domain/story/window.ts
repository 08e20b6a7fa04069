import type { Language } from '../language.ts';
import type { CopyableText } from '../reprint/reprint.ts';
import { type FactKind, factKinds, type Facts, titleWeight } from './facts.ts';
import { slotsOf, type Slots } from './slots.ts';

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

/** A story that takes articles, or may be followed. */
export interface OpenStory {
  id: string;
  /** Epoch ms of the earliest and latest article. */
  firstAt: number;
  lastAt: number;
  members: WindowArticle[];
  /** Takes no more articles; only kept so that a later story can follow it. */
  closed: boolean;
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
  readonly stories = new Map<string, OpenStory>();
  readonly #storyOf = new Map<string, string>();
  readonly #articles = new Map<string, WindowArticle>();
  /** Original → its copies; the original itself may be still to come. */
  readonly #copies = new Map<string, Set<WindowArticle>>();
  readonly #profiles = new Map<string, Profile>();
  /** Fact → the stories that have it, and in how many of their articles. Most facts have one article: then its story's id alone. */
  readonly #postings = new Map<string, string | Map<string, number>>();
  /** The weights of the facts in the prior, and that of any other. */
  readonly #known: Map<string, number>;
  readonly #unknown: number;

  constructor({ share, articles }: FactPrior) {
    const weigh = (part: number): number => Math.max(0, Math.log((articles + 1) / (part * articles + 0.5)));
    this.#known = new Map(Object.entries(share).map(([fact, part]) => [fact, weigh(part)]));
    this.#unknown = weigh(0);
  }

  storyOf(articleId: string): OpenStory | undefined {
    const id = this.#storyOf.get(articleId);
    return id === undefined ? undefined : this.stories.get(id);
  }

  /** The copies of an article, in the order they came: also of one that is still to come or is long gone. */
  copiesOf(articleId: string): WindowArticle[] {
    return [...(this.#copies.get(articleId) ?? [])];
  }

  /** The original behind an article: itself, unless it is known to be a copy. No copy in the window names another copy. */
  originalOf(articleId: string): string {
    return this.#articles.get(articleId)?.reprintOf ?? articleId;
  }

  /** Makes an article the copy of another original. */
  repoint(article: WindowArticle, original: string): void {
    this.#unlist(article);
    article.reprintOf = original;
    this.#list(article);
  }

  /** The stories that have the fact, in the order they got it. */
  withFact(fact: string): ReadonlyMap<string, number> | undefined {
    const postings = this.#postings.get(fact);
    return typeof postings === 'string' ? new Map([[postings, 1]]) : postings;
  }

  /** The weight of a fact: the logarithm of its rarity. From the prior alone, so that it does not depend on what came before. */
  weightOf(fact: string): number {
    return this.#known.get(fact) ?? this.#unknown;
  }

  /** An article's facts with their weights, ready to be compared. */
  weigh(facts: Facts, { language, outletId, at }: Pick<Profile, 'language' | 'outletId' | 'at'>): Profile {
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
    return { centroid, slots: slotsOf(facts), titleFacts, title, topics, language, outletId, at };
  }

  profileOf(articleId: string): Profile | undefined {
    return this.#profiles.get(articleId);
  }

  open(id: string, at: number): OpenStory {
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
    story.members.push(article);
    this.#storyOf.set(article.id, story.id);
    this.#profiles.set(article.id, profile);
    this.#list(article);
    this.#post(story, profile);
    setTimes(story);
  }

  /** Moves an article into another story; a story left without any is forgotten. */
  move(article: WindowArticle, from: OpenStory, into: OpenStory): void {
    const profile = this.#profiles.get(article.id);
    if (profile === undefined) return;
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
    for (const article of story.members) {
      const profile = this.#profiles.get(article.id);
      if (profile !== undefined) this.#unpost(story, profile);
      this.#profiles.delete(article.id);
      this.#storyOf.delete(article.id);
      this.#unlist(article);
    }
  }
}

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
