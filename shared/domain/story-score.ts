import { type FactKind, type Facts, factKinds } from './story-facts.ts';
import type { OpenStory, StoryWindow } from './story-window.ts';

/** In what respects an article agrees with a story: each 0 to about 1, but for the time. */
export const traits = ['entity', 'name', 'event', 'subtopic', 'figure', 'word', 'wordless', 'gap', 'age', 'size'] as const;
export type Trait = (typeof traits)[number];
export type Traits = Record<Trait, number>;

export interface JoinRules {
  weights: Traits;
  bias: number;
  /** The least probability at which an article joins. */
  threshold: number;
  /** Days without an article after which a story takes no more. */
  windowDays: number;
  /** Days after its first article after which a story takes no more, come what may. */
  longestDays: number;
}

const day = 86_400_000;

/** Cosine of two fact bags, each fact weighted by how much it tells. */
function cosine(window: StoryWindow, a: Map<string, number>, b: Map<string, number>): number {
  let product = 0;
  let sizeA = 0;
  for (const [fact, weight] of a) {
    const tells = window.weight(fact);
    sizeA += (weight * tells) ** 2;
    product += weight * (b.get(fact) ?? 0) * tells * tells;
  }
  if (product === 0) return 0;
  let sizeB = 0;
  for (const [fact, weight] of b) sizeB += (weight * window.weight(fact)) ** 2;
  return product / Math.sqrt(sizeA * sizeB);
}

const hasWordsOf = (facts: Facts, language: string): boolean => {
  for (const fact of facts.word.keys()) if (fact.startsWith(`word:${language}:`)) return true;
  return false;
};

/** Days between an article and the time a story covers; 0 inside it. */
export function gapDays(story: OpenStory, at: number): number {
  return Math.max(0, story.firstAt - at, at - story.lastAt) / day;
}

export function traitsOf(window: StoryWindow, story: OpenStory, article: { facts: Facts; language: string; at: number }): Traits {
  const { facts, language, at } = article;
  const own = new Map([...story.profile.word].filter(([fact]) => fact.startsWith(`word:${language}:`)));
  const alike = (kind: FactKind): number => cosine(window, facts[kind], kind === 'word' ? own : story.profile[kind]);
  const cosines = Object.fromEntries(factKinds.map((kind) => [kind, alike(kind)])) as Record<FactKind, number>;
  return {
    ...cosines,
    wordless: hasWordsOf(story.profile, language) ? 0 : 1,
    gap: gapDays(story, at),
    age: Math.abs(at - story.firstAt) / day,
    size: Math.log1p(story.independent),
  };
}

/** The probability that an article with these traits belongs to the story. */
export function joinProbability(found: Traits, { weights, bias }: Pick<JoinRules, 'weights' | 'bias'>): number {
  let sum = bias;
  for (const trait of traits) sum += weights[trait] * found[trait];
  return 1 / (1 + Math.exp(-sum));
}
