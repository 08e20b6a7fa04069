import type { PairTree } from '../../shared/domain/story/pair-trees.ts';

/** One example: its features, 1 or 0, and how much it counts. */
export interface Example {
  features: Float64Array;
  label: 0 | 1;
  weight: number;
}

/** How trees are grown: Newton boosting on the logistic loss (Chen & Guestrin 2016) over at most 32 bins a feature. */
export interface Growing {
  trees: number;
  depth: number;
  /** The part of each tree's answer that is taken. */
  rate: number;
  /** Pulls a leaf's answer to nought. */
  l2: number;
  /** Curvature that a leaf needs: about four times the examples in doubt. */
  leastLeaf: number;
  /** Per feature: 1 where more of it never speaks against, -1 where it never speaks for, else 0. */
  directions: readonly number[];
}

const mostBins = 32;
const chanceOf = (score: number): number => 1 / (1 + Math.exp(-score));

interface Binned {
  /** Per feature the cuts between bins, ascending. */
  cuts: number[][];
  /** bins[feature × rows + row] */
  bins: Uint8Array;
  rows: number;
  features: number;
}

function cutsOf(values: Float64Array): number[] {
  const sorted = values.toSorted();
  const cuts = new Set<number>();
  for (let bin = 1; bin < mostBins; bin++) {
    const at = Math.floor((bin * sorted.length) / mostBins);
    const [low, high] = [sorted[at - 1] ?? 0, sorted[at] ?? 0];
    if (low < high) cuts.add((low + high) / 2);
  }
  // Mostly nought: what is not is told apart all the same.
  const others = sorted.filter((value) => value !== 0);
  if (others.length > 0 && others.length < sorted.length)
    for (const part of [0, 0.25, 0.5, 0.75]) {
      const value = others[Math.floor(part * others.length)] ?? 0;
      cuts.add(part === 0 ? value / 2 : value - 1e-9);
    }
  return [...cuts].map((cut) => rounded(cut)).toSorted((a, b) => a - b);
}

function binned(examples: readonly Example[]): Binned {
  const rows = examples.length;
  const features = examples[0]?.features.length ?? 0;
  const bins = new Uint8Array(rows * features);
  const cuts: number[][] = [];
  for (let feature = 0; feature < features; feature++) {
    const values = Float64Array.from(examples, (one) => one.features[feature] ?? 0);
    const own = cutsOf(values);
    cuts.push(own);
    for (let row = 0; row < rows; row++) {
      let bin = 0;
      while (bin < own.length && (values[row] ?? 0) > (own[bin] ?? 0)) bin++;
      bins[feature * rows + row] = bin;
    }
  }
  return { cuts, bins, rows, features };
}

interface Split {
  feature: number;
  bin: number;
  gain: number;
  left: number;
  right: number;
}

interface Grown {
  data: Binned;
  gradient: Float64Array;
  curvature: Float64Array;
  growing: Growing;
}

/** The least and the most that a node may answer. */
type Bounds = readonly [number, number];

const clamp = (value: number, [low, high]: Bounds): number => Math.min(high, Math.max(low, value));

interface Slope {
  g: number;
  h: number;
}

/** What an answer gains on examples with these slopes. */
const worth = ({ g, h }: Slope, value: number, l2: number): number =>
  -(g * value + 0.5 * (h + l2) * value ** 2);

/** The slopes of the rows in each bin: those of feature f stand from `f × mostSlots` on, gradient and curvature in turn. */
type Slopes = Float64Array;
/** Two for each bin that `cutsOf` can make. */
const mostSlots = 2 * (mostBins + 4);

function slopesOf({ data, gradient, curvature }: Grown, rows: Int32Array): Slopes {
  const slopes = new Float64Array(data.features * mostSlots);
  for (let feature = 0; feature < data.features; feature++) {
    const start = feature * data.rows;
    const into = feature * mostSlots;
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] ?? 0;
      const slot = into + 2 * (data.bins[start + row] ?? 0);
      slopes[slot] = (slopes[slot] ?? 0) + (gradient[row] ?? 0);
      slopes[slot + 1] = (slopes[slot + 1] ?? 0) + (curvature[row] ?? 0);
    }
  }
  return slopes;
}

/** The slope of all rows: every feature has each row in one bin. */
function slopeOfAll(slopes: Slopes): Slope {
  const all = { g: 0, h: 0 };
  for (let slot = 0; slot < mostSlots; slot += 2) {
    all.g += slopes[slot] ?? 0;
    all.h += slopes[slot + 1] ?? 0;
  }
  return all;
}

