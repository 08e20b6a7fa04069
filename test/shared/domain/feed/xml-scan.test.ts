import { describe, expect, it } from 'vitest';
import { decodeReferences, joinedSurrogates, withoutC1 } from '../../../../shared/domain/feed/xml-scan.ts';

describe('references', () => {
  it.each([
    ['a &amp; b &lt;c&gt; &quot;d&apos;', `a & b <c> "d'`],
    ['&#65;&#x42;&#x43;', 'ABC'],
    ['&#9;&#10;&#13;', '\t\n\r'],
    ['&#32;&#31;&#0;&#11;', ' '],
    ['&#xD7FF;|&#xD800;|&#xDFFF;|&#xE000;', '\uD7FF|||\uE000'],
    ['&#xFFFD;|&#xFFFE;|&#xFFFF;|&#x10000;', '\uFFFD|||\u{10000}'],
    ['&#x10FFFF;|&#x110000;', '\u{10FFFF}|'],
    ['&#127;|&#128;|&#150;|&#159;|&#160;', '\u007F|€|–|Ÿ|\u00A0'],
    ['&#146;', '’'],
    ['&own; stays', '&own; stays'],
    ['a & b; c &amp d', 'a & b; c &amp d'],
    ['a & b', 'a & b'],
    [`&${'x'.repeat(40)};&amp;`, `&${'x'.repeat(40)};&`],
    ['&&amp;', '&&'],
    ['&amp;amp;', '&amp;'],
    ['&amp;', '&'],
    ['no reference', 'no reference'],
  ])('%s', (written, text) => {
    expect(decodeReferences(written)).toBe(text);
  });
});

describe('surrogate pairs of references', () => {
  it.each([
    ['&#xD83D;&#xDE00;', '😀'],
    ['&#xd83d;&#xde00;', '😀'],
    ['&#55357;&#56832;', '😀'],
    ['&amp;#55357;&amp;#56832;', '😀'],
    ['&#xD83D;&#56832;', '😀'],
    ['&#55357;&#xDE00;', '😀'],
    ['a&#55357;&#56832;b', 'a😀b'],
    ['&#55357;', '&#55357;'],
    ['&#56832;&#55357;', '&#56832;&#55357;'],
    ['&#56999;&#57999;', '&#56999;&#57999;'],
    ['&#55000;&#56832;', '&#55000;&#56832;'],
  ])('%s', (written, text) => {
    expect(joinedSurrogates(written)).toBe(text);
  });
});

it('C1 controls are the signs of windows-1252 that were meant', () => {
  expect(withoutC1('It\u0092s \u0080 5\u0085')).toBe('It’s € 5…');
  expect(withoutC1('\u007F\u00A0')).toBe('\u007F\u00A0');
});
