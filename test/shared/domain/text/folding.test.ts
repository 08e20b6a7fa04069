import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, hashWords, mix } from '../../../../shared/domain/text/folding.ts';

describe('a folded text', () => {
  it.each([
    ['Yerevan, BAKU – Tbilisi!', 'yerevan baku tbilisi'],
    ['  «Ереван»…  ', 'ереван'],
    ['ԵՐԵՎԱՆ', 'երեւան'],
    ['և', 'եւ'],
    ['Ալիևի ԵՎ ԱԼԻԵՎԻ', 'ալիեւի եւ ալիեւի'],
    ['վեց', 'վեց'],
    ['Bakı İrəvan', fold('BAKI irəvan')],
    ['', ''],
    ['…!', ''],
    ['№ 5/2026', '5 2026'],
  ])('%s → %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });
  it('is no longer than 65,536 units, and whole up to there', () => {
    expect(fold('ab '.repeat(10_000))).toBe('ab '.repeat(10_000).trim());
    const long = fold('a'.repeat(70_000));
    expect(long.length).toBeGreaterThan(65_500);
    expect(long.length).toBeLessThanOrEqual(65_536);
  });
  it('folded again is itself', () => {
    assert(
      property(string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});

describe('the hashes of words', () => {
  const of = (text: string, room = 16): number[] => {
    const into = new Uint32Array(room);
    return [...into.subarray(0, hashWords(text, into))];
  };
  it('are one a word, whatever stands between and however it is written', () => {
    expect(of('Yerevan – Baku')).toHaveLength(2);
    expect(of('YEREVAN, (baku)!')).toEqual(of('yerevan baku'));
    expect(of('Երևան')).toEqual(of('ԵՐԵՒԱՆ'));
    expect(of('')).toEqual([]);
    expect(of(' – ')).toEqual([]);
  });
  it('tell order and letters apart', () => {
    const [one, other] = of('baku yerevan');
    expect(of('yerevan baku')).toEqual([other, one]);
    expect(new Set(of('baku baka ukab bak')).size).toBe(4);
  });
  it('stop where there is no more room', () => {
    expect(of('a b c d', 4)).toHaveLength(4);
    expect(of('a b c d e', 4)).toEqual(of('a b c d', 4));
    expect(of('a b c d ', 3)).toEqual(of('a b c', 3));
    expect(of('a', 0)).toEqual([]);
  });
});

it('mixing changes about half of all bits when one changes, and gives whole numbers without sign', () => {
  let changed = 0;
  for (let at = 0; at < 1_000; at++) {
    const mixed = mix(at * 2_654_435_761);
    expect(Number.isInteger(mixed) && mixed >= 0 && mixed <= 0xffffffff).toBe(true);
    let bits = (mixed ^ mix((at * 2_654_435_761) ^ (1 << (at % 32)))) >>> 0;
    for (; bits > 0; bits >>>= 1) changed += bits & 1;
  }
  expect(changed / 1_000).toBeGreaterThan(15);
  expect(changed / 1_000).toBeLessThan(17);
});
