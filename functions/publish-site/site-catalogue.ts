import claimNames from '../../shared/catalogue/claim-names.json' with { type: 'json' };
import published from '../../shared/catalogue/measured.json' with { type: 'json' };
import type { Outlet } from '../../shared/domain/outlet.ts';
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
    measured,
    passMinutes,
    interfaceVersion: interfaceVersionOf(topics.topics, topics.subtopics, claimNames),
    names: {
      ...topics,
      entities: new Map(entities.map((entity) => [entity.id, entityOf(entity)])),
      outlets: new Map(outlets.map((outlet) => [outlet.id, outlet])),
    },
  };
}

/** Names without the catalogue's marks: `=` exact, `~` ambiguous, `*` a stem (not a name to show). */
function entityOf({ id, kind, name, country, names }: EntityEntry): SiteEntity {
  const shown = Object.entries(names).map(([language, aliases]) => {
    const whole = aliases.filter((alias) => !alias.includes('*')).map((alias) => alias.replace(/^[=~]+/, ''));
    const stems = aliases
      .filter((alias) => alias.includes('*'))
      .map((alias) => alias.replace(/^[=~]+/, '').replaceAll('*', ''));
    return [language, [...new Set(whole.length > 0 ? whole : stems)]];
  });
  return { id, kind, name, names: Object.fromEntries(shown), ...(country !== undefined && { country }) };
}
