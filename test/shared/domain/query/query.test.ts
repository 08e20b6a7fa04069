import { assert, constantFrom, letrec, oneof, pre, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matcherOf } from '../../../../shared/domain/query/matcher.ts';
import { nameIndexOf } from '../../../../shared/domain/query/named.ts';
import { parseQuery, soughtWords, wordsAndRest } from '../../../../shared/domain/query/parse.ts';
import { isSameWord } from '../../../../shared/domain/query/plain-words.ts';
import { type Query, queryFaults, type Vocabulary } from '../../../../shared/domain/query/query.ts';
import type { SearchRow } from '../../../../shared/domain/query/searchable.ts';

const names = nameIndexOf([
  ['syunik', 'Syunik', ['siunik']],
  ['eu', 'European Union', ['european union', 'evrosoiuz']],
]);
const known: Vocabulary = { side: new Set(['baku', 'yerevan']), topic: new Set(['csto']) };
const now = new Date('2026-11-24T09:00:00Z');

const row = (more: Partial<SearchRow> = {}): SearchRow => ({
  id: 'a',
  at: '2026-11-23T10:00',
  h: { en: 'Talks on the corridor resume', ru: 'Переговоры о коридоре' },
  t: ['csto'],
  s: ['transit'],
  e: ['syunik'],
  d: ['baku'],
  o: ['araz'],
  c: ['AZ'],
  k: ['agency'],
  n: 2,
  ...more,
});

function answers(text: string, about = row()): boolean {
  const parsed = parseQuery(text, known);
  if ('fault' in parsed) throw new Error(`${text}: ${parsed.fault}`);
  return matcherOf(parsed.query, names, now)(about);
}

describe('a query', () => {
  it.each([
    'corridor',
    'CORRIDORS',
    'коридора',
    'talks corridor',
    'the corridor',
    '"the corridor"',
    '«corridor resume»',
    'Syunik',
    'Сюникской',
    'Սյունիքում',
    '(Syunik OR Zangezur) AND corridor -football',
    'NOT football corridor',
    'football OR corridor',
    'football corridor OR talks',
    '-(football OR tennis) corridor',
    'side:baku',
    'side:yerevan,baku corridor',
    'lang:ru',
    'language:ru outlet:araz topic:csto subtopic:transit',
    'since:7d',
    'since:2026-11-23 until:2026-11-23',
    'since:2d -since:12h',
    'Baku: corridor',
  ])('%s finds the story', (text) => expect(answers(text)).toBe(text !== 'Baku: corridor'));

  it.each([
    'football',
    'talks football',
    '"corridor the"',
    'corridor -talks',
    '-Syunik corridor',
    'side:yerevan',
    'language:hy',
    'since:12h',
    'until:2026-11-22',
    'corrida',
    '(football OR tennis) corridor',
  ])('%s does not', (text) => expect(answers(text)).toBe(false));

  it('takes words beside each other for the name they are', () => {
    const named = row({ h: { ru: 'Евросоюз отправит наблюдателей' }, e: ['eu'] });
    expect(answers('European Union', named)).toBe(true);
    expect(answers('"European Union"', named)).toBe(true);
    expect(answers('European', named)).toBe(false);
    expect(answers('Union European', named)).toBe(false);
  });

  it.each([
    ['', 'empty', 0],
    ['—', 'empty', 0],
    ['"peace treaty', 'unclosedQuote', 0],
    ['corridor «a', 'unclosedQuote', 9],
    ['(a OR b', 'unclosedParenthesis', 0],
    ['a OR b)', 'strayParenthesis', 6],
    ['corridor AND', 'missingTerm', 9],
    ['OR corridor', 'missingTerm', 0],
    ['corridor OR', 'missingTerm', 9],
    ['a AND OR b', 'missingTerm', 2],
    ['corridor NOT', 'missingTerm', 9],
    ['()', 'missingTerm', 1],
    ['author:smith', 'unknownFilter', 0],
    ['corridor side:mars', 'badValue', 9],
    ['since:yesterday', 'badValue', 0],
    ['since:2026-13-40', 'badValue', 0],
    ['language:klingon', 'badValue', 0],
    ['side:,', 'badValue', 0],
    ['-football', 'onlyExclusions', 0],
    ['corridor OR -football', 'onlyExclusions', 0],
    ['x'.repeat(301), 'tooLong', 300],
  ])('%j is refused as %s', (text, fault, at) => {
    expect(parseQuery(text, known)).toMatchObject({ fault, at });
  });

  it('gives any text a meaning or one fault that lies inside it', () => {
    const signs = string({
      unit: constantFrom(...'ab (")-:«»„“ANDORT,է和\u0000'.split(''), 'side:', ' OR '),
    });
    assert(
      property(oneof(string({ unit: 'binary' }), signs), (text) => {
        const parsed = parseQuery(text, known);
        if ('query' in parsed) return matcherOf(parsed.query, names, now)(row()) !== undefined;
        expect(queryFaults).toContain(parsed.fault);
        return parsed.at >= 0 && parsed.at <= text.length;
      }),
      { numRuns: 400 },
    );
  });

  it('means what its operators say, however deep', () => {
    const leaf = constantFrom('corridor', 'football', 'side:baku', 'Syunik', '"the corridor"', 'tennis');
    const truth: Record<string, boolean> = {
      corridor: true,
      'side:baku': true,
      Syunik: true,
      '"the corridor"': true,
    };
    const { node } = letrec<{ node: { text: string; is: boolean } }>((tie) => ({
      node: oneof(
        { maxDepth: 4 },
        leaf.map((text) => ({ text, is: truth[text] ?? false })),
        tuple(tie('node'), tie('node')).map(([a, b]) => ({
          text: `(${a.text} ${b.text})`,
          is: a.is && b.is,
        })),
        tuple(tie('node'), tie('node')).map(([a, b]) => ({
          text: `(${a.text} OR ${b.text})`,
          is: a.is || b.is,
        })),
        tie('node').map((a) => ({ text: `NOT ${a.text}`, is: !a.is })),
      ),
    }));
    assert(
      property(node, ({ text, is }) => {
        const parsed = parseQuery(`corridor ${text}`, known);
        pre(!('fault' in parsed && parsed.fault === 'tooLong'));
        expect(answers(`corridor ${text}`)).toBe(is);
      }),
      { numRuns: 300 },
    );
  });

  it('tells the words that are ranked from what stands beside them', () => {
    const query = (text: string): Query => {
      const parsed = parseQuery(text);
      if ('fault' in parsed) throw new Error(parsed.fault);
      return parsed.query;
    };
    expect(wordsAndRest(query('talks corridor'))).toEqual({
      words: ['talks', 'coridor'],
      rest: null,
    });
    expect(wordsAndRest(query('talks side:baku')).rest).toMatchObject({ parts: [{ field: 'side' }] });
    expect(soughtWords(query('a1 OR (b2 -c3) "d4 e5"'))).toEqual(['a1', 'b2', 'd4', 'e5']);
  });
});

it.each([
  ['armenia', 'armeni', true],
  ['pashinian', 'pashiniana', true],
  ['siunik', 'siunikum', true],
  ['koridor', 'koridorlarin', true],
  ['iran', 'iranin', true],
  ['iran', 'irak', false],
  ['corridor', 'corrida', false],
  ['ali', 'aliev', false],
  ['baku', 'bakur', false],
  ['un', 'union', false],
])('%s and %s are one word: %s', (a, b, same) => {
  expect(isSameWord(a, b)).toBe(same);
  expect(isSameWord(b, a)).toBe(same);
});
