import { writeOpml } from '../feed/write-opml.ts';
import { defaultWireName } from '../text/wire-name.ts';
import type { Outlet } from '../outlet.ts';

/** The feeds of the outlets as OPML 2.0, a folder a country. */
export function outletsOpml(outlets: readonly Outlet[], wire: string = defaultWireName): string {
  const countries = new Intl.DisplayNames(['en'], { type: 'region' });
  const folderOf = (country: string): string =>
    country === 'XX' ? 'International' : (countries.of(country) ?? country);
  const feeds = outlets
    .toSorted((a, b) => (a.country < b.country ? -1 : Number(a.country > b.country)))
    .flatMap(({ name, homepage, country, sources }) =>
      sources
        .filter(({ kind = 'feed' }) => kind === 'feed')
        .map(({ url, language }) => ({
          title: language === undefined ? name : `${name} (${language})`,
          feedUrl: url,
          siteUrl: homepage,
          language: language ?? null,
          folders: [folderOf(country)],
        })),
    );
  return writeOpml(`${wire}: feeds we read`, feeds);
}
