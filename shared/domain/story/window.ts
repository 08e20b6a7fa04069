import type { Language } from '../language.ts';
import type { CopyableText } from '../reprint/reprint.ts';
import { factKinds, type Facts } from './facts.ts';

/** What grouping keeps of an article while its story is open. */
export interface WindowArticle extends CopyableText {
  language: Language;
  /** Epoch ms: when it was published. */
  at: number;
  reprintOf?: string;
}

/** Facts with their weights (in the article times inverse frequency); `square` is the sum of their squares. */
export interface TermVector {
  facts: Map<string, number>;
  square: number;
}

/** Vectors by kind of fact; words also by language, because they compare within one language only. */
export type Centroid = Map<string, TermVector>;

/** A story that takes articles, or may be followed. */
export interface OpenStory {
  id: string;
  /** Epoch ms of the earliest and latest article. */
  firstAt: number;
  lastAt: number;
  /** Independent articles: those in the centroid. */
  independent: number;
  /** The sum of what all independent articles say. */
  centroid: Centroid;
  members: WindowArticle[];
  /** The originals whose text is in the centroid, themselves or by a copy. */
  texts: Set<string>;
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
  readonly #postings = new Map<string, Set<string>>();
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
  withFact(fact: string): ReadonlySet<string> | undefined {
    return this.#postings.get(fact);
  }

  /** The weight of a fact: the logarithm of its rarity. From the prior alone, so that it does not depend on what came before. */
  weightOf(fact: string): number {
    return this.#known.get(fact) ?? this.#unknown;
  }

  /** An article's facts as a centroid of their own. */
  weigh(facts: Facts, language: Language): Centroid {
    const centroid: Centroid = new Map();
    for (const kind of factKinds) {
      const vector: TermVector = { facts: new Map(), square: 0 };
      for (const [fact, weight] of facts[kind]) {
        const weighted = weight * this.weightOf(fact);
        vector.facts.set(fact, weighted);
        vector.square += weighted * weighted;
      }
      centroid.set(vectorName(kind, language), vector);
    }
    return centroid;
  }

  open(id: string, at: number): OpenStory {
    const story: OpenStory = {
      id,
      firstAt: at,
      lastAt: at,
      independent: 0,
      centroid: new Map(),
      members: [],
      texts: new Set(),
      closed: false,
    };
    this.stories.set(id, story);
    return story;
  }

  /** Adds an article; each text counts once in the centroid, so a copy counts only when it comes before its original. */
  add(story: OpenStory, article: WindowArticle, centroid: Centroid): void {
    story.members.push(article);
    story.firstAt = Math.min(story.firstAt, article.at);
    story.lastAt = Math.max(story.lastAt, article.at);
    this.#storyOf.set(article.id, story.id);
    this.#list(article);
    const text = article.reprintOf ?? article.id;
    if (story.texts.has(text)) return;
    story.texts.add(text);
    story.independent++;
    this.#addTo(story, centroid);
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

  /** Moves all articles of one story into another, and its centroid with them. */
  merge(from: OpenStory, into: OpenStory): void {
    this.drop(from);
    into.members.push(...from.members);
    for (const article of from.members) {
      this.#storyOf.set(article.id, into.id);
      this.#list(article);
    }
    for (const text of from.texts) into.texts.add(text);
    into.firstAt = Math.min(into.firstAt, from.firstAt);
    into.lastAt = Math.max(into.lastAt, from.lastAt);
    into.independent += from.independent;
    this.#addTo(into, from.centroid);
  }

  #addTo(story: OpenStory, centroid: Centroid): void {
    for (const [name, { facts }] of centroid) {
      const vector = story.centroid.get(name) ?? { facts: new Map<string, number>(), square: 0 };
      story.centroid.set(name, vector);
      for (const [fact, weighted] of facts) {
        const before = vector.facts.get(fact) ?? 0;
        vector.facts.set(fact, before + weighted);
        vector.square += (before + weighted) ** 2 - before ** 2;
        this.#post(fact, story.id);
      }
    }
  }

  #post(fact: string, storyId: string): void {
    const postings = this.#postings.get(fact);
    if (postings === undefined) this.#postings.set(fact, new Set([storyId]));
    else postings.add(storyId);
  }

  /** Forgets a story as if it had never been. */
  drop(story: OpenStory): void {
    this.stories.delete(story.id);
    for (const article of story.members) {
      this.#storyOf.delete(article.id);
      this.#unlist(article);
    }
    for (const { facts } of story.centroid.values()) {
      for (const fact of facts.keys()) {
        const postings = this.#postings.get(fact);
        postings?.delete(story.id);
        if (postings?.size === 0) this.#postings.delete(fact);
      }
    }
  }
}
