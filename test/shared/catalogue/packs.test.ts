import { describe, expect, it } from 'vitest';
import { packHeadlines, testHeadlines } from '../../../shared/catalogue/pack-headlines.ts';
import { defaultTagger } from '../../../shared/catalogue/default-tagger.ts';
import { packSet } from '../../../shared/catalogue/packs.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';

const packs = packSet().packs.map((pack) => pack.id);

describe.each(packs)('the pack %s', (pack) => {
  const headlines = packHeadlines[pack] ?? { about: {}, not: {} };
  it('takes and leaves its test headlines', () => {
    const wrong = testHeadlines(defaultTagger(), pack, headlines).filter((one) => one.wanted !== one.given);
    expect(wrong).toEqual([]);
  });
  it('names itself in six languages', () => {
    const names = packSet().packs.find((one) => one.id === pack)?.names;
    expect(Object.keys(names ?? {}).sort()).toEqual([...wireLanguages].sort());
  });
});

it('the ten subtopics are there', () => {
  const all = new Set(
    packSet().packs.flatMap((pack) => pack.subtopics.map((one) => (typeof one === 'string' ? one : one.id))),
  );
  expect([...all]).toEqual(
    expect.arrayContaining([
      'border',
      'diplomacy',
      'humanitarian',
      'justice',
      'karabakh',
      'membership',
      'military',
      'peace-treaty',
      'prisoners',
      'transit',
    ]),
  );
});

it('no open stem that stands alone is shorter than three letters', () => {
  const groups = Object.values(packSet().contexts.groups);
  const terms = groups.flatMap(({ terms: of = {} }) => Object.values(of).flat());
  expect(terms.filter((term) => /^\S{0,2}\*$/u.test(term))).toEqual([]);
});
