import { type FactKind, factKinds } from './story-facts.ts';
import { type Bag, bagName, type Core, type OpenStory } from './story-window.ts';

/** In what respects an article agrees with a story: likenesses 0 to 1, times in days. */
export const traits = ['entity', 'name', 'event', 'subtopic', 'figure', 'word', 'wordless', 'gap', 'age', 'size'] as const;
export type Trait = (typeof traits)[number];
export type Traits = Record<Trait, number>;

export interface JoinRules {
  weights: Traits;
  bias: number;
  /** Days without an article after which a story takes no more. */
  windowDays: number;
  /** Days after its first article after which a story takes no more, come what may. */
  longestDays: number;
}

/** What is asked of a story: does this article belong to it? */
export interface Asked {
  core: Core;
  language: string;
  /** Epoch ms. */
  at: number;
}

const day = 86_400_000;

/** Cosine of two bags; 0 where one is empty. */
function cosine(a: Bag | undefined, b: Bag | undefined): number {
  if (a === undefined || b === undefined || a.square <= 0 || b.square <= 0) return 0;
  let product = 0;
  for (const [fact, told] of a.facts) product += told * (b.facts.get(fact) ?? 0);
  return product / Math.sqrt(a.square * b.square);
}

/** Days between an article and the time a story covers; 0 inside it. */
export function gapDays(story: OpenStory, at: number): number {
  return Math.max(0, story.firstAt - at, at - story.lastAt) / day;
}

export function traitsOf(story: OpenStory, { core, language, at }: Asked): Traits {
  const alike = (kind: FactKind): number => cosine(core.get(bagName(kind, language)), story.core.get(bagName(kind, language)));
  const likenesses = Object.fromEntries(factKinds.map((kind) => [kind, alike(kind)])) as Record<FactKind, number>;
  return {
    ...likenesses,
    wordless: story.core.has(bagName('word', language)) ? 0 : 1,
    gap: gapDays(story, at),
    age: Math.abs(at - story.firstAt) / day,
    size: Math.log1p(story.independent),
  };
}

/** How plainly an article with these traits belongs to the story: above 0 it does. */
export function fitOf(found: Traits, { weights, bias }: Pick<JoinRules, 'weights' | 'bias'>): number {
  let sum = bias;
  for (const trait of traits) sum += weights[trait] * found[trait];
  return sum;
}

/** A fit as a probability, for people. */
export const probabilityOf = (fit: number): number => Math.round(1_000 / (1 + Math.exp(-fit))) / 1_000;
