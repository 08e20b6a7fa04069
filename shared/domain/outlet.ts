import { z } from 'zod';

/**
 * What an outlet is by its owner, so that a reader can weigh it:
 * - `official`            a body of one state: head of state, government, ministry, parliament;
 * - `international`       an organisation of several states or under their treaties: UN, OSCE, EU, CSTO, Red Cross;
 * - `state`               a medium a state owns or runs for its own public;
 * - `foreign-state`       a medium a state owns or runs for the public of other countries: Sputnik, RT, Press TV;
 * - `public`              publicly paid, its newsroom kept apart from government by charter, at home or abroad: BBC, DW, RFE/RL;
 * - `close-to-government` in private hands, known to follow its government; says by whom it is known (`source`);
 * - `party`               the organ of a party;
 * - `agency`              a news agency in private hands;
 * - `independent`         any other company or non-profit at home;
 * - `diaspora`            of and for a people abroad;
 * - `exile`               driven out or banned at home;
 * - `think-tank`          research and advocacy rather than news;
 * - `channel`             a public channel whose owner is not stated.
 */
export const outletKinds = [
  'official',
  'international',
  'state',
  'foreign-state',
  'public',
  'close-to-government',
  'party',
  'agency',
  'independent',
  'diaspora',
  'exile',
  'think-tank',
  'channel',
] as const;

/** The columns in which a reader compares coverage. */
export const sides = [
  'yerevan',
  'baku',
  'moscow',
  'tbilisi',
  'ankara',
  'central-asia',
  'international',
] as const;
export type Side = (typeof sides)[number];

/**
 * In what form a source lists its articles, and so which reader reads it: `feed` (RSS, Atom, RDF, JSON Feed), `sitemap`
 * (sitemaps.org with Google's news extension, or their index), `page` (an HTML list), `telegram` (a channel's preview, t.me/s/NAME).
 */
export const sourceKinds = ['feed', 'sitemap', 'page', 'telegram'] as const;
export type SourceKind = (typeof sourceKinds)[number];
export const sightingStates = ['confirmed', 'reported', 'unverified'] as const;

const id = z.string().regex(/^[a-z0-9][a-z0-9.-]*$/);
const url = z.url({ protocol: /^https?$/ });
/** ISO 3166-1 alpha-2; EU for the European Union, XX where no one country fits or none is known. */
const country = z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code in capitals, or XX');

/**
 * How a source is known to work: `confirmed` = somebody named fetched it and found items, on that day or in that month;
 * `reported` = in use in public projects that do not say whether it answers; `unverified` = one weak list names it.
 */
const sightingSchema = z
  .strictObject({
    state: z.enum(sightingStates),
    /** `2026`, `2026-09` or `2026-09-20`: as exact as it was told. */
    on: z
      .string()
      .regex(/^\d{4}(-\d{2}){0,2}$/)
      .optional(),
    by: z.string().min(1),
  })
  .refine(({ state, on }) => state !== 'confirmed' || on !== undefined, {
    path: ['on'],
    error: 'what is confirmed needs its date',
  });

/** CSS selectors of a list page; all but `item` are looked for inside the item, and an absent `link` is the item itself or its first `a`. */
export const selectorsSchema = z.strictObject({
  item: z.string().min(1),
  title: z.string().optional(),
  link: z.string().optional(),
  date: z.string().optional(),
  /** How the date is written, in strptime's letters: `%d.%m.%Y`. */
  dateForm: z.string().optional(),
  summary: z.string().optional(),
});

/** The channel itself is a page without messages; its preview has them. */
const byPreview = <T extends { kind?: SourceKind | undefined; url: string }>(place: T): T =>
  place.kind === 'telegram' ? { ...place, url: previewOf(place.url) } : place;

/** Where the same outlet publishes the same too, perhaps in another form. */
const alternateSchema = z
  .strictObject({
    kind: z.enum(sourceKinds).optional(),
    url,
    select: selectorsSchema.optional(),
    seen: sightingSchema.optional(),
  })
  .overwrite(byPreview);

