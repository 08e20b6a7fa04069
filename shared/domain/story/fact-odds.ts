import type { FactKind } from './facts.ts';

/**
 * What a fact adds to the log odds that two articles report one event, as learned: where both titles have it, where both
 * articles have it, where one title has it and the other article does not, where one article alone has it.
 */
export type FactOdds = readonly [bothTitles: number, both: number, titleAlone: number, alone: number];

/** Kinds of fact that are learned about: they mean the same in every language, and return in other events. */
export const oddsKinds: ReadonlySet<FactKind> = new Set(['entity', 'event', 'concept', 'subtopic'] as const);

/** A fact as one article has it. */
export interface ToldFact {
  inTitle: boolean;
  bothTitles: number;
  both: number;
  alone: number;
}

/** The facts of an article that something was learned about, and what they add where no other article has them. */
export interface ToldFacts {
  facts: ReadonlyMap<string, ToldFact>;
  alone: number;
}

/** One fact as it stands in a title and as it stands in a summary: articles share these. */
export interface FactStandings {
  title: ToldFact;
  summary: ToldFact;
}

export const standingsOf = ([bothTitles, both, titleAlone, alone]: FactOdds): FactStandings => ({
  title: { inTitle: true, bothTitles, both, alone: titleAlone },
  summary: { inTitle: false, bothTitles, both, alone },
});

/** What the facts of both add, and those that one article alone has. */
export function putFactOdds(out: Float64Array, a: ToldFacts, b: ToldFacts): void {
  const [few, many] = a.facts.size < b.facts.size ? [a.facts, b.facts] : [b.facts, a.facts];
  let both = 0;
  let alone = a.alone + b.alone;
  for (const [fact, one] of few) {
    const other = many.get(fact);
    if (other === undefined) continue;
    both += one.inTitle && other.inTitle ? one.bothTitles : one.both;
    alone -= one.alone + other.alone;
  }
  out[57] = both;
  out[58] = alone;
}
