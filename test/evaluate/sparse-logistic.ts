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
/** Every so many rounds all weights are tried, in the others those that are not nought. */
const allEvery = 4;
const longestStep = 1;

/** The examples, one a row: label, weight, and the chance that the weights so far give it. */
class Rows {
  readonly #labels: Float64Array;
  readonly #weights: Float64Array;
  readonly #margins: Float64Array;
  readonly #chances: Float64Array;

  constructor(examples: readonly Example[]) {
    this.#labels = Float64Array.from(examples, ({ label }) => (label ? 1 : 0));
    this.#weights = Float64Array.from(examples, ({ weight }) => weight);
    this.#margins = new Float64Array(examples.length);
    this.#chances = new Float64Array(examples.length).fill(0.5);
  }

  /** First and second derivative of the loss along one column. */
  slope(column: Int32Array): [number, number] {
    let [gradient, curvature] = [0, 1e-9];
    for (const row of column) {
      const [chance, weight] = [this.#chances[row] ?? 0, this.#weights[row] ?? 0];
      gradient += weight * (chance - (this.#labels[row] ?? 0));
      curvature += weight * chance * (1 - chance);
    }
    return [gradient, curvature];
  }

  move(column: Int32Array, step: number): void {
    for (const row of column) {
      const margin = (this.#margins[row] ?? 0) + step;
      this.#margins[row] = margin;
      this.#chances[row] = 1 / (1 + Math.exp(-margin));
    }
  }
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
  const lists = Array.from({ length: signs }, (): number[] => []);
  for (const [row, example] of examples.entries()) for (const sign of example.signs) lists[sign]?.push(row);
  const columns = lists.map((list) => Int32Array.from(list));
  const all = Int32Array.from(examples, (_, row) => row);
  const rows = new Rows(examples);
  const weights = new Float64Array(signs);
  let bias = 0;
  for (let round = 0; round < rounds; round += 1) {
    const step = stepOf(rows.slope(all), bias, { l1: 0, l2: 0 }, 0);
    bias += step;
    rows.move(all, step);
    for (const [sign, column] of columns.entries()) {
      const weight = weights[sign] ?? 0;
      if (column.length === 0 || (weight === 0 && round % allEvery !== 0)) continue;
      const change = stepOf(rows.slope(column), weight, penalty, penalty.start?.[sign] ?? 0);
      if (change === 0) continue;
      weights[sign] = weight + change;
      rows.move(column, change);
    }
  }
  return { bias, weights };
}

export function marginOf(model: LogisticModel, signs: readonly number[]): number {
  return signs.reduce((sum, sign) => sum + (model.weights[sign] ?? 0), model.bias);
}
