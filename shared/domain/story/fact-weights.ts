import { factKinds, type Facts, titleWeight } from './facts.ts';
import type { Centroid, Profile, TermVector } from './profile.ts';
import { slotsOf } from './slots.ts';

/** How common a fact is: shares of articles, learned from the gold set. */
export interface FactPrior {
  share: Record<string, number>;
  /** The articles it was counted on: an unseen fact counts as half an article among them. */
  articles: number;
}

/** The vector that a kind of fact belongs to. */
export const vectorName = (kind: string, language: string): string =>
  kind === 'word' ? `word:${language}` : kind;

/** What a fact is worth: the logarithm of its rarity. From the prior alone, so that it does not depend on what came before. */
export class FactWeights {
  /** Of the facts in the prior, and of any other. */
  readonly #known: Map<string, number>;
  readonly #unknown: number;

  constructor({ share, articles }: FactPrior) {
    const weigh = (part: number): number => Math.max(0, Math.log((articles + 1) / (part * articles + 0.5)));
    this.#known = new Map(Object.entries(share).map(([fact, part]) => [fact, weigh(part)]));
    this.#unknown = weigh(0);
  }

  of(fact: string): number {
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
        const weighted = weight * this.of(fact);
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
}
