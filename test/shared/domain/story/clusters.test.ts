import { expect, test } from 'vitest';
import { clustersOf } from '../../../../shared/domain/story/clusters.ts';

const tied = (scores: number[][]) => (i: number, j: number) => ({ score: scores[i]?.[j] ?? 0, weight: 1 });

const plain = { threshold: 0, coherence: 0 };

test('a chain of likely pairs is not one group: each end speaks against the other', () => {
  const scores = [[], [2], [-4, 1.5], [-4, -4, 2]];
  expect(clustersOf(4, tied(scores), plain)).toEqual([0, 0, 2, 2]);
});

test('a pair that counts little decides little', () => {
  const scores = (i: number, j: number) =>
    i + j === 3 && i === 2 ? { score: -4, weight: 0.1 } : { score: 1, weight: 1 };
  expect(clustersOf(3, scores, plain)).toEqual([0, 0, 0]);
});

test('below the threshold nothing joins', () => {
  expect(clustersOf(2, tied([[], [-0.1]]), plain)).toEqual([0, 1]);
  expect(clustersOf(0, tied([]), plain)).toEqual([]);
});

test('two close groups are two, though they have much to do with each other', () => {
  const scores = [[], [3], [0.5, 0.5], [0.5, 0.5, 3]];
  expect(clustersOf(4, tied(scores), plain)).toEqual([0, 0, 0, 0]);
  expect(clustersOf(4, tied(scores), { threshold: 0, coherence: 0.3 })).toEqual([0, 0, 2, 2]);
});
