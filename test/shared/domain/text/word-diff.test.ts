import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordDiff } from '../../../../shared/domain/text/word-diff.ts';

const joined = (before: string, after: string, dropped: 'removed' | 'added'): string =>
  wordDiff(before, after)
    .filter(({ kind }) => kind !== dropped)
    .map(({ text }) => text)
    .join('');

describe('word diff', () => {
  it('shows the changed word and nothing else, in any script', () => {
    expect(wordDiff('Ереван и Баку обсудили границу', 'Ереван и Баку согласовали границу')).toEqual([
      { kind: 'same', text: 'Ереван и Баку ' },
      { kind: 'removed', text: 'обсудили ' },
      { kind: 'added', text: 'согласовали ' },
      { kind: 'same', text: 'границу' },
    ]);
    expect(
      wordDiff('Փաշինյանը մեկնեց', 'Փաշինյանը չի մեկնի').filter(({ kind }) => kind === 'same')[0]?.text,
    ).toBe('Փաշինյանը ');
  });

  it('can give back both texts', () => {
    assert(
      property(
        string({ unit: 'grapheme', maxLength: 80 }),
        string({ unit: 'grapheme', maxLength: 80 }),
        (before, after) => {
          expect(joined(before, after, 'added')).toBe(before);
          expect(joined(before, after, 'removed')).toBe(after);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('comes to an end on hostile length', () => {
    expect(wordDiff('a '.repeat(100_000), 'b '.repeat(100_000)).length).toBeGreaterThan(0);
  });

  it.each([
    ['', '', []],
    ['', 'new', [['added', 'new']]],
    ['old', '', [['removed', 'old']]],
    ['same', 'same', [['same', 'same']]],
    [
      'a b',
      'a b c',
      [
        ['same', 'a '],
        ['removed', 'b'],
        ['added', 'b c'],
      ],
    ],
    [
      'a x c',
      'a c',
      [
        ['same', 'a '],
        ['removed', 'x '],
        ['same', 'c'],
      ],
    ],
    [
      'a c',
      'a x c',
      [
        ['same', 'a '],
        ['added', 'x '],
        ['same', 'c'],
      ],
    ],
    [
      'a b, c',
      'a b; c',
      [
        ['same', 'a b'],
        ['removed', ', '],
        ['added', '; '],
        ['same', 'c'],
      ],
    ],
    // What is common is as long as it can be, not what comes first.
    [
      'x a b c',
      'a b c x',
      [
        ['removed', 'x '],
        ['same', 'a b '],
        ['removed', 'c'],
        ['added', 'c x'],
      ],
    ],
  ])('%j → %j', (before, after, parts) => {
    expect(wordDiff(before, after).map(({ kind, text }) => [kind, text])).toEqual(parts);
  });
});
