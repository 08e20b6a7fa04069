/** How surely two belong together: the log odds, and how much they count in an average. */
export interface Tie {
  score: number;
  weight: number;
}

export interface JoiningRules {
  /** Groups fit where their members' mean log odds are above this … */
  threshold: number;
  /** … and above it by so much of what the looser group's own members fit each other better: two close groups are two. */
  coherence: number;
}

/** Groups still apart, and the sums of their ties. */
interface Groups {
  live: number[];
  count: number;
  /** sums[a × count + b]: of the ties between two groups; on the diagonal of those inside one. */
  sums: Float64Array;
  weights: Float64Array;
}

/**
 * Joins the two groups whose members fit each other best on the average, until no two fit well enough (average linkage):
 * one likely pair joins nothing, so groups do not chain.
 * @param tie of members i > j @returns the group of each member, named by its lowest number
 */
export function clustersOf(count: number, tie: (i: number, j: number) => Tie, rules: JoiningRules): number[] {
  const groups: Groups = {
    live: Array.from({ length: count }, (_, at) => at),
    count,
    sums: new Float64Array(count * count),
    weights: new Float64Array(count * count),
  };
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const { score, weight } = tie(i, j);
      groups.sums[i * count + j] = groups.sums[j * count + i] = score * weight;
      groups.weights[i * count + j] = groups.weights[j * count + i] = weight;
    }
  }
  const group = [...groups.live];
  for (let best = closest(groups, rules); best !== null; best = closest(groups, rules)) {
    join(groups, best);
    for (const [at, of] of group.entries()) if (of === best.from) group[at] = best.into;
  }
  return group;
}

interface Join {
  into: number;
  from: number;
}

function join(groups: Groups, { into, from }: Join): void {
  const { count, sums, weights } = groups;
  for (const matrix of [sums, weights]) {
    const inside =
      (matrix[into * count + into] ?? 0) +
      (matrix[from * count + from] ?? 0) +
      (matrix[into * count + from] ?? 0);
    for (const other of groups.live) {
      const joined = (matrix[into * count + other] ?? 0) + (matrix[from * count + other] ?? 0);
      matrix[into * count + other] = matrix[other * count + into] = joined;
    }
    matrix[into * count + into] = inside;
  }
  groups.live = groups.live.filter((each) => each !== from);
}

/** The mean tie between two groups, or inside one; nothing where there is none. */
function meanTie({ count, sums, weights }: Groups, a: number, b: number): number {
  const weight = weights[a * count + b] ?? 0;
  return weight > 0 ? (sums[a * count + b] ?? 0) / weight : -Infinity;
}

function closest(groups: Groups, { threshold, coherence }: JoiningRules): Join | null {
  const { live } = groups;
  const inside = live.map((each) => Math.max(0, meanTie(groups, each, each) - threshold));
  let best: Join | null = null;
  let most = 0;
  for (const [at, from] of live.entries()) {
    for (let before = 0; before < at; before++) {
      const into = live[before] ?? 0;
      const needed = threshold + coherence * Math.min(inside[at] ?? 0, inside[before] ?? 0);
      const margin = meanTie(groups, into, from) - needed;
      if (margin > most) {
        most = margin;
        best = { into, from };
      }
    }
  }
  return best;
}
