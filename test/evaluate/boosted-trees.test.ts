import { expect, test } from 'vitest';
import { sharesOfTrees, sumOfTrees } from '../../shared/domain/story/pair-trees.ts';
import { type Example, growTrees, type Growing } from './boosted-trees.ts';

const growing: Growing = { trees: 20, depth: 2, rate: 0.3, l2: 1, leastLeaf: 1, directions: [0, 0] };
const grid = [0, 0.25, 0.5, 0.75, 1];
/** One of the two, not both: no sum of weights says so. */
const either: Example[] = grid.flatMap((a) =>
  grid.flatMap((b) => {
    const label = a > 0.6 !== b > 0.6 ? 1 : 0;
    return [{ features: Float64Array.from([a, b]), label, weight: 4 } as const];
  }),
);

test('trees learn what depends on two features together', () => {
  const { trees, bias } = growTrees(either, growing);
  const right = either.filter(
    ({ features, label }) => bias + sumOfTrees(trees, features) > 0 === (label === 1),
  );
  expect(right).toHaveLength(either.length);
});

test('a feature with a direction never speaks the other way', () => {
  const { trees } = growTrees(either, { ...growing, directions: [1, 0] });
  for (const b of grid) {
    const scores = grid.map((a) => sumOfTrees(trees, Float64Array.from([a, b])));
    expect(scores).toEqual(scores.toSorted((x, y) => x - y));
  }
});

test('what the features add is the whole answer', () => {
  const { trees } = growTrees(either, growing);
  const found = Float64Array.from([1, 0.25]);
  const [a = 0, b = 0] = sharesOfTrees(trees, found);
  expect(a + b).toBeCloseTo(sumOfTrees(trees, found), 9);
  expect(a).not.toBe(0);
});
