import type { Language } from './language.ts';
import type { CopyableText } from './reprint.ts';
import { type FactKind, type Facts, factKinds } from './story-facts.ts';

/** What grouping keeps of an article while its story is open. */
export interface WindowArticle extends CopyableText {
  language: Language;
  /** Epoch ms: when it was published. */
  at: number;
  reprintOf?: string;
}

/** A story that still takes articles. */
export interface OpenStory {
  id: string;
  /** Epoch ms of the earliest and latest article. */
  firstAt: number;
  lastAt: number;
  /** Independent articles: those that shaped the profile. */
  independent: number;
  /** The core: the sum of the facts of all independent articles. */
  profile: Facts;
  members: WindowArticle[];
  /** Takes no more articles; only kept so that a later story can follow it. */
  closed: boolean;
}

/** How common a fact is before we have counted: shares of articles, learned from the gold set. */
export interface FactPrior {
  share: Record<string, number>;
  /** For how many counted articles the prior stands. */
  articles: number;
}

const noFacts = (): Facts => ({ entity: new Map(), name: new Map(), event: new Map(), subtopic: new Map(), figure: new Map(), word: new Map() });

/**
 * The open stories with an index from facts to stories. Plain state: the same articles in the same order make the same window.
 */
export class StoryWindow {
  readonly stories = new Map<string, OpenStory>();
  readonly #storyOf = new Map<string, string>();
  readonly #postings = new Map<string, Set<string>>();
  readonly #seenIn = new Map<string, number>();
  readonly #prior: FactPrior;
  #articles = 0;

  constructor(prior: FactPrior) {
    this.#prior = prior;
  }

  storyOf(articleId: string): OpenStory | undefined {
    const id = this.#storyOf.get(articleId);
    return id === undefined ? undefined : this.stories.get(id);
  }

  /** The stories that have the fact, in the order they got it. */
  withFact(fact: string): ReadonlySet<string> {
    return this.#postings.get(fact) ?? new Set();
  }

  /** How much a fact tells: the logarithm of how rare it is among the articles counted and the prior. */
  weight(fact: string): number {
    const expected = (this.#prior.share[fact] ?? 0) * this.#prior.articles;
    return Math.log((this.#articles + this.#prior.articles + 1) / ((this.#seenIn.get(fact) ?? 0) + expected + 0.5));
  }

  /** Counts an article's facts, or takes them back. */
  #count(facts: Facts, by: 1 | -1): void {
    this.#articles += by;
    for (const kind of factKinds) for (const fact of facts[kind].keys()) this.#seenIn.set(fact, (this.#seenIn.get(fact) ?? 0) + by);
  }

  open(id: string, at: number): OpenStory {
    const story: OpenStory = { id, firstAt: at, lastAt: at, independent: 0, profile: noFacts(), members: [], closed: false };
    this.stories.set(id, story);
    return story;
  }

  /** Adds an article; a reprint does not shape the core. */
  add(story: OpenStory, article: WindowArticle, facts: Facts): void {
    story.members.push(article);
    story.firstAt = Math.min(story.firstAt, article.at);
    story.lastAt = Math.max(story.lastAt, article.at);
    this.#storyOf.set(article.id, story.id);
    this.#count(facts, 1);
    if (article.reprintOf !== undefined) return;
    story.independent++;
    for (const kind of factKinds) for (const [fact, weight] of facts[kind]) this.#put(story, { kind, fact, weight });
  }

  /** Forgets a story and all it counted, as if it had never been. @param factsOf the facts its members were added with */
  drop(story: OpenStory, factsOf: (article: WindowArticle) => Facts): void {
    this.stories.delete(story.id);
    for (const article of story.members) {
      this.#storyOf.delete(article.id);
      this.#count(factsOf(article), -1);
    }
    for (const kind of factKinds) for (const fact of story.profile[kind].keys()) this.#unpost(fact, story.id);
  }

  #unpost(fact: string, storyId: string): void {
    const postings = this.#postings.get(fact);
    postings?.delete(storyId);
    if (postings?.size === 0) this.#postings.delete(fact);
    if (this.#seenIn.get(fact) === 0) this.#seenIn.delete(fact);
  }

  #put(story: OpenStory, { kind, fact, weight }: { kind: FactKind; fact: string; weight: number }): void {
    story.profile[kind].set(fact, (story.profile[kind].get(fact) ?? 0) + weight);
    const postings = this.#postings.get(fact);
    if (postings === undefined) this.#postings.set(fact, new Set([story.id]));
    else postings.add(story.id);
  }
}
