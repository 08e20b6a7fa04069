import { describe, expect, test } from 'vitest';
import { looksLikeFeed } from '../../../../shared/domain/visit/looks-like-feed.ts';

const utf16 = (text: string, bom: boolean, big: boolean): Uint8Array => {
  const bytes = Buffer.from((bom ? '\ufeff' : '') + text, 'utf16le');
  return big ? bytes.swap16() : bytes;
};
const rss = '<?xml version="1.0"?><rss version="2.0"><channel><title>Новости</title></channel></rss>';
const types = [
  null,
  'application/rss+xml',
  'text/xml; charset=utf-8',
  'text/html',
  'application/octet-stream',
];

const feeds: [string, string | Uint8Array][] = [
  ['RSS', rss],
  ['Atom', '<feed xmlns="http://www.w3.org/2005/Atom"></feed>'],
  ['RDF', '<rdf:RDF xmlns:rdf="x"><channel/></rdf:RDF>'],
  ['prefixed Atom', '<a:feed xmlns:a="http://www.w3.org/2005/Atom"/>'],
  ['UTF-8 BOM', `\ufeff${rss}`],
  ['UTF-16LE with BOM', utf16(rss, true, false)],
  ['UTF-16BE with BOM', utf16(rss, true, true)],
  ['UTF-16LE', utf16(rss, false, false)],
  ['UTF-16BE', utf16(rss, false, true)],
  ['white space before', ` \n\n${rss}`],
  ['junk before', `Warning: mysql_connect() on line 3\n${rss}`],
  ['printed HTML warnings before', `<br />\n<div class="error"><p>Warning</p></div>${rss}`],
  [
    'DOCTYPE',
    '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "x.dtd"><rss version="0.91"/>',
  ],
  ['HTML in a comment', `<!-- <html> is not here -->${rss}`],
  ['JSON Feed', '{"version": "https://jsonfeed.org/version/1.1", "items": []}'],
  ['no root yet', `<?xml version="1.0"?><!-- ${'x'.repeat(40_000)} -->`],
];
const others: [string, string | Uint8Array, string][] = [
  ['nothing', '', 'empty'],
  ['white space', ' \r\n\t ', 'empty'],
  ['a BOM', '\ufeff', 'empty'],
  ['zeros', new Uint8Array(20), 'empty'],
  ['page', '<!DOCTYPE html><html><head><title>Լուրեր</title></head></html>', 'html'],
  [
    'XHTML page',
    '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html xmlns="http://www.w3.org/1999/xhtml"></html>',
    'html',
  ],
  [
    'page that speaks of feeds',
    '<html><body>write &lt;rss&gt; or <code><rss version="2.0"></code></body></html>',
    'html',
  ],
  ['page in UTF-16', utf16('<html><body>x</body></html>', true, false), 'html'],
  ['login form', '<form action="/login"><input name="password"></form>', 'html'],
  ['captive portal', '<script>location="http://portal/"</script>', 'html'],
  [
    'Cloudflare',
    '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><script src="/cdn-cgi/challenge-platform/h"></script></body></html>',
    'challenge',
  ],
  ['DDoS-Guard', '<html><head><title>DDoS-Guard</title></head></html>', 'challenge'],
  ['browser check', '<html><body>Checking your browser before accessing</body></html>', 'challenge'],
  ['JSON error', '{"error": "not found"}', 'json'],
  ['JSON list', '["a"]', 'json'],
  ['PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10), 'image'],
  ['JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'image'],
  ['GIF', 'GIF89a....', 'image'],
  ['ICO', Uint8Array.of(0, 0, 1, 0, 1), 'image'],
  ['PDF', '%PDF-1.4', 'other'],
  ['ZIP', 'PK\u0003\u0004', 'other'],
  ['gzip left packed', Uint8Array.of(0x1f, 0x8b, 8, 0), 'other'],
  ['plain text', 'Service temporarily unavailable', 'other'],
  ['XML of another kind, named in a page', '<body><sitemap/></body>', 'html'],
  ['a dash', '-', 'other'],
];
const bytes = (body: string | Uint8Array): Uint8Array =>
  typeof body === 'string' ? Buffer.from(body) : body;

describe('a body is looked at, not its label', () => {
  test.each(feeds)('%s is a feed under every content type', (_name, body) => {
    for (const type of types) expect(looksLikeFeed(bytes(body), type)).toBe('feed');
  });
  test.each(others)('%s is none under any content type', (_name, body, what) => {
    for (const type of types) expect(looksLikeFeed(bytes(body), type)).toBe(what);
  });
  test('5 MB of opening tags come to an end', () => {
    expect(looksLikeFeed(Buffer.from('<!--'.repeat(1_300_000)), null)).not.toBe('feed');
    expect(looksLikeFeed(Buffer.from('<html '.repeat(1_000_000)), null)).not.toBe('feed');
  });
});
