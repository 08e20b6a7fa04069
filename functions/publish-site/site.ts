import type { Health } from '../../shared/domain/visit/health.ts';
import type { WireLanguage } from '../../shared/domain/language.ts';
import type { Outlet, Side, Source } from '../../shared/domain/outlet.ts';
import type { TopicNames } from '../../shared/domain/topics/names.ts';

/** A person, organisation or place as its page shows it. */
export interface SiteEntity {
  id: string;
  kind: 'person' | 'organisation' | 'place';
  /** The English name shown. */
  name: string;
  /** ISO 3166-1 alpha-2, where it belongs to one country. */
  country?: string;
  /** The one name shown in each language; where the sides differ, a pair. */
  shown: Partial<Record<WireLanguage, string>>;
  /** Other spellings that a search may use; never shown. */
  aliases: string[];
}

/** Display names, and which subtopics a topic page lists. */
export interface SiteNames extends TopicNames {
  entities: Map<string, SiteEntity>;
  outlets: Map<string, Omit<Outlet, 'sources'>>;
}

/** Measured quality of the tagger or of grouping, for the method page. */
export interface Measured {
  what: string;
  /** `all` where no language is told apart. */
  language: string;
  precision: number;
  recall: number;
  /** Wilson's 95 % intervals of both. */
  precisionWithin: number[];
  recallWithin: number[];
  /** Labelled articles it was measured on. */
  articles: number;
  /** Whether the rules were written with these articles at hand. */
  seen: boolean;
}

/** Sources that were added or turned off since the deploy, and packs that were changed; whether a later change of them was refused. */
export interface CatalogueChanges {
  added: number;
  off: number;
  isRefused: boolean;
  packs: number;
  arePacksRefused: boolean;
}

/** Data of the site that changes only with a deployment, and with the operator's changes of the catalogue. */
export interface Site {
  /** Absent = none. */
  changes?: CatalogueChanges;
  /** `https://wire.example`, no slash at the end. */
  url: string;
  /** The name of the wire. */
  name: string;
  /** The mail address for corrections. */
  contact: string;
  /** Who runs the wire: name and address, for the privacy page. */
  operator?: string;
  /** Pages of the operator that every page links to. */
  imprintUrl?: string;
  privacyUrl?: string;
  names: SiteNames;
  outlets: Outlet[];
  /** Outlets whose texts are not shown, by id. */
  titleOnly: ReadonlySet<string>;
  /** Pages of articles are read whose feeds give a title alone. */
  readsPages: boolean;
  /** The languages that texts are translated into. */
  into: readonly WireLanguage[];
  /** The month's budget for translations is used up. */
  translationSpent: boolean;
  measured: Measured[];
  /** Changes when a word of the interface does: part of the names of the files the page's script reads. */
  interfaceVersion: string;
  /** Minutes between half-hourly passes (entity and day pages, exports): each costs a few hundred PUTs. */
  passMinutes: number;
}

/** A site as far as names go. */
export type Named = Pick<Site, 'names'>;

/** How one feed does, for the coverage page; made from its feed state. Times are ISO 8601 UTC. */
export interface FeedReport {
  feedId: string;
  outletName: string;
  side: Side;
  language: string | null;
  /** Its robots.txt forbids it, by our last visit, else as the catalogue tells. */
  robotsForbid: boolean;
  /** Its terms allow a headline with link, no more. */
  titleOnly: boolean;
  /** The kind of health, as `wire feeds health` names it. */
  health: string;
  grade: Health['grade'];
  /** What was seen, and what would help, in English; '' where all is well. */
  seen: string;
  remedy: string;
  lastSuccessAt: string | null;
  /** When and by whom it was last seen working: by us, else as the catalogue tells; null where nobody says. */
  seenWorking: NonNullable<Source['seen']> | null;
  /** Minutes between visits now. */
  rhythmMinutes: number | null;
}
