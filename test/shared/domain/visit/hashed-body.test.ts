import { expect, test } from 'vitest';
import { hashedBody } from '../../../../shared/domain/visit/hashed-body.ts';

const said = (html: string) => hashedBody(new TextEncoder().encode(html)).split('\n');

test.each([
  ['<p> one </p><p>two</p>', ['one', 'two']],
  ['<a href="/news?visit=7#top">one</a>', ['/news', 'one']],
  ['<time datetime="2026-11-24">today</time>', ['2026-11-24', 'today']],
  ['<script>var t=1</script><style>p{}</style><noscript>n</noscript><p>one</p>', ['one']],
  ['<template><p>a</p></template><svg><title>b</title></svg>one', ['one']],
  // a hidden element ends with its own end tag, not with that of one of its kind inside
  ['<div class="post-views"><div>7</div>8</div>one', ['one']],
  ['<span class="a view-count b">7</span>one', ['one']],
  ['<span class="views_counter">7</span>one', ['one']],
  ['<span class="page_hits">7</span>one', ['one']],
  ['<span class="hits-of-the-year views">seven</span>one', ['seven', 'one']],
  ['<span class="hits">7</span>one', ['one']],
  ['<ul class="views-row"><li>one</li></ul>', ['one']],
  ['', ['']],
])('of %s counts %j', (html, parts) => {
  expect(said(html)).toEqual(parts);
});
