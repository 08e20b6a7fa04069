import { expect, it } from 'vitest';
import { fingerprintOf } from '../../../../shared/domain/reprint/fingerprint.ts';

/** Keys lie in the table for three days: others for the same text would find no copy until then. */
it.each([
  [
    'Border agreed',
    'The two commissions agreed on twelve more kilometres of the border and will meet again in a month',
    '90fdj1gg59 5sw3umf06t a2si4hg26 5aw1lyqey3 2rtzlhr0xj b28xubjgme 4dfxvxy451 rlmr3pvq1',
  ],
  [
    'one two three',
    'four five six seven eight nine ten eleven twelve',
    'aobkmqsbnf 3ws4juwxl8 5dby1ue9zi 2uyqz9bbls ax9xal7kw 1zmbdrqlay nm6wfitl6 6apkwvpfqm',
  ],
])('a text keeps its keys: «%s»', (title, summary, hashes) => {
  expect(fingerprintOf(title, summary)).toEqual({
    short: false,
    keys: hashes.split(' ').map((hash, band) => ({ band, hash })),
  });
});

it.each([
  ['one two three', 'four five six seven eight nine ten eleven', '2ln3iu'],
  ['Երևան', '', '1oxwt5w'],
])('a text of fewer than twelve words has one key for the whole of it: «%s»', (title, summary, hash) => {
  expect(fingerprintOf(title, summary)).toEqual({ short: true, keys: [{ band: 8, hash }] });
});

it('a text without a word has none', () => {
  expect(fingerprintOf('', '—')).toEqual({ short: true, keys: [] });
});
