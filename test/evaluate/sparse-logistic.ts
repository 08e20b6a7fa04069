/** One labelled example: which signs it shows, whether it has the label, how much it counts. */
export interface Example {
  signs: number[];
  label: boolean;
  weight: number;
}

export interface LogisticModel {
  bias: number;
  weights: Float64Array;
}

export interface Penalty {
  /** Pulls weights of little use to nought. */
  l1: number;
  /** Pulls every weight towards its `start`. */
  l2: number;
  /** What a weight is held near; 0 where absent. */
  start?: Float64Array;
}

const rounds = 40;
const longestStep = 1;

interface State {
  examples: readonly Example[];
  margins: Float64Array;
}

/** First and second derivative of the loss along one column. */
function slope({ examples, margins }: State, column: readonly number[]): [number, number] {
  let [gradient, curvature] = [0, 1e-9];
  for (const row of column) {
    const { label, weight } = examples[row] ?? { label: false, weight: 0 };
    const chance = 1 / (1 + Math.exp(-(margins[row] ?? 0)));
    gradient += weight * (chance - (label ? 1 : 0));
    curvature += weight * chance * (1 - chance);
  }
  return [gradient, curvature];
}

function move({ margins }: State, column: readonly number[], step: number): void {
  for (const row of column) margins[row] = (margins[row] ?? 0) + step;
}

/** Newton's step for one weight under both penalties (Yuan, Chang, Hsieh & Lin 2010, section 4.1), at most `longestStep`. */
function stepOf(
  [gradient, curvature]: [number, number],
  weight: number,
  penalty: Penalty,
  start: number,
): number {
  const pull = gradient + penalty.l2 * (weight - start);
  const bend = curvature + penalty.l2;
  const step =
    pull + penalty.l1 <= bend * weight
      ? -(pull + penalty.l1) / bend
      : pull - penalty.l1 >= bend * weight
        ? -(pull - penalty.l1) / bend
        : -weight;
  return Math.max(-longestStep, Math.min(longestStep, step));
}

/** Logistic regression by cyclic coordinate descent: the same examples give the same weights. */
export function fitLogistic(examples: readonly Example[], signs: number, penalty: Penalty): LogisticModel {
  const columns = Array.from({ length: signs }, (): number[] => []);
  for (const [row, example] of examples.entries()) for (const sign of example.signs) columns[sign]?.push(row);
  const all = examples.map((_, row) => row);
  const state: State = { examples, margins: new Float64Array(examples.length) };
  const weights = new Float64Array(signs);
  let bias = 0;
  for (let round = 0; round < rounds; round += 1) {
    const step = stepOf(slope(state, all), bias, { l1: 0, l2: 0 }, 0);
    bias += step;
    move(state, all, step);
    for (const [sign, column] of columns.entries()) {
      if (column.length === 0) continue;
      const weight = weights[sign] ?? 0;
      const change = stepOf(slope(state, column), weight, penalty, penalty.start?.[sign] ?? 0);
      if (change === 0) continue;
      weights[sign] = weight + change;
      move(state, column, change);
    }
  }
  return { bias, weights };
}

export function marginOf(model: LogisticModel, signs: readonly number[]): number {
  return signs.reduce((sum, sign) => sum + (model.weights[sign] ?? 0), model.bias);
}
