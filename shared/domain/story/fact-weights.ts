import {
  type FactOdds,
  type FactStandings,
  oddsKinds,
  standingsOf,
  type ToldFact,
  type ToldFacts,
} from './fact-odds.ts';
import { factKinds, type Facts, titleWeight } from './facts.ts';
import type { Centroid, Profile, TermVector } from './profile.ts';
import { slotsOf } from './slots.ts';

/** How common a fact is, and what it says about one event: learned from labelled articles. */
export interface FactPrior {
  share: Record<string, number>;
  /** The articles it was counted on: an unseen fact counts as half an article among them. */
  articles: number;
  odds: Record<string, FactOdds>;
}

/** The vector that a kind of fact belongs to. */
export const vectorName = (kind: string, language: string): string =>
  kind === 'word' ? `word:${language}` : kind;

/** What a fact is worth: the logarithm of its rarity. From the prior alone, so that it does not depend on what came before. */
export class FactWeights {
  /** Of the facts in the prior, and of any other. */
  readonly #known: Map<string, number>;
  readonly #unknown: number;
  readonly #odds: ReadonlyMap<string, FactStandings>;

  constructor({ share, articles, odds }: FactPrior) {
    const weigh = (part: number): number => Math.max(0, Math.log((articles + 1) / (part * articles + 0.5)));
    this.#known = new Map(Object.entries(share).map(([fact, part]) => [fact, weigh(part)]));
    this.#unknown = weigh(0);
    this.#odds = new Map(Object.entries(odds).map(([fact, learned]) => [fact, standingsOf(learned)]));
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
    const told = this.#told(facts);
    return { id, centroid, slots: slotsOf(facts), titleFacts, title, told, topics, language, outletId, at };
  }

  #told(facts: Facts): ToldFacts {
    const told = new Map<string, ToldFact>();
    let alone = 0;
    for (const kind of oddsKinds) {
      for (const [fact, weight] of facts[kind]) {
        const standings = this.#odds.get(fact);
        if (standings === undefined) continue;
        const standing = weight < titleWeight ? standings.summary : standings.title;
        told.set(fact, standing);
        alone += standing.alone;
      }
    }
    return { facts: told, alone };
  }
}
