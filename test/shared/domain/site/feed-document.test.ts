import { expect, it } from 'vitest';
import {
  atomDocument,
  type FeedDocument,
  type FeedEntry,
  jsonFeedDocument,
  xml,
} from '../../../../shared/domain/site/feed-document.ts';

const entry: FeedEntry = {
  url: 'https://w.example/stories/s1.html?a&b',
  language: 'hy',
  title: 'Տող < երկու',
  published: '2026-11-23T06:00:00.000Z',
  updated: '2026-11-24T06:00:00.000Z',
  tags: ['csto', 'border & roads'],
  lead: { language: 'ru', text: 'Что «случилось»' },
  counts: '3 reports',
  html: '<p>one</p>',
};
const plain: FeedEntry = {
  url: 'https://w.example/stories/s2.html',
  language: 'en',
  title: 'Two',
  updated: '2026-11-25T06:00:00.000Z',
  tags: [],
  counts: '1 report',
  html: '',
};
const feed: FeedDocument = {
  title: 'Wire: CSTO',
  description: 'All & sundry',
  self: 'https://w.example/feeds/csto.atom',
  page: 'https://w.example/topics/csto.html',
  language: 'en',
  author: { name: 'Wire', url: 'https://w.example/' },
  entries: [entry, plain],
};

it('Atom has all of a story that a feed reader shows, and no element where there is nothing', () => {
  expect(atomDocument(feed)).toBe(`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Wire: CSTO</title>
<subtitle>All &amp; sundry</subtitle>
<link rel="self" type="application/atom+xml" href="https://w.example/feeds/csto.atom"/>
<link rel="alternate" type="text/html" href="https://w.example/topics/csto.html"/>
<id>https://w.example/feeds/csto.atom</id>
<updated>2026-11-25T06:00:00.000Z</updated>
<author><name>Wire</name><uri>https://w.example/</uri></author>
<generator>Wire</generator>
<entry xml:lang="hy">
<title>Տող &lt; երկու</title>
<link rel="alternate" type="text/html" href="https://w.example/stories/s1.html?a&amp;b"/>
<id>https://w.example/stories/s1.html?a&amp;b</id>
<published>2026-11-23T06:00:00.000Z</published>
<updated>2026-11-24T06:00:00.000Z</updated>
<category term="csto"/><category term="border &amp; roads"/>
<summary type="text" xml:lang="ru">Что «случилось»</summary>
<content type="html">&lt;p&gt;one&lt;/p&gt;</content>
</entry>
<entry xml:lang="en">
<title>Two</title>
<link rel="alternate" type="text/html" href="https://w.example/stories/s2.html"/>
<id>https://w.example/stories/s2.html</id>
<updated>2026-11-25T06:00:00.000Z</updated>

<content type="html"></content>
</entry>
</feed>
`);
});

it('JSON Feed has the same, and counts in place of a lead', () => {
  expect(JSON.parse(jsonFeedDocument(feed))).toStrictEqual({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Wire: CSTO',
    description: 'All & sundry',
    home_page_url: 'https://w.example/topics/csto.html',
    feed_url: 'https://w.example/feeds/csto.atom',
    language: 'en',
    authors: [{ name: 'Wire', url: 'https://w.example/' }],
    items: [
      {
        id: entry.url,
        url: entry.url,
        title: entry.title,
        language: 'hy',
        content_html: '<p>one</p>',
        summary: 'Что «случилось»',
        date_published: '2026-11-23T06:00:00.000Z',
        date_modified: '2026-11-24T06:00:00.000Z',
        tags: ['csto', 'border & roads'],
      },
      {
        id: plain.url,
        url: plain.url,
        title: 'Two',
        language: 'en',
        content_html: '',
        summary: '1 report',
        date_modified: '2026-11-25T06:00:00.000Z',
        tags: [],
      },
    ],
  });
});

it('a feed holds forty stories and is of no time where it is empty', () => {
  const many = { ...feed, entries: Array.from({ length: 41 }, () => plain) };
  expect(atomDocument(many).match(/<entry /g)).toHaveLength(40);
  expect((JSON.parse(jsonFeedDocument(many)) as { items: unknown[] }).items).toHaveLength(40);
  expect(atomDocument({ ...feed, entries: [] })).toContain('<updated>1970-01-01T00:00:00.000Z</updated>');
});

it.each([
  ['a\u0000\u0008\u000b\u000c\u001f\ufffe\uffffb', 'ab'],
  ['a\ud800b\udc00c', 'abc'],
  ['\u{1f600}\t\n\r', '\u{1f600}\t\n\r'],
  ['<"&\'>', '&lt;&quot;&amp;&#39;&gt;'],
])('%j is %j in XML', (text, written) => {
  expect(xml(text)).toBe(written);
});
