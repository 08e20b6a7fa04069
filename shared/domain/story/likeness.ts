import type { FactKind } from './facts.ts';
import { type Profile, type TermVector, vectorName } from './window.ts';

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
export const vectorOf = (of: Profile, name: string): TermVector => of.centroid.get(name) ?? nothing;

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
export function putLikenesses(out: Float64Array, a: Profile, b: Profile): void {
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

/** Keeps a title of one fact from agreeing wholly. */
const titleSmoothing = 4;

/** What the titles say that the other says, and that both titles say. */
export function putTitles(out: Float64Array, a: Profile, b: Profile): void {
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
