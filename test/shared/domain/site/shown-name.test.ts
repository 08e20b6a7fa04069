import { expect, it } from 'vitest';
import { wireLanguages } from '../../../../shared/domain/language.ts';
import { nameShown, type ShownName } from '../../../../shared/domain/site/shown-name.ts';

const name = (text: string, usedBy?: 'AM' | 'AZ'): ShownName => ({
  names: { hy: text, az: text, ru: text, en: text, ka: text, tr: text },
  ...(usedBy !== undefined && { usedBy }),
});
const all = (own: ShownName, other?: ShownName) =>
  Object.fromEntries(wireLanguages.map((language) => [language, nameShown(own, other, language)]));
const [ofArmenia, ofAzerbaijan, neutral] = [name('Arm', 'AM'), name('Azn', 'AZ'), name('Both')];

it('a name that one state uses stands with the other’s: each first in its own language, Armenia’s elsewhere', () => {
  const pair = {
    hy: 'Arm / Azn',
    az: 'Azn / Arm',
    ru: 'Arm / Azn',
    en: 'Arm / Azn',
    ka: 'Arm / Azn',
    tr: 'Arm / Azn',
  };
  expect(all(ofArmenia, ofAzerbaijan)).toEqual(pair);
  expect(all(ofAzerbaijan, ofArmenia)).toEqual(pair);
});

it('a name in general use stands alone, and behind neither state’s own in that state’s language', () => {
  expect(all(neutral, ofArmenia)).toMatchObject({ hy: 'Both', az: 'Both', en: 'Both' });
  expect(all(ofArmenia, neutral)).toMatchObject({ hy: 'Arm / Both', az: 'Both / Arm', en: 'Arm / Both' });
  expect(all(ofAzerbaijan, neutral)).toMatchObject({ hy: 'Both / Azn', az: 'Azn / Both', en: 'Both / Azn' });
});

it('without a counterpart, or with one of the same name, it is said once', () => {
  expect(all(ofArmenia)).toMatchObject({ hy: 'Arm', az: 'Arm' });
  expect(all(ofArmenia, name('Arm', 'AZ'))).toMatchObject({ hy: 'Arm', az: 'Arm' });
});
