import { describe, expect, it } from 'vitest';
import { nameSkeleton } from '../../../../shared/domain/text/name-skeleton.ts';

describe('the skeleton of a name', () => {
  it.each([
    [{ ru: 'тасмагамбетов', hy: 'տասմագամբետով', ka: 'ტასმაგამბეტოვი', en: 'tasmagambetov' }, 'TSMK'],
    [{ ru: 'джейхун', en: 'jeyhun', az: 'ceyhun', hy: 'ջեյհուն', ka: 'ჯეიჰუნ' }, 'CKN'],
    [{ ru: 'шушаник', en: 'shushanik', az: 'şuşanik', tr: 'şuşanik', ka: 'შუშანიკ' }, 'CCNK'],
    [{ ru: 'мирзоян', en: 'mirzoyan', az: 'mirzoyan', hy: 'միրզոյան' }, 'MRSN'],
    [{ en: 'khachatryan', ru: 'хачатрян', hy: 'խաչատրյան' }, 'KCTR'],
    [{ en: 'bagrat', ru: 'баграт', hy: 'բագրատ' }, 'BKRT'],
  ])('of %j is %s in every script', (spellings, skeleton) => {
    for (const [language, spelling] of Object.entries(spellings))
      expect(nameSkeleton(spelling, language), spelling).toBe(skeleton);
  });
  it('reads c as dj in the Turkic languages and as k elsewhere', () => {
    expect(nameSkeleton('cabar', 'tr')).toBe('CBR');
    expect(nameSkeleton('cabar', 'en')).toBe('KBR');
  });
  it('counts a doubled letter once and equal sounds of different letters each', () => {
    expect(nameSkeleton('hassan', 'en')).toBe('KSN');
    expect(nameSkeleton('qakhi', 'az')).toBe(null);
    expect(nameSkeleton('qakhin', 'az')).toBe('KKN');
  });
  it('is none where fewer than three consonants are left', () => {
    expect(nameSkeleton('ali', 'az')).toBe(null);
    expect(nameSkeleton('', 'en')).toBe(null);
    expect(nameSkeleton('baku', 'en')).toBe(null);
  });
});
