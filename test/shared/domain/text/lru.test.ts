import { expect, it } from 'vitest';
import { Lru } from '../../../../shared/domain/text/lru.ts';

it('what is kept by size: the least recently used goes first, the newest stays', () => {
  const kept = new Lru<string>(10);
  kept.set('a', 'A', 4);
  kept.set('b', 'B', 4);
  kept.get('a');
  kept.set('c', 'C', 4);
  expect(['a', 'b', 'c'].map((key) => kept.get(key))).toEqual(['A', undefined, 'C']);
  kept.set('c', 'C2', 40);
  expect(['a', 'c'].map((key) => kept.get(key))).toEqual([undefined, 'C2']);
  kept.set('d', 'D', 4);
  expect(['c', 'd'].map((key) => kept.get(key))).toEqual([undefined, 'D']);
});

it('without sizes entries are counted', () => {
  const kept = new Lru<number>(2);
  for (const key of ['a', 'b', 'c']) kept.set(key, 1);
  expect(['a', 'b', 'c'].map((key) => kept.get(key))).toEqual([undefined, 1, 1]);
});
