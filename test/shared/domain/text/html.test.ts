import { describe, expect, it } from 'vitest';
import { html, Html, safeHref, trusted } from '../../../../shared/domain/text/html.ts';

describe('a template of HTML', () => {
  it('escapes every value that is not HTML itself', () => {
    const said = `<b a="1" b='2'>&`;
    expect(html`<p>${said}</p>`.text).toBe('<p>&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;</p>');
    expect(html`<p>${html`<b>${said}</b>`}${trusted('<i>')}</p>`.text).toBe(
      '<p><b>&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;</b><i></p>',
    );
  });
  it.each<[Parameters<typeof html>[1], string]>([
    [null, ''],
    [undefined, ''],
    [false, ''],
    [0, '0'],
    ['', ''],
    [['<', [html`<br>`, 1], null], '&lt;<br>1'],
  ])('shows %j as %j', (value, shown) => {
    expect(html`${value}`.text).toBe(shown);
    expect(html`a${value}b${value}`.text).toBe(`a${shown}b${shown}`);
  });
  it('reads as its text', () => {
    expect(String(new Html('<br>'))).toBe('<br>');
    expect(html``.text).toBe('');
  });
});

it.each([
  ['https://a.example/', 'https://a.example/'],
  ['HTTP://a.example/', 'HTTP://a.example/'],
  ['javascript:alert(1)', '#'],
  [' https://a.example/', '#'],
  ['//a.example/', '#'],
  ['', '#'],
  [null, '#'],
])('the address %j becomes %j in a link', (url, href) => {
  expect(safeHref(url)).toBe(href);
});