function bestSplit(grown: Grown, slopes: Slopes, bounds: Bounds): Split | null {
  const { l2, leastLeaf, directions } = grown.growing;
  const all = slopeOfAll(slopes);
  const answer = ({ g, h }: Slope): number => clamp(-g / (h + l2), bounds);
  const before = worth(all, answer(all), l2);
  let best: Split | null = null;
  for (let feature = 0; feature < grown.data.features; feature++) {
    const cuts = grown.data.cuts[feature]?.length ?? 0;
    const below = { g: 0, h: 0 };
    for (let bin = 0; bin < cuts; bin++) {
      const slot = feature * mostSlots + 2 * bin;
      below.g += slopes[slot] ?? 0;
      below.h += slopes[slot + 1] ?? 0;
      const above = { g: all.g - below.g, h: all.h - below.h };
      if (below.h < leastLeaf || above.h < leastLeaf) continue;
      const [left, right] = [answer(below), answer(above)];
      if ((directions[feature] ?? 0) * (right - left) < 0) continue;
      const gain = worth(below, left, l2) + worth(above, right, l2) - before;
      if (gain > (best?.gain ?? leastGain)) best = { feature, bin, gain, left, right };
    }
  }
  return best;
}

const leastGain = 1e-6;

/** Where a feature has a direction, no answer on one side may pass the middle of the two. */
function boundsBelow(bounds: Bounds, { left, right }: Split, direction: number): [Bounds, Bounds] {
  const [low, high] = bounds;
  const middle = (left + right) / 2;
  if (direction === 0) return [bounds, bounds];
  const [lower, upper]: [Bounds, Bounds] = [
    [low, middle],
    [middle, high],
  ];
  return direction > 0 ? [lower, upper] : [upper, lower];
}

interface Branch {
  rows: Int32Array;
  slopes: Slopes;
  value: number;
  bounds: Bounds;
}

/** The two branches of a split; only the smaller one's slopes are counted, the others' are what is left. */
function branchesOf(
  grown: Grown,
  { rows, slopes, bounds }: Branch,
  split: Split,
): [below: Branch, above: Branch] {
  const { data, growing } = grown;
  const start = split.feature * data.rows;
  const isBelow = (row: number): boolean => (data.bins[start + row] ?? 0) <= split.bin;
  const below = rows.filter(isBelow);
  const above = rows.filter((row) => !isBelow(row));
  const few = below.length < above.length ? below : above;
  const counted = slopesOf(grown, few);
  const left = slopes.map((value, at) => value - (counted[at] ?? 0));
  const slopesFor = (of: Int32Array): Slopes => (of === few ? counted : left);
  const [low, high] = boundsBelow(bounds, split, growing.directions[split.feature] ?? 0);
  return [
    { rows: below, slopes: slopesFor(below), value: split.left, bounds: low },
    { rows: above, slopes: slopesFor(above), value: split.right, bounds: high },
  ];
}

function growTree(grown: Grown, margins: Float64Array): PairTree {
  const { data, growing } = grown;
  const nodes = 2 ** (growing.depth + 1) - 1;
  const asking = (nodes - 1) / 2;
  const tree: PairTree = {
    features: Array.from({ length: asking }, () => -1),
    cuts: Array.from({ length: asking }, () => 0),
    values: Array.from({ length: nodes }, () => 0),
  };
  const grow = (node: number, branch: Branch): void => {
    const taken = rounded(branch.value * growing.rate);
    tree.values[node] = taken;
    const split = node < asking ? bestSplit(grown, branch.slopes, branch.bounds) : null;
    if (split === null) {
      for (const row of branch.rows) margins[row] = (margins[row] ?? 0) + taken;
      return;
    }
    tree.features[node] = split.feature;
    tree.cuts[node] = data.cuts[split.feature]?.[split.bin] ?? 0;
    const [below, above] = branchesOf(grown, branch, split);
    grow(node * 2 + 1, below);
    grow(node * 2 + 2, above);
  };
  const rows = Int32Array.from({ length: data.rows }, (_, row) => row);
  grow(0, { rows, slopes: slopesOf(grown, rows), value: 0, bounds: [-Infinity, Infinity] });
  return tree;
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** @returns trees whose answers add up, with `bias`, to the log odds */
export function growTrees(
  examples: readonly Example[],
  growing: Growing,
): { trees: PairTree[]; bias: number } {
  const data = binned(examples);
  const weight = examples.reduce((sum, one) => sum + one.weight, 0);
  const share = examples.reduce((sum, one) => sum + one.weight * one.label, 0) / weight;
  const bias = rounded(Math.log(share / (1 - share)));
  const margins = new Float64Array(examples.length).fill(bias);
  const gradient = new Float64Array(examples.length);
  const curvature = new Float64Array(examples.length);
  const trees: PairTree[] = [];
  for (let count = 0; count < growing.trees; count++) {
    for (const [row, one] of examples.entries()) {
      const chance = chanceOf(margins[row] ?? 0);
      gradient[row] = one.weight * (chance - one.label);
      curvature[row] = one.weight * chance * (1 - chance);
    }
    trees.push(growTree({ data, gradient, curvature, growing }, margins));
  }
  return { trees, bias };
}
