import { expect, it } from 'vitest';
import { sharesOfTrees, sumOfTrees } from '../../../../shared/domain/story/pair-trees.ts';

/** Asks for feature 2 above 5; where it is not, for feature 0 above 1. The second tree answers without a question. */
const trees = [
  { features: [2, 0, -1, -1, -1], cuts: [5, 1, 0, 0, 0], values: [0, 0.5, 2, -1, 3] },
  { features: [-1], cuts: [0], values: [0.25] },
];

it.each([
  [[0, 9, 5.1], 2.25, [0, 0, 2]],
  [[0, 9, 5], -0.75, [-1.5, 0, 0.5]],
  [[1, 9, 0], -0.75, [-1.5, 0, 0.5]],
  [[1.1, 9, 0], 3.25, [2.5, 0, 0.5]],
])('%j is worth %f, and each feature what its answers add', (found, sum, shares) => {
  expect(sumOfTrees(trees, Float64Array.from(found))).toBe(sum);
  expect([...sharesOfTrees(trees, Float64Array.from(found))]).toEqual(shares);
});

it('no trees say nothing', () => {
  expect(sumOfTrees([], Float64Array.of(1))).toBe(0);
  expect([...sharesOfTrees([], Float64Array.of(1))]).toEqual([0]);
});
