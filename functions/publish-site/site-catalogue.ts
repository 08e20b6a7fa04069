import claimNames from '../../shared/catalogue/claim-names.json' with { type: 'json' };
import zoneCities from '../../shared/catalogue/zone-cities.json' with { type: 'json' };
import published from '../../shared/catalogue/measured.json' with { type: 'json' };
import { shownNamesOf } from '../../shared/catalogue/shown-names.ts';
import { type WireLanguage, wireLanguages } from '../../shared/domain/language.ts';
import { nameShown } from '../../shared/domain/site/shown-name.ts';
import { marks } from '../../shared/domain/topics/inflection.ts';
import { type Outlet, titleOnlyOutlets } from '../../shared/domain/outlet.ts';
import type { TopicNames } from '../../shared/domain/topics/names.ts';
import type { EntityEntry } from '../../shared/domain/topics/pack.ts';
import { interfaceVersionOf } from './assets.ts';
import type { Measured, Site, SiteEntity } from './site.ts';

/** Entity and day pages are written this often: about 300 PUTs a pass, so half-hourly passes cost about 2 dollars a month. */
const passMinutes = 30;

export interface SiteSources {
  url: string;
  /** `Name <address>` of the digests: readers write there. */
  sender: string;
  outlets: Outlet[];
  entities: EntityEntry[];
  topics: TopicNames;
  measured?: Measured[];
}

/** What the site knows of topics, names and outlets, from the catalogue. */
export function siteOf({ url, sender, outlets, entities, topics, measured = published }: SiteSources): Site {
  return {
    url: url.replace(/\/$/, ''),
    contact: /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender,
    outlets,
    titleOnly: titleOnlyOutlets(outlets),
    measured,
    passMinutes,
    interfaceVersion: interfaceVersionOf(topics.topics, topics.subtopics, claimNames, zoneCities),
    names: {
      ...topics,
      entities: siteEntities(entities),
      outlets: new Map(outlets.map((outlet) => [outlet.id, outlet])),
    },
  };
}

/** Each entity as its page shows it; two sides' names of one thing stand as a pair. */
function siteEntities(entities: readonly EntityEntry[]): Map<string, SiteEntity> {
  const shown = shownNamesOf(entities);
  const other = new Map(
    entities.flatMap(({ id, sameAs }) =>
      sameAs === undefined ? [] : [[id, sameAs] as const, [sameAs, id] as const],
    ),
  );
  return new Map(
    entities.map(({ id, kind, name, country, names }) => {
      const own = shown.get(id);
      const pair = shown.get(other.get(id) ?? '');
      const inLanguage = (language: WireLanguage): string =>
        own === undefined ? name : nameShown(own, pair, language);
      const aliases = Object.values(names)
        .flat()
        .map((alias) => alias.replace(marks, '').replaceAll('*', ''));
      const byLanguage = Object.fromEntries(
        wireLanguages.map((language) => [language, inLanguage(language)]),
      );
      const site = { id, kind, name: inLanguage('en'), shown: byLanguage, aliases: [...new Set(aliases)] };
      return [id, country === undefined ? site : { ...site, country }];
    }),
  );
}
