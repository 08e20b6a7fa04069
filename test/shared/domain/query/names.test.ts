import { expect, it } from 'vitest';
import { namedIn, searchNameOf } from '../../../../shared/domain/query/names.ts';
import { calledSo, nameIndexOf } from '../../../../shared/domain/query/named.ts';

/** A typed word, a word of a name, and whether the one means the other. */
it.each([
  ['un', 'un', true],
  // Four letters begin a name; three do not.
  ['aliy', 'aliyev', true],
  ['ali', 'aliyev', false],
  ['liyev', 'aliyev', true],
  ['iyev', 'aliyev', false],
  // What is typed may have an ending of three letters behind a name of four.
  ['barda', 'barda', true],
  ['syunikin', 'syunik', true],
  ['barzini', 'barz', true],
  ['barzinin', 'barz', false],
  ['parkini', 'park', true],
  ['izinbarz', 'barz', false],
  ['bazini', 'baz', false],
  // One slip in words of five letters or more.
  ['gorus', 'goris', true],
  ['gors', 'goris', false],
  ['gory', 'gori', false],
  ['gorisi', 'goris', true],
  ['grois', 'goris', true],
  ['gruis', 'goris', false],
  ['gosir', 'goris', false],
  ['abcdx', 'abcd', true],
  ['xabcd', 'abcd', false],
])('%s means %s: %s', (typed, word, means) => {
  expect(namedIn([typed], [['id', 'Name', [word]]])).toEqual(means ? ['id'] : []);
});

it('a name is meant where one of its spellings has every typed word', () => {
  const names = [
    searchNameOf('ilham', 'Ilham Aliyev', ['Ильхам Алиев', 'İlham Əliyev']),
    searchNameOf('heydar', 'Heydar Aliyev', []),
    searchNameOf('empty', '—', ['…']),
  ];
  const [[, , [folded = '']] = ['', '', []]] = names;
  const [first = '', second = ''] = folded.split(' ');
  expect(namedIn([second], names)).toEqual(['ilham', 'heydar']);
  expect(namedIn([second, first], names)).toEqual(['ilham']);
  expect(namedIn([first, 'nobody'], names)).toEqual([]);
  expect(names[2]).toEqual(['empty', '—', []]);
  expect(names[0]?.slice(0, 2)).toEqual(['ilham', 'Ilham Aliyev']);
  expect(new Set(names[0]?.[2]).size).toBe(names[0]?.[2].length);
});

it('at most eight are named', () => {
  const names = Array.from({ length: 9 }, (_, n) => searchNameOf(`id-${n}`, 'Goris', []));
  expect(namedIn(['goris'], names)).toHaveLength(8);
});

it('who is called so has these words and no others, in this order', () => {
  const index = nameIndexOf([
    ['eu', 'European Union', ['european union', 'evrosoiuz']],
    ['union', 'Union', ['union']],
    ['eu-2', 'European Union', ['european union']],
  ]);
  const called = (...words: string[]) => [...calledSo(words, index)];
  expect(called('european', 'union')).toEqual(['eu', 'eu-2']);
  expect(called('union', 'european')).toEqual([]);
  expect(called('union')).toEqual(['union']);
  expect(called('european')).toEqual([]);
  expect(called('evrosoiuz')).toEqual(['eu']);
  expect(called('nobody')).toEqual([]);
  expect(called()).toEqual([]);
});
