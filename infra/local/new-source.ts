import type { Outlet, Source } from '../../shared/domain/outlet.ts';
import type { FoundSource } from './discover-sources.ts';
import { idOf } from './opml-outlets.ts';

/** The zone of the clock that most outlets of a country write by (IANA). */
const zones: Readonly<Record<string, string>> = {
  AM: 'Asia/Yerevan',
  AZ: 'Asia/Baku',
  GE: 'Asia/Tbilisi',
  RU: 'Europe/Moscow',
  TR: 'Europe/Istanbul',
  BY: 'Europe/Minsk',
  KZ: 'Asia/Almaty',
  KG: 'Asia/Bishkek',
  TJ: 'Asia/Dushanbe',
  UZ: 'Asia/Tashkent',
  IR: 'Asia/Tehran',
};

/** The zone of a country, or of the country that a host's name ends in; undefined where neither tells. */
export const zoneOf = (country: string | undefined, url: string): string | undefined =>
  zones[country ?? new URL(url).hostname.split('.').at(-1)?.toUpperCase() ?? ''];

const bareHost = (url: string): string => new URL(url).host.replace(/^www\./, '');
/** Hosts on which many outlets publish: they tell nothing of the outlet. */
const shared = new Set(['t.me', 'telegram.me', 'feeds.feedburner.com', 'medium.com']);

/** The outlet of the catalogue that publishes at the host of an address. */
export function outletAt(url: string, outlets: readonly Outlet[]): Outlet | undefined {
  const host = bareHost(url);
  if (shared.has(host)) return undefined;
  return outlets.find(({ homepage, sources }) =>
    [homepage, ...sources.map((source) => source.url)].some((known) => bareHost(known) === host),
  );
}

/** `outlet.hy`, with the form or a number where that is taken. */
function freeId(
  outletId: string,
  { kind, language }: Pick<Source, 'kind' | 'language'>,
  taken: ReadonlySet<string>,
): string {
  const stem = [outletId, language].filter((part) => part !== undefined).join('.');
  const ids = [stem, `${stem}.${kind ?? 'feed'}`];
  for (let n = 2; n < 100; n++) ids.push(`${stem}-${n}`);
  return ids.find((id) => !taken.has(id)) ?? stem;
}

/** The entries of found sources, with ids that no other source has, and as seen working on that day. @param by who saw them */
export function entriesOf(
  found: readonly FoundSource[],
  { outletId, outlets, on, by }: { outletId: string; outlets: readonly Outlet[]; on: string; by: string },
): Source[] {
  const taken = new Set(outlets.flatMap(({ sources }) => sources.map(({ id }) => id)));
  return found.map(({ source }) => {
    const { kind, url, alternate, language, select, zone } = source;
    const id = freeId(outletId, source, taken);
    taken.add(id);
    return {
      id,
      ...(kind !== undefined && { kind }),
      url,
      ...(alternate !== undefined && { alternate }),
      ...(language !== undefined && { language }),
      ...(select !== undefined && { select }),
      ...(zone !== undefined && { zone }),
      seen: { state: 'confirmed' as const, on, by },
    };
  });
}

/** What a site says of itself. */
export interface OutletSketch {
  id: string;
  name: string;
  homepage: string;
  sources: Source[];
}

/** «News | Outlet»: the shortest part of a title that is no word for news. */
function nameIn(title: string): string {
  const parts = title
    .split(/\s+[|–—:»·-]\s+/)
    .map((part) => part.trim())
    .filter(
      (part) =>
        part.length > 1 &&
        !/^(?:rss|feed|news|home|новости|լուրեր|xəbərlər|haberler|ახალი ამბები)$/i.test(part),
    );
  return (parts.toSorted((a, b) => a.length - b.length)[0] ?? '').slice(0, 80);
}

/** The outlet of a site that the catalogue does not know, as far as the site tells. */
export function sketchOf(url: string, found: readonly FoundSource[]): OutletSketch {
  const { origin, pathname } = new URL(url);
  const isShared = shared.has(bareHost(url));
  return {
    id: idOf(new URL(isShared ? pathname.replace(/^\/s\//, '/') : '/', origin)),
    name: nameIn(found[0]?.title ?? '') || bareHost(url),
    homepage: isShared ? url : `${origin}/`,
    sources: [],
  };
}
