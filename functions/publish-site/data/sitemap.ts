import type { Card } from '../../../shared/domain/site/card.ts';
import { daySitemapPath, linkTo, storyPath } from '../../../shared/domain/site/paths.ts';
import type { Site } from '../site.ts';
import { xml } from '../../../shared/domain/site/feed-document.ts';

/** Stories of one day (sitemaps.org: at most 50,000 addresses a file). */
export function daySitemap(cards: Card[], site: Site): string {
  const urls = cards
    .slice(0, 50_000)
    .map(
      (card) =>
        `<url><loc>${xml(site.url + linkTo(storyPath(card.id)))}</loc><lastmod>${xml(card.changedAt)}</lastmod></url>`,
    );
  return urlset(urls.sort());
}

/** Pages other than stories. */
export function pagesSitemap(paths: string[], site: Site): string {
  return urlset(paths.map((path) => `<url><loc>${xml(site.url + linkTo(path))}</loc></url>`));
}

const urlset = (urls: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`;

/** The index of all sitemaps. */
export function sitemapIndex(days: string[], site: Site): string {
  const locations = ['sitemaps/pages.xml', ...days.map(daySitemapPath)].map(
    (path) => `<sitemap><loc>${xml(site.url + linkTo(path))}</loc></sitemap>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${locations.join('\n')}\n</sitemapindex>\n`;
}

export function robotsTxt(site: Site): string {
  return `User-agent: *\nDisallow: /s/\nSitemap: ${site.url}/sitemap.xml\n`;
}
