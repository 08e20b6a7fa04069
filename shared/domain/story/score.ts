import type { FactKind } from './facts.ts';
import { type Bag, bagName, type Core, type OpenStory } from './window.ts';
import { dayMs } from '../text/time.ts';

/** In what respects an article agrees with a story: likenesses 0 to 1, times in days. */
export const traits = [
  'entity',
  'name',
  'event',
  'subtopic',
  'figure',
  'word',
  'wordless',
  'gap',
  'age',
  'size',
] as const;
export type Trait = (typeof traits)[number];
export type Traits = Record<Trait, number>;

/** What is added to the squares before bags are compared: about what one telling fact has. */
export type Faint = Record<FactKind, number>;

export interface JoinRules {
  weights: Traits;
  bias: number;
  faint: Faint;
  /**
   * Two stories are one where they fit as an article would with `bias` added, `perSize` for each e-fold of the smaller one's
   * size (the surer a core, the more it must agree) and `overlap` times the part of the smaller one that falls into the
   * other's busy time: halves of one event interleave, an event and its sequel do not.
   */
  merge: { bias: number; perSize: number; overlap: number };
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

/** Cosine of two bags, `faint` added to the square of each: two that say little are little alike, however well they agree. */
function cosine(a: Bag | undefined, b: Bag | undefined, faint: number): number {
  if (a === undefined || b === undefined || a.square <= 0 || b.square <= 0) return 0;
  return productOf(a, b) / Math.sqrt((a.square + faint) * (b.square + faint));
}

function productOf(a: Bag, b: Bag): number {
  const [few, many] = a.facts.size < b.facts.size ? [a.facts, b.facts] : [b.facts, a.facts];
  let product = 0;
  for (const [fact, told] of few) {
    const other = many.get(fact);
    if (other !== undefined) product += told * other;
  }
  return product;
}

/** Days between an article and the time a story covers; 0 inside it. */
export function gapDays(story: OpenStory, at: number): number {
  return Math.max(0, story.firstAt - at, at - story.lastAt) / dayMs;
}

export function traitsOf(story: OpenStory, { core, language, at }: Asked, faint: Faint): Traits {
  const words = bagName('word', language);
  const alike = (kind: FactKind): number => cosine(core.get(kind), story.core.get(kind), faint[kind]);
  return {
    entity: alike('entity'),
    name: alike('name'),
    event: alike('event'),
    subtopic: alike('subtopic'),
    figure: alike('figure'),
    word: cosine(core.get(words), story.core.get(words), faint.word),
    wordless: story.core.has(words) ? 0 : 1,
    gap: gapDays(story, at),
    age: Math.abs(at - story.firstAt) / dayMs,
    size: Math.log1p(story.independent),
  };
}

/** How plainly an article with these traits belongs to the story: above 0 it does. */
export function fitOf(found: Traits, { weights, bias }: Pick<JoinRules, 'weights' | 'bias'>): number {
  let sum = bias;
  for (const trait of traits) sum += weights[trait] * found[trait];
  return sum;
}

/** Cosine of what two stories say in the languages they share; null where they share none. */
function wordLikeness(a: Core, b: Core): number | null {
  const sum = { product: 0, a: 0, b: 0 };
  for (const [name, bag] of a) {
    const other = b.get(name);
    if (!name.startsWith('word:') || other === undefined) continue;
    sum.product += productOf(bag, other);
    sum.a += bag.square;
    sum.b += other.square;
  }
  return sum.a > 0 && sum.b > 0 ? sum.product / Math.sqrt(sum.a * sum.b) : null;
}

/** The busy time of a story leaves out its first and last tenth, and has this margin. */
const busyTenth = 0.1;
const busyMargin = 0.25 * dayMs;

function overlapOf(smaller: OpenStory, larger: OpenStory): number {
  const times = (story: OpenStory) =>
    story.members
      .filter((member) => member.reprintOf === undefined)
      .map((member) => member.at)
      .sort((a, b) => a - b);
  const busy = times(larger);
  const edge = Math.floor(busyTenth * (busy.length - 1));
  const from = (busy[edge] ?? Infinity) - busyMargin;
  const until = (busy[busy.length - 1 - edge] ?? -Infinity) + busyMargin;
  const own = times(smaller);
  return own.length === 0 ? 0 : own.filter((at) => at >= from && at <= until).length / own.length;
}

/** How plainly two stories are one: above 0 they are. Symmetric. */
export function mergeFitOf(a: OpenStory, b: OpenStory, rules: JoinRules): number {
  const alike = (kind: FactKind): number => cosine(a.core.get(kind), b.core.get(kind), rules.faint[kind]);
  const [smaller, larger] =
    a.independent < b.independent || (a.independent === b.independent && a.id < b.id) ? [a, b] : [b, a];
  const { bias, perSize, overlap } = rules.merge;
  const wordless =
    fitOf(
      {
        entity: alike('entity'),
        name: alike('name'),
        event: alike('event'),
        subtopic: alike('subtopic'),
        figure: alike('figure'),
        word: 0,
        wordless: 0,
        gap: Math.max(0, a.firstAt - b.lastAt, b.firstAt - a.lastAt) / dayMs,
        age: Math.abs(a.firstAt - b.firstAt) / dayMs,
        size: Math.log1p(larger.independent),
      },
      rules,
    ) +
    bias +
    perSize * Math.log(Math.max(1, smaller.independent));
  // Words and overlap cost most to compare: not where the most they can add is too little.
  if (wordless + overlap + Math.max(rules.weights.word, rules.weights.wordless) < 0) return -Infinity;
  const words = wordLikeness(a.core, b.core);
  return (
    wordless +
    overlap * overlapOf(smaller, larger) +
    (words === null ? rules.weights.wordless : rules.weights.word * words)
  );
}

/** A fit as a probability, for people. */
export const probabilityOf = (fit: number): number => Math.round(1_000 / (1 + Math.exp(-fit))) / 1_000;
