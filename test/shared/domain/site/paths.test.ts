import { expect, it } from 'vitest';
import { siteHeaders } from '../../../../shared/domain/site/headers.ts';
import * as paths from '../../../../shared/domain/site/paths.ts';

// Addresses are promises: pages, feeds and files that people linked to must stay where they are.
it.each([
  [paths.frontPath('en'), 'index.html'],
  [paths.frontPath('hy'), 'hy/index.html'],
  [paths.storyPath('s1'), 'stories/s1.html'],
  [paths.storyApiPath('s1'), 'api/v1/stories/s1.json'],
  [paths.storyCitationsPath('s1'), 'api/v1/stories/s1.csl.json'],
  [paths.contractPath('openapi.json'), 'api/v1/openapi.json'],
  [paths.topicPath('csto'), 'topics/csto.html'],
  [paths.topicPath('csto', 'membership'), 'topics/csto.membership.html'],
  [paths.entityPath('syunik'), 'entities/syunik.html'],
  [paths.dayPath('2026-11-24'), 'days/2026-11-24.html'],
  [paths.feedPath('csto', 'atom'), 'feeds/csto.atom'],
  [paths.dayExportPath('2026-11-24', 'articles.csv'), 'exports/days/2026-11-24.articles.csv'],
  [paths.daySitemapPath('2026-11-24'), 'sitemaps/2026-11-24.xml'],
  [paths.searchShardPath('d5195'), 'search/d5195.json'],
  [paths.dayStatePath('2026-11-24'), '_state/days/2026-11-24.json.gz'],
  [paths.dayEntriesPath('2026-11-24', 'a'), '_state/entries/2026-11-24.a.json.gz'],
])('%s', (path, promised) => {
  expect(path).toBe(promised);
});

it('the day of a stored state is read back from its key', () => {
  expect(paths.dayOfState(paths.dayStatePath('2026-11-24'))).toBe('2026-11-24');
});

it('pages may load from the site alone, say no address on, and stand in no frame', () => {
  expect(siteHeaders['content-security-policy']?.split('; ')).toEqual(
    expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]),
  );
  expect(siteHeaders['content-security-policy']).not.toMatch(/unsafe|https?:|\*/);
  expect(siteHeaders).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
});
