import type { FactKind } from './facts.ts';
import { vectorName } from './fact-weights.ts';
import type { Profile, TermVector } from './profile.ts';

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

const nothing: TermVector = { facts: new Map(), square: 0, sum: 0 };
export const vectorOf = (of: Profile, name: string): TermVector => of.centroid.get(name) ?? nothing;

interface Likeness {
  /** Cosine with smoothing. */
  cosine: number;
  /** Of what both say: the products, the weight, and that of the most telling fact. */
  product: number;
  shared: number;
  rarest: number;
}

function compare(a: TermVector, b: TermVector, smooth: number): Likeness {
  const [few, many] = a.facts.size < b.facts.size ? [a.facts, b.facts] : [b.facts, a.facts];
  let product = 0;
  let shared = 0;
  let rarest = 0;
  for (const [fact, weight] of few) {
    const other = many.get(fact);
    if (other === undefined) continue;
    const least = Math.min(weight, other);
    product += weight * other;
    shared += least;
    if (least > rarest) rarest = least;
  }
  const cosine = product / Math.sqrt((a.square + smooth) * (b.square + smooth));
  return { cosine, product, shared, rarest };
}

const onLogScale = (weight: number): number => Math.log1p(weight) / 3;

/** Kinds that compare across languages. */
const crossKinds = ['entity', 'name', 'event', 'concept', 'figure'] as const;
type CrossLikenesses = Record<(typeof crossKinds)[number], Likeness>;

/** What the pair's vectors say, in the order of the features. */
export function putLikenesses(out: Float64Array, a: Profile, b: Profile): void {
  const of = (kind: FactKind) => compare(vectorOf(a, kind), vectorOf(b, kind), smoothing[kind]);
  const isSameLanguage = a.language === b.language;
  const words = vectorName('word', a.language);
  const word = isSameLanguage ? compare(vectorOf(a, words), vectorOf(b, words), smoothing.word).cosine : 0;
  const entity = of('entity');
  const name = of('name');
  const event = of('event');
  const concept = of('concept');
  const figure = of('figure');
  out[0] = entity.cosine;
  out[1] = name.cosine;
  out[2] = event.cosine;
  out[3] = concept.cosine;
  out[4] = figure.cosine;
  out[5] = of('subtopic').cosine;
  out[6] = word;
  out[7] = onLogScale(concept.shared);
  out[8] = onLogScale(figure.shared);
  out[9] = isSameLanguage ? 0 : 1;
  out[10] = entity.cosine * event.cosine;
  out[11] = entity.cosine * concept.cosine;
  out[12] = name.cosine * event.cosine;
  out[13] = word * event.cosine;
  out[14] = word * entity.cosine;
  putOverall(out, [a, b], { entity, name, event, concept, figure });
}

const overallSmoothing = 60;
const saidSmoothing = 10;

/** All that compares across languages, taken together: how alike, how much of each the other says too, and the most telling thing that both say. */
function putOverall(
  out: Float64Array,
  [a, b]: readonly [Profile, Profile],
  likenesses: CrossLikenesses,
): void {
  let product = 0;
  let shared = 0;
  let rarest = 0;
  let [squareA, squareB, saidA, saidB] = [overallSmoothing, overallSmoothing, 0, 0];
  for (const kind of crossKinds) {
    const [one, other, both] = [vectorOf(a, kind), vectorOf(b, kind), likenesses[kind]];
    squareA += one.square;
    squareB += other.square;
    saidA += one.sum;
    saidB += other.sum;
    product += both.product;
    shared += both.shared;
    rarest = Math.max(rarest, both.rarest);
  }
  out[48] = product / Math.sqrt(squareA * squareB);
  out[49] = shared / (Math.max(saidA, saidB) + saidSmoothing);
  out[50] = shared / (Math.min(saidA, saidB) + saidSmoothing);
  out[51] = rarest / saidSmoothing;
  out[52] = onLogScale(Math.min(saidA, saidB));
}

/** Keeps a title of one fact from agreeing wholly. */
const titleSmoothing = 4;

/** What the titles say that the other says, and that both titles say. */
export function putTitles(out: Float64Array, a: Profile, b: Profile): void {
  const [inB, inA] = [titleIn(a, b), titleIn(b, a)];
  const [partA, partB] = [inB.found / (inB.said + titleSmoothing), inA.found / (inA.said + titleSmoothing)];
  out[15] = Math.min(partA, partB);
  out[16] = Math.max(partA, partB);
  const { what, who } = titlesAgree(a, b);
  out[17] = what;
  out[18] = who;
  out[19] = Math.exp(-Math.min(vectorOf(a, 'entity').square, vectorOf(b, 'entity').square) / 40);
  out[53] = onLogScale(inB.both);
  const [onlyA, onlyB] = [inB.said - inB.found, inA.said - inA.found];
  out[54] = onLogScale(Math.min(onlyA, onlyB));
  out[55] = onLogScale(Math.max(onlyA, onlyB));
  out[56] = topicsApart(a, b);
}

/** Of what one's title says, by weight: all, what the other says anywhere, and what its title says. */
function titleIn(a: Profile, b: Profile): { said: number; found: number; both: number } {
  let said = 0;
  let found = 0;
  let both = 0;
  for (const { fact, kind, weight } of a.title) {
    said += weight;
    if (vectorOf(b, kind).facts.has(fact)) found += weight;
    if (b.titleFacts.has(fact)) both += weight;
  }
  return { said, found, both };
}

/** How far the titles agree on what happened, and on who and where. */
function titlesAgree(a: Profile, b: Profile): { what: number; who: number } {
  const sums = { whatA: 0, whatB: 0, what: 0, whoA: 0, whoB: 0, who: 0 };
  for (const { fact, isWhat, weight } of a.title) {
    const both = b.titleFacts.has(fact) ? weight : 0;
    if (isWhat) {
      sums.whatA += weight;
      sums.what += both;
    } else {
      sums.whoA += weight;
      sums.who += both;
    }
  }
  for (const { isWhat, weight } of b.title) {
    if (isWhat) sums.whatB += weight;
    else sums.whoB += weight;
  }
  return {
    what: sums.what / (Math.sqrt(sums.whatA * sums.whatB) + 3),
    who: sums.who / (Math.sqrt(sums.whoA * sums.whoB) + 3),
  };
}

/** 1 where both have topics and none in common. */
function topicsApart(a: Profile, b: Profile): number {
  const [one, other] = [a.topics, b.topics];
  return one.length > 0 && other.length > 0 && !one.some((topic) => other.includes(topic)) ? 1 : 0;
}
