import { describe, expect, test } from 'vitest';
import {
  allowedBy,
  robotsExpired,
  robotsOf,
  robotsRules,
  robotsVerdict,
  sitemapsIn,
} from '../../../../shared/domain/visit/robots.ts';

const at = '2026-11-24T06:00:00.000Z';
const feed = 'https://feed.example/rss/all.xml?lang=hy';

/** robots.txt, and whether CaucasusWire may fetch the feed (RFC 9309 §2.2, §5). */
const files: [string, string, boolean][] = [
  ['empty', '', true],
  ['a page instead', '<!DOCTYPE html><html>Disallow: /</html>', true],
  ['everything closed', 'User-agent: *\nDisallow: /', false],
  ['nothing closed', 'User-agent: *\nDisallow:', true],
  ['our name closed', 'User-agent: CaucasusWire\nDisallow: /\n\nUser-agent: *\nDisallow:', false],
  [
    'our name open, all others closed',
    'User-agent: *\nDisallow: /\n\nuser-agent: caucasuswire\nAllow: /',
    true,
  ],
  ['our name with a version', 'User-agent: CaucasusWire/2.0\nDisallow: /', false],
  ['another name closed', 'User-agent: Googlebot\nDisallow: /', true],
  ['a name that begins as ours', 'User-agent: CaucasusWireless\nDisallow: /', true],
  ['two names, one group', 'User-agent: Googlebot\nUser-agent: CaucasusWire\nDisallow: /rss/', false],
  [
    'two groups of our name',
    'User-agent: CaucasusWire\nDisallow: /a\n\nUser-agent: *\nDisallow:\n\nUser-agent: CaucasusWire\nDisallow: /rss',
    false,
  ],
  ['longest match', 'User-agent: *\nDisallow: /rss/\nAllow: /rss/all', true],
  ['longest match, other way', 'User-agent: *\nAllow: /rss\nDisallow: /rss/all', false],
  ['a tie is allowed', 'User-agent: *\nDisallow: /rss\nAllow: /rss', true],
  ['star', 'User-agent: *\nDisallow: /*.xml', false],
  ['star and end', 'User-agent: *\nDisallow: /*.xml$', true],
  ['end met', 'User-agent: *\nDisallow: /*lang=hy$', false],
  ['query', 'User-agent: *\nDisallow: /*?', false],
  [
    'comments, CRLF, BOM, odd spaces',
    '\ufeffUser-agent : * # all\r\n# none\r\nDisallow :  /rss # feeds\r\n',
    false,
  ],
  ['rules before any group', 'Disallow: /\nUser-agent: Googlebot\nDisallow: /', true],
  [
    'unknown lines inside a group',
    'User-agent: *\nCrawl-delay: 10\nSitemap: https://feed.example/s.xml\nDisallow: /rss',
    false,
  ],
  ['case of paths counts', 'User-agent: *\nDisallow: /RSS', true],
];
const statuses: [number | null, 'file' | 'allowed' | 'unreachable'][] = [
  [200, 'file'],
  [204, 'file'],
  [301, 'allowed'],
  [400, 'allowed'],
  [401, 'allowed'],
  [403, 'allowed'],
  [404, 'allowed'],
  [410, 'allowed'],
  [429, 'unreachable'],
  [500, 'unreachable'],
  [503, 'unreachable'],
  [null, 'unreachable'],
];

describe(`${files.length} files × ${statuses.length} answers`, () => {
  test.each(files)('%s', (_name, text, allowed) => {
    for (const [status, meaning] of statuses) {
      const expected = meaning === 'file' ? (allowed ? 'allowed' : 'disallowed') : meaning;
      expect(robotsVerdict(robotsOf(status, text, at), feed), String(status)).toBe(expected);
    }
  });
});

test('both spellings of one path are equal', () => {
  expect(allowedBy(robotsRules('User-agent: *\nDisallow: /լուր'), '/%d5%ac%D5%B8%D6%82%D6%80/a')).toBe(false);
  expect(allowedBy(robotsRules('User-agent: *\nDisallow: /%D5%AC'), '/%d5%ac')).toBe(false);
});

test('a file is good for a day, an unreachable one for an hour', () => {
  const after = (hours: number) => new Date(Date.parse(at) + hours * 3_600_000);
  expect([23, 24].map((hours) => robotsExpired(robotsOf(200, '', at), after(hours)))).toEqual([false, true]);
  expect([0.9, 1].map((hours) => robotsExpired(robotsOf(503, '', at), after(hours)))).toEqual([false, true]);
  expect(robotsExpired(null, after(0))).toBe(true);
});

test('a hostile file keeps to its limit of rules, and matching comes to an end', () => {
  const rules = robotsRules(`User-agent: *\n${`Disallow: /${'*a'.repeat(200)}$\n`.repeat(2_000)}`);
  allowedBy(rules, `/${'a'.repeat(2_000)}b`);
  expect(rules.length).toBeLessThanOrEqual(500);
});

test.each([
  [199, 'unreachable'],
  [200, 'rules'],
  [299, 'rules'],
  [300, 'none'],
  [428, 'none'],
  [429, 'unreachable'],
  [430, 'none'],
  [499, 'none'],
  [500, 'unreachable'],
  [null, 'unreachable'],
] as const)('an answer of %s means: %s', (status, kind) => {
  expect(robotsOf(status, 'User-agent: *\nDisallow: /x', at)).toEqual({
    fetchedAt: at,
    kind,
    rules: kind === 'rules' ? [{ allow: false, pattern: '/x' }] : [],
  });
});

describe('sitemaps that robots.txt names', () => {
  test.each([
    [
      '\ufeffSitemap: https://o.example/a.xml\r\nUser-agent: *\rSITEMAP :http://o.example/b.xml  # old\n',
      ['https://o.example/a.xml', 'http://o.example/b.xml'],
    ],
    ['sitemap: https://o.example/a.xml\nsitemap: https://o.example/a.xml', ['https://o.example/a.xml']],
    ['Sitemap: /a.xml\nx Sitemap: https://o.example/b.xml\nSitemap: ftp://o.example/c.xml', []],
    [`${' '.repeat(512_000)}\nSitemap: https://o.example/a.xml`, []],
  ])('%#', (text, urls) => {
    expect(sitemapsIn(text)).toEqual(urls);
  });
});

test.each([
  ['/rss$', '/rss', false],
  ['/rss$', '/rss/all', true],
  ['/*/a*b$', '/x/ab', false],
  ['/a*ab$', '/ab', true],
  ['/a*b*', '/ba', true],
  ['/новости', '/%d0%bd%d0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8', false],
])('the pattern %s against %s allows it: %s', (pattern, path, allowed) => {
  expect(allowedBy([{ allow: false, pattern }], path)).toBe(allowed);
});

test('no more than five hundred rules are kept', () => {
  const lines = Array.from({ length: 501 }, (_, n) => `Disallow: /${n}`);
  expect(robotsRules(['User-agent: *', ...lines].join('\n'))).toHaveLength(500);
});
