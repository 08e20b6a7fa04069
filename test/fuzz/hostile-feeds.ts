/** Bodies made to break parsers, by what they attack. Each is a function of its size in characters, so that time can be compared at n and 2n. */

const rss = (items: string, attributes = ''): string =>
  `<?xml version="1.0"?><rss version="2.0"${attributes}><channel><title>t</title>${items}</channel></rss>`;
const item = (description: string): string =>
  `<item><title>a</title><link>http://news.example/1</link><description>${description}</description></item>`;
const times = (text: string, size: number): string =>
  text.repeat(Math.max(1, Math.floor(size / text.length)));
const numbered = (size: number, each: (at: number) => string): string => {
  const parts: string[] = [];
  for (let length = 0, at = 0; length < size; at++) {
    const part = each(at);
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
};

const json = (items: string): string =>
  `{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[${items}{"id":"0"}]}`;

const laughs = (): string => {
  const declared = Array.from(
    { length: 10 },
    (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`,
  ).join('');
  return `<!DOCTYPE rss [<!ENTITY l0 "lol">${declared}]>`;
};

export const hostileFeeds: Record<string, (size: number) => string> = {
  'deep nesting': (size) => rss(item(times('<a>', size))),
  'deep nesting, foreign end tags': (size) => rss(item(times('<a>', size / 2) + times('</b>', size / 2))),
  'deep nesting outside items': (size) => `<rss version="2.0">${times('<channel>', size)}`,
  'deep nesting with namespaces': (size) =>
    rss(item(numbered(size, (at) => `<x${at}:a xmlns:x${at}="u${at}">`))),
  'siblings with namespaces below deep ones': (size) =>
    rss(
      item(
        numbered(4_000, (at) => `<n xmlns:p${at}="u${at}">`) +
          numbered(size, (at) => `<n xmlns:q${at}="u"/>`),
      ),
    ),
  'many attributes': (size) => rss(`<item ${numbered(size, (at) => `a${at}="v" `)}><title>a</title></item>`),
  'many namespace declarations': (size) =>
    rss(
      item('x'),
      numbered(size, (at) => ` xmlns:n${at}="u${at}"`),
    ),
  'one long attribute': (size) => rss(`<item a="${times('x', size)}"><title>a</title></item>`),
  'unclosed attribute': (size) => `<rss><channel><item><title a="${times('<item>', size)}`,
  'billion laughs': (size) => `${laughs()}${rss(item(times('&l10;', size)))}`,
  'external entity': (size) =>
    `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]>${rss(item(times('&x;', size)))}`,
  'doctype never ends': (size) => `<!DOCTYPE rss [${times('<!ENTITY a "b">', size)}`,
  'many doctypes': (size) => times('<!DOCTYPE a>', size) + rss(item('x')),
  'character references': (size) => rss(item(times('&#65;', size))),
  'character references in the title': (size) => rss(`<item><title>${times('&#x41;', size)}</title></item>`),
  'double-escaped references': (size) => rss(item(times('&amp;amp;', size))),
  'bare ampersands': (size) => rss(item(times('&', size))),
  'bare less-than signs': (size) => rss(item(times('< ', size))),
  'escaped less-than signs': (size) => rss(item(times('&lt;', size))),
  'escaped half tags': (size) => rss(item(times('a&lt;p', size))),
  'escaped half divs': (size) => rss(item(times('x&lt;div ', size))),
  'escaped tags': (size) => rss(item(times('&lt;p&gt;a', size))),
  'escaped deep tags, foreign end tags': (size) =>
    rss(item(times('&lt;a&gt;', size / 2) + times('&lt;/b&gt;', size / 2))),
  'escaped comments': (size) => rss(item(times('&lt;!--', size))),
  'escaped scripts': (size) => rss(item(times('&lt;script&gt;', size))),
  'content with tables': (size) =>
    rss(
      `<item><title>a</title><content:encoded><![CDATA[${times('<table><tr><td>', size)}]]></content:encoded></item>`,
    ),
  'content with attributes': (size) =>
    rss(
      `<item><title>a</title><content:encoded><![CDATA[<a ${numbered(size, (at) => `a${at}=b `)}>]]></content:encoded></item>`,
    ),
  'content with half entities': (size) =>
    rss(`<item><title>a</title><content:encoded><![CDATA[${times('&lt', size)}]]></content:encoded></item>`),
  'open comments': (size) => times('<!--', size),
  'open CDATA': (size) => rss(item(times('<![CDATA[', size))),
  'end tags without end': (size) => `<rss><channel>${times('</a', size)}`,
  'start tags without end': (size) => `<rss><channel>${times('<a', size)}`,
  'processing instructions': (size) => times('<?a', size),
  'many small items': (size) => rss(times('<item><title>a</title></item>', size)),
  'items never closed': (size) => rss(times('<item><title>a', size)),
  'items in items': (size) => rss(times('<item>', size) + times('</item>', size)),
  'many titles in an item': (size) => rss(`<item>${times('<title>a</title>', size)}</item>`),
  'many categories': (size) =>
    rss(`<item><title>a</title>${numbered(size, (at) => `<category>c${at}</category>`)}</item>`),
  'many links': (size) =>
    rss(`<item><title>a</title>${numbered(size, (at) => `<link>http://news.example/${at}</link>`)}</item>`),
  'nested media groups': (size) =>
    rss(
      `<item><title>a</title>${times('<media:group>', size / 2)}${times('</media:group>', size / 2)}</item>`,
    ),
  'long title': (size) => rss(`<item><title>${times('слово ', size)}</title></item>`),
  'long title without spaces': (size) => rss(`<item><title>${times('a', size)}!</title></item>`),
  'long date': (size) => rss(`<item><title>a</title><pubDate>${times('1 ', size)}</pubDate></item>`),
  'long link': (size) =>
    rss(`<item><title>a</title><link>http://news.example/${times('a', size)}</link></item>`),
  'long guid': (size) => rss(`<item><title>a</title><guid>${times('a', size)}</guid></item>`),
  'long author': (size) => rss(`<item><title>a</title><author>${times('a@', size)}</author></item>`),
  'author of brackets': (size) => rss(`<item><title>a</title><author>${times('(', size)}</author></item>`),
  'white space': (size) => times(' \n', size) + rss(item('x')),
  'white space in a title': (size) => rss(`<item><title>a${times(' ', size)}b</title></item>`),
  'control characters': (size) => rss(item(times('\u0001\u0008', size))),
  'bidi controls and joiners': (size) => rss(item(times('\u202E\u200B', size))),
  'combining marks': (size) => rss(`<item><title>a${times('\u0301', size)}</title></item>`),
  'lone surrogates': (size) => rss(item(times('\uD800', size))),
  'base64 content': (size) =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title><content type="application/x">${times('QUFB', size)}</content></entry></feed>`,
  'xhtml content': (size) =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${times('<p>a</p>', size)}</div></content></entry></feed>`,
  'xml:base chain': (size) =>
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://news.example/">${times('<entry xml:base="a/b/c/"><title>a</title><link href="d"/></entry>', size)}</feed>`,
  'json of many items': (size) => json(times('{"id":"1","content_text":"a"},', size)),
  'json deep': (size) =>
    `{"version":"https://jsonfeed.org/version/1.1","title":"t","items":${times('[', size / 2)}${times(']', size / 2)}}`,
  'json __proto__': (size) =>
    `{"version":"https://jsonfeed.org/version/1.1","title":"t","__proto__":{"polluted":1},"items":[${times('{"__proto__":{"polluted":1},"id":"1"},', size)}{"id":"2"}]}`,
  'tags named __proto__': (size) =>
    rss(
      times(
        '<item><__proto__><polluted>1</polluted></__proto__><constructor>x</constructor><toString>y</toString><hasOwnProperty>z</hasOwnProperty></item>',
        size,
      ),
    ),
  'foreign end tags below deep ones': (size) => rss(item(times('<a>', 150) + times('</b>', size))),
  'pieces of CDATA': (size) => rss(item(times(' <![CDATA[]]>', size))),
  'pieces of text': (size) => rss(item(times('a<?b>', size))),
  'tags with many attributes': (size) =>
    rss(
      item(
        numbered(size, (at) => `<a ${Array.from({ length: 200 }, (_, n) => `b${at % 9}${n}=c`).join(' ')}>`),
      ),
    ),
  'xml:base on every element': (size) =>
    rss(item(times('<a xml:base="b/"/>', size)), ' xml:base="http://news.example/"'),
  'a long xml:base inherited': (size) =>
    rss(
      numbered(size, () => `<item>${times('<title/>', 4_000)}</item>`),
      ` xml:base="http://news.example/${times('a', 1_900)}"`,
    ),
  'relative links on an xml:base': (size) =>
    rss(
      numbered(size, () => `<item>${times('<link>b</link>', 10_000)}</item>`),
      ' xml:base="http://news.example/"',
    ),
  'many enclosures': (size) =>
    rss(
      numbered(
        size,
        (n) => `<item>${numbered(3_000, (at) => `<enclosure url="http://a.example/${n}/${at}"/>`)}</item>`,
      ),
    ),
  'many categories in many items': (size) =>
    rss(
      numbered(
        size,
        (n) => `<item>${numbered(3_900, (at) => `<category>&amp;${n}-${at}</category>`)}</item>`,
      ),
    ),
  'long escaped markup in many items': (size) => rss(numbered(size, () => item(times('&lt;p&gt;a', 3_900)))),
  'long half tags in many items': (size) => rss(numbered(size, () => item(times('&lt;a ', 3_900)))),
  'long references in many items': (size) =>
    rss(numbered(size, () => `<item><title>${times('&amp;amp;', 3_900)}</title></item>`)),
  'unreadable dates in many items': (size) =>
    rss(
      numbered(
        size,
        () => `<item><title>a</title>${times('<pubDate>1 1 1 1 1 1 1 1 1 ab cd ef</pubDate>', 1_900)}</item>`,
      ),
    ),
  'authors of at signs': (size) =>
    rss(numbered(size, () => `<item><author>x&lt;${times('@', 3_900)}</author></item>`)),
  'authors with half an address': (size) =>
    rss(numbered(size, () => `<item><author>${times('a@', 1_900)}(${times('a', 1_900)}</author></item>`)),
  'long lists of keywords': (size) =>
    rss(numbered(size, () => `<item><itunes:keywords>${times('a,', 3_900)}</itunes:keywords></item>`)),
  'stacked marks of two classes': (size) =>
    rss(numbered(size, () => `<item><title>a${times('\u0323\u0307', 3_900)}</title></item>`)),
  'XHTML links on a base of their own': (size) =>
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://news.example/">${numbered(size, () => `<entry><content type="xhtml"><div xml:base="b/">${times('<a href="x"/>', 3_800)}</div></content></entry>`)}</feed>`,
  'quotes never closed': (size) => rss(numbered(size, () => item(`${times('&lt;a b="', 3_800)}&gt;`))),
  'categories of the channel': (size) => rss(numbered(size, (at) => `<category>c${at}</category>`)),
  'json of one value': (size) => json(times('1,', size)),
  'json of empty items': (size) => json(times('{},', size)),
  'json of items all different': (size) => json(numbered(size, (at) => `{"id":"${at}","a${at}":1},`)),
  'json of one item with many fields': (size) => json(`{${numbered(size, (at) => `"a${at}":1,`)}"id":"1"},`),
  'json of many authors': (size) =>
    json(numbered(size, (at) => `{"id":"${at}","authors":[${times('{},', 300)}{}]},`)),
  'json of long texts': (size) => json(`{"id":"1","content_html":"${times('\\u003cp>', size)}"},`),
};
