import type { OpmlFeed } from '../../shared/domain/feed/write-opml.ts';
import type { Outlet, OutletKind } from '../../shared/domain/outlet.ts';

/** What an OPML list cannot say of an outlet. */
export interface OutletAnswers {
  /** Whose public it writes for, ISO 3166-1 alpha-2. */
  country: string;
  owner: string;
  ownerCountry: string;
  kind: OutletKind;
}

/** A file-safe, stable id of a URL's host and path. */
export function idOf(url: URL): string {
  const path = url.pathname.replaceAll(/[^a-z0-9]+/gi, '-');
  return `${url.host.replace(/^www\./, '')}${path}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .replaceAll(/-+/g, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, 80);
}

type OutletDraft = Pick<Outlet, 'id' | 'name' | 'homepage' | 'sources'>;

/** The feeds of the list that `known` (URLs) does not hold, one outlet a host. */
export function draftsOf(feeds: readonly OpmlFeed[], known: ReadonlySet<string>): OutletDraft[] {
  const drafts = new Map<string, OutletDraft>();
  const ids = new Set<string>();
  for (const { feedUrl, siteUrl, title, language } of feeds) {
    if (known.has(feedUrl)) continue;
    const url = new URL(feedUrl);
    const outletId = idOf(new URL(url.origin));
    const draft = drafts.get(outletId) ?? {
      id: outletId,
      name: (title || url.hostname).slice(0, 80),
      homepage: siteUrl ?? `${url.origin}/`,
      sources: [],
    };
    drafts.set(outletId, draft);
    const first = idOf(url);
    let id = first;
    for (let n = 2; ids.has(id); n++) id = `${first}-${n}`;
    ids.add(id);
    const code = language?.slice(0, 2).toLowerCase() ?? '';
    draft.sources.push({ id, url: feedUrl, ...(/^[a-z]{2}$/.test(code) && { language: code }) });
  }
  return [...drafts.values()];
}

/** The entry of a drafted outlet with what a person answered. */
export function outletOf(
  { id, name, homepage, sources }: OutletDraft,
  { country, owner, ownerCountry, kind }: OutletAnswers,
  source: string,
): Outlet {
  return {
    id,
    name,
    country,
    kind,
    owner: { name: owner, country: ownerCountry },
    source,
    homepage,
    sources,
  };
}
