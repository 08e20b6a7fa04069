import { describe, expect, it } from 'vitest';
import {
  comparableHead,
  type CopyableText,
  copyEvidence,
  type ReprintRules,
} from '../../../../shared/domain/reprint/reprint.ts';
import { containment, gramsOf, jaccard, wordRunsOf } from '../../../../shared/domain/reprint/similarity.ts';

const words =
  'bridge village envoy talks section survey capital minister draft signal column customs harvest tunnel border river'.split(
    ' ',
  );
/** So many words, each time others. */
const body = (from: number, length: number): string =>
  Array.from({ length }, (_, n) => words[((from + n) * 7 + Math.floor((from + n) / 16)) % 16]).join(' ');
const text = (id: string, rest: Partial<CopyableText> = {}): CopyableText => ({
  id,
  outletId: id,
  language: 'en',
  title: 'Report from the talks',
  summary: body(0, 40),
  ...rest,
});
const rules: ReprintRules = {
  text: 0.5,
  runs: 0.3,
  both: 1.2,
  sameOutlet: 0.9,
  contained: 0.9,
  containedGrams: 60,
  titleOnly: 0.8,
  hours: 72,
};
const evidence = (one: CopyableText, other: CopyableText, changed: Partial<ReprintRules> = {}) =>
  copyEvidence(one, other, { rules: { ...rules, ...changed }, phrases: [] });
const rule = (one: CopyableText, other: CopyableText, changed: Partial<ReprintRules> = {}) =>
  evidence(one, other, changed)?.rule ?? null;

/** What two texts share, as the rules see it. */
const whole = ({ title, summary }: CopyableText): string => `${title} ${summary}`;
const shared = (one: CopyableText, other: CopyableText) => ({
  score: jaccard(gramsOf(whole(one)), gramsOf(whole(other))),
  runs: containment(wordRunsOf(whole(one)), wordRunsOf(whole(other))),
});

describe('a copy', () => {
  const original = text('a');
  const changed = text('b', { summary: `${body(0, 30)} ${body(100, 10)}` });
  const { score, runs } = shared(original, changed);

  it('of the same words is one, and says of what and how much', () => {
    expect(evidence(text('b'), original)).toEqual({
      kind: 'reprint',
      of: 'a',
      rule: 'same-text',
      score: 1,
      places: [],
    });
  });
  it('of other words is none', () => {
    expect(
      rule(text('b', { title: 'Other', summary: 'Nothing of this was ever written elsewhere' }), original),
    ).toBeNull();
  });
  it('shares letters, runs of words and the sum of both, each up to its limit', () => {
    expect(score).toBeGreaterThan(0.5);
    expect(score).toBeLessThan(1);
    const none = { contained: 2 };
    expect(rule(changed, original, { ...none, text: score, runs, both: score + runs })).toBe('same-text');
    expect(rule(changed, original, { ...none, text: score + 0.001 })).toBeNull();
    expect(rule(changed, original, { ...none, both: score + runs + 0.001 })).toBeNull();
    expect(rule(changed, original, { ...none, runs: runs + 0.001 })).toBeNull();
  });
  it('within one outlet must share more: updates and templates are no copies', () => {
    const own = { ...changed, outletId: 'a' };
    expect([
      rule(own, original, { sameOutlet: score }),
      rule(own, original, { sameOutlet: score + 0.001, text: 0, both: 0 }),
    ]).toEqual(['same-text-same-outlet', null]);
  });
  it('may be a part of the longer text, when that part is long enough', () => {
    const part = text('b', { title: 'A headline of its own', summary: body(0, 12) });
    const grams = gramsOf(part.summary).length;
    const cut = (changedRules: Partial<ReprintRules>) =>
      rule(part, original, { text: 0.95, ...changedRules });
    expect(cut({ containedGrams: grams, contained: 1 })).toBe('part-of-text');
    expect(rule(original, part, { text: 0.95, containedGrams: grams })).toBe('part-of-text');
    expect(cut({ containedGrams: grams + 1 })).toBeNull();
    expect(cut({ containedGrams: 1, contained: 1.001 })).toBeNull();
    expect(evidence(part, original, { text: 0.95, containedGrams: 1 })?.score).toBe(1);
  });
  it('without a summary on one side is told by the title alone', () => {
    const bare = text('b', { summary: '' });
    const otherTitle = text('c', { summary: '', title: 'Report from the talks in Minsk' });
    const like = jaccard(gramsOf(original.title), gramsOf(otherTitle.title));
    expect([rule(bare, original), rule(original, bare), rule(bare, text('d', { summary: '' }))]).toEqual([
      'same-title',
      'same-title',
      'same-title',
    ]);
    expect([
      rule(otherTitle, original, { titleOnly: like }),
      rule(otherTitle, original, { titleOnly: like + 0.001 }),
    ]).toEqual(['same-title', null]);
    expect(evidence(otherTitle, original, { titleOnly: 0 })?.score).toBe(like);
  });
  it('is in the same language, or in one that nobody knows', () => {
    expect([
      rule(text('b', { language: 'ru' }), original),
      rule(text('b', { language: 'und' }), original),
      rule(text('b', { language: 'ru' }), text('a', { language: 'und' })),
    ]).toEqual([null, 'same-text', 'same-text']);
  });
});

