/** How surely two belong together: the log odds, and how much they count in an average. */
export interface Tie {
  score: number;
  weight: number;
}

/**
 * Joins the two groups whose members fit each other best on the average, until no two fit better than `threshold`
 * (average linkage): one likely pair joins nothing, so groups do not chain.
 * @param tie of members i > j @returns the group of each member, named by its lowest number
 */
export function clustersOf(count: number, tie: (i: number, j: number) => Tie, threshold: number): number[] {
  const sums = new Float64Array(count * count);
  const weights = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const { score, weight } = tie(i, j);
      sums[i * count + j] = sums[j * count + i] = score * weight;
      weights[i * count + j] = weights[j * count + i] = weight;
    }
  }
  const group = Array.from({ length: count }, (_, at) => at);
  let live = [...group];
  for (let best = closest(live, sums, weights); best !== null; best = closest(live, sums, weights)) {
    if (best.score <= threshold) break;
    const { into, from } = best;
    for (const other of live) {
      for (const matrix of [sums, weights]) {
        const joined = (matrix[into * count + other] ?? 0) + (matrix[from * count + other] ?? 0);
        matrix[into * count + other] = matrix[other * count + into] = joined;
      }
    }
    live = live.filter((each) => each !== from);
    for (const [at, of] of group.entries()) if (of === from) group[at] = into;
  }
  return group;
}

function closest(
  live: readonly number[],
  sums: Float64Array,
  weights: Float64Array,
): { into: number; from: number; score: number } | null {
  const count = Math.sqrt(sums.length);
  let best: { into: number; from: number; score: number } | null = null;
  for (const [at, from] of live.entries()) {
    for (let before = 0; before < at; before++) {
      const into = live[before] ?? 0;
      const weight = weights[into * count + from] ?? 0;
      const score = weight > 0 ? (sums[into * count + from] ?? 0) / weight : -Infinity;
      if (score > (best?.score ?? -Infinity)) best = { into, from, score };
    }
  }
  return best;
}
