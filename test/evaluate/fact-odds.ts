import { type FactOdds, oddsKinds } from '../../shared/domain/story/fact-odds.ts';
import { pairFeatures } from '../../shared/domain/story/pair-features.ts';
import type { Profile } from '../../shared/domain/story/profile.ts';
import { seeded } from '../fakes/seeded.ts';
import type { Example } from './boosted-trees.ts';

/** A pair to learn from, with its articles and their events. */
export interface PairExample extends Example {
  pair: readonly [Profile, Profile];
  events: readonly [string, string];
}

/** Facts in fewer profiles than this are not learned about. */
const leastMet = 40;
/** Pulls every odds to nought. */
const l2 = 100;
const rounds = 8;
const rate = 0.15;
/** What adds less is left out. */
const leastOdds = 0.02;
const ways = 4;

interface Row {
  /** fact × 4 + way; see FactOdds. */
  told: Int32Array;
  label: 0 | 1;
  weight: number;
  parts: readonly [number, number];
}

/** The facts that are often met, each with its number. */
function oftenMet(examples: readonly PairExample[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { centroid } of new Set(examples.flatMap(({ pair }) => [...pair])))
    for (const kind of oddsKinds)
      for (const fact of centroid.get(kind)?.facts.keys() ?? [])
        counts.set(fact, (counts.get(fact) ?? 0) + 1);
  const met = [...counts].filter(([, count]) => count >= leastMet).map(([fact]) => fact);
  return new Map(met.toSorted().map((fact, at) => [fact, at]));
}

function knownFacts(profile: Profile, numbers: ReadonlyMap<string, number>): Map<number, boolean> {
  const known = new Map<number, boolean>();
  for (const kind of oddsKinds)
    for (const fact of profile.centroid.get(kind)?.facts.keys() ?? []) {
      const number = numbers.get(fact);
      if (number !== undefined) known.set(number, profile.titleFacts.has(fact));
    }
  return known;
}

/** How each fact of a pair is told. */
function toldIn(a: ReadonlyMap<number, boolean>, b: ReadonlyMap<number, boolean>): Int32Array {
  const told: number[] = [];
  for (const [fact, inTitle] of a) {
    const other = b.get(fact);
    told.push(fact * ways + (other === undefined ? (inTitle ? 2 : 3) : inTitle && other ? 0 : 1));
  }
  for (const [fact, inTitle] of b) if (!a.has(fact)) told.push(fact * ways + (inTitle ? 2 : 3));
  return Int32Array.from(told);
}

const oddsOf = (odds: Float64Array, told: Int32Array): number =>
  told.reduce((sum, at) => sum + (odds[at] ?? 0), 0);

/** Logistic regression by stochastic gradients with a rate of each weight's own (AdaGrad, Duchi et al. 2011). */
function fit(rows: readonly Row[], count: number): Float64Array {
  const odds = new Float64Array(count);
  const squares = new Float64Array(count).fill(1e-6);
  const met = new Float64Array(count);
  for (const { told, weight } of rows) for (const at of told) met[at] = (met[at] ?? 0) + weight;
  const random = seeded(9);
  let bias = -2;
  let square = 1e-6;
  for (let round = 0; round < rounds; round++) {
    const order = rows.map((row) => ({ row, key: random() })).sort((a, b) => a.key - b.key);
    for (const { row } of order) {
      const { told, label, weight } = row;
      const slope = weight * (1 / (1 + Math.exp(-bias - oddsOf(odds, told))) - label);
      square += slope ** 2;
      bias -= (rate * slope) / Math.sqrt(square);
      for (const at of told) {
        const pulled = slope + ((l2 * weight) / (met[at] ?? 1)) * (odds[at] ?? 0);
        squares[at] = (squares[at] ?? 0) + pulled ** 2;
        odds[at] = (odds[at] ?? 0) - (rate * pulled) / Math.sqrt(squares[at] ?? 1);
      }
    }
  }
  return odds;
}

/** Events are shared out to so many parts: trees learn from odds that were learned without both events of the pair. */
const parts = 4;
const partOf = (event: string): number =>
  Array.from(event).reduce((sum, letter) => (sum * 37 + letter.charCodeAt(0)) % 9_973, 11) % parts;

function putOdds(features: Float64Array, odds: Float64Array, told: Int32Array): Float64Array {
  const out = Float64Array.from(features);
  let [both, alone] = [0, 0];
  for (const at of told) {
    if (at % ways < 2) both += odds[at] ?? 0;
    else alone += odds[at] ?? 0;
  }
  out[pairFeatures.indexOf('oddsBoth')] = both;
  out[pairFeatures.indexOf('oddsAlone')] = alone;
  return out;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

function named(odds: Float64Array, numbers: ReadonlyMap<string, number>): Record<string, FactOdds> {
  const rows = [...numbers].map(([fact, number]): [string, FactOdds] => {
    const [a = 0, b = 0, c = 0, d = 0] = odds.slice(number * ways, number * ways + ways);
    return [fact, [rounded(a), rounded(b), rounded(c), rounded(d)]];
  });
  return Object.fromEntries(rows.filter(([, four]) => four.some((value) => Math.abs(value) >= leastOdds)));
}

/** What facts add to the log odds of one event, and the examples with the features that come of it. */
export function learnOdds(examples: readonly PairExample[]): {
  odds: Record<string, FactOdds>;
  examples: PairExample[];
} {
  const numbers = oftenMet(examples);
  const count = numbers.size * ways;
  const known = new Map<Profile, Map<number, boolean>>();
  const knownOf = (profile: Profile): Map<number, boolean> => {
    const found = known.get(profile) ?? knownFacts(profile, numbers);
    known.set(profile, found);
    return found;
  };
  const rows = examples.map(({ pair, events, label, weight }): Row => {
    const [one, other] = [partOf(events[0]), partOf(events[1])];
    const told = toldIn(knownOf(pair[0]), knownOf(pair[1]));
    return { told, label, weight, parts: [Math.min(one, other), Math.max(one, other)] };
  });
  const without = new Map<string, Float64Array>();
  const oddsFor = ([one, other]: Row['parts']): Float64Array => {
    const others = without.get(`${one} ${other}`);
    if (others !== undefined) return others;
    const learned = fit(
      rows.filter((row) => !row.parts.includes(one) && !row.parts.includes(other)),
      count,
    );
    without.set(`${one} ${other}`, learned);
    return learned;
  };
  const taught = examples.map((example, at) => {
    const row = rows[at];
    if (row === undefined) return example;
    return { ...example, features: putOdds(example.features, oddsFor(row.parts), row.told) };
  });
  return { odds: named(fit(rows, count), numbers), examples: taught };
}
