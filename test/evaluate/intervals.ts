export interface Counts {
  tp: number;
  fp: number;
  fn: number;
}

export function f1({ tp, fp, fn }: Counts): number {
  return tp === 0 ? 0 : (2 * tp) / (2 * tp + fp + fn);
}

/** Wilson's interval for hits of n, 95 %: holds for small n and for shares near 1 (Wilson 1927). */
export function wilson(hits: number, n: number): [number, number] {
  if (n === 0) return [0, 1];
  const z = 1.96;
  const share = hits / n;
  const middle = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [(middle - half) / scale, (middle + half) / scale];
}

function share(hits: number, n: number): string {
  const [low, high] = wilson(hits, n);
  return n === 0 ? '  –                ' : `${(hits / n).toFixed(3)} [${low.toFixed(3)}–${high.toFixed(3)}]`;
}

/** Precision and recall with intervals, F1, counts: one line of a table. */
export function figures(counts: Counts): string {
  const { tp, fp, fn } = counts;
  return `P ${share(tp, tp + fp)}  R ${share(tp, tp + fn)}  F1 ${f1(counts).toFixed(3)}  tp ${tp} fp ${fp} fn ${fn}`;
}
