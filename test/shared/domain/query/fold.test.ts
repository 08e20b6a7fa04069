import { describe, expect, it } from 'vitest';
import { skeletonWords } from '../../../../shared/domain/query/fold.ts';
import { namedIn, oneSlip } from '../../../../shared/domain/query/names.ts';

describe('folding for search', () => {
  it.each([
    ['Pashinyan', ['Փաշինյան', 'Пашинян', 'Paşinyan', 'Pashinian', 'PASHINYAN']],
    ['Aliyev', ['Ալիև', 'Алиев', 'Əliyev', 'ALİYEV']],
    ['Tavush', ['Տավուշ', 'Тавуш', 'Tavuş']],
    ['Syunik', ['Սյունիք', 'Сюник']],
    ['Lukashenko', ['Լուկաշենկո', 'Лукашенко', 'Lukaşenko', 'ლუკაშენკო']],
    ['Khankendi', ['Ханкенди', 'Hankendi']],
    ['Erdoğan', ['Эрдоган', 'Erdogan', 'Էրդողան']],
  ])('writes %s alike in every script', (name, others) => {
    const [skeleton] = skeletonWords(name);
    expect(others.map((other) => skeletonWords(other)[0])).toEqual(others.map(() => skeleton));
  });

  it('begins a Georgian name with the name itself: the ending follows', () => {
    expect(skeletonWords('ფაშინიანი')[0]).toBe(`${skeletonWords('Pashinyan')[0]}i`);
  });

  it('splits words in any script and keeps figures', () => {
    expect(skeletonWords('ՀԱՊԿ-ի 9 նոյեմբերի «հայտարարություն»')).toHaveLength(5);
  });

  it.each(['', ' ', '—', '\u0000', '\u202e'])('finds no word in %j', (text) =>
    expect(skeletonWords(text)).toEqual([]),
  );
});

describe('names meant by a query', () => {
  const names: [string, string, string[]][] = [
    ['nikol-pashinyan', 'Nikol Pashinyan', ['nikol pashinian', 'pashinian']],
    ['csto', 'CSTO', ['csto', 'odkb', 'hapk']],
  ];
  it.each([
    ['Пашиняна', ['nikol-pashinyan']],
    ['Pashinayn', ['nikol-pashinyan']],
    ['Никол Пашинян', ['nikol-pashinyan']],
    ['ՀԱՊԿ', ['csto']],
    ['Paris', []],
    ['Nikol Aliyev', []],
  ])('%s', (query, expected) => {
    expect(namedIn(skeletonWords(query), names)).toEqual(expected);
  });

  it.each([
    ['abcd', 'abxd', true],
    ['abcd', 'abd', true],
    ['abcd', 'acbd', true],
    ['abcd', 'axyd', false],
    ['abcd', 'ab', false],
  ])('one slip from %s to %s: %s', (a, b, expected) => expect(oneSlip(a, b)).toBe(expected));
});