describe('whose text it is', () => {
  const phrases = [
    { language: 'en', phrase: 'reported by' },
    { language: 'ru', phrase: 'сообщает' },
  ];
  const placesIn = (summary: string, language = 'en') =>
    copyEvidence(text('b', { summary, language }), text('a', { summary, language }), { rules, phrases })
      ?.places;
  it('is said by a phrase of its language, found whatever its case, with its place', () => {
    const summary = `Reported By an agency: ${body(0, 20)}`;
    expect(placesIn(summary)).toEqual([{ field: 'summary', start: 0, end: 11, text: 'Reported By' }]);
    expect(placesIn(`As reported by them ${body(0, 20)}`)).toEqual([
      { field: 'summary', start: 3, end: 14, text: 'reported by' },
    ]);
    expect(placesIn(`Сообщает ${body(0, 20)}`)).toEqual([]);
    expect(placesIn(`Сообщает ${body(0, 20)}`, 'ru')).toEqual([
      { field: 'summary', start: 0, end: 8, text: 'Сообщает' },
    ]);
  });
  it.each([
    ['YEREVAN, NOVEMBER 24, NEWSDESK.', 'YEREVAN, NOVEMBER 24, NEWSDESK.'],
    ['Баку. /Агентство/', 'Баку. /Агентство/'],
    ['Ереван (Агентство)', 'Ереван (Агентство)'],
  ])('is said by a dateline: %s', (line, head) => {
    expect(placesIn(`${line} ${body(0, 20)}`)).toEqual([
      { field: 'summary', start: 0, end: head.length, text: head },
    ]);
  });
});

it('only the head of a text is compared', () => {
  const long = comparableHead({
    ...text('a', { title: 't'.repeat(2_000), summary: 's'.repeat(2_000) }),
    extra: 1,
  } as CopyableText);
  expect([long.summary.length, long.title.length < 2_000]).toEqual([600, true]);
  expect(Object.keys(long)).toEqual(['id', 'outletId', 'language', 'title', 'summary']);
});

describe('likeness', () => {
  const grams = (...values: number[]): Uint32Array => Uint32Array.from(values);
  it.each([
    [[], [], 0, 0],
    [[1], [], 0, 0],
    [[1, 2], [3, 4], 0, 0],
    [[1, 2, 3, 4], [3, 4, 5, 6], 1 / 3, 1 / 2],
    [[1, 2], [1, 2], 1, 1],
    [[2, 4], [1, 2, 3, 4, 5, 6, 7, 8], 1 / 4, 1],
    [[0, 9], [0], 1 / 2, 1],
    [[9], [1, 9], 1 / 2, 1],
  ])('of %j and %j is %d, the shorter one held to %d', (a, b, like, held) => {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      expect([jaccard(grams(...one), grams(...other)), containment(grams(...one), grams(...other))]).toEqual([
        like,
        held,
      ]);
  });
  it('is of what a text has, however often and in whatever case', () => {
    expect(gramsOf('abcabcabc')).toHaveLength(3);
    expect(gramsOf('ABCD')).toEqual(gramsOf('abcd'));
    expect([gramsOf('abc').length, gramsOf('').length]).toEqual([0, 0]);
    expect([wordRunsOf('one two').length, wordRunsOf('one two three').length]).toEqual([0, 1]);
    expect(wordRunsOf('one two three')).not.toEqual(wordRunsOf('three two one'));
    const ascending = [...gramsOf(body(0, 40))];
    expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
  });
});
