/** One example: its features, 1 or 0, and how much it counts. */
export interface Example {
  features: Float64Array;
  label: 0 | 1;
  weight: number;
}

const rounds = 12;
const enough = 1e-4;

/** Solves the symmetric positive system `matrix · x = right` (Cholesky). */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] ?? 0;
      for (let k = 0; k < column; k++) sum -= (lower[row * size + k] ?? 0) * (lower[column * size + k] ?? 0);
      lower[row * size + column] =
        row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (lower[column * size + column] ?? 1);
    }
  }
  const half = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let sum = right[row] ?? 0;
    for (let k = 0; k < row; k++) sum -= (lower[row * size + k] ?? 0) * (half[k] ?? 0);
    half[row] = sum / (lower[row * size + row] ?? 1);
  }
  const found = new Float64Array(size);
  for (let row = size - 1; row >= 0; row--) {
    let sum = half[row] ?? 0;
    for (let k = row + 1; k < size; k++) sum -= (lower[k * size + row] ?? 0) * (found[k] ?? 0);
    found[row] = sum / (lower[row * size + row] ?? 1);
  }
  return found;
}

/** Adds one example's slope and curvature; the bias is the last weight. */
function addExample(
  { features, label, weight }: Example,
  weights: Float64Array,
  { slope, curve }: { slope: Float64Array; curve: Float64Array },
): void {
  const bias = features.length;
  const size = bias + 1;
  let score = weights[bias] ?? 0;
  for (let k = 0; k < bias; k++) score += (weights[k] ?? 0) * (features[k] ?? 0);
  const likely = 1 / (1 + Math.exp(-score));
  const error = weight * (likely - label);
  const bend = weight * Math.max(likely * (1 - likely), 1e-5);
  for (let k = 0; k < bias; k++) {
    const value = features[k] ?? 0;
    if (value === 0) continue;
    slope[k] = (slope[k] ?? 0) + error * value;
    for (let l = 0; l <= k; l++)
      curve[k * size + l] = (curve[k * size + l] ?? 0) + bend * value * (features[l] ?? 0);
    curve[bias * size + k] = (curve[bias * size + k] ?? 0) + bend * value;
  }
  slope[bias] = (slope[bias] ?? 0) + error;
  curve[bias * size + bias] = (curve[bias * size + bias] ?? 0) + bend;
}

/** Logistic regression by Newton's method, held near zero by `ridge`. Deterministic. @returns the weights, the bias last */
export function fitLogistic(examples: readonly Example[], ridge: number): Float64Array {
  const size = (examples[0]?.features.length ?? 0) + 1;
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const weights = new Float64Array(size);
  for (let round = 0; round < rounds; round++) {
    const slope = new Float64Array(size);
    const curve = new Float64Array(size * size);
    for (const example of examples) addExample(example, weights, { slope, curve });
    for (let k = 0; k < size; k++) {
      const held = k === size - 1 ? 1e-9 : ridge;
      slope[k] = (slope[k] ?? 0) + held * total * (weights[k] ?? 0);
      curve[k * size + k] = (curve[k * size + k] ?? 0) + held * total;
    }
    const step = solve(curve, slope);
    for (let k = 0; k < size; k++) weights[k] = (weights[k] ?? 0) - (step[k] ?? 0);
    if (Math.max(...step.map(Math.abs)) < enough) break;
  }
  return weights;
}
