import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cutText, textOfHtml } from '../../../../shared/domain/text/clean-text.ts';
import { escapeHtml } from '../../../../shared/domain/text/html.ts';

describe('textOfHtml', () => {
  it.each([
    ['<p>Erste</p><p>Zweite</p>', 'Erste Zweite'],
    ['a<br/>b', 'a b'],
    ['<b>bold</b>er', 'bolder'],
    ['AT&amp;T', 'AT&T'],
    ['&amp;lt;script&amp;gt;', '&lt;script&gt;'],
    ['&lt;script&gt;', '<script>'],
    ['caf&eacute; &#8212; &#x2014;', 'café — —'],
    ['safe<script>alert("x < y")</script> text', 'safe text'],
    ['<style>p{}</style>text', 'text'],
    ['a < b and c > d', 'a < b and c > d'],
    ['x <y', 'x <y'],
    ['<!-- hidden -->shown', 'shown'],
    ['<!-- hidden > too -->shown', 'shown'],
    ['shown<!-- never > closed', 'shown'],
    ['a<!---->b', 'ab'],
    ['<![CDATA[kept]]>', 'kept]]>'],
    ['<a href="x>y">z</a>', 'z'],
    ["<a href='x>y'>z</a>", 'z'],
    ['<a href = "x>y">z</a>', 'z'],
    ['<a b"c>d</a>', 'd'],
    ['a\u200Bb\u202Ec', 'abc'],
    ['می\u200Cخواهم', 'می\u200Cخواهم'],
    ['  two\n\tspaces\u00A0 ', 'two spaces'],
    ['<img src="x" alt="y">after', 'after'],
    ['<img alt="a<br>b" src=x> after', 'after'],
    ['<a title="it\'s">x</a>', 'x'],
    ['<a href="never closed>x</a> y', 'x y'],
    ["<p class=a'b>x</p>", 'x'],
    ['<script>never closed', 'never closed'],
    ['a<P>b</P>c<Div>d</Div>e', 'a b c d e'],
    ['a<LI>b<h1>c<H6>d', 'a b c d'],
    ['<SCRIPT>x</Script>y<Style>z</STYLE >w', 'yw'],
    ['a<script>b</scripts>c</script>d', 'ad'],
    ['a<script/>b', 'ab'],
    ['a<1p>b<9>c', 'a<1p>b<9>c'],
    ['a<h1b>b', 'ab'],
  ])('%j reads %j', (html, text) => {
    expect(textOfHtml(html)).toBe(text);
  });
  it('keeps 30 marks on a letter, and no more', () => {
    expect(cleanLine(`1${'\u0323\u0307'.repeat(2_000)}b`)).toHaveLength(31 + 1);
  });
  it('gives back any escaped text, decoded once', () => {
    assert(
      property(
        array(
          constantFrom(
            '<',
            '>',
            '&',
            '"',
            "'",
            '&amp;',
            '&#38;',
            '<b>',
            'ə',
            'ա',
            'ж',
            '😀',
            '\u0301',
            ' ',
            '\n',
            'x',
            '\u200B',
            '\uD800',
            ';',
          ),
        ).map((parts) => parts.join('')),
        (text) => {
          expect(textOfHtml(escapeHtml(text))).toBe(cleanLine(text));
        },
      ),
    );
  });
  // In quadratic time each would take minutes, longer than the runner allows; `npm run measure -- bench parse` measures.
  it.each(['<', 'a<p', 'x<div ', '<script>', '<!--', '&amp;', '</a>'])(
    'comes to an end on a million of %j',
    (part) => {
      expect(textOfHtml(part.repeat(1_000_000)).length).toBeLessThanOrEqual(part.length * 1_000_000);
    },
  );
});

describe('cutText', () => {
  it('cuts after a word and says so', () => {
    expect(cutText('one two three four', 14)).toBe('one two three…');
  });
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['abcd efgh', 9, 'abcd efgh'],
    ['abcd efghij', 7, 'abcd e…'],
    ['abcdefghi jkl', 12, 'abcdefghi j…'],
    ['abcdefghij klm', 12, 'abcdefghij…'],
    ['abcdefgh ijkl', 10, 'abcdefgh …'],
    ['', 0, ''],
  ])('cuts %j to %d units as %j', (text, limit, cut) => {
    expect(cutText(text, limit)).toBe(cut);
  });
  it('never cuts a character in two', () => {
    expect(cutText('😀😀😀', 4)).toBe('😀…');
  });
});
