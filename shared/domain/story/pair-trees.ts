/**
 * A decision tree over the features of a pair. Node `n` asks whether `features[n]` is above `cuts[n]` and goes on at
 * `2n + 1` (no) or `2n + 2` (yes); -1 ends there. `values` are what each node answers in log odds, nought at the root.
 */
export interface PairTree {
  features: number[];
  cuts: number[];
  values: number[];
}

/** What each feature adds to the answers on the way down the trees; the sum is that of `sumOfTrees`. */
export function sharesOfTrees(trees: readonly PairTree[], found: Float64Array): Float64Array {
  const shares = new Float64Array(found.length);
  for (const { features, cuts, values } of trees) {
    let node = 0;
    for (let asked = features[0] ?? -1; asked >= 0; asked = features[node] ?? -1) {
      const next = (found[asked] ?? 0) > (cuts[node] ?? 0) ? node * 2 + 2 : node * 2 + 1;
      shares[asked] = (shares[asked] ?? 0) + (values[next] ?? 0) - (values[node] ?? 0);
      node = next;
    }
  }
  return shares;
}

/** The answers of all trees together. */
export function sumOfTrees(trees: readonly PairTree[], found: Float64Array): number {
  let sum = 0;
  for (const { features, cuts, values } of trees) {
    let node = 0;
    for (let asked = features[0] ?? -1; asked >= 0; asked = features[node] ?? -1)
      node = (found[asked] ?? 0) > (cuts[node] ?? 0) ? node * 2 + 2 : node * 2 + 1;
    sum += values[node] ?? 0;
  }
  return sum;
}
