import type { OpmlFeed } from '../../shared/domain/feed/opml.ts';
import type { Outlet } from '../../shared/domain/outlet.ts';

/** A file-safe, stable id of a URL's host and path. */
function idOf(url: URL): string {
  const path = url.pathname.replaceAll(/[^a-z0-9]+/gi, '-');
  return `${url.host.replace(/^www\./, '')}${path}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .replaceAll(/-+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, 80);
}

/**
 * Catalogue entries for the feeds of an OPML list that `known` does not hold, one outlet per host. What an OPML list lacks –
 * country and kind – is set to XX and independent, for a person to correct before the entries are used.
 */
export function outletsOf(feeds: readonly OpmlFeed[], known: ReadonlySet<string>): Outlet[] {
  const outlets = new Map<string, Outlet>();
  const ids = new Set<string>();
  for (const { feedUrl, siteUrl, title, language } of feeds) {
    if (known.has(feedUrl)) continue;
    const url = new URL(feedUrl);
    const outletId = idOf(new URL(url.origin));
    const outlet: Outlet = outlets.get(outletId) ?? {
      id: outletId,
      name: (title || url.hostname).slice(0, 80),
      country: 'XX',
      kind: 'independent',
      homepage: siteUrl ?? `${url.origin}/`,
      feeds: [],
    };
    outlets.set(outletId, outlet);
    const first = idOf(url);
    let id = first;
    for (let n = 2; ids.has(id); n++) id = `${first}-${n}`;
    ids.add(id);
    const code = language?.slice(0, 2).toLowerCase() ?? '';
    outlet.feeds.push({ id, url: feedUrl, ...(/^[a-z]{2}$/.test(code) && { language: code }) });
  }
  return [...outlets.values()];
}