const sourceSchema = z
  .strictObject({
    /** Stable, file-safe; never reused for another URL's content. */
    id,
    /** Absent = feed. */
    kind: z.enum(sourceKinds).optional(),
    url,
    /** Second in order of preference: read while the first has failed for days. */
    alternate: alternateSchema.optional(),
    /** ISO 639-1; absent where one source mixes languages. */
    language: z
      .string()
      .regex(/^[a-z]{2}$/)
      .optional(),
    /** IANA name of the zone in which dates without one are written. */
    zone: z.string().refine(isZone, 'no IANA time zone').optional(),
    /** Of a list page; absent where nobody has told them yet: the reader then takes what repeats on the page. */
    select: selectorsSchema.optional(),
    /** The catalogue's own entries have it; a list of the operator's may not. */
    seen: sightingSchema.optional(),
    /** The shortest allowed gap between two visits, in minutes. Absent = the policy's floor. */
    minInterval: z.int().min(5).max(1440).optional(),
    /** Hosts known to block eager readers: floor of 60 minutes. */
    strict: z.boolean().optional(),
    /** Its robots.txt forbids the address to readers like us (templates of WordPress forbid every `feed`): who found it, and when. */
    robotsForbid: z
      .strictObject({ on: z.string().regex(/^\d{4}(-\d{2}){0,2}$/), by: z.string().min(1) })
      .optional(),
    /** The operator's override of robots.txt, by agreement with the outlet; each use is logged. */
    ignoreRobots: z.boolean().optional(),
  })
  .refine(({ kind, select }) => select === undefined || kind === 'page', {
    path: ['select'],
    error: 'only a page has selectors',
  })
  .overwrite(byPreview);

const ownerSchema = z.strictObject({
  name: z.string().min(1).max(120),
  country,
  /** One id for all outlets in one hand – a state, a group, a party; absent = no second outlet of this owner is known. */
  id: id.optional(),
});

const entrySchema = z.strictObject({
  id,
  name: z.string().min(1).max(80),
  /** Whose public it writes for, wherever its owner sits. */
  country,
  kind: z.enum(outletKinds),
  /** The side its owner stands on: Sputnik Armenia speaks for Moscow, RFE/RL is international, a critic at home is on its country's side. */
  side: z.enum(sides).optional(),
  owner: ownerSchema.optional(),
  /** Where owner, kind and side are taken from. */
  source: z.string().min(1).optional(),
  /** Its terms allow a headline with link, no more. */
  titleOnly: z.boolean().optional(),
  /** `false`: its articles' pages are not read, whatever the operator set. */
  fullText: z.literal(false).optional(),
  homepage: url,
  sources: z.array(sourceSchema).min(1),
});

/** Lists of an older form say `feeds` for `sources`. */
export const outletSchema = z.preprocess((raw) => {
  if (typeof raw !== 'object' || raw === null || !('feeds' in raw) || 'sources' in raw) return raw;
  const { feeds, ...rest } = raw;
  return { ...rest, sources: feeds };
}, entrySchema);

export type OutletKind = (typeof outletKinds)[number];
export type Outlet = z.infer<typeof entrySchema>;
export type Source = z.infer<typeof sourceSchema>;
export type Selectors = z.infer<typeof selectorsSchema>;
/** What stories keep of an outlet. */
export type OutletFacts = Pick<Outlet, 'name' | 'country' | 'kind' | 'side' | 'owner'>;
/** A source with what its outlet says of it. */
export interface CatalogueSource extends Source {
  outlet: Omit<Outlet, 'sources'>;
}

/** The source as it is read at its alternate; itself where it has none. */
export const atAlternate = <T extends Source>(source: T): T => {
  if (source.alternate === undefined) return source;
  const { kind, url: other, select } = source.alternate;
  return { ...source, url: other, kind, select };
};

/** What the reader of a source's body needs of the catalogue. */
export const readingOf = ({ kind, select, zone }: Source) => ({
  ...(kind !== undefined && { kind }),
  ...(select !== undefined && { select }),
  ...(zone !== undefined && { zone }),
});

/** `https://t.me/NAME` → `https://t.me/s/NAME`; any other address stays. */
export const previewOf = (url: string): string =>
  url.replace(/^https?:\/\/(?:www\.)?t(?:elegram)?\.me\/(?:s\/)?([A-Za-z]\w{3,31})\/?$/, 'https://t.me/s/$1');

/** Whether the pages of its articles may be read for their text, where the operator wants that. */
export const readsPages = ({ titleOnly, fullText }: Pick<Outlet, 'titleOnly' | 'fullText'>): boolean =>
  titleOnly !== true && fullText !== false;

/** Ids of the outlets whose terms allow a headline with link, no more. */
export const titleOnlyOutlets = (outlets: readonly Pick<Outlet, 'id' | 'titleOnly'>[]): Set<string> =>
  new Set(outlets.filter(({ titleOnly }) => titleOnly === true).map(({ id }) => id));

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const sideOfCountry: Record<string, Side> = {
  AM: 'yerevan',
  AZ: 'baku',
  RU: 'moscow',
  GE: 'tbilisi',
  TR: 'ankara',
  KZ: 'central-asia',
  KG: 'central-asia',
  TJ: 'central-asia',
  UZ: 'central-asia',
  TM: 'central-asia',
};

/** The stated side. Where an operator's entry states none: that of the owner's country, else of the audience's; all others are international. */
export function sideOf(outlet: Pick<Outlet, 'side' | 'owner' | 'country'>): Side {
  return outlet.side ?? sideOfCountry[outlet.owner?.country ?? outlet.country] ?? 'international';
}
