import type { FactKind } from './facts.ts';
import type { SlotName } from './slots.ts';
import { vectorName, type Profile, type TermVector } from './window.ts';
import { dayMs, hourMs } from '../text/time.ts';

/** How two articles agree and disagree. Likenesses and parts 0 to 1, conflicts 0 or 1, times in days. */
export const pairFeatures = [
  'entity',
  'name',
  'event',
  'concept',
  'figure',
  'subtopic',
  'word',
  'sharedConcepts',
  'sharedFigures',
  'otherLanguage',
  'whoAndHappening',
  'whoAndMeaning',
  'namesAndHappening',
  'wordsAndHappening',
  'wordsAndWho',
  'titleLeast',
  'titleMost',
  'titleWhat',
  'titleWho',
  'bare',
  'partyBoth',
  'partyTitle',
  'partyApart',
  'partyTitleApart',
  'partyOthers',
  'placeBoth',
  'placeApart',
  'placeTitleApart',
  'personBoth',
  'personApart',
  'personTitleApart',
  'happeningBoth',
  'happeningTitle',
  'happeningApart',
  'happeningTitleApart',
  'dateBoth',
  'dateApart',
  'numberBoth',
  'numberApart',
  'hours',
  'days',
  'sameOutlet',
] as const;
export type PairFeature = (typeof pairFeatures)[number];
export type PairWeights = Record<PairFeature, number>;

/** Added to the squares before vectors are compared, about the weight of one significant fact: short texts score low, however well they agree. */
const smoothing: Record<FactKind, number> = {
  entity: 20,
  name: 30,
  event: 25,
  concept: 25,
  subtopic: 0.5,
  figure: 10,
  word: 100,
};

const nothing: TermVector = { facts: new Map(), square: 0 };
const vectorOf = (of: Profile, name: string): TermVector => of.centroid.get(name) ?? nothing;

/** Cosine with smoothing, and the weight of what both say. */
function compare(a: TermVector, b: TermVector, smooth: number): { cosine: number; shared: number } {
  const [few, many] = a.facts.size < b.facts.size ? [a.facts, b.facts] : [b.facts, a.facts];
  let product = 0;
  let shared = 0;
  for (const [fact, weight] of few) {
    const other = many.get(fact);
    if (other === undefined) continue;
    product += weight * other;
    shared += Math.min(weight, other);
  }
  return { cosine: product / Math.sqrt((a.square + smooth) * (b.square + smooth)), shared };
}

const onLogScale = (weight: number): number => Math.log1p(weight) / 3;

/** What the pair's vectors say, in the order of the features. */
function putLikenesses(out: Float64Array, a: Profile, b: Profile): void {
  const of = (kind: FactKind) => compare(vectorOf(a, kind), vectorOf(b, kind), smoothing[kind]);
  const isSameLanguage = a.language === b.language;
  const words = vectorName('word', a.language);
  const word = isSameLanguage ? compare(vectorOf(a, words), vectorOf(b, words), smoothing.word).cosine : 0;
  const entity = of('entity').cosine;
  const name = of('name').cosine;
  const event = of('event').cosine;
  const concept = of('concept');
  const figure = of('figure');
  out[0] = entity;
  out[1] = name;
  out[2] = event;
  out[3] = concept.cosine;
  out[4] = figure.cosine;
  out[5] = of('subtopic').cosine;
  out[6] = word;
  out[7] = onLogScale(concept.shared);
  out[8] = onLogScale(figure.shared);
  out[9] = isSameLanguage ? 0 : 1;
  out[10] = entity * event;
  out[11] = entity * concept.cosine;
  out[12] = name * event;
  out[13] = word * event;
  out[14] = word * entity;
}

const inTitle = 2;
/** Keeps a title of one fact from agreeing wholly. */
const titleSmoothing = 4;

/** What the titles say that the other says, and that both titles say. */
function putTitles(out: Float64Array, a: Profile, b: Profile): void {
  const parts = [titlePartIn(a, b), titlePartIn(b, a)] as const;
  out[15] = Math.min(...parts);
  out[16] = Math.max(...parts);
  out[17] = titlesAgree(a, b, true);
  out[18] = titlesAgree(a, b, false);
  out[19] = Math.exp(-Math.min(vectorOf(a, 'entity').square, vectorOf(b, 'entity').square) / 40);
}

/** The part of what one's title says that the other says anywhere, by weight. */
function titlePartIn(a: Profile, b: Profile): number {
  let said = titleSmoothing;
  let found = 0;
  for (const { fact, kind, weight } of a.title) {
    said += weight;
    if (vectorOf(b, kind).facts.has(fact)) found += weight;
  }
  return found / said;
}

