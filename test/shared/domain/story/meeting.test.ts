import { describe, expect, it } from 'vitest';
import { meet, putMeetings } from '../../../../shared/domain/story/meeting.ts';
import { factsOf } from '../../../../shared/domain/story/facts.ts';
import { pairFeatures } from '../../../../shared/domain/story/pair-features.ts';
import { type SlotName, slotNames, type Slots, slotsOf } from '../../../../shared/domain/story/slots.ts';

const [inText, inTitle] = [1, 2];
type Named = Record<string, number>;
const slot = (values: Named): Map<string, number> => new Map(Object.entries(values));

describe('where two articles meet', () => {
  it.each<[string, Named, Named, object]>([
    ['both say nothing', {}, {}, { both: 0, title: 0, apart: 0, titleApart: 0, others: 0 }],
    ['one says nothing', { a: inTitle }, {}, { both: 0, title: 0, apart: 0, titleApart: 0, others: 0.25 }],
    [
      'the same in both titles',
      { a: inTitle },
      { a: inTitle },
      { both: 1, title: 1, apart: 0, titleApart: 0, others: 0 },
    ],
    [
      'the same, in one title',
      { a: inTitle },
      { a: inText },
      { both: 1, title: 0, apart: 0, titleApart: 0, others: 0 },
    ],
    [
      'one in common of three',
      { a: inText, b: inText },
      { a: inText, c: inText },
      { both: 1 / 3, title: 0, apart: 0, titleApart: 0, others: 0.5 },
    ],
    [
      'others in the texts',
      { a: inText },
      { b: inText },
      { both: 0, title: 0, apart: 1, titleApart: 0, others: 0.5 },
    ],
    [
      'others in the titles',
      { a: inTitle },
      { b: inTitle },
      { both: 0, title: 0, apart: 1, titleApart: 1, others: 0.5 },
    ],
    [
      'others, in one title',
      { a: inTitle },
      { b: inText },
      { both: 0, title: 0, apart: 1, titleApart: 0, others: 0.5 },
    ],
    [
      'titles apart, a text in common',
      { a: inTitle, c: inText },
      { b: inTitle, c: inText },
      { both: 1 / 3, title: 0, apart: 0, titleApart: 1, others: 0.5 },
    ],
    [
      'one title in common, another apart',
      { a: inTitle, c: inTitle },
      { b: inTitle, c: inTitle },
      { both: 1 / 3, title: 1, apart: 0, titleApart: 0, others: 0.5 },
    ],
  ])('%s', (_case, a, b, met) => {
    expect(meet(slot(a), slot(b))).toEqual(met);
    expect(meet(slot(b), slot(a))).toEqual(met);
  });
});

it('each slot has its places among the features of a pair', () => {
  const filled = (name: SlotName, ...given: Named[]): number[] => {
    const [a = {}, b = {}] = given;
    const none = Object.fromEntries(slotNames.map((each) => [each, slot({})])) as Slots;
    const out = new Float64Array(pairFeatures.length);
    putMeetings(out, { ...none, [name]: slot(a) }, { ...none, [name]: slot(b) });
    return [...out.entries()].flatMap(([at, value]) => (value === 0 ? [] : [at]));
  };
  const met = (name: SlotName): number[] => filled(name, { a: inTitle }, { a: inTitle });
  const apart = (name: SlotName): number[] => filled(name, { a: inTitle }, { b: inTitle });
  expect(Object.fromEntries(slotNames.map((name) => [name, [met(name), apart(name)]]))).toEqual({
    party: [
      [20, 21],
      [22, 23, 24],
    ],
    place: [[25], [26, 27]],
    land: [[59], [60, 61]],
    person: [[28], [29, 30]],
    happening: [
      [31, 32],
      [33, 34],
    ],
    date: [[35], [36]],
    number: [[37], [38]],
    year: [[39], [40]],
    month: [[41], [42]],
    weekday: [[43], [44]],
  });
});

it('a state and a place in it are one land, whoever takes part; a person and a bloc are none', () => {
  const landsOf = (entities: string[], titleEntities: string[] = []): object =>
    Object.fromEntries(
      slotsOf(
        factsOf({
          language: 'en',
          title: '',
          summary: '',
          topics: [],
          subtopics: [],
          entities,
          titleEntities,
        }),
      ).land,
    );
  expect(landsOf(['csto', 'belarus', 'dushanbe'], ['dushanbe'])).toEqual({ BY: inText, TJ: inTitle });
  expect(landsOf(['tajikistan', 'dushanbe'])).toEqual({ TJ: inText });
  expect(landsOf(['csto', 'nikol-pashinyan'])).toEqual({});
});
