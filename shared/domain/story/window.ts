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

/** Facts with their weights, times how much each tells; `square` is the sum of their squares. */
export interface Bag {
  facts: Map<string, number>;
  square: number;
}

/** Bags by what they hold: a kind of fact, but words by language, for only within one language do they compare. */
export type Core = Map<string, Bag>;

/** A story that takes articles, or may be followed. */
export interface OpenStory {
  id: string;
  /** Epoch ms of the earliest and latest article. */
  firstAt: number;
  lastAt: number;
  /** Independent articles: those that shaped the core. */
  independent: number;
  /** The sum of what all independent articles say. */
  core: Core;
  members: WindowArticle[];
  /** The originals whose text shaped the core, here themselves or by a copy. */
  texts: Set<string>;
  /** Takes no more articles; only kept so that a later story can follow it. */
  closed: boolean;
}

/** How common a fact is: shares of articles, learned from the gold set. */
export interface FactPrior {
  share: Record<string, number>;
  /** The articles it stands for: a fact never met counts as half an article among so many. */
  articles: number;
}

/** The bag a kind of fact belongs to. */
export const bagName = (kind: string, language: string): string =>
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
  /** What the facts of the prior tell, and what any other does. */
  readonly #known: Map<string, number>;
  readonly #unknown: number;

  constructor({ share, articles }: FactPrior) {
    const tells = (part: number): number => Math.max(0, Math.log((articles + 1) / (part * articles + 0.5)));
    this.#known = new Map(Object.entries(share).map(([fact, part]) => [fact, tells(part)]));
    this.#unknown = tells(0);
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

  /** How much a fact tells: the logarithm of how rare it is. From the prior alone, so that it does not depend on what came before. */
  tells(fact: string): number {
    return this.#known.get(fact) ?? this.#unknown;
  }

  /** An article's facts as a core of their own. */
  weigh(facts: Facts, language: Language): Core {
    const core: Core = new Map();
    for (const kind of factKinds) {
      const bag: Bag = { facts: new Map(), square: 0 };
      for (const [fact, weight] of facts[kind]) {
        const told = weight * this.tells(fact);
        bag.facts.set(fact, told);
        bag.square += told * told;
      }
      core.set(bagName(kind, language), bag);
    }
    return core;
  }

  open(id: string, at: number): OpenStory {
    const story: OpenStory = {
      id,
      firstAt: at,
      lastAt: at,
      independent: 0,
      core: new Map(),
      members: [],
      texts: new Set(),
      closed: false,
    };
    this.stories.set(id, story);
    return story;
  }

  /** Adds an article; each text shapes the core once, so a copy does only where it comes before its original. */
  add(story: OpenStory, article: WindowArticle, core: Core): void {
    story.members.push(article);
    story.firstAt = Math.min(story.firstAt, article.at);
    story.lastAt = Math.max(story.lastAt, article.at);
    this.#storyOf.set(article.id, story.id);
    this.#list(article);
    const text = article.reprintOf ?? article.id;
    if (story.texts.has(text)) return;
    story.texts.add(text);
    story.independent++;
    this.#addTo(story, core);
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

  /** Moves all articles of one story into another, and its core with them. */
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
    this.#addTo(into, from.core);
  }

  #addTo(story: OpenStory, core: Core): void {
    for (const [name, { facts }] of core) {
      const bag = story.core.get(name) ?? { facts: new Map<string, number>(), square: 0 };
      story.core.set(name, bag);
      for (const [fact, told] of facts) {
        const before = bag.facts.get(fact) ?? 0;
        bag.facts.set(fact, before + told);
        bag.square += (before + told) ** 2 - before ** 2;
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
    for (const { facts } of story.core.values()) {
      for (const fact of facts.keys()) {
        const postings = this.#postings.get(fact);
        postings?.delete(story.id);
        if (postings?.size === 0) this.#postings.delete(fact);
      }
    }
  }
}