function titlesAgree(a: Profile, b: Profile, isWhat: boolean): number {
  let sumA = 0;
  let sumB = 0;
  let both = 0;
  for (const each of a.title) {
    if (each.isWhat !== isWhat) continue;
    sumA += each.weight;
    if (b.titleFacts.has(each.fact)) both += each.weight;
  }
  for (const each of b.title) if (each.isWhat === isWhat) sumB += each.weight;
  return both / (Math.sqrt(sumA * sumB) + 3);
}

interface Meeting {
  both: number;
  title: number;
  apart: number;
  titleApart: number;
  others: number;
}

function hasTitle(slot: ReadonlyMap<string, number>): boolean {
  for (const weight of slot.values()) if (weight >= inTitle) return true;
  return false;
}

/** Where the slots of two articles meet, and where they cannot both be true of one happening. */
function meet(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Meeting {
  let both = 0;
  let title = 0;
  for (const [value, weight] of a) {
    const other = b.get(value);
    if (other === undefined) continue;
    both++;
    if (weight >= inTitle && other >= inTitle) title++;
  }
  const all = a.size + b.size - both;
  return {
    both: all === 0 ? 0 : both / all,
    title: title > 0 ? 1 : 0,
    apart: a.size > 0 && b.size > 0 && both === 0 ? 1 : 0,
    titleApart: title === 0 && hasTitle(a) && hasTitle(b) ? 1 : 0,
    others: (all - both) / 4,
  };
}

/** Which parts of a meeting each slot gives, and where they start among the features. */
const slotParts: [SlotName, (keyof Meeting)[], number][] = [
  ['party', ['both', 'title', 'apart', 'titleApart', 'others'], 20],
  ['place', ['both', 'apart', 'titleApart'], 25],
  ['person', ['both', 'apart', 'titleApart'], 28],
  ['happening', ['both', 'title', 'apart', 'titleApart'], 31],
  ['date', ['both', 'apart'], 35],
  ['number', ['both', 'apart'], 37],
];

/** The features of a pair, in the order of `pairFeatures`: a plain array, for thousands are compared for one article. */
export function pairFeaturesOf(a: Profile, b: Profile): Float64Array {
  const out = new Float64Array(pairFeatures.length);
  putLikenesses(out, a, b);
  putTitles(out, a, b);
  for (const [slot, parts, start] of slotParts) {
    const met = meet(a.slots[slot], b.slots[slot]);
    for (let at = 0; at < parts.length; at++) out[start + at] = met[parts[at] ?? 'both'];
  }
  const apart = Math.abs(a.at - b.at);
  out[39] = Math.log1p(apart / hourMs) / 3;
  out[40] = apart / dayMs;
  out[41] = a.outletId === b.outletId ? 1 : 0;
  return out;
}

/** A happening between states has two at least: two such with none in common are two happenings, however alike. */
const partiesOfOne = 2;
/** Where one says less than this, what is alike may be all it says: then one fact alike is not one happening. */
const leastSaid = 3;
const leastShared = 2;
const tellingKinds = ['event', 'name', 'figure'] as const;

const saidBy = (of: Profile): number =>
  tellingKinds.reduce((sum, kind) => sum + vectorOf(of, kind).facts.size, 0);

/** What no weight makes good: other parties, or nothing said that tells one happening from another. */
export function cannotBeOne(a: Profile, b: Profile): boolean {
  const parties = [a.slots.party, b.slots.party] as const;
  if (parties.every((party) => party.size >= partiesOfOne) && meet(...parties).both === 0) return true;
  if (Math.min(saidBy(a), saidBy(b)) >= leastSaid) return false;
  let shared = 0;
  for (const kind of tellingKinds) {
    const others = vectorOf(b, kind).facts;
    for (const fact of vectorOf(a, kind).facts.keys())
      if (others.has(fact) && ++shared >= leastShared) return false;
  }
  const words = vectorName('word', a.language);
  for (const fact of vectorOf(a, words).facts.keys())
    if (vectorOf(b, words).facts.has(fact) && ++shared >= leastShared) return false;
  return true;
}

export interface PairRules {
  weights: PairWeights;
  bias: number;
}

const weightLists = new WeakMap<PairWeights, Float64Array>();

/** The log odds that two articles report one event. */
export function pairScoreOf(found: Float64Array, { weights, bias }: PairRules): number {
  let list = weightLists.get(weights);
  if (list === undefined) {
    list = Float64Array.from(pairFeatures, (feature) => weights[feature]);
    weightLists.set(weights, list);
  }
  let sum = bias;
  for (let at = 0; at < list.length; at++) sum += (list[at] ?? 0) * (found[at] ?? 0);
  return sum;
}
