import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { safeHtml } from '../../../../shared/domain/feed/safe-html.ts';

/** By what they try: the classes of the OWASP filter evasion list and of the mutation-XSS papers, written for this test. */
const vectors = ['alert(1)', 'parent.x=1'].flatMap((code) => [
  `<script>${code}</script>`,
  `<SCRIPT SRC="http://evil.example/x.js"></SCRIPT>`,
  `<script/x>${code}</script>`,
  `<<script>${code}//<</script>`,
  `<img src=x onerror=${code}>`,
  `<img src="x" onerror="${code}">`,
  `<img/src=x/onerror=${code}>`,
  `<img src=\`x\` onerror=${code}>`,
  `<svg onload=${code}>`,
  `<svg><script>${code}</script></svg>`,
  `<svg><a xlink:href="javascript:${code}"><text>x</text></a></svg>`,
  `<math><mi//xlink:href="data:x,<script>${code}</script>">`,
  `<a href="javascript:${code}">x</a>`,
  `<a href="JaVaScRiPt:${code}">x</a>`,
  `<a href="java\tscript:${code}">x</a>`,
  `<a href="java\nscript:${code}">x</a>`,
  `<a href=" javascript:${code}">x</a>`,
  `<a href="\u0001javascript:${code}">x</a>`,
  `<a href="&#106;avascript:${code}">x</a>`,
  `<a href="&#x6A;&#x61;vascript:${code}">x</a>`,
  `<a href="java&#9;script:${code}">x</a>`,
  `<a href="vbscript:${code}">x</a>`,
  `<a href="data:text/html,<script>${code}</script>">x</a>`,
  `<a href="file:///etc/passwd">x</a>`,
  `<iframe src="javascript:${code}"></iframe>`,
  `<iframe srcdoc="<script>${code}</script>"></iframe>`,
  `<object data="javascript:${code}"></object>`,
  `<embed src="javascript:${code}">`,
  `<form action="javascript:${code}"><button>x</button></form>`,
  `<button formaction="javascript:${code}">x</button>`,
  `<input onfocus=${code} autofocus>`,
  `<body onload=${code}>`,
  `<base href="javascript:${code}//">`,
  `<meta http-equiv="refresh" content="0;url=javascript:${code}">`,
  `<link rel="stylesheet" href="javascript:${code}">`,
  `<style>@import 'javascript:${code}';</style>`,
  `<div style="background:url(javascript:${code})">x</div>`,
  `<p style="width:expression(${code})">x</p>`,
  `<table background="javascript:${code}"><tr><td>x</td></tr></table>`,
  `<video><source onerror="${code}"></video>`,
  `<audio src=x onerror=${code}>`,
  `<details open ontoggle=${code}>x</details>`,
  `<marquee onstart=${code}>x</marquee>`,
  `<isindex action="javascript:${code}">`,
  `<noscript><p title="</noscript><img src=x onerror=${code}>"></noscript>`,
  `<textarea><img title="</textarea><img src=x onerror=${code}>"></textarea>`,
  `<title><a title="</title><img src=x onerror=${code}>">`,
  `<xmp><p title="</xmp><img src=x onerror=${code}>">`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${code}></style>`,
  `<svg></p><style><a id="</style><img src=x onerror=${code}>">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=${code}>`,
  `<!--<img src="--><img src=x onerror=${code}//">`,
  `<![CDATA[<img src=x onerror=${code}>]]>`,
  `<?xml-stylesheet href="javascript:${code}"?>`,
  `<img src="x" alt="\`><img src=x onerror=${code}>">`,
  `<a title="\`><script>${code}</script>">x</a>`,
  `<p id="x" class="y" onclick="${code}">x</p>`,
  `<img srcset="javascript:${code} 1x">`,
  `<img src="javascript:${code}">`,
  `<template><script>${code}</script></template>`,
  `<img src="//user:pw@evil.example/x">`,
  `<a href="https://user:pw@evil.example/">x</a>`,
  `<img src=x:${code} onerror="1">`,
  `<a href="\\\\evil.example\\x">x</a>`,
]);
const places: ((vector: string) => string)[] = [
  (vector) => vector,
  (vector) => `<p>before ${vector} after</p>`,
  (vector) => `<div><a href="https://news.example/">${vector}`,
  (vector) => vector.slice(0, -1),
];

const allowedAttributes = new Set([
  'href',
  'title',
  'src',
  'alt',
  'width',
  'height',
  'colspan',
  'rowspan',
  'datetime',
]);

function offences(html: string): string[] {
  const found: string[] = [];
  new Parser({
    onopentag(name, attributes) {
      if (
        /^(script|style|iframe|object|embed|form|input|button|svg|math|meta|link|base|body|video|audio|template|noscript|textarea|title)$/.test(
          name,
        )
      )
        found.push(name);
      for (const [key, value] of Object.entries(attributes)) {
        if (!allowedAttributes.has(key)) found.push(`${name}.${key}`);
        if ((key === 'href' || key === 'src') && !/^https?:\/\/[^@]*$/.test(value))
          found.push(`${name}.${key}=${value}`);
      }
    },
  }).end(html);
  return found;
}

describe('safeHtml', () => {
  it(`lets none of ${vectors.length * places.length} payloads through`, () => {
    const through = vectors
      .flatMap((vector) => places.map((place) => place(vector)))
      .filter((html) => offences(safeHtml(html, 'https://news.example/a')).length > 0);
    expect(through).toEqual([]);
  });
  it('keeps what articles are made of', () => {
    expect(
      safeHtml(
        '<h2>Head</h2><p class="x">Text <a href="/b" target="_blank">link</a> <strong>bold</strong></p><ul><li>1</li></ul>',
        'https://news.example/a',
      ),
    ).toBe(
      '<h2>Head</h2><p>Text <a href="https://news.example/b">link</a> <strong>bold</strong></p><ul><li>1</li></ul>',
    );
  });
  it('resolves pictures, and drops what has no address', () => {
    expect(
      safeHtml('<img src="i.jpg" onload="x"><img src="data:image/png;base64,AA">', 'https://news.example/a/'),
    ).toBe('<img src="https://news.example/a/i.jpg" /><img />');
  });
  it('survives depth: 20,000 open tags and as many foreign end tags', () => {
    expect(safeHtml(`${'<a>'.repeat(20_000)}${'</b>'.repeat(20_000)}`, null)).not.toContain('</b>');
  });
});
