import { expect, it } from 'vitest';
import { skeletonWords } from '../../../../shared/domain/query/fold.ts';
import { matcherOf } from '../../../../shared/domain/query/matcher.ts';
import { nameIndexOf } from '../../../../shared/domain/query/named.ts';
import { parseQuery } from '../../../../shared/domain/query/parse.ts';
import type { SearchRow } from '../../../../shared/domain/query/searchable.ts';
import { type Token, tokensOf } from '../../../../shared/domain/query/tokens.ts';

const word = (at: number, text: string): Token => ({ kind: 'word', at, text });
const phrase = (at: number, text: string): Token => ({ kind: 'phrase', at, text });
const sign = (kind: 'open' | 'close' | 'not', at: number, text: string): Token => ({ kind, at, text });

it.each<[string, Token[]]>([
  ['', []],
  [' a\tb ', [word(1, 'a'), word(3, 'b')]],
  ['(a)', [sign('open', 0, '('), word(1, 'a'), sign('close', 2, ')')]],
  ['-a', [sign('not', 0, '-'), word(1, 'a')]],
  ['-(a', [sign('not', 0, '-'), sign('open', 1, '('), word(2, 'a')]],
  ['-', [word(0, '-')]],
  ['- a', [word(0, '-'), word(2, 'a')]],
  ['--a', [word(0, '--a')]],
  ['a-b', [word(0, 'a-b')]],
  ['-)', [word(0, '-'), sign('close', 1, ')')]],
  ['a AND b', [word(0, 'a'), { kind: 'and', at: 2, text: 'AND' }, word(6, 'b')]],
  [
    'NOT OR',
    [
      { kind: 'not', at: 0, text: 'NOT' },
      { kind: 'or', at: 4, text: 'OR' },
    ],
  ],
  ['and or constructor', [word(0, 'and'), word(4, 'or'), word(7, 'constructor')]],
  ['"a b"', [phrase(0, 'a b')]],
  ['“a”', [phrase(0, 'a')]],
  ['“a“', [phrase(0, 'a')]],
  ['”a”', [phrase(0, 'a')]],
  ['«a»b', [phrase(0, 'a'), word(3, 'b')]],
  ['„a“ „b” „c"', [phrase(0, 'a'), phrase(4, 'b'), phrase(8, 'c')]],
  ['""', [phrase(0, '')]],
  ['»a', [word(0, '»'), word(1, 'a')]],
  ['a"b"', [word(0, 'a'), phrase(1, 'b')]],
  [
    'side:Baku,,yerevan a',
    [
      { kind: 'filter', at: 0, text: 'side:Baku,,yerevan', field: 'side', values: ['baku', 'yerevan'] },
      word(19, 'a'),
    ],
  ],
  [
    'lang:ru)',
    [{ kind: 'filter', at: 0, text: 'lang:ru', field: 'language', values: ['ru'] }, sign('close', 7, ')')],
  ],
  [
    'topic:"a b"c',
    [{ kind: 'filter', at: 0, text: 'topic:"a b"', field: 'topic', values: ['a b'] }, word(11, 'c')],
  ],
  // No filter: nothing behind the colon, an address, a second colon, a capital.
  ['a: b', [word(0, 'a:'), word(3, 'b')]],
  ['http://o', [word(0, 'http://o')]],
  ['a::b', [word(0, 'a::b')]],
  ['Side:baku', [word(0, 'Side:baku')]],
])('%j is read as %j', (text, tokens) => {
  expect(tokensOf(text)).toEqual(tokens);
});

it.each([
  ['a "b c', 'unclosedQuote', 2, '"b c'],
  ['a side:«b', 'unclosedQuote', 7, '«b'],
  ['a who:b c', 'unknownFilter', 2, 'who:'],
  ['a constructor:b', 'unknownFilter', 2, 'constructor:'],
  ['a side:,, b', 'badValue', 2, 'side:,,'],
  ['a side:"" b', 'badValue', 2, 'side:""'],
])('%j is refused: %s at %i, «%s»', (text, fault, at, shown) => {
  expect(tokensOf(text)).toEqual({ fault, at, text: shown });
});

const row: SearchRow = {
  id: 'a',
  at: '2026-11-23T10:00',
  h: { en: 'Talks resume' },
  l: [['en', 'araz', 'The border-town mayor spoke']],
  t: ['csto'],
  s: [],
  e: ['nagorno-karabakh', 'syunik'],
  d: ['baku'],
  c: ['AZ'],
  k: ['agency'],
  w: skeletonWords('tunnel').join(' '),
  n: 2,
};
const names = nameIndexOf([
  ['nagorno-karabakh', 'Nagorno-Karabakh', [skeletonWords('Nagorno Karabakh').join(' ')]],
  ['syunik', 'Syunik', ['siunik']],
  ['goris', 'Goris', ['goris']],
]);
it.each([
  ['nagorno-karabakh', true],
  ['"nagorno karabakh"', true],
  ['border-town', true],
  ['town-border', true],
  ['border-city', false],
  ['border-syunik', true],
  ['border-goris', false],
  ['"border town"', true],
  ['"town border"', false],
  ['"mayor spoke"', true],
  ['"spoke mayor"', false],
  ['"spoke tunnel"', false],
  ['tunnel', true],
  ['tunnels', true],
  ['goris', false],
  ['until:2026-11-23', true],
  ['until:2026-11-22', false],
  ['since:23h', true],
  ['since:22h', false],
  ['since:1d', true],
  ['since:1w', true],
  ['outlet:araz', false],
  ['until:2026-11-22,2026-11-23', true],
  ['since:2026-11-24,2026-11-23', true],
])('%s finds the story: %s', (text, found) => {
  const parsed = parseQuery(text);
  const query = 'query' in parsed ? parsed.query : null;
  expect(query && matcherOf(query, names, new Date('2026-11-24T09:00:00Z'))(row)).toBe(found);
});
