import type { Language } from '../language.ts';
import type { ToldFacts } from './fact-odds.ts';
import type { FactKind } from './facts.ts';
import type { Slots } from './slots.ts';

/** Facts with their weights (in the article times inverse frequency); `sum` is the sum of these, `square` that of their squares. */
export interface TermVector {
  facts: Map<string, number>;
  square: number;
  sum: number;
}

/** Vectors by kind of fact; words also by language, because they compare within one language only. */
export type Centroid = Map<string, TermVector>;

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
  told: ToldFacts;
  topics: string[];
  language: Language;
  outletId: string;
  /** Epoch ms. */
  at: number;
}
