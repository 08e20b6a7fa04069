import { describe, expect, it } from 'vitest';
import { mailCss } from '../../../../shared/domain/digest/mail-style.ts';
import {
  contrast,
  documentInLook,
  inLook,
  leastContrast,
  papers,
} from '../../../../shared/domain/text/look.ts';

const look = { accent: '#1a5fb4', accentDark: '#8fb8f0' };

describe('contrast', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    // By the formula of WCAG 2.2.
    ['#777777', '#ffffff', 4.48],
    ['#ff0000', '#ffffff', 4.0],
  ])('of %s and %s is %d', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 1);
    expect(contrast(other, one)).toBe(contrast(one, other));
  });
  it('of our own accents is enough on every paper', () => {
    for (const own of ['#7c2230', '#7a2318'])
      expect(contrast(own, papers.accent)).toBeGreaterThan(leastContrast);
    for (const own of ['#e79a9f', '#eb9a8a'])
      expect(contrast(own, papers.accentDark)).toBeGreaterThan(leastContrast);
  });
});

describe('a look', () => {
  it('takes the place of our accents in a style sheet, and of no other colour', () => {
    const css = inLook(mailCss, look);
    expect(css.match(/#7a2318|#eb9a8a|#b5402f/g)).toBeNull();
    expect(css).toContain('.b{display:inline-block;padding:10px 18px;background:#1a5fb4;color:#ffffff');
    expect(css).toContain('a,.k{color:#8fb8f0!important}');
    const others = (text: string): string[] =>
      (text.match(/#[0-9a-f]{6}/g) ?? []).filter(
        (colour) => !/7a2318|eb9a8a|b5402f|1a5fb4|8fb8f0/.test(colour),
      );
    expect(others(css)).toEqual(others(mailCss));
    expect(inLook(mailCss, null)).toBe(mailCss);
  });
  it('leaves what a document says alone', () => {
    const mail = '<style>a{color:#7a2318}</style><p>Colour #7a2318</p>';
    expect(documentInLook(mail, look)).toBe('<style>a{color:#1a5fb4}</style><p>Colour #7a2318</p>');
    expect(documentInLook(mail, null)).toBe(mail);
  });
});
