import { describe, expect, it } from 'vitest';
import { allCatches } from '../../../infra/local/commands/packs.ts';
import { dictionaryWords } from '../../../infra/local/dictionaries.ts';
import { packSet } from '../../../shared/catalogue/packs.ts';
import { reviewedCatches } from '../../../shared/catalogue/reviewed-catches.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';
import { catchesOf, unseenCatches } from '../../../shared/domain/topics/catches.ts';

describe('the words that stems catch', () => {
  it.each(wireLanguages)('are all reviewed in %s: `wire packs review` lists new ones', (language) => {
    const words = dictionaryWords(language);
    expect(words.length).toBeGreaterThan(2_000);
    expect(unseenCatches(allCatches(language, words), reviewedCatches(language))).toEqual([]);
  });

  const withTerm = (term: string) => {
    const set = packSet();
    const groups = { ...set.contexts.groups, made: { terms: { ru: [term] } } };
    return catchesOf({ ...set, contexts: { ...set.contexts, groups } }, 'ru', [
      'сапог',
      'сапоги',
      'сапожник',
      'сад',
    ]);
  };
  it('are found for a new stem, and reported as new', () => {
    expect(withTerm('сапо*')['сапо*']).toEqual(['сапог', 'сапоги', 'сапожник']);
    expect(unseenCatches(withTerm('сапо*'), reviewedCatches('ru'))).toEqual([
      'сапо*: сапог',
      'сапо*: сапоги',
      'сапо*: сапожник',
    ]);
  });
  it('are only those with an ending of the language where the term is no open stem', () => {
    expect(withTerm('сапог')['сапог']).toEqual(['сапог', 'сапоги']);
    expect(withTerm('=сапог')['=сапог']).toEqual(['сапог']);
  });
  it('leave out what a single word hides', () => {
    const set = packSet();
    const hide = { ...set.contexts.hide, ru: ['сапожник*'] };
    const groups = { made: { terms: { ru: ['сапо*'] } } };
    const hidden = catchesOf({ ...set, packs: [], contexts: { ...set.contexts, groups, hide } }, 'ru', [
      'сапог',
      'сапожник',
    ]);
    expect(hidden['сапо*']).toEqual(['сапог']);
  });
});
