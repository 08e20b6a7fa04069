import { putLikenesses, putTitles, vectorOf } from './likeness.ts';
import { putFactOdds } from './fact-odds.ts';
import { meet, putMeetings } from './meeting.ts';
import { pairFeatures } from './pair-features.ts';
import { type PairTree, sumOfTrees } from './pair-trees.ts';
import { vectorName } from './fact-weights.ts';
import type { Profile } from './profile.ts';
import { dayMs, hourMs } from '../text/time.ts';

/** The features of a pair, in the order of `pairFeatures`: a plain array, for thousands are compared for one article. */
export function pairFeaturesOf(a: Profile, b: Profile): Float64Array {
  const out = new Float64Array(pairFeatures.length);
  putLikenesses(out, a, b);
  putTitles(out, a, b);
  putMeetings(out, a.slots, b.slots);
  putFactOdds(out, a.told, b.told);
  const apart = Math.abs(a.at - b.at);
  out[45] = Math.log1p(apart / hourMs) / 3;
  out[46] = apart / dayMs;
  out[47] = a.outletId === b.outletId ? 1 : 0;
  return out;
}

/** Where one says less than this, what is alike may be all it says: then one fact alike is not one happening. */
const leastSaid = 3;
const leastShared = 2;
const tellingKinds = ['event', 'name', 'figure'] as const;

const saidBy = (of: Profile): number =>
  tellingKinds.reduce((sum, kind) => sum + vectorOf(of, kind).facts.size, 0);

const partiesOfOne = 2;
type Parties = ReadonlyMap<string, number>;
const isState = (party: string): boolean => /^[A-Z]{2}$/.test(party);
const statesOf = (parties: Parties): Parties => new Map([...parties].filter(([party]) => isState(party)));
const areApart = (a: Parties, b: Parties): boolean =>
  Math.min(a.size, b.size) >= partiesOfOne && meet(a, b).both === 0;

/** A happening between states has two at least: two such with none in common are two happenings, however alike, and though both name one body. */
export function areOtherParties(
  { slots: { party } }: Profile,
  { slots: { party: others } }: Profile,
): boolean {
  return areApart(party, others) || areApart(statesOf(party), statesOf(others));
}

/** What no weight makes good: other parties, or nothing said that tells one happening from another. */
export function cannotBeOne(a: Profile, b: Profile): boolean {
  if (areOtherParties(a, b)) return true;
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
  trees: readonly PairTree[];
  bias: number;
}

/** The log odds that two articles report one event. */
export const pairScoreOf = (found: Float64Array, { trees, bias }: PairRules): number =>
  bias + sumOfTrees(trees, found);
