import { describe, expect, it } from 'vitest';
import { maskedAddress, parseAddress } from '../../../../shared/domain/subscriber/address.ts';

const good = [
  ['reader@example.org', 'reader@example.org'],
  ['  reader@example.org  ', 'reader@example.org'],
  ['Reader@Example.ORG', 'Reader@example.org'],
  ['first.last+wire@mail.example.co.uk', 'first.last+wire@mail.example.co.uk'],
  ["o'neil@example.ie", "o'neil@example.ie"],
  ['a@b.io', 'a@b.io'],
  ['x_y-z@xn--80ak6aa92e.com', 'x_y-z@xn--80ak6aa92e.com'],
  ['ani@հայ.հայ', 'ani@xn--y9a3aq.xn--y9a3aq'],
  ['иван@example.org', null],
  ['ivan@пример.рф', 'ivan@xn--e1afmkfd.xn--p1ai'],
  [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
  ['!#$%&*/=^?`{|}~@example.org', '!#$%&*/=^?`{|}~@example.org'],
  // Pasted with what was around it.
  ['\u200breader@example.org', 'reader@example.org'],
  ['reader@exa\u200bmple.org', 'reader@example.org'],
  ['\u202areader@example.org\u202c', 'reader@example.org'],
  ['re\u00adader@example.org\ufeff', 'reader@example.org'],
  ['reader@example.org.', 'reader@example.org'],
  ['reader@example.org;', 'reader@example.org'],
  ['reader@example.org, ', 'reader@example.org'],
  ['mailto:reader@example.org', 'reader@example.org'],
  ['MAILTO:reader@example.org?subject=x', 'reader@example.org'],
  ['reader＠example.org', 'reader@example.org'],
  ['ｒｅａｄｅｒ＠ｅｘａｍｐｌｅ．ｏｒｇ', 'reader@example.org'],
] as const;

const bad = [
  '',
  '@',
  'reader',
  'reader@',
  '@example.org',
  'reader@example',
  'reader@localhost',
  'reader@.org',
  'reader@example.',
  'reader@-example.org',
  'reader@example-.org',
  'reader@example..org',
  '.reader@example.org',
  'reader.@example.org',
  'rea..der@example.org',
  'rea der@example.org',
  'reader@exam ple.org',
  'reader@example.org,other@example.org',
  'reader@example.org;other@example.org',
  'reader@example.org other@example.org',
  'reader@example.org\r\nBcc: other@example.org',
  'reader\r\n@example.org',
  'reader@example.org\n',
  'reader@example.org%0aBcc:x@y.zz',
  'reader\0@example.org',
  '"reader"@example.org',
  '"a b"@example.org',
  '"a@b"@example.org',
  '<reader@example.org>',
  'Reader <reader@example.org>',
  'xmailto:reader@example.org',
  'reader(comment)@example.org',
  'reader@(comment)example.org',
  'reader@[192.0.2.1]',
  'reader@[IPv6:2001:db8::1]',
  'reader@192.0.2.1',
  'a@b@example.org',
  'reader@example.org@',
  'reader:@example.org',
  'group:reader@example.org;',
  'reader@exa_mple.org',
  'reader@example.o',
  'reader@example.123',
  `${'a'.repeat(65)}@example.org`,
  `a@${'b'.repeat(64)}.org`,
  `a@${'b.'.repeat(130)}org`,
  `reader@${'x'.repeat(300)}.org`,
  'rea\u202eder@example.org',
  'reader@еxample.org\u0000',
  'reader@example.org\u2028x',
  // Clients decode encoded words (RFC 2047), sheets run formulas.
  '=?utf-8?q?v=40x.example?=@y.example',
  'a=?b@example.org',
  '=cmd@example.org',
  '+1@example.org',
  '-2@example.org',
  '=?utf-8?q?reader?=@example.org\r\n',
  'reader\\@example.org',
  'reader@ex%61mple.org',
  'reader@example.org/../x',
  'reader@http://example.org',
  'reader@example.org:25',
  'reader@example.org?subject=x',
] as const;

describe('parseAddress', () => {
  it.each(good)('%j → %j', (field, address) => {
    expect(parseAddress(field)).toBe(address);
  });
  it('takes nothing but one plain mailbox', () => {
    // Trailing white space is trimmed: the only difference allowed.
    expect(bad.filter((field) => parseAddress(field) !== null && field.trim() === field)).toEqual([]);
  });
  it('comes to an end on long fields', () => {
    for (const field of [
      'a@'.repeat(50_000),
      `${'.'.repeat(100_000)}@x.org`,
      `a@${'a-'.repeat(50_000)}.org`,
      `"${'\\'.repeat(100_000)}"@x.org`,
      `${' '.repeat(100_000)}a`,
    ])
      expect(parseAddress(field)).toBeNull();
  });
});

it('is shown by its first letter and its domain', () => {
  expect(maskedAddress('reader@example.org')).toBe('r•••••@example.org');
  expect(maskedAddress('r"@"x@e.org')).toBe('r•••••@e.org');
});
