import type { FactKind } from './facts.ts';
import { type TermVector, vectorName, type Centroid, type OpenStory } from './window.ts';
import { dayMs } from '../text/time.ts';

/** How an article agrees with a story: similarities 0 to 1, times in days. */
export const features = [
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
export type Feature = (typeof features)[number];
export type Features = Record<Feature, number>;

/** Added to the squares before vectors are compared: about the weight of one significant fact. */
export type Smoothing = Record<FactKind, number>;

export interface JoinRules {
  weights: Features;
  bias: number;
  smoothing: Smoothing;
  /**
   * Two stories are one where they fit as an article would with `bias` added, `perSize` for each e-fold of the smaller one's
   * size (the surer a centroid, the more it must agree) and `overlap` times the part of the smaller one that falls into the
   * other's busy time: halves of one event interleave, an event and its sequel do not.
   */
  merge: { bias: number; perSize: number; overlap: number };
  /** Days without an article after which a story takes no more. */
  windowDays: number;
  /** Days after its first article after which a story takes no more, come what may. */
  longestDays: number;
}

/** The question to a story: does this article belong to it? */
export interface StoryQuery {
  centroid: Centroid;
  language: string;
  /** Epoch ms. */
  at: number;
}

/** Cosine of two vectors, `smoothing` added to the square of each: short texts score low, however well they agree. */
function cosine(a: TermVector | undefined, b: TermVector | undefined, smoothing: number): number {
  if (a === undefined || b === undefined || a.square <= 0 || b.square <= 0) return 0;
  return productOf(a, b) / Math.sqrt((a.square + smoothing) * (b.square + smoothing));
}

function productOf(a: TermVector, b: TermVector): number {
  const [few, many] = a.facts.size < b.facts.size ? [a.facts, b.facts] : [b.facts, a.facts];
  let product = 0;
  for (const [fact, weight] of few) {
    const other = many.get(fact);
    if (other !== undefined) product += weight * other;
  }
  return product;
}

/** Days between an article and the time a story covers; 0 inside it. */
export function gapDays(story: OpenStory, at: number): number {
  return Math.max(0, story.firstAt - at, at - story.lastAt) / dayMs;
}

export function featuresOf(
  story: OpenStory,
  { centroid, language, at }: StoryQuery,
  smoothing: Smoothing,
): Features {
  const words = vectorName('word', language);
  const alike = (kind: FactKind): number =>
    cosine(centroid.get(kind), story.centroid.get(kind), smoothing[kind]);
  return {
    entity: alike('entity'),
    name: alike('name'),
    event: alike('event'),
    subtopic: alike('subtopic'),
    figure: alike('figure'),
    word: cosine(centroid.get(words), story.centroid.get(words), smoothing.word),
    wordless: story.centroid.has(words) ? 0 : 1,
    gap: gapDays(story, at),
    age: Math.abs(at - story.firstAt) / dayMs,
    size: Math.log1p(story.independent),
  };
}

/** The score of an article with these features for the story: above 0 it belongs to it. */
export function scoreOf(found: Features, { weights, bias }: Pick<JoinRules, 'weights' | 'bias'>): number {
  let sum = bias;
  for (const feature of features) sum += weights[feature] * found[feature];
  return sum;
}

/** Cosine of what two stories say in the languages they share; null where they share none. */
function wordLikeness(a: Centroid, b: Centroid): number | null {
  const sum = { product: 0, a: 0, b: 0 };
  for (const [name, vector] of a) {
    const other = b.get(name);
    if (!name.startsWith('word:') || other === undefined) continue;
    sum.product += productOf(vector, other);
    sum.a += vector.square;
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

/** The score of two stories being one: above 0 they are. Symmetric. */
export function mergeScoreOf(a: OpenStory, b: OpenStory, rules: JoinRules): number {
  const alike = (kind: FactKind): number =>
    cosine(a.centroid.get(kind), b.centroid.get(kind), rules.smoothing[kind]);
  const [smaller, larger] =
    a.independent < b.independent || (a.independent === b.independent && a.id < b.id) ? [a, b] : [b, a];
  const { bias, perSize, overlap } = rules.merge;
  const wordless =
    scoreOf(
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
  const words = wordLikeness(a.centroid, b.centroid);
  return (
    wordless +
    overlap * overlapOf(smaller, larger) +
    (words === null ? rules.weights.wordless : rules.weights.word * words)
  );
}

/** A score as a probability, for people. */
export const probabilityOf = (fit: number): number => Math.round(1_000 / (1 + Math.exp(-fit))) / 1_000;
