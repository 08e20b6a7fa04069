import claimNames from '../../shared/catalogue/claim-names.json' with { type: 'json' };
import zoneCities from '../../shared/catalogue/zone-cities.json' with { type: 'json' };
import published from '../../shared/catalogue/measured.json' with { type: 'json' };
import { entityNamesOf } from '../../shared/catalogue/shown-names.ts';
import type { WireLanguage } from '../../shared/domain/language.ts';
import { marks } from '../../shared/domain/topics/inflection.ts';
import { type Outlet, titleOnlyOutlets } from '../../shared/domain/outlet.ts';
import type { TopicNames } from '../../shared/domain/topics/names.ts';
import { defaultWireName } from '../../shared/domain/text/wire-name.ts';
import type { EntityEntry } from '../../shared/domain/topics/pack.ts';
import { interfaceVersionOf } from './assets.ts';
import type { Measured, Site, SiteEntity } from './site.ts';

/** Entity and day pages are written this often: about 300 PUTs a pass, so half-hourly passes cost about 2 dollars a month. */
const passMinutes = 30;

export interface SiteSources extends Pick<Site, 'imprintUrl' | 'privacyUrl' | 'operator'> {
  url: string;
  /** The name of the wire, its own where absent. */
  name?: string;
  /** `Name <address>` of the digests: readers write there. */
  sender: string;
  outlets: Outlet[];
  entities: EntityEntry[];
  topics: TopicNames;
  measured?: Measured[];
  /** The languages that texts are translated into; none where there is no engine. */
  into?: readonly WireLanguage[];
  /** Pages of articles are read whose feeds give a title alone. */
  readsPages?: boolean;
}

/** What the site knows of topics, names and outlets, from the catalogue. */
export function siteOf({
  url,
  sender,
  outlets,
  entities,
  topics,
  measured = published,
  into = [],
  name = defaultWireName,
  imprintUrl,
  privacyUrl,
  operator,
  readsPages = false,
}: SiteSources): Site {
  // Pages of the archive follow when the operator renames the wire.
  const words = { name, imprintUrl, privacyUrl };
  return {
    url: url.replace(/\/$/, ''),
    name,
    ...(imprintUrl !== undefined && { imprintUrl }),
    ...(privacyUrl !== undefined && { privacyUrl }),
    ...(operator !== undefined && { operator }),
    contact: /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender,
    outlets,
    titleOnly: titleOnlyOutlets(outlets),
    readsPages,
    into,
    translationSpent: false,
    measured,
    passMinutes,
    interfaceVersion: interfaceVersionOf(topics.topics, topics.subtopics, claimNames, zoneCities, words),
    names: {
      ...topics,
      entities: siteEntities(entities),
      outlets: new Map(outlets.map((outlet) => [outlet.id, outlet])),
    },
  };
}

/** Each entity as its page shows it. */
function siteEntities(entities: readonly EntityEntry[]): Map<string, SiteEntity> {
  const shown = entityNamesOf(entities);
  return new Map(
    entities.map(({ id, kind, name, country, names }) => {
      const byLanguage = shown.get(id);
      const aliases = Object.values(names)
        .flat()
        .map((alias) => alias.replace(marks, '').replaceAll('*', ''));
      const site = {
        id,
        kind,
        name: byLanguage?.en ?? name,
        shown: byLanguage ?? {},
        aliases: [...new Set(aliases)],
      };
      return [id, country === undefined ? site : { ...site, country }];
    }),
  );
}
